"""Whether somebody is known here already: among the cases the asker may see, and never more of them than she sees."""

from dataclasses import dataclass

from cases.models import Case
from umstieg.access.enums import Part
from umstieg.core.formats import day

from .search import find_cases

MOST = 20


@dataclass
class Match:
    """A possible match, masked: the pseudonym, the initials of a name, the number."""

    id: str
    number: str
    pseudonym: str
    initials: str
    counsellor: str
    opened: str
    closed: str
    is_own: bool  # the asker sees all of it, and may open a new case for the same person


def possible_matches(user, typed: dict) -> list[Match]:
    """Cases that fit any of what was typed ({field: text}), running ones first."""
    found = set()
    for text in typed.values():
        found |= set(find_cases(user, text).values_list("pk", flat=True))
    rows = (
        Case.objects.visible_to(user)
        .with_shown_part(user)
        .filter(pk__in=list(found)[:MOST])
        .order_by("-number")
        .values_list(
            "pk",
            "number",
            "client__pseudonym",
            "client__name",
            "client__names_used",
            "counsellor__name",
            "opened_on",
            "closed_on",
            "shown_part",
        )
    )
    matches = [
        Match(
            id=str(pk),
            number=number,
            pseudonym=pseudonym,
            initials=initials_of(name or used) if part >= Part.IDENTITY else "",
            counsellor=counsellor,
            opened=day(opened),
            closed=day(closed),
            is_own=part >= Part.WORK,
        )
        for pk, number, pseudonym, name, used, counsellor, opened, closed, part in rows
    ]
    return sorted(matches, key=lambda one: bool(one.closed))


def initials_of(name: str) -> str:
    """ "N. D." of "Nora Dinu"."""
    return " ".join(f"{word[0].upper()}." for word in name.split())
