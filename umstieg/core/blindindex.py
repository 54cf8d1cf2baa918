"""Finding encrypted words: digests of folded words, kept beside the data in a table of the owning app.

Folding makes "Łucja  ÖZIL", "lucja özil" and "LUCJA OZIL" one and the same. A word is indexed whole and by its first
three letters, so that typing the beginning finds it.
"""

import re
import unicodedata

from .crypto import keyed_digest

PREFIX_LETTERS = 3
# Letters that Unicode does not take apart into base and accent.
_FOLDS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """Text as it is compared: no accents, no case, single blanks."""
    text = text.casefold().translate(_FOLDS)
    if not text.isascii():
        # Letter by letter: thousands of accents on one would be sorted, which takes the square of their number.
        parts = (part for letter in text for part in unicodedata.normalize("NFKD", letter))
        text = "".join(part for part in parts if not unicodedata.combining(part))
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """The folded words of a text; hyphens, dots and gender signs separate like blanks."""
    return [word for word in re.split(r"[^\w]+", fold(text)) if word]


def phone_digits(text: str) -> str:
    """A phone number as digits with country code: "0176 / 12 34" and "+49 176 1234" are equal; "" if there are few."""
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith("+"):
        pass
    elif digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = "49" + digits[1:]
    return digits if len(digits) >= 5 else ""


def word_digest(kind: str, word: str) -> str:
    """Digest of one whole word of a kind (number, name, …); the same word gives another digest in another kind."""
    return keyed_digest(kind, "whole", word)


def prefix_digest(kind: str, word: str) -> str:
    """Digest of the first three letters of a word."""
    return keyed_digest(kind, "prefix", word[:PREFIX_LETTERS])


def digests_to_store(kind: str, text: str) -> set[str]:
    """All digests under which a text is to be found."""
    found = set()
    for word in words(text):
        found.add(word_digest(kind, word))
        if len(word) >= PREFIX_LETTERS:
            found.add(prefix_digest(kind, word))
    return found


def digest_to_find(kind: str, word: str) -> str:
    """The digest to look for when somebody typed `word`: three letters mean a beginning, more the whole word."""
    return prefix_digest(kind, word) if len(word) == PREFIX_LETTERS else word_digest(kind, word)
