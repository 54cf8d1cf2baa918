"""Scenario e.1-5: insurance is applied for and 4,800 € are demanded back: a task with a day, the debt in the budget,
debt counselling offered. At a screen and on a phone, with and without scripts, with axe.
"""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Budget, Debt, Income, Task
from cases.services.record import note_record
from umstieg.agenda.enums import TaskResult
from umstieg.testing.make import make_case

from .looks import PHONE, WIDE, faults_at


@pytest.fixture
def case(people):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})
    note_record(Income(case=case, source="sv_teilzeit", amount=Decimal("912.40")), by=people.counsellor)
    return case


def go(page, name, case, *more):
    page.goto(reverse(f"cases:{name}", args=[case.pk, *more]))


def card(page, name):
    return page.get_by_role("region", name=name, exact=True)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_demand_for_back_payments_becomes_a_task_and_stands_in_the_budget(people, at, case, width):
    page = at(people.counsellor, width=width)
    go(page, "money", case)
    card(page, "Leistungen").get_by_role("link", name=re.compile("Hinzufügen|Ergänzen|Neu")).click()
    page.get_by_label("Leistung", exact=True).select_option("wohngeld")
    page.get_by_label("Stand", exact=True).select_option("APPLIED")
    page.get_by_role("button", name="Speichern").click()
    expect(card(page, "Leistungen").get_by_text("beantragt", exact=True)).to_be_visible()

    card(page, "Schulden und Nachzahlungen").get_by_role("link").first.click()
    page.get_by_label("Art", exact=True).select_option("BACK_PAYMENT")
    page.get_by_label("Geschuldet an").fill("Krankenkasse")
    page.get_by_label("Betrag in Euro").fill("4.800")
    page.get_by_label("Rate im Monat").fill("50")
    page.get_by_role("button", name="Speichern").click()
    told = page.locator("#messages")
    expect(told).to_contain_text("Aufgabe „Nachzahlung klären“")
    expect(told.get_by_role("link", name="Schuldner*innenberatung finden")).to_be_visible()
    assert not faults_at(page, f"money room with a demand {width}", ["Ginster"])
    task = Task.objects.get()
    assert task.due_on == timezone.localdate() + datetime.timedelta(days=14)
    assert Debt.objects.get().amount == 4800

    card(page, "Haushaltsplan").get_by_role("link", name=re.compile("Haushaltsplan")).first.click()
    lines = page.get_by_role("group", name=re.compile("^Was hinausgeht"))
    expect(lines.locator("input[value='Rate: Krankenkasse']")).to_have_count(1)
    expect(page.locator("[data-left=now]")).to_contain_text("862,40")
    page.get_by_role("group", name="Was hinausgeht, 1", exact=True).get_by_label("Jetzt").fill("300,40")
    expect(page.locator("[data-left=now]")).to_contain_text("562,00")
    page.get_by_role("group", name="Was hereinkommt, 1", exact=True).get_by_label("Mit der Arbeit").fill("1.612,40")
    expect(page.locator("[data-left=job]")).to_contain_text("1.262,00")
    before = page.locator("[data-side=OUT] [data-line]").count()
    page.locator("[data-side=OUT] [name=more]").click()
    expect(page.locator(":focus")).to_have_attribute("name", re.compile("-label$"))
    page.keyboard.type("Kita")
    page.keyboard.press("Tab")
    page.keyboard.type("62")
    expect(page.locator("[data-side=OUT] [data-line]")).to_have_count(before + 1)
    assert not faults_at(page, f"budget form {width}", ["Ginster"])
    page.locator("[data-side=OUT] [data-line]").nth(1).get_by_role("button").click()
    expect(page.locator("[data-side=OUT] [data-line]")).to_have_count(before)
    page.keyboard.press("Enter")  # in a field: it saves
    expect(page.get_by_role("heading", level=1)).to_contain_text("Haushaltsplan")
    expect(page.get_by_role("img", name="Was hereinkommt und hinausgeht")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Rate: Krankenkasse"))).to_contain_text("50,00")
    assert not faults_at(page, f"budget month {width}", ["Ginster"])
    assert Budget.objects.get().sums().left == Decimal("500.00")

    page.get_by_role("button", name=re.compile("übernehmen$")).click()
    expect(page.get_by_text(re.compile("^In den .* übernommen"))).to_be_visible()
    assert Budget.objects.count() == 2


def test_the_task_is_taken_back_with_one_click(people, at, case):
    page = at(people.counsellor)
    go(page, "debt_create", case)
    page.get_by_label("Art", exact=True).select_option("BACK_PAYMENT")
    page.get_by_role("button", name="Speichern").click()
    page.locator("#messages").get_by_role("button", name="Rückgängig").click()
    expect(page.locator("#messages")).to_contain_text("nicht mehr nötig")
    assert Task.objects.get().result == TaskResult.DROPPED


def test_a_budget_is_written_without_scripts(people, at, case):
    page = at(people.counsellor, js=False)
    go(page, "budget_create", case)
    before = page.locator("[data-side=IN] [data-line]").count()
    page.locator("[data-side=IN] [name=more]").click()
    expect(page.locator("[data-side=IN] [data-line]")).to_have_count(before + 1)
    last = page.locator("[data-side=IN] [data-line]").last
    last.get_by_label("Wofür").fill("Kindergeld")
    last.get_by_label("Jetzt").fill("259")
    page.locator("[data-side=OUT] [data-line]").first.get_by_role("button").click()
    expect(last.get_by_label("Jetzt")).to_have_value("259")
    last.get_by_label("Jetzt").press("Enter")
    expect(page.get_by_role("row", name=re.compile("Kindergeld"))).to_contain_text("259,00")
    assert Budget.objects.get().sums().comes_in == Decimal("1171.40")
