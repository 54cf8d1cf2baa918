"""Heute says what waits for a decision, to whom may decide and to nobody else."""

import pytest
from django.urls import reverse

from cases.services.grant import open_in_emergency
from umstieg.audit.recording import recording
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db


def waiting(browser):
    return [line.address for line in browser.get(reverse("desk:home")).context["waiting"]]


def test_a_lead_reads_on_heute_what_waits_for_her_and_nobody_else_does(people, sign_in):
    case = make_case(counsellor=people.counsellor)
    with recording(actor=people.colleague):
        open_in_emergency(number=case.number, reason="Steht vor der Tür, niemand da", duration=30, by=people.colleague)
    assert waiting(sign_in(people.lead)) == ["cases:reviews"]
    for person in (people.counsellor, people.colleague, people.auditor, people.other_lead):
        assert waiting(sign_in(person)) == []


def test_the_administration_reads_who_has_still_to_be_bound(people, sign_in):
    assert "people:secrecy" in waiting(sign_in(people.admin))
