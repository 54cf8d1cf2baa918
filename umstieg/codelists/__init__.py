"""Dated value lists with German and English labels. What code branches on is an enum instead; see docs/adr/0006."""
