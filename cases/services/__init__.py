"""The only code that writes. Keyword arguments, an actor, one transaction, the event recorded in it."""
