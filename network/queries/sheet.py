"""The sheet about a partner that a client takes along: large, neutral, in her language."""

from babel import Locale
from babel.dates import get_day_names

from network.enums import ContactKind, Cost, Known
from network.hours import said_by_day_number
from network.printouts import SHEET
from umstieg.centre.enums import Accessibility
from umstieg.centre.queries import unchecked_languages
from umstieg.centre.texts import CHECKED_HERE
from umstieg.core.formats import capitalised


def partner_sheet(organisation, language) -> dict:
    """What stands on the sheet in one of SHEET.words. Nothing says who made it, or whom else they help."""
    words, unchecked = SHEET.words[language], unchecked_languages(SHEET)
    return {
        "language": language,
        "languages": [
            {"key": key, "name": said["name"], "is_unchecked": key in unchecked} for key, said in SHEET.words.items()
        ],
        "unchecked": _unchecked(words) if language in unchecked else "",
        "title": organisation.name,
        "facts": [(label, value) for label, value in _facts(organisation, words, language) if value],
        "places": [_place(site, words, language) for site in organisation.sites.order_by("name", "pk")],
        "words": words,
    }


def _unchecked(words):
    return " · ".join((words["unchecked"], *(SHEET.words[one]["unchecked"] for one in CHECKED_HERE)))


def _facts(organisation, words, language):
    locale = Locale.parse(language)
    spoken = [capitalised(locale.languages.get(key, "")) for key in organisation.languages]
    official = sorted(
        one.name for one in organisation.people.current() if one.kind in (ContactKind.OFFICIAL, ContactKind.LAWYER)
    )
    yield words["ask_for"], ", ".join(official)
    yield words["languages"], ", ".join(filter(None, spoken))
    yield words["cost"], words[organisation.cost] if organisation.cost != Cost.UNKNOWN else ""
    if organisation.is_anonymous == Known.YES:
        yield "", words["anonymous"]
    if organisation.insurance_needed != Known.UNKNOWN:
        yield "", words["insured" if organisation.insurance_needed == Known.YES else "uninsured"]
    yield words["waiting"], organisation.waiting_time
    yield words["papers"], organisation.papers_needed
    yield words["conditions"], organisation.preconditions
    yield words["website"], organisation.website


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
