"""Thin pages: one's own account, and the people the administration keeps."""
