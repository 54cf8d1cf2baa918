"""The guide and the checklists by hand: looked up by words, then a list started in a case and ticked by keyboard."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.enums import ItemState
from cases.models import ChecklistItem
from umstieg.guide.enums import Theme
from umstieg.guide.services import keep_house_rule, note_helped
from umstieg.guide.tips import tip_of
from umstieg.testing.make import make_case

from .looks import PHONE, WIDE


@pytest.fixture
def case(people):
    tip = tip_of("122-07")
    keep_house_rule(tip=tip, text="Wir gehen zur Ankerbank am Markt.", by=people.lead)
    note_helped(tip=tip, text="Das Formular vorher gemeinsam ausfüllen.", by=people.colleague)
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


def tab_to(page, name):
    """Press Tab until the button of this name has the focus."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.getAttribute('aria-label') || '')") == name:
            return
    raise AssertionError(f"Tab never came to {name}.")


def test_a_tip_is_found_and_its_theme_starts_a_checklist_that_is_ticked_by_keyboard(people, case, at, look):
    page = at(people.counsellor)
    page.goto("/")
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Leitfaden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Leitfaden")
    look(page, "guide")
    page.get_by_label("Suchwörter").fill("basiskont")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text("Basiskonto")
    expect(page).to_have_url(re.compile(r"/leitfaden/suche/$"))
    expect(page.locator("#tip-122-07")).to_contain_text("Wir gehen zur Ankerbank am Markt.")
    look(page, "guide, found")

    page.goto(reverse("cases:theme", args=[case.pk, Theme.ACCOUNT.number]))
    expect(page.locator("#tip-122-07")).to_contain_text("Das Formular vorher gemeinsam ausfüllen.")
    look(page, "theme with checklists", names=["Ginster"])
    page.locator("#tip-122-07").get_by_role("link", name="Leitfaden 1.2.2").click()
    expect(page.locator("#tip-122-07")).to_be_in_viewport()
    page.get_by_role("link", name="Zurück zur vorigen Seite").click()

    page.get_by_role("button", name="Beginnen Basiskonto eröffnen").click()
    expect(page.get_by_role("heading", level=3, name="Basiskonto eröffnen")).to_be_visible()
    points = [item.text for item in ChecklistItem.objects.all()]
    tab_to(page, f"Erledigt: {points[0]}")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"1 von {len(points)} erledigt")).to_be_visible()
    expect(page.get_by_role("button", name=f"Erledigt: {points[1]}")).to_be_focused()  # goes on at the next
    page.keyboard.press("Space")
    expect(page.get_by_text(f"2 von {len(points)} erledigt")).to_be_visible()
    assert ChecklistItem.objects.filter(state=ItemState.DONE, settled_by=people.counsellor).count() == 2
    look(page, "checklists", names=["Ginster"])


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_list_is_changed_put_away_and_taken_out_again(people, case, at, look, width):
    page = at(people.counsellor, width=width, js=width == WIDE)
    page.goto(reverse("cases:checklist_start", args=[case.pk]) + f"?thema={Theme.FLAT.number}")
    expect(page.get_by_label("Besichtigung und Mietvertrag")).to_be_checked()
    page.get_by_label("oder eine eigene Liste").fill("Umzug")
    page.get_by_role("button", name="Beginnen").click()
    page.get_by_label("Neuer Punkt auf „Umzug“").fill("Kartons")
    page.get_by_role("button", name="Hinzufügen").click()
    page.get_by_label("Neuer Punkt auf „Umzug“").fill("Schlüssel")
    page.get_by_role("button", name="Hinzufügen").click()
    page.get_by_role("button", name="Nach oben: Schlüssel").click()
    page.get_by_role("link", name=re.compile("Schritt anlegen.*Schlüssel")).click()
    expect(page.get_by_label("Was zu tun ist")).to_have_value("Schlüssel")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("ul.points .t").first).to_have_text("Schlüssel")
    page.get_by_role("button", name="Weglegen Umzug").click()
    page.get_by_role("button", name=re.compile("Rückgängig")).click()
    expect(page.get_by_role("heading", level=3, name="Umzug")).to_be_visible()


def test_a_lead_words_a_rule_and_a_number_is_refused_at_the_field(people, case, at, look):
    page = at(people.lead)
    page.goto(reverse("guide:rule", args=["122-07"]))
    look(page, "house rule")
    page.get_by_label("Hausregel").fill("Erst anrufen, dann hingehen.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#tip-122-07")).to_contain_text("Erst anrufen, dann hingehen.")
    page.goto(reverse("guide:helped_create", args=["122-07"]))
    page.get_by_label("Was hat geholfen?").fill("Bei 26-0142 ging es schnell.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Das sieht nach einer Fallnummer aus.").first).to_be_visible()
    look(page, "helped, refused")
    page.goto(reverse("guide:checklists"))
    look(page, "lists of the centre")
