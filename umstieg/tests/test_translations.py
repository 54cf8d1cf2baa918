"""Proves that the German catalogue is complete, agrees with the code, and is compiled as it reads.

`make messages` brings the catalogue up to date; the English pages need none, because the msgids are English.
"""

import re

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from umstieg.testing.architecture import HOUSE
from umstieg.testing.translations import messages

FOLDER = HOUSE / "umstieg" / "locale" / "de" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


@pytest.fixture(scope="module")
def german():
    with (FOLDER / "django.po").open("rb") as file:
        return {(m.context, m.id[0] if m.pluralizable else m.id): m for m in read_po(file) if m.id}


def strings(message):
    return tuple(message.string) if message.pluralizable else (message.string,)


def test_every_message_stands_in_the_german_catalogue(german):
    assert {key: place for key, place in messages().items() if key not in german} == {}


def test_the_catalogue_holds_nothing_that_is_no_longer_said(german):
    assert german.keys() - messages().keys() == set()


def test_every_message_is_translated_and_none_is_a_guess(german):
    assert [key for key, message in german.items() if message.fuzzy or not all(strings(message))] == []


def test_the_catalogue_says_that_it_is_german_and_how_german_counts():
    with (FOLDER / "django.po").open("rb") as file:
        head = read_po(file)
    assert not head.fuzzy
    assert str(head.locale) == "de"
    assert head.plural_forms == "nplurals=2; plural=(n != 1);"
    with (FOLDER / "django.mo").open("rb") as file:
        assert dict(read_mo(file).mime_headers)["Plural-Forms"] == head.plural_forms


def test_a_translation_keeps_the_placeholders(german):
    def placeholders(text):
        return {match.group() for match in PLACEHOLDER.finditer(text)}

    wrong = []
    for key, message in german.items():
        ids = message.id if message.pluralizable else (message.id,)
        allowed = set().union(*map(placeholders, ids))
        last = strings(message)[-1]
        if placeholders(last) != allowed or not all(placeholders(text) <= allowed for text in strings(message)):
            wrong.append(key)
    assert wrong == []


def test_the_compiled_catalogue_says_the_same(german):
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = {
            # Babel leaves the context of a compiled message as bytes.
            (m.context and m.context.decode(), m.id[0] if m.pluralizable else m.id): strings(m)
            for m in read_mo(file)
            if m.id
        }
    assert compiled == {key: strings(message) for key, message in german.items()}


def test_only_languages_with_a_catalogue_are_offered():
    assert [code for code, _name in settings.LANGUAGES] == ["de", "en-gb"]
    with translation.override("de"):
        assert translation.gettext("counsellor") == "Berater*in"
