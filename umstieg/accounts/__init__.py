"""People who work here: sign-in, second factor, memberships. Clients are never users."""
