"""How long a calendar feed is kept."""

from umstieg.core.retention import Start, delete

RULES = [
    delete(
        "agenda.CalendarFeed",
        "id",
        "user",
        "secret_digest",
        "detail",
        "created_at",
        "revoked_at",
        start=Start("feed_revoked", "the feed was ended"),
        months=12,
        reason="For a year it can be seen who let a calendar outside read along.",
    ),
]
