"""Outreach: venues, tours, anonymous contacts, group offers. Knows no client. Not furnished yet."""
