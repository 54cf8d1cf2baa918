"""Tasks: whose they are, how they end, what a closed case still allows."""

import datetime

import pytest
from django.utils import timezone

from cases.models import Task
from cases.queries.agenda import grouped, next_appointments, open_tasks, settled_tasks
from cases.services.appointment import make_appointment
from cases.services.case import close_case, set_co_counsellors
from cases.services.task import add_task, change_task, reopen_task, settle_task
from umstieg.agenda.enums import TaskResult
from umstieg.audit.models import AuditedCase
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def test_a_task_is_hers_who_adds_it(people, case):
    task = add_task(text="Jobcenter anrufen", by=people.counsellor, case=case, due_on=in_days(2))
    assert (task.assigned_to, task.created_by, task.settled_at) == (people.counsellor, people.counsellor, None)
    assert AuditedCase.objects.filter(case_number=case.number, event="task.added").exists()


def test_a_task_of_somebody_who_does_not_work_on_the_case_goes_to_the_contact_person(people, case):
    assert add_task(text="Unterlagen", by=people.colleague, case=case).assigned_to == people.counsellor


def test_a_task_goes_only_to_people_who_work_on_the_case(people, case):
    with pytest.raises(DomainError) as refused:
        add_task(text="Unterlagen", by=people.counsellor, case=case, assigned_to=people.colleague)
    assert refused.value.field == "assigned_to"
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    assert (
        add_task(text="Unterlagen", by=people.counsellor, case=case, assigned_to=people.colleague).assigned_to
        == people.colleague
    )


def test_a_task_without_a_case_is_ones_own_and_nobody_elses(people):
    task = add_task(text="Statistik", by=people.counsellor)
    assert list(Task.objects.visible_to(people.counsellor)) == [task]
    assert not Task.objects.visible_to(people.colleague).exists()
    with pytest.raises(DomainError):
        add_task(text="Statistik", by=people.counsellor, assigned_to=people.colleague)
    with pytest.raises(DomainError):
        change_task(task=task, by=people.counsellor, assigned_to=people.colleague)


def test_a_task_is_passed_on_only_to_people_who_work_on_the_case(people, case):
    task = add_task(text="Unterlagen", by=people.counsellor, case=case)
    with pytest.raises(DomainError) as refused:
        change_task(task=task, by=people.counsellor, assigned_to=people.colleague)
    assert refused.value.field == "assigned_to"
    assert Task.objects.get().assigned_to == people.counsellor
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    assert change_task(task=task, by=people.counsellor, assigned_to=people.colleague).assigned_to == people.colleague


def test_a_task_without_text_is_refused(people, case):
    with pytest.raises(DomainError) as refused:
        add_task(text="", by=people.counsellor, case=case)
    assert refused.value.field == "text"


def test_in_a_closed_case_tasks_are_settled_and_none_is_added_or_changed(people, case):
    task = add_task(text="Akte abheften", by=people.counsellor, case=case)
    close_case(case=case, reason="ziele_erreicht", by=people.counsellor)
    case.refresh_from_db()
    with pytest.raises(DomainError):
        add_task(text="Neu", by=people.counsellor, case=case)
    with pytest.raises(DomainError):
        change_task(task=task, by=people.counsellor, text="Anders")
    assert settle_task(task=task, by=people.counsellor).settled_at


def test_a_settled_task_can_be_taken_up_again(people, case):
    task = add_task(text="Anruf", by=people.counsellor, case=case)
    settle_task(task=task, by=people.counsellor, result=TaskResult.DROPPED)
    task.refresh_from_db()
    assert (task.result, task.settled_by) == (TaskResult.DROPPED, people.counsellor)
    with pytest.raises(DomainError):
        change_task(task=task, by=people.counsellor, text="Anders")
    reopen_task(task=task, by=people.counsellor)
    task.refresh_from_db()
    assert (task.result, task.settled_at, task.settled_by) == ("", None, None)


def test_settling_twice_keeps_the_first_time_and_person(people, case):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    task = add_task(text="Anruf", by=people.counsellor, case=case)
    first = settle_task(task=task, by=people.counsellor)
    second = settle_task(task=task, by=people.colleague, result=TaskResult.DROPPED)
    assert (second.settled_at, second.settled_by, second.result) == (
        first.settled_at,
        people.counsellor,
        TaskResult.DONE,
    )


# --- lists -----------------------------------------------------------------------------------------


def test_open_tasks_stand_in_the_order_of_urgency(people, case):
    today = datetime.date(2026, 11, 25)  # a Wednesday
    days = {"ohne": None, "später": 30, "Woche": 2, "heute": 0, "überfällig": -3}
    for text, distance in days.items():
        due = None if distance is None else today + datetime.timedelta(days=distance)
        add_task(text=text, by=people.counsellor, case=case, due_on=due)
    rows = open_tasks(people.counsellor, today=today)
    assert [row.text for row in rows] == list(days)[::-1]
    assert [row.group for row in rows] == ["overdue", "today", "week", "later", "undated"]
    assert [key for key, _, _ in grouped(rows)] == ["overdue", "today", "week", "later", "undated"]


