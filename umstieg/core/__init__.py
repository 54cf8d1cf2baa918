"""Shared kernel. Knows no domain word: encryption, search index, constraints, numbers, errors, forms."""
