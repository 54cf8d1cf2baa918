"""The ledger of a case on one sheet in the client's language, in the words of `cases.printouts`."""

from django.utils import timezone

from cases.printouts import LEDGER
from umstieg.centre.enums import PrintedAs
from umstieg.centre.queries import the_centre, unchecked_languages

from .ledger import ledger

MOST = 22  # entries that fit on one sheet, if none of them is long


def ledger_printout(case, part, language, *, most=MOST) -> dict:
    """What stands on the sheet for somebody who sees `part`; `language` is one of LEDGER.words."""
    words, centre, unchecked = LEDGER.words[language], the_centre(), unchecked_languages(LEDGER)
    by_name = centre is None or centre.staff_printed_as == PrintedAs.NAME
    found = ledger(case, part, most=most)
    return {
        "language": language,
        "languages": [
            {"key": key, "name": said["name"], "is_unchecked": key in unchecked} for key, said in LEDGER.words.items()
        ],
        "words": words,
        "unchecked": LEDGER.said_unchecked(language) if language in unchecked else "",
        "centre": centre.name if centre else "",
        "number": case.number,
        "printed": timezone.localdate().strftime(words["date"]),
        "rows": [
            {"when": _when(one, words), "who": _who(one.who, one.standing, words, by_name), "what": _what(one, words)}
            for one in found.entries
        ],
        "lists": list(dict.fromkeys(_who(one["who"], one["standing"], words, by_name) for one in found.lists)),
        "has_older": found.older is not None,
    }


def _when(entry, words) -> str:
    since, until = timezone.localtime(entry.since), timezone.localtime(entry.until)
    said = f"{since.strftime(words['date'])}, {since:%H:%M}"
    return said if f"{since:%H:%M}" == f"{until:%H:%M}" else f"{said}–{until:%H:%M}"


def _who(name, standing, words, by_name) -> str:
    function = words[standing.value]
    return f"{name}, {function}" if by_name and standing != "MACHINE" else function


def _what(entry, words) -> str:
    return ", ".join(words[one.value] for one in entry.told)
