"""Laying out the partners of the Ankerhof: whom it calls, who is sensitised, what is agreed."""

import datetime

from network.enums import ActivityKind, ContactKind
from network.hours import read_hours
from network.services.agreement_file import attach_file
from network.services.cooperation import make_agreement, note_activity, review_agreement
from network.services.organisation import add_organisation, add_site, hold_relation
from network.services.person import add_person
from network.services.reflection import write_sheet
from network.services.task import add_partner_task
from umstieg.audit.recording import recording
from umstieg.centre.enums import Accessibility
from umstieg.core.files.checking import checked
from umstieg.core.pdf import missing_libraries, pdf_of

from .partners import MEDIATORS, PARTNERS


def lay_out_network(*, users, today) -> None:
    """Add the partners through the services, each by whoever holds the relation."""
    rows = {}
    for number, partner in enumerate(PARTNERS):
        by, since = users[partner.by], today - datetime.timedelta(days=620 - 35 * number)
        with recording(actor=by):
            rows[partner.key] = organisation = add_organisation(**partner.facts, since=since, by=by)
            for name, function, languages in partner.people:
                is_lawyer = partner.facts["kind"] == "rechtsberatung"
                add_person(
                    name=name,
                    kind=ContactKind.LAWYER if is_lawyer else ContactKind.OFFICIAL,
                    organisation=organisation,
                    function=function,
                    languages=languages.split(),
                    by=by,
                )
            for key in partner.also:
                hold_relation(organisation=organisation, user=users[key], since=since, by=by)
    _places(rows, users)
    _people(users, today)
    _cooperation(rows, users, today)


def _paper(agreement, by):
    """The signed agreement; without what makes PDF there is none."""
    if missing_libraries():
        return
    parts = "".join(
        f"<h2>{head}</h2><p>{text}</p>"
        for head, text in (
            ("Wir", agreement.our_part),
            ("Schuldnerberatung", agreement.their_part),
            ("Ziel", agreement.goals),
        )
    )
    content, _pages = pdf_of(f"<html lang=de><title>Vereinbarung</title><h1>{agreement.title}</h1>{parts}</html>")
    attach_file(agreement=agreement, upload=checked(name="Vereinbarung unterschrieben.pdf", content=content), by=by)


def _places(rows, users):
    with recording(actor=users["emre"]):
        add_site(
            organisation=rows["schulden"],
            name="Außenstelle Nord",
            address="Speicherweg 2\n00129 Ankerstadt",
            hours=read_hours("Fr 9–12"),
            accessibility=Accessibility.FULL,
            by=users["emre"],
        )


def _people(users, today):
    with recording(actor=users["katrin"]):
        for name, kind, languages, trained in MEDIATORS:
            is_volunteer = kind == ContactKind.VOLUNTEER
            add_person(
                name=name,
                kind=kind,
                languages=languages.split(),
                since=today - datetime.timedelta(days=400),
                trained_on=today - datetime.timedelta(days=trained) if trained else None,
                accompanied_by=users["selin"] if is_volunteer else None,
                by=users["katrin"],
            )


def _cooperation(rows, users, today):
    katrin, jana, emre = users["katrin"], users["jana"], users["emre"]

    def ago(days):
        return today - datetime.timedelta(days=days)

    with recording(actor=emre):
        short_way = make_agreement(
            organisation=rows["schulden"],
            title="Kurzer Weg bei Pfändungen",
            agreed_on=ago(500),
            our_part="Wir sortieren die Post mit und kommen zum ersten Termin mit.",
            their_part="Termin binnen drei Werktagen, wenn ein Konto gepfändet ist.",
            goals="Niemand verliert das Konto, weil ein Brief liegen blieb.",
            review_on=ago(135),
            by=emre,
        )
        _paper(short_way, emre)
        add_partner_task(organisation=rows["schulden"], text="Vereinbarung zusammen durchsehen", due_on=today, by=emre)
    with recording(actor=jana):
        make_agreement(
            organisation=rows["jobcenter"],
            title="Feste Ansprechpersonen",
            agreed_on=ago(300),
            our_part="Wir kündigen Neuanträge an und begleiten auf Wunsch.",
            their_part="Zwei Personen, die Bescheid wissen und nicht nach dem Vorher fragen.",
            by=jana,
        )
        make_agreement(
            organisation=rows["gesundheitsamt"], title="Freie Sprechstunde am Dienstag", agreed_on=ago(700), by=jana
        )
        add_partner_task(
            organisation=rows["wohnen"],
            text="Vorstellen und Material vorbeibringen",
            due_on=today + datetime.timedelta(days=6),
            by=jana,
        )
    agreement = rows["gesundheitsamt"].agreements.get()
    with recording(actor=users["selin"]):
        review_agreement(agreement=agreement, by=users["selin"])
    with recording(actor=katrin):
        note_activity(
            kind=ActivityKind.ROUND_TABLE,
            held_on=ago(24),
            title="Wohnraum für Frauen ohne Einkommen",
            organisations=[rows["runder_tisch"], rows["genossenschaft"], rows["wohnen"]],
            text="Nordkante prüft zwei Wohnungen mit Ratenzahlung; nächstes Treffen im neuen Jahr.",
            by=katrin,
        )
        note_activity(
            kind=ActivityKind.SENSITISATION,
            held_on=ago(90),
            title="Team der Notunterkunft",
            organisations=[rows["wohnen"]],
            text="Zwei Stunden, zehn Personen. Wunsch nach einem zweiten Termin mit Fallbeispielen.",
            by=katrin,
        )
        note_activity(
            kind=ActivityKind.EVENT,
            held_on=ago(150),
            title="Sommerfest",
            organisations=[rows[key] for key in ("schulden", "recht", "migration", "bildung")],
            by=katrin,
        )
        write_sheet(
            topic="psyche",
            need="Häufig gefragt, vor allem auf Rumänisch und Bulgarisch; Wartezeiten über ein halbes Jahr.",
            own_part="Stabilisieren, Psychoedukation in der Gruppe, begleiten.",
            missing="Therapie in der Muttersprache, kurzfristige Krisentermine.",
            actors="Traumaambulanz, Psychotherapeutenkammer; der Runde Tisch kennt zwei Praxen.",
            organisations=[rows["sucht"]],
            by=katrin,
        )
