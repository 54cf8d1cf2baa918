"""What guards the whole."""
