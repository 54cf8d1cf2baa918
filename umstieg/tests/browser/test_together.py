"""What two people do at once, what a closed case still shows, what is asked about softly: seen at a screen and a phone."""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Account, Budget, Case
from cases.models.budget import IN, OUT, Line
from cases.services.appointment import make_appointment
from cases.services.budget import change_budget, note_budget
from cases.services.case import close_case
from cases.services.record import note_record
from cases.services.situation import note_theme
from cases.services.task import add_task
from umstieg.core.models import Draft
from umstieg.guide.enums import Theme, ThemeState
from umstieg.testing.make import make_case

from .looks import PHONE, WIDE, faults_at

NAMES = ["Ginster"]


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


def go(page, name, case, *more):
    page.goto(reverse(f"cases:{name}", args=[case.pk, *more]))


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (PHONE, True)])
def test_a_line_that_two_have_changed_is_told_and_a_draft_is_gone_on_with(people, at, case, width, dark):
    lines = [Line(IN, "Lohn", Decimal(1200)), Line(OUT, "Miete", Decimal(410))]
    plan = note_budget(case=case, month=datetime.date(2026, 11, 1), lines=lines, by=people.counsellor)
    page = at(people.counsellor, width=width, dark=dark)
    go(page, "budget_change", case, plan.pk)
    page.get_by_role("group", name="Was hinausgeht, 1", exact=True).get_by_label("Jetzt").fill("450")
    expect(page.locator("[data-savestate]")).to_contain_text("Entwurf gesichert", timeout=25_000)
    go(page, "money", case)
    pay, rent = plan.told_lines()
    change_budget(budget=plan, lines=[pay, Line(OUT, "Miete", Decimal(433), None, rent.key)], by=people.counsellor)
    page.goto(reverse("desk:home"))
    page.get_by_role("link", name=re.compile("Haushaltsplan")).first.click()
    page.get_by_role("button", name="Speichern", exact=True).last.click()
    expect(page.get_by_role("region", name="Inzwischen von jemand anderem gespeichert")).to_contain_text("433,00")
    assert not faults_at(page, f"budget conflict {width}", NAMES)
    page.get_by_role("button", name="Speichern", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Haushaltsplan")
    assert [line.now for line in Budget.objects.get().told_lines()] == [1200, 450]
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("width", "dark"), [(WIDE, True), (PHONE, False)])
def test_what_a_closing_has_ended_is_taken_up_again_and_a_closed_case_is_read(people, at, case, width, dark):
    by, soon = people.counsellor, timezone.now() + datetime.timedelta(days=3)
    task = add_task(case=case, text="Brief an das Amt schicken und Kopie ablegen", by=by)
    (talk,) = make_appointment(case=case, starts_at=soon, mode="telefon", by=by)
    note_theme(case=case, theme=Theme.ACCOUNT, state=ThemeState.SETTLED, note="Seit Mai", by=by)
    note_record(Account(case=case, kind="NONE"), by=by)
    page = at(by, width=width, dark=dark)
    for name, more in (("money", []), ("theme", [Theme.ACCOUNT.number])):
        go(page, name, case, *more)
        expect(page.get_by_text("Stimmt beides?")).to_be_visible()
        assert not faults_at(page, f"asked about in {name} {width}", NAMES)
    close_case(case=case, reason="umzug", settle=[task], cancel=[talk], by=by)
    go(page, "situation", case)
    page.get_by_role("link", name="Konto", exact=True).click()
    expect(page.get_by_text("Seit Mai")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Speichern|Stimmt noch|Beginnen"))).to_have_count(0)
    assert not faults_at(page, f"theme of a closed case {width}", NAMES)
    go(page, "reopen", case)
    expect(page.get_by_role("checkbox", name="Brief an das Amt schicken und Kopie ablegen")).to_be_checked()
    assert not faults_at(page, f"reopening {width}", NAMES)
    page.get_by_role("button", name="Wieder aufnehmen").click()
    expect(page.get_by_text("Der Fall ist wieder offen.")).to_be_visible()
    task.refresh_from_db()
    talk.refresh_from_db()
    assert Case.objects.get().closed_on is None
    assert (task.settled_at, talk.cancelled_at is None) == (None, False)
