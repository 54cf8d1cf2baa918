"""The shared packages of umstieg. See README.md, "Map of the house"."""
