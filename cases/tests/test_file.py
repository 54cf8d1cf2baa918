"""The file: who reads which part of it, its head, its rooms, and what they cost."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.queries.case_file import case_file, open_file
from cases.services.appointment import make_appointment
from cases.services.case import ask_nothing, close_case, reopen_case
from cases.services.client import add_channel, add_language
from cases.services.note import write_note, write_personal_note
from cases.services.path import note_explained, note_outcome, note_sex_work_status, start_pause
from cases.services.task import add_task
from umstieg.access.enums import Part
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
ROOMS = ("detail", "person", "way", "reading", "personal_notes")


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def page(browser, name, case, **more):
    return browser.get(reverse(f"cases:{name}", args=(case.pk,)), **more)


def file_for(user, case):
    opened = open_file(user, case.pk, Part.FACTS)
    return case_file(opened, user) if opened else None


def fill(case, number):
    """`number` rows of everything that a file shows."""
    by = case.counsellor
    start_pause(case=case, by=by, on=TODAY() - datetime.timedelta(days=50), until=TODAY() - datetime.timedelta(days=40))
    for _place in range(number):
        make_session(case, topics=["konto"], mediation_language="bg", mediator="M. Dinu", site=case.site, note="x")
        write_note(case=case, text="x", by=by)
        write_personal_note(case=case, text="x", by=by)
        add_task(case=case, text="x", by=by)
        add_channel(client=case.client, by=by, kind="EMAIL", value="a@example.org")
        note_outcome(case=case, outcome="wohnung", by=by)
        note_sex_work_status(case=case, status="aktiv", by=by)
        note_explained(case=case, items=["LIMITS"], language="bg", by=by)
        make_case(counsellor=by, client=case.client)
    for language in ("bg", "ro", "hu")[:number]:
        add_language(client=case.client, by=by, language=language, needs_mediation=True)


# --- who reads what --------------------------------------------------------------------------------


def test_a_counsellor_reads_all_of_the_file_and_a_lead_only_its_facts(people, case):
    fill(case, 1)
    counsellors, leads = file_for(people.counsellor, case), file_for(people.lead, case)
    assert (counsellors.part, leads.part) == (Part.WORK, Part.FACTS)
    assert (counsellors.shows_rooms, leads.shows_rooms) == (True, False)
    assert len(counsellors.history.outcomes) == len(counsellors.history.statuses) == 1
    assert leads.history.outcomes == leads.history.statuses == leads.history.pauses == []
    assert (leads.other_cases, leads.personal_notes, leads.contact_rule) == ([], 0, "")
    assert (leads.pseudonym, leads.not_explained) == (counsellors.pseudonym, counsellors.not_explained)
    assert file_for(people.stranger, case) is None


def test_a_closed_file_is_read_and_not_written_in(people, case):
    close_case(case=case, reason="umzug", by=people.counsellor)
    assert file_for(people.counsellor, case).is_writable is False


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_somebody_else_s_file_is_not_there(people, sign_in, room):
    foreign = make_case(counsellor=people.stranger)
    assert page(sign_in(people.counsellor), room, foreign).status_code == 404


@pytest.mark.parametrize("room", ROOMS[1:])
def test_a_lead_opens_no_room_of_her_team_s_file(people, sign_in, case, room):
    assert page(sign_in(people.lead), room, case).status_code in (403, 404)


@pytest.mark.parametrize(
    ("room", "part"),
    [("detail", "RESTRICTED"), ("person", "RESTRICTED"), ("way", "RESTRICTED"), ("reading", "RESTRICTED")],
)
def test_opening_a_room_is_recorded_with_its_part(people, sign_in, case, room, part):
    page(sign_in(people.counsellor), room, case)
    event = AuditEvent.objects.order_by("-seq").first()
    assert (event.event, event.actor_id) == ("case.viewed", people.counsellor.pk)
    seen = AuditedCase.objects.get(seq=event.seq)
    assert (seen.case_number, seen.part) == (case.number, part)


def test_further_cases_of_the_person_are_shown_only_where_the_reader_sees_them(people, case):
    mine = make_case(counsellor=people.counsellor, client=case.client)
    make_case(counsellor=people.stranger, client=case.client)
    assert [other["number"] for other in file_for(people.counsellor, case).other_cases] == [mine.number]


# --- the head --------------------------------------------------------------------------------------


@pytest.mark.guide("121-07")
def test_ask_nothing_today_ends_by_itself_at_midnight(people, case):
    ask_nothing(case=case, by=people.counsellor, on=TODAY() - datetime.timedelta(days=1))
    assert file_for(people.counsellor, case).asks_nothing is False
    ask_nothing(case=case, by=people.counsellor, on=TODAY())
    assert file_for(people.counsellor, case).asks_nothing is True


def test_ask_nothing_today_is_switched_on_and_off_from_the_head(people, sign_in, case):
    browser, url = sign_in(people.counsellor), reverse("cases:no_questions", args=(case.pk,))
    for expected in (TODAY(), None):
        browser.post(url)
        assert Case.objects.get(pk=case.pk).no_questions_on == expected


def test_no_number_stands_on_the_default_room_and_the_rules_stand_before_it_in_the_person_s(people, sign_in, case):
    add_channel(client=case.client, by=people.counsellor, kind="CALL", value="0176 999", times="nur vormittags")
    browser = sign_in(people.counsellor)
    assert "0176 999" not in page(browser, "detail", case).content.decode()
    html = page(browser, "person", case).content.decode()
    assert html.index("nur vormittags") < html.index("0176 999")


def test_a_running_pause_is_told_in_the_head_and_one_that_is_over_is_not(people, case):
    pause = start_pause(case=case, by=people.counsellor, kind="ABROAD", on=TODAY() - datetime.timedelta(days=3))
    assert file_for(people.counsellor, case).pause
    pause.ended_on = TODAY()
    assert file_for(people.counsellor, case).pause  # not saved
    close_case(case=case, reason="umzug", by=people.counsellor)
    reopen_case(case=case, by=people.counsellor)
    assert file_for(people.counsellor, case).pause == ""


def test_an_appointment_that_is_over_and_not_logged_is_asked_for_in_the_file(people, sign_in, case):
    at = timezone.now() - datetime.timedelta(days=2)
    (made,) = make_appointment(starts_at=at, mode="telefon", case=case, by=people.counsellor)
    html = page(sign_in(people.counsellor), "detail", case).content.decode()
    assert "noch nicht erfasst" in html
    assert f"{reverse('cases:session_new')}?termin={made.pk}" in html


@pytest.mark.guide("114-12")
def test_the_person_s_room_leads_to_her_times(people, sign_in, case):
    html = page(sign_in(people.counsellor), "person", case).content.decode()
    assert reverse("cases:times", args=(case.pk,)) in html
    assert "Zeiten eintragen" in html


# --- rooms alone -------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_comes_alone_for_htmx_and_as_a_whole_page_without_it(people, sign_in, case, room):
    browser = sign_in(people.counsellor)
    whole = page(browser, room, case).content.decode()
    alone = page(browser, room, case, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="room").content.decode()
    assert "<!DOCTYPE html>" in whole
    assert "<!DOCTYPE html>" not in alone
    assert "<title>" in alone
    assert len(alone) < len(whole)
    assert case.client.pseudonym not in alone[: alone.index("</title>")]


# --- what it costs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_takes_the_same_few_statements_for_one_row_of_each_and_for_many(people, sign_in, case, room):
    fill(case, 1)
    browser = sign_in(people.counsellor)
    page(browser, room, case)
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as queries:
            page(browser, room, case)
        counts.append(len([one for one in queries.captured_queries if "SAVEPOINT" not in one["sql"]]))
        fill_more(case)
    assert counts[0] == counts[1]
    assert counts[0] <= 17  # one of them tells how long the session lasts, once a minute


def fill_more(case):
    for _place in range(5):
        make_session(case, note="x")
        write_note(case=case, text="x", by=case.counsellor)
        write_personal_note(case=case, text="x", by=case.counsellor)
        note_outcome(case=case, outcome="wohnung", by=case.counsellor)
        add_task(case=case, text="x", by=case.counsellor)
        make_case(counsellor=case.counsellor, client=case.client)
