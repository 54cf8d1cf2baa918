"""The lead reads partners in from a table and takes them out again, and a counsellor reads vCards in."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from network.models import ContactPerson, Organisation
from umstieg.core.sheets import read_sheet
from umstieg.testing.make import PASSWORD, make_partner
from umstieg.testing.tables import partner_table
from umstieg.testing.working import Worker

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Jana Lorenz
TITLE:Leitung
TEL:040 1
END:VCARD
BEGIN:VCARD
VERSION:3.0
TEL:040 2
END:VCARD
"""
NAMES = ("Lorenz", "Hilfe für alle")


def follow(page):
    """The page of a job follows it to its end; then on to what came of it."""
    assert Worker().start().wait() == 0
    page.get_by_role("link", name="Zum Ergebnis").click()


def arrive(page, heading):
    """Wait until the page of this heading is there."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    page.wait_for_load_state()


def pick(page, label, name, content, kind):
    page.get_by_label(label).set_input_files({"name": name, "mimeType": kind, "buffer": content})


@pytest.mark.parametrize("broken", [8])
def test_the_lead_reads_a_table_in_and_writes_it_out(at, people, look, broken):
    make_partner(name="Hilfe für alle 2", kind="gesundheitsamt", by=people.lead)
    page = at(people.lead)
    page.goto(reverse("network:list"))
    look(page, "the list with its buttons", NAMES)
    page.get_by_role("link", name="Einlesen", exact=True).click()
    arrive(page, "Partner*innen einlesen")
    look(page, "upload", NAMES)
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator("main [data-form-errors]")).to_be_visible()
    page.wait_for_load_state()
    look(page, "upload without a table", NAMES)
    pick(page, "Tabelle", "liste.xlsx", partner_table(40, broken), XLSX)
    page.get_by_role("button", name="Weiter").click()
    arrive(page, "Welche Spalte ist was?")
    expect(page.get_by_label("Ansprechpartner*in")).to_have_value("person.name")
    expect(page.locator("main")).to_contain_text("Laufende Nr.")
    look(page, "columns", NAMES)
    page.get_by_label("Laufende Nr.").select_option("region")
    page.get_by_role("button", name="Zeilen prüfen").click()
    page.wait_for_url("**/vorgaenge/**")
    follow(page)
    arrive(page, "Das würde aus der Tabelle")
    expect(page.locator("main")).to_contain_text("„manchmal“ ist nicht zu verstehen")
    expect(page.get_by_role("heading", name=re.compile("^Was neu dazukommt"))).to_be_visible()
    expect(page.locator("main")).to_contain_text("Mit „ergänzen“ bekommt 1 Partner*in Ergänzungen.")
    look(page, "what would become of it", NAMES)
    page.goto("/")
    page.get_by_role("link", name="1 Tabelle wartet auf Ihre Entscheidung").click()
    arrive(page, "Das würde aus der Tabelle")
    page.goto(reverse("network:list"))
    look(page, "the list with a table that waits", NAMES)
    page.get_by_role("link", name="Mit dieser Tabelle weitermachen").click()
    arrive(page, "Das würde aus der Tabelle")
    with page.expect_download() as download:
        page.get_by_role("link", name="Alles als CSV").first.click()
    assert download.value.suggested_filename == "fehler.csv"
    page.get_by_label("ergänzen, was dort leer ist").check(force=True)
    page.get_by_role("button", name="Ohne die fehlerhaften Zeilen einlesen").click()
    page.wait_for_url("**/vorgaenge/**")
    follow(page)
    arrive(page, "Partner*innen eingelesen")
    expect(page.locator("main")).to_contain_text("Was ergänzt wurde und was blieb")
    look(page, "what came of it", NAMES)
    page.get_by_role("link", name="Zum Netzwerk").click()
    expect(page.locator("main")).to_contain_text("Hilfe für alle 12")
    assert Organisation.objects.count() == 40 - broken
    page.get_by_role("link", name="Ausgeben", exact=True).click()
    arrive(page, "Partner*innen ausgeben")
    look(page, "writing out", NAMES)
    page.get_by_role("button", name="Ausgeben").click()
    if page.locator("[name=password]").count():
        page.fill("[name=password]", PASSWORD)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url("**" + reverse("network:export"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Ausgeben").click()
    assert re.fullmatch(r"netzwerk-\d{4}-\d\d-\d\d\.xlsx", download.value.suggested_filename)
    content = download.value.path().read_bytes()
    assert len(read_sheet(content, "netzwerk.xlsx").rows) == 40 - broken


def test_a_table_without_a_fault_and_one_without_a_usable_row(at, people, look):
    page = at(people.lead)
    for content, said in ((partner_table(3), "Einlesen"), (partner_table(1, 1), "Es gibt nichts einzulesen")):
        page.goto(reverse("network:read_in"))
        pick(page, "Tabelle", "liste.xlsx", content, XLSX)
        page.get_by_role("button", name="Weiter").click()
        arrive(page, "Welche Spalte ist was?")
        page.get_by_role("button", name="Zeilen prüfen").click()
        page.wait_for_url("**/vorgaenge/**")
        follow(page)
        arrive(page, "Das würde aus der Tabelle")
        expect(page.locator("main")).to_contain_text(said)
        look(page, said, NAMES)


def test_a_counsellor_reads_vcards_in_and_takes_one_along(at, people, look):
    partner = make_partner(name="Hafenhilfe", by=people.counsellor)
    page = at(people.counsellor)
    page.goto(reverse("network:detail", args=[partner.pk]))
    page.get_by_role("link", name="vCard einlesen").click()
    arrive(page, "vCard einlesen")
    look(page, "upload of cards", NAMES)
    pick(page, "Datei mit vCards", "kontakte.vcf", CARDS.encode(), "text/vcard")
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator("main")).to_contain_text("Auf der Karte steht kein Name.")
    arrive(page, "Diese Personen stehen auf den Karten")
    look(page, "people on the cards", NAMES)
    page.get_by_role("button", name="Diese Personen anlegen").click()
    page.wait_for_url(f"**{reverse('network:detail', args=[partner.pk])}*")
    assert ContactPerson.objects.get().organisation == partner
    arrive(page, "Hafenhilfe")
    look(page, "the partner with her", NAMES)
    with page.expect_download() as download:
        page.get_by_role("link", name="vCard Jana Lorenz").click()
    assert download.value.suggested_filename == "kontakt.vcf"
