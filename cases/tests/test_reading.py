"""The file as one text, and the search in it."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.queries.reading import PAGE, folded, marked
from cases.services.note import write_note
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def url(name, case):
    return reverse(f"cases:{name}", args=(case.pk,))


def search(browser, case, typed):
    browser.post(url("reading_search", case), {"q": typed})
    return browser.get(url("reading_search", case)).content.decode()


def at(days):
    return timezone.now() - datetime.timedelta(days=days)


def test_all_talks_and_notes_stand_on_one_page_in_either_order(people, sign_in, case):
    make_session(case, started_at=at(3), note="Anfang Apfel")
    write_note(case=case, noted_at=at(2), text="Mitte Birne", by=people.counsellor)
    make_session(case, started_at=at(1), note="Ende Kirsche")
    browser = sign_in(people.counsellor)
    newest = browser.get(url("reading", case)).content.decode()
    assert newest.index("Kirsche") < newest.index("Birne") < newest.index("Apfel")
    oldest = browser.get(url("reading", case), {"reihenfolge": "alt"}).content.decode()
    assert oldest.index("Apfel") < oldest.index("Birne") < oldest.index("Kirsche")


def test_the_search_shows_only_entries_with_every_word_and_marks_them(people, sign_in, case):
    make_session(case, note="Brief der Krankenkasse, sie möchte zuerst das Konto.")
    make_session(case, note="Die Krankenkasse hat geantwortet.")
    write_note(case=case, text="Ganz anderes", by=people.counsellor)
    html = search(sign_in(people.counsellor), case, "krankenkasse konto")
    assert "<mark>Krankenkasse</mark>" in html
    assert "<mark>Konto</mark>" in html
    assert "geantwortet" not in html
    assert "Ganz anderes" not in html
    assert "1 Eintrag" in html


def test_nothing_found_says_where_was_looked(people, sign_in, case):
    make_session(case, note="Brief")
    assert "Nichts gefunden" in search(sign_in(people.counsellor), case, "Quittung")


def test_what_is_looked_for_stands_in_no_address_and_readable_in_no_session(people, sign_in, case):
    browser = sign_in(people.counsellor)
    answer = browser.post(url("reading_search", case), {"q": "Zitterpappel"})
    assert "Zitterpappel" not in answer.url
    assert "Zitterpappel" not in str([one.get_decoded() for one in Session.objects.all()])


def test_a_search_in_one_file_is_none_in_another_and_not_when_one_comes_back_to_read(people, sign_in, case):
    other = make_case(counsellor=people.counsellor)
    make_session(other, note="Linde")
    make_session(case, note="Linde")
    browser = sign_in(people.counsellor)
    search(browser, case, "Linde")
    assert "<mark>" not in browser.get(url("reading_search", other)).content.decode()
    assert "<mark>" not in browser.get(url("reading", case)).content.decode()


@pytest.mark.parametrize(
    ("text", "words", "pieces"),
    [
        ("Müller und Muller", ["muller"], [(True, "Müller"), (False, " und "), (True, "Muller")]),
        ("aaa", ["aa"], [(True, "aaa")]),
        ("İstanbul", ["istanbul"], [(True, "İstanbul")]),
        ("nichts", ["x"], [(False, "nichts")]),
        ("", ["x"], []),
        ("<b>", ["b"], [(False, "<"), (True, "b"), (False, ">")]),
    ],
)
def test_hits_are_marked_without_regard_to_accents_and_case(text, words, pieces):
    assert marked(text, words) == pieces
    assert "".join(piece for _hit, piece in pieces) == text


def test_folding_keeps_the_length_of_every_text():
    for text in ("Straße ﬁ İ ŉ ǰ ΐ", "😀 Ä é ø ł", "\u0301a"):
        assert len(folded(text)) == len(text)


def test_what_is_found_is_shown_as_text_never_as_markup(people, sign_in, case):
    make_session(case, note="<script>alert(1)</script>")
    html = search(sign_in(people.counsellor), case, "script")
    assert "<script>alert" not in html
    assert "<mark>script</mark>" in html


def test_a_long_file_comes_in_pages_and_costs_the_same(people, sign_in, case, monkeypatch):
    monkeypatch.setattr("cases.queries.reading.PAGE", 5)
    for place in range(12):
        make_session(case, started_at=at(20 - place), note=f"Nr{place:02}")
    browser = sign_in(people.counsellor)
    first = browser.get(url("reading", case)).content.decode()
    assert "Nr11" in first
    assert "Nr06" not in first
    further = browser.get(
        url("reading", case), {"page": 2}, headers={"HX-Request": "true", "HX-Target": "further"}
    ).content.decode()
    assert "<!DOCTYPE" not in further
    assert "Nr06" in further
    with CaptureQueriesContext(connection) as queries:
        browser.get(url("reading", case))
    assert len([one for one in queries.captured_queries if "SAVEPOINT" not in one["sql"]]) <= 16
    assert PAGE == 200
