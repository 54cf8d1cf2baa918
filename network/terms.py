"""What an organisation is found by besides its own columns: words folded so that every way of writing them meets."""

from network.enums import TermKind
from network.hours import days_of
from umstieg.codelists.queries import Labels
from umstieg.core.wording import words_of

UNKNOWN = "unknown"


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
