"""Who may do what: roles, permissions and the parts of a case. `matrix.py` is the one page that says it."""
