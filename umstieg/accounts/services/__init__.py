"""The only code that writes. Keyword arguments, an actor, one transaction, the event recorded in it."""

from .membership import add_membership, end_membership, give_role
from .people import add_user, change_person, choose_language, disable_user, enable_user, set_spoken_languages

__all__ = [
    "add_membership",
    "add_user",
    "change_person",
    "choose_language",
    "disable_user",
    "enable_user",
    "end_membership",
    "give_role",
    "set_spoken_languages",
]
