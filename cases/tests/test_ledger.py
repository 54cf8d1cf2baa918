"""Who has looked: what the ledger of a case tells to whom, how looks are taken together, and what it costs."""

import datetime
import uuid
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.enums import Standing, Told
from cases.events import LABELS, LISTS, TOLD
from cases.queries.case_file import open_file
from cases.queries.ledger import PAGE, ledger
from cases.services.appointment import make_appointment
from cases.services.case import change_case, set_co_counsellors
from cases.services.grant import lock_case
from cases.services.note import write_personal_note
from cases.services.notice import leave_notice, make_task_of_notice
from cases.services.path import note_sex_work_status
from cases.services.task import add_task
from umstieg.access.enums import Part
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.audit.recording import record, recording
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db
NOON = timezone.make_aware(datetime.datetime(2026, 6, 1, 12, 0))


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


@pytest.fixture
def at(monkeypatch):
    """at(minutes) lets what follows be recorded so many minutes after noon."""

    def _at(minutes):
        clock = SimpleNamespace(now=lambda: NOON + datetime.timedelta(minutes=minutes))
        monkeypatch.setattr("umstieg.audit.recording.timezone", clock)

    return _at


def look(user, case, event="case.viewed", part=Part.NOTES):
    with recording(actor=user):
        record(event, cases=[case.number], part=part.name, object_id=case.pk)


def entries(user, case):
    shown = open_file(user, case.pk, Part.FACTS)
    return ledger(shown, Part(shown.shown_part)).entries


def page(browser, case, **more):
    return browser.get(reverse("cases:ledger", args=(case.pk,)), more)


# --- what is taken together ------------------------------------------------------------------------


def test_looks_of_one_person_within_half_an_hour_are_one_visit(people, case, at):
    for minutes in (0, 20, 50, 81):
        at(minutes)
        look(people.counsellor, case)
    newest, visit = entries(people.counsellor, case)[:2]
    assert newest.when.endswith("13:21")
    assert visit.when.endswith("12:00 – 12:50")
    assert (visit.who, visit.told, visit.standing) == ("Jana Lorenz", [Told.OPENED], Standing.CONTACT_PERSON)


def test_looks_of_two_people_at_the_same_time_are_two_visits(people, case, at):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    for minutes, who in ((0, "counsellor"), (5, "colleague"), (10, "counsellor"), (15, "colleague")):
        at(minutes)
        look(people.by_name[who], case)
    found = [(one.who, one.standing, one.when[-13:]) for one in entries(people.counsellor, case)[:2]]
    assert found == [
        ("Emre Tan", Standing.CO_COUNSELLOR, "12:05 – 12:15"),
        ("Jana Lorenz", Standing.CONTACT_PERSON, "12:00 – 12:10"),
    ]


def test_a_visit_tells_the_most_that_was_seen_and_every_kind_of_page_once(people, case, at):
    at(0)
    look(people.counsellor, case, part=Part.FACTS)
    look(people.counsellor, case, "session.viewed", Part.NOTES)
    look(people.counsellor, case, "session.viewed", Part.IDENTITY)
    visit = entries(people.counsellor, case)[0]
    assert set(visit.told) == {Told.OPENED, Told.READ_TALK}
    assert visit.seen == "auch Gespräche und Notizen"


def test_what_was_done_is_a_line_of_its_own_also_within_a_visit(people, case, at):
    at(0)
    look(people.counsellor, case)
    at(5)
    make_session(case)
    at(10)
    look(people.counsellor, case)
    assert [one.told for one in entries(people.counsellor, case)[:2]] == [[Told.OPENED], [Told.LOGGED]]


def test_standing_in_somebodys_list_is_folded_and_no_visit(people, case, at):
    for days in range(40):
        at(-days * 1440)
        look(people.counsellor, case, "cases.listed", Part.FACTS)
    at(5)
    look(people.lead, case, "team.listed", Part.FACTS)
    shown = ledger(open_file(people.counsellor, case.pk, Part.FACTS), Part.RESTRICTED)
    assert [(one["who"], one["last"]) for one in shown.lists] == [
        ("Katrin Behrens", "01.06.2026"),
        ("Jana Lorenz", "01.06.2026"),
    ]
    assert shown.lists[1]["first"] == "23.04.2026"
    assert [one.told for one in shown.entries] == [[Told.BEGAN]]


