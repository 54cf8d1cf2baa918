"""The timeline: everything that happened, newest first, page by page."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.queries.case_file import case_file, open_file
from cases.queries.entry import LONG
from cases.queries.timeline import PAGE, timeline
from cases.services.case import change_case, close_case, reopen_case, set_co_counsellors
from cases.services.note import write_note, write_personal_note
from cases.services.path import (
    end_phase,
    note_explained,
    note_outcome,
    note_sex_work_status,
    start_pause,
    start_phase,
)
from umstieg.access.enums import Part
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def ago(days, hour=10):
    day = TODAY() - datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def lines(user, case, **choice):
    opened = open_file(user, case.pk, Part.FACTS)
    file = case_file(opened, user)
    return timeline(opened, file.part, file.history, **choice)


def titles(user, case, **choice):
    return [entry.title for entry in lines(user, case, **choice).entries]


def test_everything_that_happened_stands_in_one_timeline(people, case):
    by = people.counsellor
    phase = start_phase(case=case, phase="ORIENTATION", by=by, on=TODAY() - datetime.timedelta(days=20))
    end_phase(phase=phase, by=by, on=TODAY() - datetime.timedelta(days=10))
    start_pause(case=case, by=by, on=TODAY() - datetime.timedelta(days=9), until=TODAY())
    set_co_counsellors(case=case, users=[people.colleague], by=by)
    note_outcome(case=case, outcome="wohnung", by=by)
    note_explained(case=case, items=["SECRECY"], by=by)
    note_sex_work_status(case=case, status="zurueckgekehrt", by=by)
    make_session(case, started_at=ago(5))
    make_session(case, started_at=ago(4), result="NOT_HELD")
    write_note(case=case, text="x", by=by)
    close_case(case=case, reason="umzug", by=by)
    reopen_case(case=case, by=by)
    shown = " | ".join(titles(by, case))
    for word in (
        "Fall eröffnet",
        "Fall geschlossen",
        "wieder aufgenommen",
        "Orientierung begonnen",
        "Orientierung beendet",
        "Pause",
        people.colleague.name,
        "Wohnung bezogen",
        "Schweigepflicht",
        "zurückgekehrt",
        "nicht zustande gekommen",
        "Vermerk",
    ):
        assert word in shown, word


def test_the_newest_comes_first_and_within_a_day_the_talks_lie_between_opening_and_closing(people):
    case = make_case(counsellor=people.counsellor, opened_on=TODAY())
    make_session(case, started_at=timezone.now())
    close_case(case=case, reason="umzug", by=people.counsellor)
    shown = titles(people.counsellor, case)
    assert "geschlossen" in shown[0]
    talk = shown.index("persönlich")
    assert talk < shown.index("Fall eröffnet")


def test_pages_follow_each_other_without_a_gap_or_a_double(people, case):
    for place in range(2 * PAGE + 5):
        if place % 2:
            make_session(case, started_at=ago(80 - place), note=str(place))
        else:
            write_note(case=case, text=str(place), noted_at=ago(80 - place), by=people.counsellor)
    read, number = [], 1
    while number:
        shown = lines(people.counsellor, case, page=number, only_talks=True)
        read += [int(entry.text) for entry in shown.entries]
        number = shown.older
    assert read == list(range(2 * PAGE + 4, -1, -1))


def test_only_talks_and_notes_leaves_out_what_the_system_keeps(people, case):
    make_session(case)
    assert len(titles(people.counsellor, case, only_talks=True)) == 1
    assert len(titles(people.counsellor, case)) == 3


def test_the_status_to_sex_work_shows_only_with_the_restricted_part(people, case):
    note_sex_work_status(case=case, status="aktiv", by=people.counsellor)
    opened = open_file(people.counsellor, case.pk, Part.FACTS)
    opened.shown_part = Part.NOTES
    file = case_file(opened, people.counsellor)
    assert file.history.statuses == []
    assert not [one for one in timeline(opened, Part.NOTES, file.history).entries if "Sexarbeit" in one.title]


def test_a_personal_note_stands_in_no_timeline(people, case):
    write_personal_note(case=case, text="geheim", by=people.counsellor)
    assert not [one for one in lines(people.counsellor, case).entries if "geheim" in one.text]


def test_a_long_note_is_folded_and_still_whole(people, sign_in, case):
    text = "Wort " * (LONG // 5 + 50) + "Ende."
    make_session(case, note=text)
    html = sign_in(people.counsellor).get(reverse("cases:detail", args=(case.pk,))).content.decode()
    assert "<details" in html
    assert "Ende." in html


def test_older_entries_come_alone_for_htmx(people, sign_in, case):
    for place in range(PAGE + 3):
        make_session(case, started_at=ago(40 - place), note=f"Nr{place:03}")
    browser, url = sign_in(people.counsellor), reverse("cases:detail", args=(case.pk,))
    assert "?page=2" in browser.get(url).content.decode()
    older = browser.get(f"{url}?page=2", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="older").content.decode()
    assert "<!DOCTYPE" not in older
    assert "Nr000" in older
    assert f"Nr{PAGE + 2:03}" not in older


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999999999999999", "٣", "1000"])
def test_a_strange_page_number_is_no_error(people, sign_in, case, page):
    assert sign_in(people.counsellor).get(reverse("cases:detail", args=(case.pk,)), {"page": page}).status_code == 200


def test_a_handover_stands_in_the_timeline_with_both_names(people, case):
    change_case(case=case, counsellor=people.colleague, by=people.counsellor)
    assert any(
        people.counsellor.name in title and people.colleague.name in title for title in titles(people.colleague, case)
    )
