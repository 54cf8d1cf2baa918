"""What an organisation is found by besides its own columns: words folded so that every way of writing them meets.

"Schuldner*innenberatung", "Schuldner:innen-Beratung", "Schuldner/innenberatung" and "Schuldnerberatung" meet, and so
do "Müller", "Mueller" and "Muller".
"""

import re

from network.enums import TermKind
from network.hours import days_of
from umstieg.codelists.queries import Labels
from umstieg.core.blindindex import fold

LONGEST = 60
UNKNOWN = "unknown"
_SIGNS = "*:_/·’'`"
_SIGNED = re.compile(rf"(?<=\w)[{re.escape(_SIGNS)}]\s?-?\s?(in(?:nen)?)(?=\W|[a-zäöü]|$)", re.IGNORECASE)
_ENDING = re.compile(r"(?<=[^\W\d_]{4})innen(?=[a-zäöü]|\b)")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def spellings(text: str) -> list[str]:
    """A text with and without the female ending, with umlauts folded and spelled out."""
    lower = text.casefold()
    whole, short = _SIGNED.sub(r"\1", lower), _SIGNED.sub("", lower)
    versions = {whole, short, _ENDING.sub("", whole)}
    return sorted({fold(version) for each in versions for version in (each, each.translate(_SPELLED))})


def words_of(text: str) -> set[str]:
    """All folded words of a text, in every spelling."""
    return {word[:LONGEST] for spelled in spellings(text) for word in re.findall(r"\w+", spelled)}


def terms_of(organisation, sites, people) -> set[tuple[str, str]]:
    """(kind, key) pairs of an organisation with its places and the people who are there today."""
    found = {(TermKind.KIND, organisation.kind)}
    found |= {(TermKind.TOPIC, key) for key in organisation.topics}
    found |= {(TermKind.LANGUAGE, key) for key in organisation.languages or [UNKNOWN]}
    found |= {(TermKind.LANGUAGE, key) for person in people for key in person.languages}
    hours = [each.hours for each in (*sites, *people) if each.hours]
    found |= {(TermKind.DAY, str(day)) for each in hours for day in days_of(each)} or {(TermKind.DAY, UNKNOWN)}
    found |= {(TermKind.ACCESS, site.accessibility) for site in sites} or {(TermKind.ACCESS, UNKNOWN)}
    found |= {(TermKind.WORD, word) for text in _texts(organisation, sites) for word in words_of(text)}
    return found


def _texts(organisation, sites):
    labels = {language: Labels("partner_type", "topic", language=language) for language in ("de", "en")}
    yield organisation.name
    yield organisation.region
    for said in labels.values():
        yield said("partner_type", organisation.kind)
        yield from said.many("topic", organisation.topics)
    for site in sites:
        yield site.name
        yield site.address
