"""Codes of money that tell what only RESTRICTED shows: the status to sex work, and on what a residence rests."""

from umstieg.access.enums import Part
from umstieg.codelists.queries import group_of

PROTECTED_GROUPS = frozenset({"sex_work", "asylum"})


def is_shown(list_key, code, part) -> bool:
    """Whether a reader of this part may see an entry with this code."""
    return part >= Part.RESTRICTED or group_of(list_key, code) not in PROTECTED_GROUPS
