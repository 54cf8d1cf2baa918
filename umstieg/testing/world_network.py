"""The partner network of `World`: one partner with one of everything that hangs on it, and what is typed about it."""

from django.db import transaction

from network.enums import ContactKind
from network.exchange.checking import checked
from network.exchange.vcards import read_cards
from network.exchange.verdict import verdict_of
from network.models import Organisation
from network.services.agreement_file import attach_file
from network.services.cooperation import make_agreement, note_activity
from network.services.intake import keep_cards, keep_table, keep_verdict
from network.services.organisation import add_organisation, add_site
from network.services.person import add_person
from network.services.reflection import write_sheet
from network.services.task import add_partner_task
from umstieg.core.sheets import Kind, read_sheet

from .files import SentAgain, a_clean_file, an_upload_sent_again
from .tables import partner_table

TOPIC = "schulden"


CARDS = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Vera Visitenkarte\r\nTEL:040 1\r\nEND:VCARD\r\n"


def place_network(by, lead) -> dict:
    """Ids by the names they have in addresses."""
    partner = add_organisation(name="Hafenhilfe", kind="schuldnerberatung", topics=[TOPIC], languages=["ro"], by=by)
    add_person(name="Ehrenamt", kind=ContactKind.VOLUNTEER, accompanied_by=by, by=by)
    write_sheet(topic=TOPIC, need="Viel", organisations=[partner], by=by)
    agreement, other = (make_agreement(organisation=partner, title=title, by=by) for title in ("Kurzer Weg", "Räume"))
    return {
        "pk": partner.pk,
        "site": add_site(organisation=partner, address="Am Kai 1", by=by).pk,
        "liaison": partner.liaisons.get().pk,
        "person": add_person(name="Kontaktperson", organisation=partner, by=by).pk,
        "agreement": agreement.pk,
        "other_agreement": other.pk,
        "file": attach_file(agreement=agreement, upload=a_clean_file(), by=by).pk,
        "activity": note_activity(kind="ROUND_TABLE", organisations=[partner], by=by).pk,
        "task": add_partner_task(organisation=partner, text="Vorstellen", by=by).pk,
        "topic": TOPIC,
        "intake": _checked_table(lead).pk,
        "cards": keep_cards(cards=read_cards(CARDS), by=by).pk,
    }


def _checked_table(by):
    """A table of the lead that waits for her decision, with a row that does not fit."""
    intake = keep_table(sheet=read_sheet(partner_table(3, 1, Kind.CSV), "liste.csv"), by=by)
    plan = checked(intake.content, intake.choices["columns"])
    verdict = verdict_of(plan, intake.content["header"], intake.choices, by=by)
    with transaction.atomic():  # a job keeps it within its own
        return keep_verdict(intake=intake, chosen=intake.choices, verdict=verdict)


def typed_about_partners(world) -> dict:
    """What somebody changes in the forms of the network, by address."""
    lead = str(world.named.lead.pk)
    return {
        "network:list": {"q": "Rumänisch"},
        "network:create": {"name": "Neu", "kind": "bank"},
        "network:change": {"name": "Geändert"},
        "network:site_create": {"address": "Neu"},
        "network:site_change": {"address": "Geändert"},
        "network:stage": {"stage": "DORMANT"},
        "network:hold": {"user": lead},
        "network:person_create": {"name": "Neu", "kind": "MEDIATOR"},
        "network:contact_create": {"name": "Neu"},
        "network:person_change": {"name": "Geändert"},
        "network:agreement_create": {"title": "Neu"},
        "network:agreement_change": {"title": "Geändert"},
        "network:agreement_file_create": {"file": an_upload_sent_again()},
        "network:activity_create": {"kind": "EVENT", "organisations": [str(Organisation.objects.first().pk)]},
        "network:activity_change": {"title": "Geändert"},
        "network:task_create": {"text": "Neu"},
        "network:task_change": {"text": "Geändert"},
        "network:export": {"kind": "CSV", "which": "all"},
        "network:read_in": {"table": SentAgain("liste.csv", partner_table(2, 0, Kind.CSV))},
        "network:intake": {"without_broken": "1"},
        "network:people_cards": {"file": SentAgain("a.vcf", CARDS)},
        "network:partner_cards": {"file": SentAgain("a.vcf", CARDS)},
        "network:cards_decide": {"cards": "1"},
        "network:reflection": {"need": "Mehr"},
    }
