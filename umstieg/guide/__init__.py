"""The practice guide in our own words: pillars and themes, what depends on what, tips. See docs/adr/0021."""
