"""How long what a centre puts beside the guide is kept."""

from umstieg.core.retention import keep

RULES = [
    keep(
        "guide.HouseRule",
        "id",
        "tip",
        "text",
        "kept_at",
        "kept_by",
        "ended_at",
        reason="How the centre works and since when, and who answers for it. About no client.",
    ),
    keep(
        "guide.HelpedHere",
        "id",
        "tip",
        "text",
        "noted_on",
        "noted_by",
        reason="Experience that others go on using. About no client; taken back by its author or a lead, it is gone.",
    ),
    keep(
        "guide.ChecklistTemplate",
        "id",
        "key",
        "title",
        "theme",
        "items",
        "retired_on",
        reason="A list of the centre, retired and never deleted, so that it is not brought in again. No personal data.",
    ),
]
