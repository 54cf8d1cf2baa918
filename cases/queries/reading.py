"""All talks, notes and goals of a case as one text, and a search in it, which the database has no part in."""

import unicodedata
from dataclasses import dataclass, field

from django.utils import timezone

from umstieg.core.formats import day

from .goal_entries import goal_entries
from .timeline import notes, talks

PAGE = 200
WORDS = 8


@dataclass
class Page:
    """A page of the file. `parts` of an entry: (is it a hit, text) in order."""

    entries: list = field(default_factory=list)
    total: int = 0
    hits: int = 0
    typed: str = ""
    next_page: int | None = None
    oldest_first: bool = False
    address: str = ""


def reading(case, part, *, address, page=1, oldest_first=False, typed="") -> Page:
    """What somebody who sees `part` reads of a case, PAGE at a time; with `typed` that in which all its words occur."""
    every = talks(case) + notes(case) + goal_entries(case, part)
    every.sort(key=lambda one: one.at, reverse=not oldest_first)
    words = [word for word in folded(typed).split() if word][:WORDS]
    found = [one for one in every if _holds(one, words)] if words else every
    shown = Page(total=len(every), hits=len(found), typed=typed, oldest_first=oldest_first, address=address)
    for one in found[(page - 1) * PAGE : page * PAGE]:
        shown.entries.append(
            {
                "day": day(timezone.localtime(one.at).date()),
                "time": one.time,
                "title": one.title,
                "aside": one.aside,
                "topics": ", ".join(one.tags),
                "parts": marked(one.text, words),
            }
        )
    shown.next_page = page + 1 if len(found) > page * PAGE else None
    return shown


def _holds(entry, words) -> bool:
    text = folded(" ".join((entry.text, entry.title, *entry.tags)))
    return all(word in text for word in words)


def folded(text: str) -> str:
    """Text as it is compared, letter for letter as long as before: without accents, in small letters."""
    return "".join(_letter(one) for one in text)


def _letter(one):
    if one.isascii():
        return one.lower()
    plain = unicodedata.normalize("NFD", one)[0].lower()
    return plain if len(plain) == 1 else one


def marked(text: str, words) -> list[tuple[bool, str]]:
    """`text` in pieces, those that match one of the folded `words` marked."""
    if not words or not text:
        return [(False, text)] if text else []
    compared, is_hit = folded(text), bytearray(len(text))
    for word in words:
        at = compared.find(word)
        while at >= 0:
            is_hit[at : at + len(word)] = b"\x01" * len(word)
            at = compared.find(word, at + 1)
    pieces, begun = [], 0
    for at in range(1, len(text) + 1):
        if at == len(text) or is_hit[at] != is_hit[begun]:
            pieces.append((bool(is_hit[begun]), text[begun:at]))
            begun = at
    return pieces
