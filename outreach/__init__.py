"""Outreach: venues, tours, anonymous contacts, group offers. Knows no client; its rooms are furnished with the tours."""
