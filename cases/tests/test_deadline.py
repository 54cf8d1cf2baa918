"""Deadlines: they follow their entry, come up on Heute on their day, and once seen only at the next step."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.enums import DeadlineKind
from cases.models import Deadline
from cases.queries.deadlines import deadlines_of, due_deadlines
from cases.services.case import close_case
from cases.services.deadline import see_reminder, unsee_reminder
from umstieg.access.enums import Part
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.testing.make import make_case, make_deadline
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db
HOME = reverse("desk:home")


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Mara"})


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def test_a_reminder_stands_on_heute_until_it_was_seen_and_comes_again_at_its_next_step(people, case):
    make_deadline(case, DeadlineKind.PAPER, ends_on=day(60))
    browser = Browser(people.counsellor)
    assert "Papier läuft ab" in browser.get(HOME).content.decode()
    (row,) = due_deadlines(people.counsellor, today=day(0))
    browser.post(reverse("cases:deadline_seen", args=[case.pk, row.id]), {"next": HOME})
    assert "Papier läuft ab" not in browser.get(HOME).content.decode()
    assert not due_deadlines(people.counsellor, today=day(29))
    assert due_deadlines(people.counsellor, today=day(30))


def test_seen_by_mistake_it_stands_again(people, case):
    deadline = make_deadline(case, ends_on=day(60))
    unsee_reminder(deadline=see_reminder(deadline=deadline, by=people.counsellor), by=people.counsellor)
    assert Deadline.objects.get().next_on == day(0)


def test_seen_twice_it_loses_no_step(people, case):
    deadline = make_deadline(case, ends_on=day(60))
    for _again in range(2):
        see_reminder(deadline=deadline, by=people.counsellor)
    assert Deadline.objects.get().next_on == day(30)


def test_heute_names_no_protected_deadline_and_the_file_does(people, case):
    make_deadline(case, DeadlineKind.PERMIT, ends_on=day(60), source="residencetitle:1")
    (row,) = due_deadlines(people.counsellor, today=day(0))
    assert row.label == "Eine Frist"
    (own,) = deadlines_of(case, Part.WORK, today=day(0))
    assert "Aufenthalt" in own.label
    assert not deadlines_of(case, Part.NOTES, today=day(0))


def test_colleague_lead_and_stranger_are_told_of_no_deadline_that_is_not_theirs(people, case):
    deadline = make_deadline(case)
    address = reverse("cases:deadline_seen", args=[case.pk, deadline.pk])
    for person in (people.colleague, people.lead, people.stranger, people.admin):
        assert not due_deadlines(person, today=day(0))
        assert Browser(person).ask("POST", address).status in (403, 404)
    assert Deadline.objects.get().next_on == day(0)


def test_a_deadline_of_another_case_answers_like_one_that_is_not_there(people, case):
    other = make_case(counsellor=people.counsellor)
    address = reverse("cases:deadline_seen", args=[case.pk, make_deadline(other).pk])
    assert Browser(people.counsellor).ask("POST", address).status == 404


def test_a_closed_case_reminds_of_nothing(people, case):
    make_deadline(case)
    close_case(case=case, reason="umzug", by=people.counsellor)
    assert not due_deadlines(people.counsellor, today=day(0))


def test_heute_says_in_the_log_whose_deadlines_it_showed(people, case):
    make_deadline(case)
    Browser(people.counsellor).get(HOME)
    seen = AuditedCase.objects.filter(seq=AuditEvent.objects.latest("seq").seq)
    assert (case.number, "deadlines.listed", "NOTES") in seen.values_list("case_number", "event", "part")