def test_sunday_ends_the_week(people, case):
    sunday = datetime.date(2026, 11, 29)
    add_task(text="Montag", by=people.counsellor, case=case, due_on=sunday + datetime.timedelta(days=1))
    assert open_tasks(people.counsellor, today=sunday)[0].group == "later"


def test_a_colleagues_task_in_my_case_is_hers_until_she_leaves_the_case(people, case):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    add_task(text="Anruf", by=people.counsellor, case=case, assigned_to=people.colleague)
    assert not open_tasks(people.counsellor)
    assert [row.text for row in open_tasks(people.colleague)] == ["Anruf"]
    assert [row.text for row in open_tasks(people.counsellor, everybody=True)] == ["Anruf"]
    set_co_counsellors(case=case, users=[], by=people.counsellor)
    assert [(row.text, row.is_mine) for row in open_tasks(people.counsellor)] == [("Anruf", False)]
    assert not open_tasks(people.colleague)


def test_a_lead_reads_no_task_of_her_team(people, case):
    add_task(text="Anruf", by=people.counsellor, case=case)
    assert not open_tasks(people.lead, everybody=True)


def test_the_tasks_of_a_case_are_those_of_no_other(people, case):
    for of in (case, make_case(counsellor=people.counsellor)):
        add_task(text="Anruf", by=people.counsellor, case=of)
        settle_task(task=add_task(text="Brief", by=people.counsellor, case=of), by=people.counsellor)
    assert [(row.text, row.case_id) for row in open_tasks(people.counsellor, case=case)] == [("Anruf", str(case.pk))]
    assert [(row.text, row.case_id) for row in settled_tasks(people.counsellor, case=case)] == [("Brief", str(case.pk))]


def test_what_was_settled_is_shown_to_nobody_who_does_not_read_the_case(people, case):
    settle_task(task=add_task(text="Anruf", by=people.counsellor, case=case), by=people.counsellor)
    for user in (people.colleague, people.stranger, people.lead):
        assert settled_tasks(user, everybody=True) == []
        assert settled_tasks(user, case=case) == []


def test_settled_tasks_are_shown_for_two_weeks(people, case):
    task = add_task(text="Anruf", by=people.counsellor, case=case)
    settle_task(task=task, by=people.counsellor)
    assert [row.text for row in settled_tasks(people.counsellor)] == ["Anruf"]
    assert not open_tasks(people.counsellor)


def test_tasks_take_one_statement_however_many(people, case, django_assert_num_queries):
    people.counsellor.roles  # noqa: B018  (read once per request)
    for count in (1, 24):
        for _ in range(count):
            add_task(text="Anruf", by=people.counsellor, case=case)
        with django_assert_num_queries(1):
            assert open_tasks(people.counsellor)


def test_what_somebody_leaves_behind_falls_to_the_contact_person_though_she_works_on_another_case(people, case):
    other = make_case(counsellor=people.counsellor)
    for one in (case, other):
        set_co_counsellors(case=one, users=[people.colleague], by=people.counsellor)
    add_task(text="Unterlagen", by=people.colleague, case=case)
    assert "Unterlagen" not in {row.text for row in open_tasks(people.counsellor)}
    set_co_counsellors(case=case, users=[], by=people.counsellor)
    assert "Unterlagen" in {row.text for row in open_tasks(people.counsellor)}


def test_what_somebody_leaves_behind_falls_to_the_contact_person_though_others_still_work_on_the_case(people, case):
    set_co_counsellors(case=case, users=[people.colleague, people.stranger], by=people.counsellor)
    add_task(text="Unterlagen", by=people.colleague, case=case)
    set_co_counsellors(case=case, users=[people.stranger], by=people.counsellor)
    assert [row.text for row in open_tasks(people.counsellor)] == ["Unterlagen"]
    assert open_tasks(people.stranger) == []


def test_the_coming_appointments_of_a_case_are_those_of_no_other(people, case):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    for of in (case, make_case(counsellor=people.counsellor)):
        make_appointment(case=of, starts_at=tomorrow, mode="telefon", by=people.counsellor)
    assert [row.case_id for row in next_appointments(people.counsellor, case)] == [str(case.pk)]


def test_the_coming_appointments_of_a_case_are_shown_to_nobody_who_does_not_see_it(people, case):
    make_appointment(
        case=case, starts_at=timezone.now() + datetime.timedelta(days=1), mode="telefon", by=people.counsellor
    )
    assert len(next_appointments(people.counsellor, case)) == 1
    assert next_appointments(people.stranger, case) == []
