"""The sheet for a client in her language: what the team has written of the partner is German, and is said to be."""

import re

import pytest
from django.urls import reverse

from network.printouts import SHEET
from network.services.organisation import change_organisation
from umstieg.access.enums import Role
from umstieg.centre.texts import CHECKED_HERE
from umstieg.core.pdf import missing_libraries
from umstieg.testing.make import make_partner, make_user
from umstieg.testing.walker import Browser

WRITTEN = {
    "waiting_time": "etwa zwei Wochen",
    "papers_needed": "Ausweis und Mietvertrag",
    "preconditions": "Nur mit Termin",
}
OTHERS = sorted(set(SHEET.words) - {"de"})


@pytest.fixture
def user(db):
    return make_user(Role.COUNSELLOR)


@pytest.fixture
def partner(user):
    place = {"address": "Am Kai 1", "hours_note": "im August geschlossen"}
    return make_partner(name="Hafenhilfe", cost="FREE", by=user, **place, **WRITTEN)


def sheet(user, partner, language):
    page = Browser(user).get(f"{reverse('network:sheet', args=[partner.pk])}?sprache={language}").content.decode()
    return page[page.index('<div class="sheet-page"') :]


@pytest.mark.parametrize("language", OTHERS)
def test_each_german_text_is_marked_as_german_and_the_small_print_says_so_once_in_her_language(user, partner, language):
    shown = sheet(user, partner, language)
    for text in (*WRITTEN.values(), "im August geschlossen", "Am Kai 1"):
        assert re.search(rf'<dd lang="de">{re.escape(text)}</dd>', shown), text
    assert '<h1 lang="de">Hafenhilfe</h1>' in shown
    words = SHEET.words[language]
    assert f"<dd>{words['FREE']}</dd>" in shown  # hers
    assert shown.count(words["german"]) == 1


def test_on_a_german_sheet_nobody_says_that_it_is_german(user, partner):
    assert SHEET.words["de"]["german"] not in sheet(user, partner, "de")


@pytest.mark.parametrize("language", OTHERS)
def test_where_nothing_is_written_in_german_nothing_is_said_of_it(user, language):
    partner = make_partner(name="Hafenhilfe", cost="FREE", address="Am Kai 1", by=user)
    assert SHEET.words[language]["german"] not in sheet(user, partner, language)
    change_organisation(organisation=partner, waiting_time="kurz", by=user)
    assert SHEET.words[language]["german"] in sheet(user, partner, language)


def test_the_sentence_is_part_of_what_the_centre_confirms():
    for language, words in SHEET.words.items():
        without = SHEET.words | {language: {**words, "german": ""}}
        assert type(SHEET)(SHEET.key, SHEET.label, without).version(language) != SHEET.version(language)
    assert len({words["german"] for words in SHEET.words.values()}) == len(SHEET.words) == 6


@pytest.mark.parametrize("language", sorted(set(OTHERS) - set(CHECKED_HERE)))
def test_a_sentence_nobody_has_read_is_marked_as_unchecked_like_the_rest(user, partner, language):
    assert SHEET.words[language]["unchecked"] in sheet(user, partner, language)


@pytest.mark.skipif(bool(missing_libraries()), reason="no PDF here")
def test_the_pdf_says_it_too(user, partner):
    address = f"{reverse('network:sheet_pdf', args=[partner.pk])}?sprache=hu"
    assert SHEET.words["hu"]["german"] in Browser(user).ask("GET", address).raw
