"""Thin pages: find the object within what the reader sees, check a form, call a service, record what was shown."""