def test_a_visit_is_whole_at_the_edge_of_a_page_and_stands_on_one_page_only(people, case, at):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    for hours in range(PAGE + 5):  # a visit each hour of one, and a look of the other in its middle
        for minutes, who in ((0, "counsellor"), (14, "counsellor"), (20, "colleague"), (28, "counsellor")):
            at(hours * 60 + minutes)
            look(people.by_name[who], case)
    at((PAGE + 5) * 60)
    look(people.colleague, case)  # so that the edge of a page falls into a visit
    opened, found, number = open_file(people.counsellor, case.pk, Part.FACTS), [], 1
    while number:
        shown = ledger(opened, Part.RESTRICTED, page=number)
        found += [(one.who, one.when) for one in shown.entries if one.is_look]
        number = shown.older
    assert len(found) == len(set(found)) == 2 * (PAGE + 5) + 1
    assert all(" – " in when for who, when in found if who == "Jana Lorenz")


# --- who is told what ------------------------------------------------------------------------------


def test_counsellor_and_lead_of_the_team_see_the_ledger_and_nobody_else(people, case, sign_in):
    expected = {"counsellor": 200, "lead": 200, "colleague": 404, "stranger": 404, "other_lead": 404}
    expected |= {"outreach": 403, "admin": 403, "auditor": 403, "nobody": 403}
    assert {name: page(sign_in(people.by_name[name]), case).status_code for name in expected} == expected


def test_who_is_refused_at_a_case_stands_in_its_ledger(people, case, sign_in):
    sign_in(people.stranger).get(reverse("cases:detail", args=(case.pk,)))
    sign_in(people.stranger).get(reverse("cases:reading", args=(case.pk,)))
    refused = entries(people.counsellor, case)[0]
    assert (refused.who, refused.told, refused.is_refused) == ("Paul Weber", [Told.REFUSED], True)
    assert "Paul Weber" in page(sign_in(people.lead), case).content.decode()


@pytest.mark.parametrize("thing", ["task", "appointment", "notice", "lock"])
def test_who_is_refused_at_something_of_a_case_whose_address_does_not_name_it_stands_there_too(
    people, case, sign_in, thing
):
    soon = timezone.now() + datetime.timedelta(days=1)
    if thing == "task":
        url = reverse("cases:task_change", args=(add_task(case=case, text="Anrufen", by=people.counsellor).pk,))
    elif thing == "appointment":
        (made,) = make_appointment(case=case, starts_at=soon, mode="telefon", by=people.counsellor)
        url = reverse("cases:appointment_detail", args=(made.pk,))
    elif thing == "notice":
        left = leave_notice(recipient=people.counsellor, text="Rief an.", by=people.colleague)
        make_task_of_notice(notice=left, text="Zurückrufen", case=case, by=people.counsellor)
        url = reverse("cases:notice_task", args=(left.pk,))
    else:
        lock = lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.counsellor)
        url = reverse("cases:lock_lift", args=(lock.pk,))
    browser = sign_in(people.stranger)
    assert (browser.post if thing == "lock" else browser.get)(url).status_code in (403, 404)
    refused = [one for one in entries(people.counsellor, case) if one.is_refused]
    assert [one.who for one in refused] == ["Paul Weber"]


def test_a_refusal_at_a_thing_without_a_case_or_at_none_is_told_without_one(people, case, sign_in):
    own = add_task(text="Anrufen", by=people.counsellor)
    for pk in (own.pk, uuid.uuid4()):
        assert sign_in(people.stranger).get(reverse("cases:task_change", args=(pk,))).status_code == 404
        assert AuditEvent.objects.latest("seq").acts[0]["about"] == str(pk)


