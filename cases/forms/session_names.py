"""A talk with several clients: no file tells who else took part, so a text that names another one is asked about."""

import re
import unicodedata

from umstieg.core.blindindex import fold, words

SHORTEST = 3  # letters; a shorter word of a name stands in every text


def names_of(client) -> set[str]:
    """The folded words by which a client would be known. A pseudonym counts whole, however short."""
    known = {word for text in (client.pseudonym, client.name, client.names_used) for word in words(text)}
    return {word for word in known if len(word) >= SHORTEST} | {fold(client.pseudonym)}


def name_in_text(text: str, case, others) -> str:
    """The first word of a text for the file of `case` that names one of the `others`, as it was typed; "" if none does.

    A name that the client of `case` bears too tells nothing. With the German genitive: "Maras Bruder".
    """
    if not text:
        return ""
    foreign = set().union(*(names_of(other.client) for other in others)) - names_of(case.client)
    foreign |= {f"{name}s" for name in foreign}
    return next((word for folded, word in _words_of(text).items() if folded in foreign), "")


def _words_of(text) -> dict[str, str]:
    """Each folded word of a text, as it was typed."""
    return {fold(word): word for word in re.findall(r"\w+", unicodedata.normalize("NFC", text))}
