"""What tests need: make_* functions, people, a walker over all addresses."""
