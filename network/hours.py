"""Opening hours as people write them: "Mo–Do 9–12, 13–16; Fr 9–12.30 Uhr".

Kept in one form whatever was typed and whatever language is spoken: "0 09:00-12:00 13:00-16:00;4 09:00-12:30",
weekdays as Python counts them.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .enums import Weekday

SHORT = {0: _("Mon"), 1: _("Tue"), 2: _("Wed"), 3: _("Thu"), 4: _("Fri"), 5: _("Sat"), 6: _("Sun")}
_DAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mo", "montag", "mon", "monday"),
            ("di", "dienstag", "tue", "tuesday"),
            ("mi", "mittwoch", "wed", "wednesday"),
            ("do", "donnerstag", "thu", "thursday"),
            ("fr", "freitag", "fri", "friday"),
            ("sa", "samstag", "sonnabend", "sat", "saturday"),
            ("so", "sonntag", "sun", "sunday"),
        )
    )
    for name in names
}
_DAY = r"(?P<{0}>[A-Za-z]+)\.?"
_ONE_DAY = re.compile(rf"\s*{_DAY.format('first')}(?P<last>)\s*(?:,|und|and|\+|&)\s*(?=[A-Za-z])")
_DAYS_PART = re.compile(rf"\s*{_DAY.format('first')}(?:\s*(?:[-–—]|bis|to)\s*{_DAY.format('last')})?\s*:?\s*(?=\d)")
_SPAN = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:Uhr)?\s*(?:[-–—]|bis|to)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:Uhr|h)?", re.IGNORECASE
)
LONGEST = 1_000  # as typed: the patterns look for an end from every letter on
_BLANKS = re.compile(r"[^\S\n]+")
_GLUE = re.compile(r"\s*(?:,|und|u\.|and|&|\+)?\s*", re.IGNORECASE)


def unreadable(part):
    return ValidationError(
        _("“%(part)s” could not be read. Please write it like this: Mon–Thu 9–12, 13–16; Fri 9–12"),
        code="hours",
        params={"part": part[:40]},
    )


def read_hours(text: str) -> str:
    """The kept form of what somebody typed; ValidationError names the part that cannot be read."""
    if len(text) > LONGEST:
        raise unreadable(text.strip())
    days: dict[int, list[str]] = {}
    for part in re.split(r"[;\n]", _BLANKS.sub(" ", text)):
        if not part.strip():
            continue
        numbers, rest = _days_of_part(part)
        spans = _spans(rest, part)
        for number in numbers:
            days.setdefault(number, []).extend(spans)
    return ";".join(f"{number} {' '.join(sorted(set(days[number])))}" for number in sorted(days))


def _days_of_part(part):
    numbers, rest = [], part
    while found := _DAYS_PART.match(rest) or _ONE_DAY.match(rest):
        first = _DAYS.get(found["first"].lower())
        last = _DAYS.get(found["last"].lower()) if found["last"] else first
        if first is None or last is None:
            raise unreadable(part.strip())
        numbers += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        rest = rest[found.end() :]
    if not numbers:
        raise unreadable(part.strip())
    return numbers, rest


def _spans(text, part):
    spans, at = [], 0
    while at < len(text.rstrip(" .")):
        found = _SPAN.match(text, at)
        if not found:
            raise unreadable(part.strip())
        opens = int(found[1]) * 60 + int(found[2] or 0)
        closes = int(found[3]) * 60 + int(found[4] or 0)
        if opens >= closes or closes > 24 * 60 or int(found[2] or 0) > 59 or int(found[4] or 0) > 59:
            raise unreadable(part.strip())
        spans.append(f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}")
        at = _GLUE.match(text, found.end()).end()
    if not spans:
        raise unreadable(part.strip())
    return spans


def days_of(kept: str) -> set[int]:
    """The weekdays of kept hours."""
    return {int(part.split(" ", 1)[0]) for part in kept.split(";") if part}


def said_by_day(kept: str) -> list[tuple[str, str]]:
    """(weekday, "9–12, 13–16:30") pairs for a page."""
    return [(Weekday(number).label, spans) for number, spans in said_by_day_number(kept)]


def said_by_day_number(kept: str) -> list[tuple[int, str]]:
    """The same with the number of the weekday, for pages in other languages than ours."""
    parts = (part.partition(" ") for part in kept.split(";") if part)
    return [(int(number), ", ".join(_said(span) for span in spans.split())) for number, _blank, spans in parts]


def written(kept: str) -> str:
    """Kept hours as they are typed: what a field shows and a spreadsheet holds. `read_hours` reads it back."""
    parts = []
    for part in kept.split(";") if kept else ():
        number, _blank, spans = part.partition(" ")
        if parts and parts[-1][2] == spans and parts[-1][1] == int(number) - 1:
            parts[-1][1] = int(number)
        else:
            parts.append([int(number), int(number), spans])
    return "; ".join(
        f"{SHORT[first]}{f'–{SHORT[last]}' if last != first else ''} {', '.join(_said(span) for span in spans.split())}"
        for first, last, spans in parts
    )


def _said(span):
    return "–".join(_clock(time) for time in span.split("-"))


def _clock(time):
    hour, minute = time.split(":")
    return f"{int(hour)}:{minute}" if minute != "00" else str(int(hour))
