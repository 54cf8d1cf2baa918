"""The tips of the practice guide in our own words, read from `data/*.toml`, and how they are found.

A tip names the row of the guide it stands for, how binding the guide is there, and the themes it helps with. It informs
and computes nothing: whether somebody is entitled to a benefit is never said here.
"""

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language, override

from umstieg.core.wording import typed_words, words_of

from .enums import THEMES_OF, Level, Pillar, Theme
from .facts import CONDITIONS, NOTHING_KNOWN, Facts, holds

DATA = Path(__file__).parent / "data"
#: The first thing a reader looks for stands first.
_BY_LEVEL = {Level.MUSS: 0, Level.SOLL: 1, Level.KANN: 2}


@dataclass(frozen=True, slots=True)
class Tip:
    """One tip: one or two sentences in German, with a short title in English.

    `when`: the fact that makes it matter ("" = always). `as_of`: the state of a fact that may grow old ("Stand").
    """

    row: str
    level: Level
    themes: tuple[Theme, ...]
    text: str
    english: str
    when: str = ""
    as_of: datetime.date | None = None

    @property
    def anchor(self) -> str:
        """Its place on the page of the guide; stays the same for good."""
        return f"tip-{self.row}"

    @property
    def chapter(self) -> str:
        """The chapter of the guide, e.g. "1.2.2", or "KP" for its key points."""
        number = self.row.partition("-")[0]
        return ".".join(number) if number.isdigit() else number

    @property
    def title(self) -> str:
        """The English title; empty on a German page, where the text speaks for itself."""
        return "" if (get_language() or "de").startswith("de") else self.english

    def applies(self, facts: Facts) -> bool | None:
        """Whether it matters in a case; None where the fact it asks for is unknown."""
        return holds(facts, self.when)


@cache
def all_tips() -> tuple[Tip, ...]:
    """Every tip, in the order of the guide."""
    tips = [
        _read(path.name, entry)
        for path in DATA.glob("*.toml")
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["tip"]
    ]
    return tuple(sorted(tips, key=_place))


def _read(name, entry):
    if unknown := entry.keys() - {"row", "level", "themes", "when", "as_of", "en", "de"}:
        raise ValueError(f"{name}: tip {entry['row']} has the unknown key {min(unknown)}.")
    if entry.get("when", "") not in ("", *CONDITIONS):
        raise ValueError(f"{name}: tip {entry['row']} asks for the unknown fact {entry['when']}.")
    return Tip(
        row=entry["row"],
        level=Level(entry["level"]),
        themes=tuple(map(Theme, entry["themes"])),
        text=entry["de"],
        english=entry["en"],
        when=entry.get("when", ""),
        as_of=entry.get("as_of"),
    )


def _place(tip):
    """Key points first, then chapter by chapter; the general advice of a chapter ("V") before its points."""
    chapter, _, place = tip.row.partition("-")
    return chapter != "KP", chapter, {"V": "00", "N": "99"}.get(place, place.zfill(2))


def tips_for(theme: Theme, facts: Facts = NOTHING_KNOWN) -> tuple[Tip, ...]:
    """The tips of a theme, the most binding first. What surely does not matter in this case is left out."""
    found = [tip for tip in all_tips() if theme in tip.themes and tip.applies(facts) is not False]
    return tuple(sorted(found, key=lambda tip: _BY_LEVEL[tip.level]))


def tips_of_pillar(pillar: Pillar, facts: Facts = NOTHING_KNOWN) -> tuple[Tip, ...]:
    """The tips of all themes of a pillar, each once, the most binding first."""
    themes = set(THEMES_OF[pillar])
    found = [tip for tip in all_tips() if themes & set(tip.themes) and tip.applies(facts) is not False]
    return tuple(sorted(found, key=lambda tip: _BY_LEVEL[tip.level]))


def tip_of(row: str) -> Tip | None:
    """The tip of a row of the guide, e.g. "122-07"."""
    return next((tip for tip in all_tips() if tip.row == row), None)


def tips_of_chapter(chapter: str) -> tuple[Tip, ...]:
    """The tips of a chapter, e.g. "1.2.4"; of counselling itself (1.1.3, 1.1.4) there are no themes."""
    return tuple(tip for tip in all_tips() if tip.chapter == chapter)


def search_tips(text: str) -> tuple[Tip, ...]:
    """Tips that hold a word beginning with each of the typed ones; a chapter ("1.2.4") or a row finds its own.

    Case, accents and gender signs make no difference: "Vermieterin", "Vermieter*in" and "VermieterInnen" find the same.
    """
    named = text.strip().upper()
    if exact := tuple(tip for tip in all_tips() if named in (tip.row.upper(), tip.chapter)):
        return exact
    typed = typed_words(text)
    return tuple(tip for tip, held in _index() if typed and all(_holds(held, spelled) for spelled in typed))


def nearest_tips(text: str) -> tuple[Tip, ...]:
    """Tips that hold the most of the typed words, also as the end of a longer one: "Girokonto" finds "Konto"."""
    typed = typed_words(text)
    hits = {tip: sum(_holds(held, spelled) or _ends_with(held, spelled) for spelled in typed) for tip, held in _index()}
    most = max(hits.values(), default=0)
    return tuple(tip for tip, number in hits.items() if most and number == most)


LONG_ENOUGH = 4  # letters of a word that is looked for inside another


@cache
def _index():
    """Every tip with the words it is found by: its text in both languages and the names of its themes in German."""
    with override("de"):
        return tuple(
            (tip, frozenset(words_of(" ".join((tip.text, tip.english, *(str(theme.label) for theme in tip.themes))))))
            for tip in all_tips()
        )


def _ends_with(held, spelled):
    return any(len(word) >= LONG_ENOUGH and typed.endswith(word) for word in held for typed in spelled)


def _holds(held, spelled):
    return any(word.startswith(beginning) for word in held for beginning in spelled)
