"""The big proofs: too long for every test run, seeded, and taken up again where they were stopped (`make prove`)."""
