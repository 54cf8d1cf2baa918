"""What of the entries about housing, health and residence belongs to which part of a case; see marked.py."""

from cases.models import Address, Arrival, Dwelling, FlatSearch, HealthClaim, HealthNeed, Insurance, ResidenceTitle
from umstieg.access.enums import Part

from .marked_money import RECORD

FIELDS: dict[type, dict[str, Part]] = {
    Dwelling: dict.fromkeys(("kind", "registered", "note"), Part.NOTES),
    Address: dict.fromkeys(("text", "note"), Part.IDENTITY),
    FlatSearch: dict.fromkeys(("what", "rent", "note"), Part.NOTES),
    Insurance: dict.fromkeys(("insurance", "arrears", "note"), Part.RESTRICTED),
    HealthClaim: dict.fromkeys(("subject", "note"), Part.RESTRICTED),
    HealthNeed: dict.fromkeys(("need", "note"), Part.RESTRICTED),
    ResidenceTitle: dict.fromkeys(("status", "note"), Part.RESTRICTED),
    Arrival: dict.fromkeys(("since_on", "note"), Part.RESTRICTED),
}
AMOUNTS = ("FlatSearch.rent",)
SAY_NOTHING: dict[type, set[str]] = {
    Dwelling: {*RECORD, "started_on", "ended_on", "is_temporary", "stay_until_on", "is_threatened", "household"},
    Address: {*RECORD, "kind", "started_on", "ended_on"},
    FlatSearch: {*RECORD, "found_on", "state", "viewing_on"},
    Insurance: {*RECORD, "since_on", "way", "applied_on", "answer_due_on"},
    HealthClaim: {*RECORD, "state", "state_on", "steps", "applied_on", "answer_due_on"},
    HealthNeed: {*RECORD, "state", "is_wanted", "since_on"},
    ResidenceTitle: {*RECORD, "since_on", "valid_until_on", "seen_on"},
    Arrival: {*RECORD},
}
