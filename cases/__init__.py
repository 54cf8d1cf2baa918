"""Client cases: the client, her case, every counselling session."""
