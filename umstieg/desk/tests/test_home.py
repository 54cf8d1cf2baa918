"""Heute: what a counsellor finds in the morning, what she does not, what stands in the log, what it costs."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import PersonalNote
from cases.services.appointment import log_appointment, make_appointment
from cases.services.case import change_case, close_case, set_co_counsellors
from cases.services.client import add_channel, change_client
from cases.services.note import write_note, write_personal_note
from cases.services.notice import leave_notice
from cases.services.path import note_sex_work_status, start_pause
from cases.services.task import add_task, settle_task
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.audit.recording import recording
from umstieg.core.drafts import keep_draft
from umstieg.testing.make import make_case, make_deadline, make_session

pytestmark = pytest.mark.django_db

HOME = reverse("desk:home")
NOW = datetime.datetime(2026, 11, 24, 10, 52, tzinfo=datetime.UTC)  # a Tuesday, 11:52 in Berlin


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, opened_on=day(-10), client_facts={"pseudonym": "Mara"})


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def at(days, hour, minute=0):
    return timezone.make_aware(datetime.datetime.combine(day(days), datetime.time(hour, minute)))


def home(sign_in, user):
    answer = sign_in(user).get(HOME)
    assert answer.status_code == 200
    return answer


def text(answer):
    return answer.content.decode()


# --- appointments and tasks ----------------------------------------------------------------------------


def test_the_appointments_of_today_stand_in_order_with_now_between(people, sign_in, case, monkeypatch):
    moment = at(0, 12)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    early = make_appointment(starts_at=at(0, 9), mode="telefon", case=case, by=people.counsellor)[0]
    make_appointment(starts_at=at(0, 15), mode="telefon", case=case, by=people.counsellor)
    make_appointment(starts_at=at(1, 9), mode="video", title="Morgen erst", case=case, by=people.counsellor)
    session = make_session(case, started_at=at(0, 9))
    log_appointment(appointment=early, session=session, by=people.counsellor)
    answer = home(sign_in, people.counsellor)
    timeline = answer.context["timeline"]
    assert [entry.get("now") or entry["row"].time for entry in timeline] == ["09:00", "12:00", "15:00"]
    assert "erfasst" in text(answer)
    assert answer.context["to_come"] == 1
    assert "Morgen erst" not in text(answer)


def test_an_appointment_to_come_without_a_mediator_says_so_and_one_that_can_be_logged_leads_to_the_form(
    people, sign_in, case, monkeypatch
):
    moment = at(0, 12)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    make_appointment(starts_at=at(0, 15), mode="telefon", mediation_language="bg", case=case, by=people.counsellor)
    over = make_appointment(starts_at=at(0, 9), mode="telefon", case=case, by=people.counsellor)[0]
    shown = text(home(sign_in, people.counsellor))
    assert "noch keine Sprachmittlung" in shown
    assert f"{reverse('cases:session_new')}?termin={over.pk}" in shown


@pytest.mark.parametrize("page", ["desk:home", "desk:calendar"])
def test_ones_own_appointment_that_has_begun_becomes_a_talk_or_is_over_with(people, sign_in, case, monkeypatch, page):
    moment = at(0, 12)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    make_appointment(starts_at=at(0, 15), mode="telefon", title="Erst später", by=people.counsellor)
    address, browser = reverse(page), sign_in(people.counsellor)
    assert "absagen" not in browser.get(address).content.decode()
    own = make_appointment(starts_at=at(0, 9), mode="telefon", title="Neue Anfrage", by=people.counsellor)[0]
    shown = browser.get(address, {"ansicht": "tag"}).content.decode()
    assert f"{reverse('cases:session_new')}?termin={own.pk}" in shown
    over = reverse("cases:appointment_cancel", args=[own.pk])
    assert over in shown
    assert browser.post(over, {"next": address}).url == address
    assert over not in browser.get(address, {"ansicht": "tag"}).content.decode()


def test_tasks_are_overdue_due_today_or_due_tomorrow_and_later_ones_wait(people, sign_in, case):
    for days, said in (
        (-3, "Vorgestern"),
        (0, "Heute fällig"),
        (1, "Morgen fällig"),
        (2, "Übermorgen"),
        (None, "Offen"),
    ):
        due_on = day(days) if days is not None else None
        add_task(text=said, case=case, due_on=due_on, by=people.counsellor)
    settled = add_task(text="Schon erledigt", case=case, due_on=day(0), by=people.counsellor)
    settle_task(task=settled, by=people.counsellor)
    answer = home(sign_in, people.counsellor)
    groups = {key: [row.text for row in rows] for key, _title, rows in answer.context["tasks"]}
    assert groups == {"overdue": ["Vorgestern"], "today": ["Heute fällig"], "tomorrow": ["Morgen fällig"]}
    # What is due tomorrow is shown ahead, but is not due.
    assert "2 Aufgaben fällig" in answer.context["counts"]
    assert answer.context["task_count"] == 2


# --- drafts --------------------------------------------------------------------------------------------


def draft(user, form, about="", **facts):
    key = uuid.uuid4()
    facts = facts or {"note": ["drei ganze Wörter"]}
    assert keep_draft(owner=user, key=key, form=form, about=str(about), facts=facts).value == "yes"
    return key


def test_a_draft_says_what_it_is_and_of_whom_only_while_the_case_is_hers(people, sign_in, case):
    key = draft(people.counsellor, "cases.session", case.pk)
    shown = text(home(sign_in, people.counsellor))
    assert "Beratung · Mara" in shown
    assert "3 Wörter" in shown
    assert reverse("desk:draft", args=[key]) in shown
    change_case(case=case, counsellor=people.colleague, by=people.counsellor)
    shown = text(home(sign_in, people.counsellor))
    assert "Mara" not in shown
    assert reverse("desk:draft", args=[key]) in shown  # hers to discard all the same


def test_a_draft_about_nothing_yet_is_named_after_the_clients_chosen_in_it_as_long_as_they_are_hers(
    people, sign_in, case
):
    other = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Daria"})
    draft(people.counsellor, "cases.session", case=[str(case.pk)], note=["Viele Worte"], **{"r2-case": [str(other.pk)]})
    assert "Beratung · Mara, Daria" in text(home(sign_in, people.counsellor))
    event = AuditEvent.objects.latest("seq")
    seen = AuditedCase.objects.filter(seq=event.seq, event="cases.listed").values_list("case_number", flat=True)
    assert set(seen) == {case.number, other.number}
    change_case(case=case, counsellor=people.colleague, by=people.counsellor)
    shown = text(home(sign_in, people.counsellor))
    assert "Beratung · Daria" in shown
    assert "Mara" not in shown


def test_a_draft_in_which_nobody_has_written_hides_no_other_and_every_other_is_there(people, sign_in, case):
    written = {str(draft(people.counsellor, "cases.session", note=[f"Wort Nummer {number}"])) for number in range(9)}
    one_word = str(draft(people.counsellor, "cases.task", text=["Anrufen"]))
    empty = [str(draft(people.counsellor, "cases.session", mode=["telefon"], note=[""])) for _number in range(12)]
    answer = home(sign_in, people.counsellor)
    assert answer.context["draft_count"] == 10
    assert "10 Entwürfe" in answer.context["counts"]
    assert answer.context["drafts"][0]["key"] == one_word  # the newest first
    assert {key for key in written | {one_word} if reverse("desk:draft", args=[key]) in text(answer)} == written | {
        one_word
    }
    assert not [key for key in empty if key in text(answer)]
    assert "Alle Entwürfe: 4 weitere" in text(answer)


# --- long without contact --------------------------------------------------------------------------------


def test_who_is_long_without_contact_stands_with_the_rule_of_safe_contact(people, sign_in):
    by = people.counsellor
    first = make_case(counsellor=by, client_facts={"pseudonym": "Valentina"}, opened_on=day(-200))
    add_channel(client=first.client, by=by, kind="TEXT_MESSAGE", value="0176 1", times="10 bis 14 Uhr")
    second = make_case(counsellor=by, client_facts={"pseudonym": "Kim"}, opened_on=day(-100))
    change_client(client=second.client, by=by, contact_rule="Nie anrufen.\n\nNur Brief.")
    third = make_case(counsellor=by, client_facts={"pseudonym": "Rast"}, opened_on=day(-100))
    start_pause(case=third, by=by, on=day(-90))
    make_session(first, started_at=at(-74, 12))
    answer = home(sign_in, by)
    assert [(one.pseudonym, one.quiet_for, one.rule) for one in answer.context["quiet"]] == [
        ("Kim", "100 Tage", "Nie anrufen. Nur Brief."),
        ("Valentina", "74 Tage", "Textnachricht, 10 bis 14 Uhr"),
    ]
    assert "0176" not in text(answer)
    assert "Fälle bleiben offen, bis Sie sie selbst schließen." in text(answer)


# --- what others did ---------------------------------------------------------------------------------------


def test_what_others_did_in_my_cases_is_told_and_neither_my_own_acts_nor_looks(people, sign_in, case):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    with recording(actor=people.colleague):
        write_note(case=case, text="Brief kam", by=people.colleague)
        add_task(text="Anrufen", case=case, by=people.colleague)
    sign_in(people.lead).get(reverse("desk:team"))  # a look
    other = make_case(counsellor=people.colleague)
    with recording(actor=people.colleague):
        write_note(case=other, text="Nicht meine", by=people.colleague)
    (change,) = home(sign_in, people.counsellor).context["changes"]
    assert change["case"].number == case.number
    assert change["who"] == "Emre Tan"
    assert set(change["what"].split(", ")) == {"Vermerk geschrieben", "Aufgabe eingetragen"}
    assert {one["who"] for one in home(sign_in, people.colleague).context["changes"]} == {"Jana Lorenz"}


def test_of_what_says_too_much_no_kind_is_told_and_at_most_two_kinds_stand_there(people, sign_in, case):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    with recording(actor=people.colleague):
        note_sex_work_status(case=case, status="zurueckgekehrt", by=people.colleague)
    (change,) = home(sign_in, people.counsellor).context["changes"]
    assert change["what"] == "Eintrag im Fall"
    with recording(actor=people.colleague):
        add_task(text="Anrufen", case=case, by=people.colleague)
        write_note(case=case, text="Brief kam", by=people.colleague)
    with recording(actor=people.colleague):
        start_pause(case=case, by=people.colleague, on=day(0))
    (change,) = home(sign_in, people.counsellor).context["changes"]
    assert change["what"].endswith(" und 2 weitere")
    assert change["what"].count(",") == 1


def test_what_lies_further_back_than_the_last_working_day_is_not_told(people, sign_in, case, monkeypatch):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    today = timezone.localdate()
    monday = timezone.make_aware(
        datetime.datetime.combine(today + datetime.timedelta(days=14 - today.weekday()), datetime.time(9))
    )
    for moment, text_of in (
        (monday - datetime.timedelta(days=4), "Donnerstag"),
        (monday - datetime.timedelta(days=3), "Freitag"),
    ):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        with recording(actor=people.colleague):
            if text_of == "Freitag":
                write_note(case=case, text=text_of, by=people.colleague)
            else:
                add_task(text=text_of, case=case, by=people.colleague)
    monkeypatch.setattr(timezone, "now", lambda: monday)
    answer = home(sign_in, people.counsellor)
    assert [change["what"] for change in answer.context["changes"]] == ["Vermerk geschrieben"]
    assert answer.context["since"] == "Freitag"


def test_a_case_that_a_colleague_has_closed_is_told_and_one_handed_on_is_not(people, sign_in, case):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    with recording(actor=people.colleague):
        close_case(case=case, reason="umzug", by=people.colleague)
    assert home(sign_in, people.counsellor).context["changes"]
    set_co_counsellors(case=case, users=[], by=people.counsellor)
    assert not home(sign_in, people.colleague).context["changes"]


# --- personal notes, cases opened last -----------------------------------------------------------------------


def test_personal_notes_that_end_within_three_days_are_named_and_only_ones_own(people, sign_in, case):
    note = write_personal_note(case=case, text="Bauchgefühl", by=people.counsellor)
    assert not home(sign_in, people.counsellor).context["personal_notes"]
    for age, left in ((10, None), (11, 3), (13, 1)):
        PersonalNote.objects.filter(pk=note.pk).update(created_at=at(-age, 12))
        shown = home(sign_in, people.counsellor).context["personal_notes"]
        assert [one.note_left_days for one in shown] == ([left] if left is not None else [])
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    assert not home(sign_in, people.colleague).context["personal_notes"]
    assert "Bauchgefühl" not in text(home(sign_in, people.counsellor))


def test_the_cases_opened_last_come_first_and_closed_ones_are_left_out(people, sign_in):
    cases = [
        make_case(counsellor=people.counsellor, client_facts={"pseudonym": name}) for name in ("Amsel", "Fink", "Star")
    ]
    browser = sign_in(people.counsellor)
    for one in (cases[0], cases[1], cases[2], cases[0]):
        browser.get(reverse("cases:detail", args=[one.pk]))
    close_case(case=cases[2], reason="umzug", by=people.counsellor)
    assert [one.pseudonym for one in browser.get(HOME).context["recent"]] == ["Amsel", "Fink"]


# --- who sees what; the log ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lead", "outreach", "admin", "auditor", "nobody"])
def test_the_others_find_the_places_of_their_roles_and_no_case(people, sign_in, case, name):
    add_task(text="Geheim", case=case, due_on=day(0), by=people.counsellor)
    before = AuditEvent.objects.latest("seq").seq
    shown = text(home(sign_in, people.by_name[name]))
    assert "Mara" not in shown
    assert "Geheim" not in shown
    assert (reverse("cases:notice_create") in shown) is (name in ("lead", "outreach"))
    assert not AuditedCase.objects.filter(seq__gt=before).exists()


def test_every_look_is_recorded_with_the_part_that_was_shown(people, sign_in, case):
    quiet = make_case(counsellor=people.counsellor, opened_on=day(-100))
    add_task(text="Anrufen", case=case, due_on=day(0), by=people.counsellor)
    leave_notice(recipient=people.counsellor, text="War da", by=people.colleague)
    home(sign_in, people.counsellor)
    event = AuditEvent.objects.latest("seq")
    seen = set(AuditedCase.objects.filter(seq=event.seq).values_list("case_number", "event", "part"))
    assert seen == {(case.number, "tasks.listed", "NOTES"), (quiet.number, "cases.listed", "IDENTITY")}
    assert "notices.listed" in [one["event"] for one in event.acts]


def test_a_new_counsellor_reads_what_to_do(people, sign_in):
    shown = text(home(sign_in, people.counsellor))
    for sentence in (
        "Heute keine Termine",
        "Bis morgen ist nichts fällig",
        "Noch keine Fälle",
        "Heute steht nichts an.",
    ):
        assert sentence in shown


# --- what it costs -----------------------------------------------------------------------------------------------


def fill(people, count):
    """So many of everything that stands on the page."""
    for number in range(count):
        case = make_case(counsellor=people.counsellor, opened_on=day(-100), client_facts={"contact_rule": "Nur SMS"})
        set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
        make_appointment(
            starts_at=at(0, 8) + datetime.timedelta(minutes=number),
            mode="telefon",
            mediation_language="bg",
            case=case,
            by=people.counsellor,
        )
        for days in (-1, 0, 1):
            add_task(text="Anrufen", case=case, due_on=day(days), by=people.counsellor)
        make_deadline(case)
        draft(people.counsellor, "cases.session", case.pk)
        leave_notice(recipient=people.counsellor, text="War da", by=people.colleague)
        note = write_personal_note(case=case, text="x", by=people.counsellor)
        PersonalNote.objects.filter(pk=note.pk).update(created_at=at(-13, 12))
        with recording(actor=people.colleague):
            write_note(case=case, text="x", by=people.colleague)


def test_heute_costs_the_same_with_one_of_everything_and_with_twenty_five_and_at_most_15(people, sign_in):
    fill(people, 1)
    browser = sign_in(people.counsellor)
    browser.get(HOME)
    with CaptureQueriesContext(connection) as one:
        answer = browser.get(HOME)
    assert all(
        answer.context[name]
        for name in ("timeline", "tasks", "deadlines", "drafts", "notices", "quiet", "changes", "personal_notes")
    )
    fill(people, 24)
    with CaptureQueriesContext(connection) as many:
        browser.get(HOME)
    statements = [row["sql"] for row in many if "SAVEPOINT" not in row["sql"]]
    assert len(statements) == len([row for row in one if "SAVEPOINT" not in row["sql"]])
    assert len(statements) <= 15, "\n".join(sql[:150] for sql in statements)
