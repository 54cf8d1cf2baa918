"""Partners as a table: what goes out, to whom, and that it comes back as it was."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from network.exchange.checking import checked
from network.exchange.columns import guessed
from network.models import ContactPerson, Liaison, Organisation, PartnerSite
from network.queries.export import partner_table
from network.services.exchange import import_partners, prepared
from network.services.organisation import add_organisation, add_site, end_organisation
from network.services.person import add_person
from umstieg.access.enums import Role
from umstieg.audit.models import AuditEvent
from umstieg.audit.recording import act, recording
from umstieg.core.sheets import Kind, cleaned, read_sheet, write_sheet
from umstieg.testing.make import make_partner, make_user
from umstieg.testing.naughty import naughty
from umstieg.testing.size import some_of
from umstieg.testing.walker import Browser

FORM = {"kind": "XLSX", "which": "living", "people": "on"}
OFFER = ("name", "kind", "topics", "languages", "region", "website", "cost", "is_anonymous", "insurance_needed")
OFFER += ("german_needed", "is_for_target_group", "waiting_time", "preconditions", "papers_needed", "experience")
OFFER += ("stage", "note", "ended_on")
PLACE = ("name", "address", "phone", "email", "hours", "hours_note", "accessibility")
PERSON = ("name", "function", "phone", "email")


@pytest.fixture
def lead(db):
    return make_user(Role.TEAM_LEAD, name="Katrin Behrens")


@pytest.fixture
def partner(lead):
    facts = {"topics": ["schulden", "konto"], "languages": ["ro", "de"], "region": "Nord", "cost": "PARTLY"}
    facts |= {
        "website": "https://example.org/a",
        "is_anonymous": "YES",
        "insurance_needed": "NO",
        "german_needed": "a1",
    }
    facts |= {"is_for_target_group": True, "waiting_time": "2 Wochen", "preconditions": "Termin", "experience": "MUCH"}
    facts |= {"papers_needed": "Ausweis,\nBescheid", "note": "=1+1; ruft zurück", "stage": "COOPERATING"}
    facts |= {
        "address": "Am Kai 1\n20457 Hamburg",
        "phone": "040 1",
        "email": "a@example.org",
        "accessibility": "PARTLY",
    }
    partner = add_organisation(
        name="Hafenhilfe; Anker", kind="schuldnerberatung", hours="0 09:00-12:00;4 09:00-12:30", by=lead, **facts
    )
    add_site(organisation=partner, name="Süd", address="Am Deich 2", hours_note="nur mit Termin", by=lead)
    add_person(
        name="Elif Ärger", organisation=partner, function="Leitung", phone="040 2", email="e@example.org", by=lead
    )
    add_person(name="Zoë 'Zo' Zimt", organisation=partner, by=lead)
    gone = add_person(name="Frühere Kollegin", organisation=partner, by=lead)
    ContactPerson.objects.filter(pk=gone.pk).update(until=timezone.localdate() - datetime.timedelta(days=1))
    return partner


def said_of_all():
    """Everything that goes out and comes back, without keys."""
    found = []
    for one in Organisation.objects.all():
        sites = sorted(tuple(getattr(site, name) for name in PLACE) for site in one.sites.all())
        people = sorted(tuple(getattr(person, name) for name in PERSON) for person in one.people.current())
        found.append(([getattr(one, name) for name in OFFER], sites, people))
    return sorted(found, key=str)


def out_and_in(kind, by, language="de"):
    """Write all partners out, forget them, read the file in."""
    with override(language):
        content = write_sheet(kind, *partner_table(gone=True, people=True, note=True))
    with act("partner.ended", by=by):
        Organisation.objects.all().delete()
    sheet = read_sheet(content, f"netzwerk.{kind.extension}")
    table = {"header": sheet.header, "rows": [[row.number, row.cells] for row in sheet.rows]}
    plan = checked(table, guessed(sheet.header))
    assert plan.broken == []
    with recording(actor=by):
        import_partners(batch=prepared(plan.new, by=by, tell=lambda *_: None), known=[], by=by)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["de", "en"])
def test_what_goes_out_comes_back_as_it_was(lead, partner, kind, language):
    end_organisation(organisation=make_partner(name="Weg", kind="bank", by=lead), by=lead)
    before = said_of_all()
    out_and_in(kind, lead, language)
    assert said_of_all() == before
    assert len(before) == 2


@pytest.mark.parametrize("kind", list(Kind))
def test_naughty_strings_come_back_as_they_were(lead, kind):
    texts = (cleaned(text)[:400].strip() for text in some_of(naughty(), 6))
    wanted = list(dict.fromkeys(filter(None, texts)))
    for number, text in enumerate(wanted):
        partner = add_organisation(name=f"P{number:04}", kind="bank", note=text, preconditions=cleaned(text), by=lead)
        add_person(
            name=f"N{number}", function=" ".join(text.split())[:100].strip() or "x", organisation=partner, by=lead
        )
    before = said_of_all()
    out_and_in(kind, lead)
    assert said_of_all() == before


def test_a_table_has_as_many_places_and_people_as_there_are(lead, partner):
    header, rows = partner_table(gone=False, people=True, note=True)
    assert len(set(header)) == len(header)
    assert [one for one in header if one.startswith(("Ort ", "Person "))] == [
        *(f"Ort 2: {name}" for name in ("Name des Ortes", "Adresse", "Telefon", "E-Mail", "Öffnungszeiten")),
        "Ort 2: Zu den Zeiten",
        "Ort 2: Barrierefreiheit",
        *(f"Person 2: {name}" for name in ("Name", "Funktion", "Telefon", "E-Mail")),
    ]
    (row,) = rows
    said = dict(zip(header, row, strict=True))
    assert said["Hilft bei"] == "Schulden; Konto"
    assert said["Öffnungszeiten"] == "Mo 9–12; Fr 9–12:30"
    assert said["Zuständig"] == "Katrin Behrens"
    assert "Frühere Kollegin" not in row


def test_without_contact_persons_and_experience_none_goes_out(lead, partner):
    header, rows = partner_table(gone=False, people=False, note=False)
    assert not [one for one in header if "erson" in one or "Unsere Erfahrung" in one]
    assert "Elif Ärger" not in str(rows)
    assert "ruft zurück" not in str(rows)


def test_statements_do_not_grow_with_the_partners(lead, partner, django_assert_num_queries):
    for number in range(12):
        add_person(name="X", organisation=make_partner(name=f"P{number}", by=lead), by=lead)
    partner_table(gone=False, people=True, note=True)
    with django_assert_num_queries(4):
        partner_table(gone=False, people=True, note=True)


def test_the_file_names_nobody_and_the_log_tells_how_many_went_out(lead, partner):
    browser = Browser(lead)
    assert browser.get(reverse("network:export")).status_code == 200
    answer = browser.post(reverse("network:export"), FORM)
    name = f"netzwerk-{timezone.localdate().isoformat()}.xlsx"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in answer["Cache-Control"]
    assert len(read_sheet(answer.content, name).rows) == 1
    event = AuditEvent.objects.get(event="partners.exported")
    assert [(act["reason"], act["about"]) for act in event.acts] == [("1", "")]


def test_nothing_goes_out_before_she_has_said_who_she_is(lead, partner):
    browser = Browser(lead)
    session = browser.session
    session["account_authentication_methods"] = []
    session.save()
    answer = browser.post(reverse("network:export"), FORM)
    assert answer.status_code == 302
    assert not AuditEvent.objects.filter(event="partners.exported").exists()
    page = browser.get(reverse("network:export")).content.decode()
    assert "Ausgeben" in page


def test_an_empty_network_is_a_table_of_headings(lead):
    header, rows = partner_table(gone=True, people=True, note=True)
    assert rows == []
    assert "Name" in header
    assert not PartnerSite.objects.exists()
    assert not Liaison.objects.exists()


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.OUTREACH_WORKER])
def test_the_list_offers_tables_to_those_alone_who_may(lead, role):
    words = (reverse("network:export"), reverse("network:read_in"))
    page = Browser(lead).get(reverse("network:list")).content.decode()
    assert all(word in page for word in words)
    page = Browser(make_user(role)).get(reverse("network:list")).content.decode()
    assert not any(word in page for word in words)
