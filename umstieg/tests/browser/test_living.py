"""Scenario e.1-4: she lives at the workplace, is not insured, and whether she counts as a worker is unclear. The screen
shows what waits for what, and lets her start anywhere. At a screen and on a phone, in light and dark, with axe.
"""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import FlatSearch, HealthNeed
from cases.services.record import note_record
from cases.services.situation import note_theme
from umstieg.centre.services import name_centre
from umstieg.guide.enums import Theme, ThemeState
from umstieg.testing.make import make_case

from .looks import PHONE, WIDE, faults_at

UNSETTLED = (Theme.SHELTER, Theme.REGISTERED_ADDRESS, Theme.BENEFITS, Theme.INSURANCE, Theme.RESIDENCE, Theme.WORK)


@pytest.fixture
def case(people):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})
    for theme in (*UNSETTLED, Theme.FLAT, Theme.CHANGE):
        note_theme(case=case, theme=theme, state=ThemeState.UNCLEAR, by=people.counsellor)
    return case


def go(page, name, case, *more):
    page.goto(reverse(f"cases:{name}", args=[case.pk, *more]))


def card(page, kind):
    """The card with the entries of a kind; its name is a matter of wording."""
    return page.locator(f"section[aria-labelledby=h-{kind}]")


def add(page, entry, **chosen):
    """Add an entry to a card: a field and what is chosen or written there."""
    card(page, entry).get_by_role("link", name=re.compile("^Hinzufügen")).click()
    for name, value in chosen.items():
        field = page.locator(f"#id_{name}")
        field.select_option(value) if field.evaluate("el => el.tagName") == "SELECT" else field.fill(value)
    page.get_by_role("button", name="Speichern").click()


@pytest.mark.guide("123-V", "124-01", "125-03")
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_e_1_4_the_screen_shows_what_waits_for_what_and_she_starts_anywhere(people, at, case, width):
    page = at(people.counsellor, width=width)
    go(page, "situation", case)
    page.get_by_role("navigation", name="Lage").get_by_role("link", name="Wohnen").click()
    add(page, "dwelling", kind="am_arbeitsort", registered="nein")
    expect(page.get_by_text("Wohnt am Arbeitsort.", exact=True)).to_be_visible()
    assert not faults_at(page, f"housing room {width}", ["Ginster"])

    page.get_by_role("navigation", name="Lage").get_by_role("link", name="Gesundheit").click()
    add(page, "insurance", insurance="nicht_versichert")
    expect(card(page, "insurance").locator(".t")).to_have_text("nicht versichert")
    expect(card(page, "tips")).to_contain_text("Clearingstelle")
    assert not faults_at(page, f"health room {width}", ["Ginster"])

    page.get_by_role("navigation", name="Lage").get_by_role("link", name="Aufenthalt").click()
    add(page, "residence_title", status="klaerung")
    expect(page.get_by_role("link", name="Partner für Rechtsberatung")).to_be_visible()
    assert not faults_at(page, f"residence room {width}", ["Ginster"])

    go(page, "interplay", case)
    for theme in (Theme.BENEFITS, Theme.INSURANCE, Theme.WORK, Theme.CHANGE):
        expect(page.locator(f"#t-{theme.number}")).to_be_visible()
    expect(page.locator(f"#t-{Theme.CHANGE.number}")).to_contain_text("wartet auf")
    expect(page.locator(f"#t-{Theme.CHANGE.number} a[href*='wirkung=']")).to_be_visible()  # a place to live first
    assert not faults_at(page, f"interplay of e.1-4 {width}", ["Ginster"])

    page.locator(f"#t-{Theme.CHANGE.number} .t a").click()  # what waits may be begun all the same
    page.get_by_text("in Bearbeitung", exact=True).click()
    page.get_by_role("button", name="Speichern").click()
    expect(page).to_have_url(re.compile(re.escape(reverse("cases:situation", args=[case.pk])) + "$"))
    go(page, "interplay", case)
    expect(page.locator(f"#t-{Theme.CHANGE.number}")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_the_rooms_and_their_forms_stand_in_light_and_dark(people, at, case, dark):
    for record in (
        FlatSearch(case=case, what="Zimmer", state="VIEWING", viewing_on=timezone.localdate() + datetime.timedelta(3)),
        HealthNeed(case=case, need="entzug", note="Möchte zuerst in Ruhe darüber sprechen."),
    ):
        note_record(record, by=people.counsellor)
    page = at(people.counsellor, dark=dark)
    for name in ("housing", "health", "residence", "dwelling_create", "health_need_create", "residence_title_create"):
        go(page, name, case)
        assert not faults_at(page, f"{name} dark={dark}", ["Ginster"])


def test_a_viewing_is_planned_with_one_click(people, at, case):
    on = timezone.localdate() + datetime.timedelta(days=3)
    note_record(FlatSearch(case=case, what="Zimmer bei Kruse", state="VIEWING", viewing_on=on), by=people.counsellor)
    page = at(people.counsellor, width=PHONE)
    go(page, "housing", case)
    page.get_by_role("link", name="Besichtigung planen").click()
    expect(page.locator("#id_title")).to_have_value("Wohnungsbesichtigung")
    expect(page.locator("#id_starts_on")).to_have_value(on.isoformat())
    assert "Kruse" not in page.url


def test_the_module_is_switched_off_by_hand(people, at, case):
    name_centre(name="Ankerhof", by=None)
    page = at(people.admin, width=PHONE)
    page.goto(reverse("sites:list"))
    page.get_by_label("Angaben zum Aufenthalt werden geführt").uncheck()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_label("Angaben zum Aufenthalt werden geführt")).not_to_be_checked()
    assert not faults_at(page, "sites", ["Ginster"])
