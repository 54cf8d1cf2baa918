"""Words folded so that every way of writing them meets.

"Schuldner*innenberatung", "Schuldner:innen-Beratung", "Schuldner/innenberatung" and "Schuldnerberatung" meet, and so
do "Müller", "Mueller" and "Muller".
"""

import re

from .blindindex import fold

LONGEST = 60
_SIGNS = "*:_/·’'`"
_SIGNED = re.compile(rf"(?<=\w)[{re.escape(_SIGNS)}]\s?-?\s?(in(?:nen)?)(?=\W|[a-zäöü]|$)", re.IGNORECASE)
_ENDING = re.compile(r"(?<=[^\W\d_]{4})innen(?=[a-zäöü]|\b)")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
#: One word as it stands in a text, with the ending that makes it mean everybody: Vermieter*in, Vermieter(innen).
WORD = re.compile(rf"\w+(?:[{re.escape(_SIGNS)}]-?in(?:nen)?(?=\W|[a-zäöü]|$)[a-zäöü]*|\(in(?:nen)?\))?")


def spellings(text: str) -> list[str]:
    """A text with and without the female ending, with umlauts folded and spelled out."""
    lower = text.casefold()
    whole, short = _SIGNED.sub(r"\1", lower), _SIGNED.sub("", lower)
    versions = {whole, short, _ENDING.sub("", whole)}
    return sorted({fold(version) for each in versions for version in (each, each.translate(_SPELLED))})


def words_of(text: str) -> set[str]:
    """All folded words of a text, in every spelling."""
    return {word[:LONGEST] for spelled in spellings(text) for word in re.findall(r"\w+", spelled)}


def typed_words(text: str) -> list[set[str]]:
    """The words somebody has typed to find something, each in its spellings."""
    return [found for word in WORD.findall(text) if (found := words_of(word.replace("(", "*").replace(")", "")))]


def begins(word: str, typed: list[set[str]]) -> bool:
    """Whether a word of a text begins with one of the typed ones."""
    return any(_begins(held, spelled) for held in words_of(word) for spelled in typed)


def _begins(held, spelled):
    return any(held.startswith(one) for one in spelled)


def marked_words(text: str, typed: list[set[str]]) -> list[tuple[bool, str]]:
    """`text` in pieces (is it a hit, text): the words marked that begin with one of the typed ones."""
    pieces, done = [], 0
    for found in WORD.finditer(text):
        if typed and begins(found.group(), typed):
            if found.start() > done:
                pieces.append((False, text[done : found.start()]))
            pieces.append((True, found.group()))
            done = found.end()
    return [*pieces, (False, text[done:])] if done < len(text) else pieces
