"""Closing a case and taking it up again: nothing is deleted, everything planned is decided."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.forms.closing import ClosingForm
from cases.models import Appointment, Case, PastClosing, Task
from cases.services.appointment import cancel_appointment, make_appointment
from cases.services.case import close_case, reopen_case, set_co_counsellors
from cases.services.path import note_outcome, start_pause
from cases.services.task import add_task, reopen_task, settle_task
from umstieg.agenda.enums import TaskResult
from umstieg.audit.models import AuditEvent
from umstieg.core.errors import DomainError
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def url(name, case):
    return reverse(f"cases:{name}", args=(case.pk,))


@pytest.fixture
def planned(case):
    """Two open tasks and two appointments to come."""
    by, tomorrow = case.counsellor, timezone.now() + datetime.timedelta(days=1)
    for text in ("Brief schicken", "Anrufen"):
        add_task(case=case, text=text, by=by)
    for day in (0, 7):
        make_appointment(case=case, starts_at=tomorrow + datetime.timedelta(days=day), mode="telefon", by=by)
    return case


def test_what_is_still_planned_is_listed_and_settled_or_left_by_choice(people, sign_in, planned):
    browser = sign_in(people.counsellor)
    html = browser.get(url("close", planned)).content.decode()
    assert "Brief schicken" in html
    first_task, first_appointment = (
        Task.objects.order_by("created_at").first(),
        Appointment.objects.earliest("starts_at"),
    )
    data = filled(
        browser,
        url("close", planned),
        reason="umzug",
        tasks=[str(first_task.pk)],
        appointments=[str(first_appointment.pk)],
    )
    assert browser.post(url("close", planned), data).status_code == 302
    assert sorted(Task.objects.values_list("result", flat=True)) == ["", "DROPPED"]
    assert Appointment.objects.filter(cancelled_at=None).count() == 1
    assert Case.objects.get(pk=planned.pk).closed_on == TODAY()


def test_only_what_is_planned_in_this_case_is_listed_or_settled(people, sign_in, planned):
    other = make_case(counsellor=people.counsellor)
    task = add_task(case=other, text="Fremder Fall", by=people.counsellor)
    (appointment,) = make_appointment(
        case=other, starts_at=timezone.now() + datetime.timedelta(days=1), mode="telefon", by=people.counsellor
    )
    browser = sign_in(people.counsellor)
    assert "Fremder Fall" not in browser.get(url("close", planned)).content.decode()
    data = filled(browser, url("close", planned), reason="umzug")
    for smuggled in ({"tasks": [str(task.pk)]}, {"appointments": [str(appointment.pk)]}):
        assert browser.post(url("close", planned), data | smuggled).status_code == 200
    task.refresh_from_db()
    appointment.refresh_from_db()
    assert (task.settled_at, appointment.cancelled_at) == (None, None)
    assert Case.objects.get(pk=planned.pk).closed_on is None


def test_the_form_itself_lists_nothing_of_a_case_that_its_reader_does_not_see(people, planned):
    assert {"tasks", "appointments"} <= ClosingForm(case=planned, user=people.counsellor).fields.keys()
    for user in (people.colleague, people.lead):
        assert not {"tasks", "appointments"} & ClosingForm(case=planned, user=user).fields.keys()


def test_everything_planned_is_ticked_beforehand(people, sign_in, planned):
    browser = sign_in(people.counsellor)
    browser.post(url("close", planned), filled(browser, url("close", planned), reason="umzug"))
    assert not Task.objects.open().exists()
    assert not Appointment.objects.standing().exists()
    assert (Task.objects.count(), Appointment.objects.count()) == (2, 2)


def test_a_case_closes_with_a_reason_not_ahead_and_not_before_its_last_talk(people, sign_in, case):
    make_session(case, started_at=timezone.now() - datetime.timedelta(days=2))
    browser = sign_in(people.counsellor)
    for typed in (
        {"reason": None},
        {"reason": "umzug", "closed_on": (TODAY() + datetime.timedelta(days=1)).isoformat()},
        {"reason": "umzug", "closed_on": (TODAY() - datetime.timedelta(days=5)).isoformat()},
    ):
        answer = browser.post(url("close", case), filled(browser, url("close", case), **typed))
        assert answer.status_code == 200
    assert Case.objects.get(pk=case.pk).closed_on is None


def test_tasks_are_not_settled_when_closing_is_refused(planned):
    with pytest.raises(DomainError):
        close_case(case=planned, reason="", settle=Task.objects.all(), by=planned.counsellor)
    assert Task.objects.open().count() == 2


def test_closing_ends_phases_and_a_pause_and_leaves_outcomes(case):
    start_pause(case=case, by=case.counsellor)
    note_outcome(case=case, outcome="wohnung", by=case.counsellor)
    close_case(case=case, reason="umzug", by=case.counsellor)
    assert not case.phases.filter(ended_on=None).exists()
    assert case.pauses.get().ended_on == TODAY()
    assert case.outcomes.count() == 1


def test_an_outcome_noted_first_leads_back_to_closing(people, sign_in, case):
    browser = sign_in(people.counsellor)
    address = url("outcome_create", case) + "?danach=schliessen"
    data = filled(browser, url("outcome_create", case), outcome="wohnung")
    assert browser.post(address, data).url == url("close", case)


def test_taken_up_again_the_case_goes_on_and_remembers_that_it_was_closed(people, sign_in, case):
    close_case(case=case, reason="umzug", by=people.counsellor)
    browser = sign_in(people.counsellor)
    answer = browser.post(url("reopen", case), filled(browser, url("reopen", case), phase="STABILISATION"))
    assert answer.status_code == 302
    case = Case.objects.get(pk=case.pk)
    assert (case.closed_on, case.closed_by, case.closing_reason) == (None, None, None)
    past = PastClosing.objects.get()
    assert (past.closing_reason, past.closed_on, past.reopened_by) == ("umzug", TODAY(), people.counsellor)
    assert list(case.phases.filter(ended_on=None).values_list("phase", flat=True)) == ["STABILISATION"]
    assert AuditEvent.objects.order_by("-seq").first().event == "case.reopened"


# --- what a closing has ended ------------------------------------------------------------------------------


@pytest.fixture
def ended(people, planned):
    """Two tasks and two appointments, of which each second one was let go by hand before the case was closed."""
    by_hand, with_case = planned.tasks.order_by("created_at")
    settle_task(task=by_hand, by=people.counsellor, result=TaskResult.DROPPED)
    first, second = planned.appointments.order_by("starts_at")
    cancel_appointment(appointment=first, by=people.counsellor)
    close_case(case=planned, reason="umzug", settle=[with_case], cancel=[second], by=people.counsellor)
    return planned


def offered(answer):
    form = answer.context["form"]
    return {name: {one.pk for one in form.fields[name].queryset} for name in ("tasks", "appointments")}


def test_taking_up_offers_what_the_closing_has_ended_and_nothing_that_was_let_go_before(people, sign_in, ended):
    other = make_case(counsellor=people.counsellor)
    close_case(
        case=other,
        reason="umzug",
        settle=[add_task(case=other, text="Fremd", by=people.counsellor)],
        by=other.counsellor,
    )
    answer = sign_in(people.counsellor).get(url("reopen", ended))
    html = answer.content.decode()
    assert "Anrufen" in html
    assert "Brief schicken" not in html
    assert "Fremd" not in html
    second = ended.appointments.latest("starts_at")
    assert offered(answer) == {"tasks": {ended.tasks.latest("created_at").pk}, "appointments": {second.pk}}


def test_what_is_ticked_stands_again_and_tasks_are_ticked_beforehand(people, sign_in, ended):
    browser = sign_in(people.counsellor)
    second = ended.appointments.latest("starts_at")
    data = filled(browser, url("reopen", ended))
    assert "appointments" not in data  # she has been told that it is off
    browser.post(url("reopen", ended), data | {"appointments": [str(second.pk)]})
    assert [task.text for task in ended.tasks.open()] == ["Anrufen"]
    assert [one.pk for one in ended.appointments.standing()] == [second.pk]


def test_what_is_not_ticked_stays_ended_and_is_not_offered_after_the_next_closing(people, sign_in, ended):
    browser = sign_in(people.counsellor)
    browser.post(url("reopen", ended), filled(browser, url("reopen", ended), tasks=[]))
    assert not ended.tasks.open().exists()
    close_case(case=Case.objects.get(pk=ended.pk), reason="umzug", by=people.counsellor)
    assert not {"tasks", "appointments"} & browser.get(url("reopen", ended)).context["form"].fields.keys()


def test_an_appointment_that_has_passed_meanwhile_is_not_offered(people, sign_in, ended):
    passed = ended.appointments.latest("starts_at")
    Appointment.objects.filter(pk=passed.pk).update(starts_at=timezone.now() - datetime.timedelta(days=1))
    assert "appointments" not in sign_in(people.counsellor).get(url("reopen", ended)).context["form"].fields


@pytest.mark.parametrize("name", ["tasks", "appointments"])
def test_nothing_but_what_is_offered_is_taken_up(people, sign_in, ended, name):
    smuggled = {"tasks": ended.tasks.earliest("created_at"), "appointments": ended.appointments.earliest("starts_at")}
    browser = sign_in(people.counsellor)
    data = filled(browser, url("reopen", ended)) | {name: [str(smuggled[name].pk)]}
    assert browser.post(url("reopen", ended), data).status_code == 200
    reopen_case(case=Case.objects.get(pk=ended.pk), by=people.counsellor, **{name: [smuggled[name]]})
    assert not ended.tasks.open().exists()
    assert not ended.appointments.standing().exists()


def test_what_is_taken_up_by_hand_meanwhile_and_let_go_again_is_no_longer_of_the_closing(people, ended):
    task = ended.tasks.latest("created_at")
    reopen_task(task=task, by=people.counsellor)
    settle_task(task=task, by=people.counsellor)
    assert not Task.objects.ended_with(ended).exists()


def test_what_belonged_to_somebody_who_works_on_the_case_no_longer_goes_to_whoever_takes_it_up(people, case):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    task = add_task(case=case, text="Anrufen", assigned_to=people.colleague, by=people.counsellor)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    (talk,) = make_appointment(
        case=case, starts_at=tomorrow, mode="telefon", owner=people.colleague, by=case.counsellor
    )
    close_case(case=case, reason="umzug", settle=[task], cancel=[talk], by=people.counsellor)
    set_co_counsellors(case=case, users=[], by=people.counsellor)
    reopen_case(case=case, tasks=[task], appointments=[talk], by=people.counsellor)
    assert Task.objects.open().get().assigned_to == people.counsellor
    assert Appointment.objects.standing().get().owner == people.counsellor


def test_a_case_is_closed_and_taken_up_again_more_than_once(case):
    for _again in range(2):
        close_case(case=case, reason="umzug", by=case.counsellor)
        reopen_case(case=case, by=case.counsellor)
    assert PastClosing.objects.count() == 2


def test_what_is_open_is_not_taken_up_again_and_what_is_closed_not_closed(people, sign_in, case):
    with pytest.raises(DomainError):
        reopen_case(case=case, by=case.counsellor)
    browser = sign_in(people.counsellor)
    assert browser.get(url("reopen", case)).status_code == 403
    close_case(case=case, reason="umzug", by=case.counsellor)
    assert browser.get(url("close", case)).status_code == 403


@pytest.mark.parametrize("name", ["close", "reopen", "next_case"])
def test_a_foreign_case_is_not_there(people, sign_in, name):
    foreign = make_case(counsellor=people.stranger)
    assert sign_in(people.counsellor).post(url(name, foreign), {"reason": "umzug"}).status_code == 404


@pytest.mark.guide("0-02")
def test_a_new_case_for_the_same_person_years_later(people, sign_in, case):
    close_case(case=case, reason="umzug", by=people.counsellor)
    browser = sign_in(people.counsellor)
    assert url("next_case", case) in browser.get(url("detail", case)).content.decode()
    answer = browser.post(url("next_case", case), filled(browser, url("next_case", case)))
    opened = Case.objects.exclude(pk=case.pk).get()
    assert answer.url == url("detail", opened)
    assert opened.client_id == case.client_id
    assert case.number in browser.get(url("detail", opened)).content.decode()
