"""Wer braucht diesen Fall noch? A lead looks through the accesses of a quarter, at a screen and on a phone."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import AccessReview
from cases.policies import can_view_case
from cases.services.case import change_case, close_case, set_co_counsellors
from cases.services.handover import hand_over
from umstieg.access.enums import Role
from umstieg.accounts.services import add_membership
from umstieg.testing.make import make_case

from .looks import PHONE, WIDE, faults_at

NAMES = ("Mara", "Kim", "Ilinca", "Jo", "Tan", "Lorenz", "Behrens")


@pytest.fixture
def cases(people):
    """Two with a co-counsellor, one of them closed, one with a deputy, one that was handed over."""
    by, names = people.counsellor, ("Mara", "Kim", "Ilinca", "Jo")
    mara, kim, ilinca, jo = found = [make_case(counsellor=by, client_facts={"pseudonym": name}) for name in names]
    set_co_counsellors(case=mara, users=[people.colleague], by=by)
    set_co_counsellors(case=kim, users=[people.colleague], by=by)
    close_case(case=kim, reason="umzug", by=by)
    change_case(case=ilinca, deputy=people.colleague, by=by)
    until = timezone.localdate() + datetime.timedelta(days=14)
    hand_over(moves={jo: people.colleague}, keep_until=until, by=by)
    return found


def choose(page, case, word):
    """The choice itself is laid over its chip."""
    page.get_by_role("region", name=re.compile(case.number)).get_by_label(word).check()


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_lead_confirms_three_and_ends_one(people, cases, at, width, js):
    mara, kim, ilinca, jo = cases
    page = at(people.lead, width=width, js=js)
    page.goto("/")
    page.get_by_role("link", name="4 Fälle: Wer braucht sie noch?").click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    choose(page, mara, "braucht es noch")
    choose(page, ilinca, "braucht es noch")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("2 Zugriffe bestätigt.")).to_be_visible()
    choose(page, jo, "braucht es noch")
    choose(page, kim, "endet heute")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("1 Zugriff bestätigt. 1 Zugriff beendet.")).to_be_visible()
    expect(page.get_by_text("Nichts zu bestätigen")).to_be_visible()
    page.get_by_text("In diesem Quartal entschieden").click()
    expect(page.get_by_role("link", name=kim.number)).to_be_visible()
    assert AccessReview.objects.count() == 4
    assert not can_view_case(people.colleague, kim)
    assert can_view_case(people.colleague, mara)


def test_the_contact_person_reads_in_the_file_what_was_decided(people, cases, at):
    kim = cases[1]
    page = at(people.lead)
    page.goto("/team/zugriffe/")
    choose(page, kim, "endet heute")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("1 Zugriff beendet.")).to_be_visible()
    file = at(people.counsellor)
    file.goto(f"/faelle/{kim.pk}/zugriff/")
    decided = file.get_by_role("region", name="Wer braucht diesen Fall noch?")
    expect(decided).to_contain_text("Emre Tan: Mitberatung")
    expect(decided).to_contain_text("beendet")


def test_the_list_and_its_neighbours_are_for_everybody_s_eyes_and_hands(people, cases, at, monkeypatch):
    add_membership(user=people.lead, role=Role.COUNSELLOR, team=people.team, by=None)
    set_co_counsellors(case=cases[0], users=[people.colleague, people.lead], by=people.counsellor)
    page, found = at(people.lead), []
    page.goto("/team/zugriffe/")
    found += faults_at(page, "Zugriffe durchsehen", NAMES)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Bitte wählen Sie bei mindestens einem.")).to_be_visible()
    found += faults_at(page, "Zugriffe ohne Auswahl", NAMES)
    choose(page, cases[1], "endet heute")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("In diesem Quartal entschieden").click()
    found += faults_at(page, "Zugriffe, einer entschieden", NAMES)
    for path in ("/", f"/faelle/{cases[1].pk}/zugriff/"):
        page.goto(path)
        found += faults_at(page, f"Leitung {path}", NAMES)
    monkeypatch.setattr("cases.queries.access_review.LATE_DAYS", 100)  # as in the last days of a quarter
    for path in ("/", "/team/zugriffe/"):
        page.goto(path)
        expect(page.get_by_text("das Quartal endet bald")).to_be_visible()
        found += faults_at(page, f"Ende des Quartals {path}", NAMES)
    auditor = at(people.auditor)
    auditor.goto("/")
    found += faults_at(auditor, "Stand der Teams", NAMES)
    assert not found, "\n".join(found)
