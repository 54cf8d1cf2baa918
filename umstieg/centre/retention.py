"""How long facts about the centre itself are kept."""

from umstieg.core.retention import keep

REASON = "Facts of the organisation, shown to everybody. No personal data."

RULES = [
    keep("centre.Centre", "id", "name", "carrier", "land", "staff_printed_as", "keeps_residence", reason=REASON),
    keep("centre.Site", "id", "name", "kind", "address", "reachability", "accessibility", "is_active", reason=REASON),
    keep("centre.Team", "id", "name", "site", "is_active", "no_contact_days", reason=REASON),
    keep("centre.SecrecyText", "id", "valid_from", "text", reason=REASON),
    keep("centre.Room", "id", "site", "name", "is_protected", "is_active", reason=REASON),
    keep(
        "centre.ConfirmedText",
        "id",
        "key",
        "language",
        "version",
        "confirmed_by",
        "confirmed_on",
        reason="Who answers for a text that clients were given.",
    ),
]
