"""Texts that are printed for clients in languages nobody of the product's makers checks: the centre does.

An app registers its own in its AppConfig. A translation is marked as unchecked until somebody of the centre has
confirmed exactly these words; any change of them makes it unchecked again.
"""

import hashlib
import json
from dataclasses import dataclass

from django.utils.functional import Promise

CHECKED_HERE = ("de", "en")  # written by the product's makers

_texts: dict[str, "PrintText"] = {}


@dataclass(frozen=True)
class PrintText:
    """A printout: `words` are {language: {key: text}}, every language with the same keys and its own `name`."""

    key: str
    label: str | Promise
    words: dict[str, dict[str, str]]

    def version(self, language) -> str:
        """Changes with any of the words."""
        said = json.dumps(self.words[language], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    def said_unchecked(self, language) -> str:
        """That it is unchecked, in the client's language and in those of the house, so that nobody overlooks it."""
        return " · ".join(self.words[one]["unchecked"] for one in (language, *CHECKED_HERE))


def register(text: PrintText) -> None:
    _texts[text.key] = text


def print_texts() -> list[PrintText]:
    return list(_texts.values())


def print_text(key) -> PrintText | None:
    return _texts.get(key)
