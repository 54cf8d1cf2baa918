"""The partner network as people use it: found by need, added, looked through (scenario e.2-8), handed to a client."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from network.enums import Cost, Known, Stage
from network.hours import read_hours
from network.models import Organisation, ReflectionSheet
from network.services.cooperation import make_agreement
from network.services.organisation import add_site, hold_relation, set_stage
from network.services.person import add_person
from umstieg.testing.make import make_partner

from .looks import PHONE

OPEN_DOOR = {"cost": Cost.FREE, "is_anonymous": Known.YES, "insurance_needed": Known.NO}


@pytest.fixture
def partners(people):
    by = people.counsellor
    radeva = make_partner(
        name="Kanzlei Radeva",
        kind="rechtsberatung",
        languages=["bg", "de"],
        hours=read_hours("Do 15–18"),
        by=by,
        **OPEN_DOOR,
    )
    add_person(name="Elena Radeva", kind="LAWYER", organisation=radeva, by=by)
    make_partner(name="Kanzlei Freitag", kind="rechtsberatung", languages=["bg"], hours=read_hours("Fr 9–12"), by=by)
    make_partner(name="Leuchtfeuer", languages=["ro"], by=by, **OPEN_DOOR)
    return radeva


def rows(page):
    return page.locator("table.partners tbody tr")


def menu(page, name):
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name=name, exact=True).click()


def test_legal_advice_in_bulgarian_free_anonymous_and_open_on_thursday_is_found_by_typing(people, partners, at, look):
    page = at(people.counsellor)
    page.goto("/")
    menu(page, "Netzwerk")
    look(page, "network")
    page.get_by_label("Was wird gebraucht?").fill("Rechtsberatung auf Bulgarisch, kostenlos, anonym, Donnerstag")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)
    row = rows(page).first
    for reason in ("spricht Bulgarisch", "kostenlos", "anonym möglich", "Donnerstag geöffnet"):
        expect(row).to_contain_text(reason)
    look(page, "network, found")
    row.get_by_role("link", name="Kanzlei Radeva").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kanzlei Radeva")
    expect(page.locator(".t", has_text="Elena Radeva")).to_be_visible()
    look(page, "partner")


def test_the_same_is_found_by_choosing_on_a_phone(people, partners, at, look):
    page = at(people.counsellor, width=PHONE)
    page.goto(reverse("network:list"))
    page.get_by_text("Auswählen statt tippen").click()
    page.get_by_label("Art", exact=True).select_option(label="Anwält*in, Rechtsberatung")
    page.get_by_label("Sprache", exact=True).select_option(label="Bulgarisch")
    page.get_by_label("Geöffnet am").select_option(label="Donnerstag")
    page.locator("label", has_text=re.compile("^\\s*kostenlos")).click()
    page.get_by_role("button", name="Finden").click()
    expect(rows(page)).to_have_count(1)
    expect(rows(page).first).to_contain_text("Kanzlei Radeva")
    look(page, "network chosen on a phone")


def test_a_wish_is_clicked_away_by_keyboard_and_a_partner_called_from_the_list_on_a_phone(people, partners, at, look):
    add_site(organisation=partners, phone="040 123", by=people.counsellor)
    page = at(people.outreach, width=PHONE)
    page.goto(reverse("network:list"))
    page.get_by_label("Was wird gebraucht?").fill("Rechtsberatung, Bulgarisch, Donnerstag")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)
    assert page.url.endswith(f"{reverse('network:list')}?gesucht=1")
    expect(rows(page).first.get_by_role("link", name=re.compile("^040 123"))).to_have_attribute("href", "tel:040123")
    look(page, "network with wishes to leave out")
    page.get_by_role("button", name="Donnerstag geöffnet weglassen").focus()
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(2)
    assert page.url.endswith(f"{reverse('network:list')}?gesucht=1")
    expect(page.get_by_role("button", name=re.compile("weglassen$"))).to_have_count(2)
    expect(page.get_by_label("Was wird gebraucht?")).to_have_value("Rechtsberatung, Bulgarisch")


def test_an_agreement_that_was_ended_by_mistake_holds_again(people, partners, at, look):
    make_agreement(organisation=partners, title="Kurzer Weg", by=people.counsellor)
    page = at(people.counsellor)
    page.goto(reverse("network:detail", args=[partners.pk]))
    page.get_by_role("button", name=re.compile("^Beenden.*Kurzer Weg")).click()
    expect(page.get_by_text("Die Vereinbarung ist beendet")).to_be_visible()
    look(page, "partner with an ended agreement")
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("Die Vereinbarung gilt wieder.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Beenden.*Kurzer Weg"))).to_be_visible()


def test_what_is_not_known_is_offered_with_a_question(people, partners, at):
    page = at(people.counsellor)
    page.goto(reverse("network:list") + "?q=Rechtsberatung, kostenlos")
    expect(rows(page)).to_have_count(2)
    expect(rows(page).nth(1)).to_contain_text("kostenlos: nachfragen")
    expect(page.get_by_text("1 passt ganz.")).to_be_visible()


def test_a_partner_is_added_with_its_person_and_second_holder(people, at, look):
    page = at(people.counsellor)
    page.goto(reverse("network:list"))
    page.get_by_role("link", name="Partner*in anlegen").click()
    page.get_by_label("Name", exact=True).fill("Notunterkunft Alte Werft")
    page.get_by_label("Art", exact=True).select_option(label="Wohnungslosenhilfe, Stadtmission, Notunterkunft")
    page.locator("label.chip", has_text="Akute Unterbringung").click()
    page.get_by_label("Geöffnet").fill("manchmal")
    look(page, "new partner")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("„manchmal“ ist nicht zu verstehen").first).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Notunterkunft Alte Werft")
    page.get_by_label("Geöffnet").fill("Mo–So 17–23")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Wer ist dort ansprechbar?")).to_be_visible()
    page.locator("section", has=page.get_by_role("heading", name=re.compile("^Ansprechpersonen"))).get_by_role(
        "link", name="Person"
    ).click()
    page.get_by_label("Name", exact=True).fill("Olaf Petersen")
    look(page, "contact person")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".t", has_text="Olaf Petersen")).to_be_visible()
    expect(page.get_by_text("hängt an einer Person")).to_be_visible()
    page.get_by_role("link", name="Kolleg*in").click()
    page.get_by_label("Kolleg*in").select_option(label=people.colleague.name)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("hängt an einer Person")).to_have_count(0)
    assert Organisation.objects.get().sites.get().hours.startswith("0 17:00-23:00")


def test_e_2_8_a_lead_looks_through_the_network(people, at, look):
    lead, today = people.lead, timezone.localdate()
    both = make_partner(name="Zu zweit", topics=["schulden"], by=people.counsellor)
    hold_relation(organisation=both, user=lead, by=people.counsellor)
    thin = make_partner(name="Hängt an einer", topics=["konto"], by=people.counsellor)
    add_person(name="Silke", organisation=thin, by=people.counsellor)
    set_stage(organisation=thin, stage=Stage.COOPERATING, by=people.counsellor)
    make_agreement(
        organisation=both, title="Kurzer Weg", agreed_on=today - datetime.timedelta(days=500), by=people.counsellor
    )
    page = at(lead)
    page.goto("/")
    expect(page.get_by_text("1 Vereinbarung mit Partner*in durchzusehen")).to_be_visible()
    page.get_by_role("link", name="1 Vereinbarung mit Partner*in durchzusehen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Netzwerk durchsehen")
    look(page, "look through the network")

    def card(name):
        return page.locator("section.card", has=page.get_by_role("heading", name=re.compile(f"^{name}")))

    expect(card("Bedarfe").get_by_role("listitem").filter(has_text="Trauma")).to_contain_text("niemand")
    expect(card("Bedarfe").get_by_role("listitem").filter(has_text="Schulden")).to_contain_text("1 Partner*in")
    expect(card("Dort nur eine Ansprechperson")).to_contain_text("Hängt an einer")
    expect(card("Bei uns nur eine")).to_contain_text("Hängt an einer")
    expect(card("Bei uns nur eine")).not_to_contain_text("Zu zweit")
    expect(card("Ohne Ansprechperson")).to_contain_text("Zu zweit")
    card("Vereinbarungen").get_by_role("button", name=re.compile("^Gilt weiter")).click()
    expect(page.get_by_text("Alle Vereinbarungen sind durchgesehen")).to_be_visible()
    card("Bedarfe").get_by_role("link", name="Trauma").click()
    page.get_by_label("Was wird gebraucht?").fill("Oft gefragt, lange Wartezeiten")
    page.get_by_role("combobox", name=re.compile("^Wichtige Partner")).fill("Zu zw")  # once the script has come
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("Herausnehmen: Zu zweit"))).to_be_visible()
    look(page, "reflection sheet")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Bogen vom")).to_be_visible()
    sheet = ReflectionSheet.objects.get()
    assert (sheet.topic, [one.name for one in sheet.organisations.all()]) == ("trauma", ["Zu zweit"])


def test_a_client_gets_a_large_neutral_sheet_in_her_language(people, partners, at, look):
    page = at(people.counsellor)
    page.goto(reverse("network:detail", args=[partners.pk]))
    page.get_by_role("link", name="Merkblatt für Klient*in").click()
    look(page, "sheet for a client")
    page.get_by_role("link", name=re.compile("^Български")).click()
    sheet = page.locator(".sheet-page")
    expect(sheet).to_contain_text("Четвъртък: 15–18")
    expect(sheet).to_contain_text("безплатно")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == "info-bg.pdf"


def test_an_outreach_worker_finds_and_changes_nothing(people, partners, at, look):
    page = at(people.outreach, width=PHONE)
    page.goto(reverse("network:detail", args=[partners.pk]))
    look(page, "partner for outreach")
    expect(page.get_by_role("link", name="Ändern")).to_have_count(0)
    expect(page.locator("main").get_by_role("button")).to_have_count(0)
