"""The sheet about a partner that a client takes along: large, neutral, in her language."""

from babel import Locale
from babel.dates import get_day_names

from network.enums import ContactKind, Cost, Known
from network.hours import said_by_day_number
from network.printouts import SHEET
from umstieg.centre.enums import Accessibility
from umstieg.centre.queries import unchecked_languages
from umstieg.core.formats import capitalised

GERMAN = "de"  # what the team writes of its partners


def partner_sheet(organisation, language) -> dict:
    """What stands on the sheet in one of SHEET.words. Nothing says who made it, or whom else they help.

    What the team has written of the partner is German on every sheet; it is marked so, and the small print says it.
    `facts` are (label, value, whether the value is such a text).
    """
    words, unchecked = SHEET.words[language], unchecked_languages(SHEET)
    facts = [fact for fact in _facts(organisation, words, language) if fact[1]]
    places = [_place(site, words, language) for site in organisation.sites.order_by("name", "pk")]
    has_german = any(is_german for _label, _value, is_german in facts) or any(place["hours_note"] for place in places)
    return {
        "language": language,
        "german": words["german"] if has_german and language != GERMAN else "",
        "languages": [
            {"key": key, "name": said["name"], "is_unchecked": key in unchecked} for key, said in SHEET.words.items()
        ],
        "unchecked": SHEET.said_unchecked(language) if language in unchecked else "",
        "title": organisation.name,
        "facts": facts,
        "places": places,
        "words": words,
    }


def _facts(organisation, words, language):
    locale = Locale.parse(language)
    spoken = [capitalised(locale.languages.get(key, "")) for key in organisation.languages]
    official = sorted(
        one.name for one in organisation.people.current() if one.kind in (ContactKind.OFFICIAL, ContactKind.LAWYER)
    )
    yield words["ask_for"], ", ".join(official), False
    yield words["languages"], ", ".join(filter(None, spoken)), False
    yield words["cost"], words[organisation.cost] if organisation.cost != Cost.UNKNOWN else "", False
    if organisation.is_anonymous == Known.YES:
        yield "", words["anonymous"], False
    if organisation.insurance_needed != Known.UNKNOWN:
        yield "", words["insured" if organisation.insurance_needed == Known.YES else "uninsured"], False
    yield words["waiting"], organisation.waiting_time, True
    yield words["papers"], organisation.papers_needed, True
    yield words["conditions"], organisation.preconditions, True
    yield words["website"], organisation.website, False


def _place(site, words, language):
    days = get_day_names("wide", locale=language)
    return {
        "name": site.name,
        "address": site.address,
        "hours": [(capitalised(days[number]), spans) for number, spans in said_by_day_number(site.hours)],
        "hours_note": site.hours_note,
        "phone": site.phone,
        "email": site.email,
        "accessible": words["accessible"] if site.accessibility == Accessibility.FULL else "",
    }
