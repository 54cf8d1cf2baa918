"""Who did what, and who looked: one sealed event per request or command. See docs/adr/0003."""