def test_a_refusal_at_another_case_does_not(people, case, sign_in):
    sign_in(people.stranger).get(reverse("cases:detail", args=(make_case(counsellor=people.counsellor).pk,)))
    assert "Paul Weber" not in page(sign_in(people.counsellor), case).content.decode()


def test_a_lead_reads_that_somebody_worked_and_not_at_what(people, case, sign_in):
    note_sex_work_status(case=case, status="aktiv", by=people.counsellor)
    change_case(case=case, by=people.counsellor, deputy=people.colleague)
    look(people.counsellor, case, "session.viewed")
    assert [one.told for one in entries(people.lead, case)[:4]] == [
        [Told.OPENED],
        [Told.CHANGED_CASE],
        [Told.WORKED],
        [Told.BEGAN],
    ]
    assert [one.told for one in entries(people.counsellor, case)[:3]] == [
        [Told.READ_TALK],
        [Told.CHANGED_CASE],
        [Told.WROTE],
    ]


def test_the_ledger_does_not_tell_of_personal_notes(people, case, sign_in):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    write_personal_note(case=case, text="nur für mich", by=people.colleague)
    look(people.colleague, case, "personal_note.viewed")
    assert [one.told for one in entries(people.counsellor, case)[:2]] == [[Told.OPENED], [Told.WORKED]]


def test_looking_at_the_ledger_stands_in_it(people, case, sign_in):
    page(sign_in(people.lead), case)
    assert entries(people.counsellor, case)[0].told == [Told.SAW_LEDGER]
    assert entries(people.counsellor, case)[0].standing == Standing.LEAD


def test_a_reason_that_was_told_stands_beside_the_look(people, case):
    with recording(actor=people.counsellor):
        record("case.viewed", cases=[case.number], part="FACTS", reason="Vertretung")
    assert entries(people.counsellor, case)[0].reason == "Vertretung"


def test_every_event_of_a_case_has_words_for_everybody():
    apart = {"notice", "notices", "search_index"}  # about no case
    kinds = {name for name in LABELS if name.partition(".")[0] not in apart}
    discreet = {name for name in kinds if name.startswith("personal_note.")} - set(TOLD)
    assert kinds - discreet == (set(TOLD) | set(LISTS)) - {"access.refused", "audit.read"}


# --- what it costs ---------------------------------------------------------------------------------


def crowd(case, user, number):
    """`number` looks at a case, an hour apart, past the chain: the log itself is not what is tested here."""
    last = AuditEvent.objects.order_by("-seq").first().seq
    rows = range(last + 1, last + 1 + number)
    AuditEvent.objects.bulk_create(
        AuditEvent(
            seq=seq,
            at=NOON + datetime.timedelta(minutes=20 * (seq - last)),
            actor_id=user.pk,
            actor_label=user.name,
            channel="WEB",
            outcome="DONE",
            event="case.viewed",
            acts=[{"event": "case.viewed", "part": "NOTES", "reason": "", "about": ""}],
            cid=f"{seq}",
            entry_count=0,
            entries_digest="",
            previous_hash="",
            hash=f"{seq}",
        )
        for seq in rows
    )
    kinds = ("case.viewed", "session.logged", "cases.listed")
    AuditedCase.objects.bulk_create(
        AuditedCase(seq=seq, case_number=case.number, event=kinds[seq % 3], part="NOTES") for seq in rows
    )


def test_ten_thousand_events_cost_as_many_statements_as_a_few(people, case):
    opened = open_file(people.counsellor, case.pk, Part.FACTS)
    counts = []
    for number in (10, 10_000):
        crowd(case, people.counsellor, number)
        with CaptureQueriesContext(connection) as asked:
            shown = ledger(opened, Part.RESTRICTED)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7
    assert len(shown.entries) == PAGE


def test_the_page_of_the_ledger_costs_the_same_for_a_short_and_a_long_log(people, case, sign_in):
    browser, counts = sign_in(people.counsellor), []
    page(browser, case)
    for number in (2, 60):
        for _look in range(number):
            look(people.counsellor, case)
            look(people.lead, case, "team.listed", Part.FACTS)
        with CaptureQueriesContext(connection) as asked:
            assert page(browser, case).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
