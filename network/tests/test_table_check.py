"""The check of a table of partners: what a heading and a cell mean, what does not fit, and who is known already."""

import pytest

from network.exchange.columns import columns, german, guessed, meant_by
from network.services.organisation import end_organisation
from umstieg.access.enums import Role
from umstieg.core.sheets import read_sheet
from umstieg.testing.make import make_partner, make_user

from .planning import errors_of, plan_of


@pytest.fixture
def lead(db):
    return make_user(Role.TEAM_LEAD, name="Katrin Behrens")


# --- headings ------------------------------------------------------------------------------------------------


def test_every_heading_of_ours_is_understood_in_both_languages_and_no_two_are_alike(db):
    for language in (german, lambda make: make()):
        labels = language(lambda: {column.label: column.key for column in columns()})
        assert len(labels) == len(columns())
        assert {label: meant_by(label) for label in labels} == labels
    assert {column.key: meant_by(column.key) for column in columns()} == {c.key: c.key for c in columns()}


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("ANSPRECHPARTNER*IN", "person.name"),
        ("Ansprechpartner:in", "person.name"),
        ("Ansprechpartner/in", "person.name"),
        ("Ansprechpartnerin 2", "person2.name"),
        ("oeffnungszeiten", "site.hours"),
        ("Telefon 3", "site3.phone"),
        ("E-Mail-Adresse", "site.email"),
        ("Straße und Hausnummer", "site.address"),
        ("Strasse", "site.address"),
        ("contact person", "person.name"),
        ("Zuständig", "held_by"),
        ("Lfd. Nr.", ""),
        ("", ""),
        ("💜", ""),
    ],
)
def test_headings_of_others_are_understood(db, heading, key):
    assert meant_by(heading) == key


def test_a_column_is_given_to_one_heading_only_unless_its_cells_are_joined(db):
    assert guessed(["Name", "Organisation", "PLZ", "Ort"]) == ["name", "", "site.address", "site.address"]


# --- cells ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "text", "field", "value"),
    [
        ("Art", "schuldner:innenberatung", "kind", "schuldnerberatung"),
        ("Art", "SCHULDNERBERATUNG", "kind", "schuldnerberatung"),
        ("Art", "schuldnerberatung", "kind", "schuldnerberatung"),
        ("Themen", "Schulden / Konto", "topics", ["schulden", "konto"]),
        ("Themen", "Debts, Bank account", "topics", ["schulden", "konto"]),
        ("Themen", "Meldung, Postadresse; Konto", "topics", ["meldung_postadresse", "konto"]),
        ("Sprachen", "Rumaenisch\nenglish", "languages", ["ro", "en"]),
        ("Sprachen", "ro, ro", "languages", ["ro"]),
        ("Kosten", "kostenfrei", "cost", "FREE"),
        ("Kosten", "Partly", "cost", "PARTLY"),
        ("Anonym", "x", "is_anonymous", "YES"),
        ("Anonym", "Nein", "is_anonymous", "NO"),
        ("Anonym", "?", "is_anonymous", "UNKNOWN"),
        ("Zielgruppe", "wahr", "is_for_target_group", True),
        ("Website", "hilfe.example.org", "website", "https://hilfe.example.org"),
        ("Stand der Zusammenarbeit", "arbeitet mit uns", "stage", "COOPERATING"),
    ],
)
def test_a_cell_means_what_somebody_would_say(db, heading, text, field, value):
    row = {"Name": "A", "Art": "Bank", heading: text}
    plan = plan_of(row.keys(), row.values())
    assert not plan.broken, plan.broken
    assert plan.new[0].organisation[field] == value


def test_hours_are_kept_in_our_form_and_places_stand_in_lines(db):
    header = ["Name", "Art", "Öffnungszeiten", "Straße", "PLZ", "Ort"]
    plan = plan_of(header, ["A", "Bank", "Mo–Mi 9–12", "Am Kai 1", "20457", "Hamburg"])
    assert plan.new[0].sites == [
        {"hours": "0 09:00-12:00;1 09:00-12:00;2 09:00-12:00", "address": "Am Kai 1\n20457 Hamburg"}
    ]


def test_what_does_not_fit_is_told_by_row_and_column(db):
    header = ["Name", "Art", "Öffnungszeiten", "Sprachen", "Mail", "Ansprechpartner", "Durchwahl"]
    found = errors_of(
        header,
        ["A", "Bank", "manchmal", "", "", "", ""],
        ["", "Bank", "", "", "", "", ""],
        ["C", "", "", "", "", "", ""],
        ["D", "Raumfahrt", "", "Rumänisch, Klingonisch", "", "", ""],
        ["E", "Bank", "", "", "keine", "", ""],
        ["F", "Bank", "", "", "", "", "040 1"],
        ["G" * 121, "Bank", "", "", "", "", ""],
    )
    told = [(number, heading) for number, heading, _reason in found]
    assert told == [
        (2, "Öffnungszeiten"),
        (3, "Name"),
        (4, "Art"),
        (5, "Art"),
        (5, "Sprachen"),
        (6, "Mail"),
        (7, "Ansprechpartner"),
        (8, "Name"),
    ]
    reasons = " ".join(reason for _number, _heading, reason in found)
    assert "„manchmal“ ist nicht zu verstehen" in reasons
    assert "„Klingonisch“ gibt es hier nicht." in reasons
    assert "„Rumänisch" not in reasons


def test_a_near_word_is_proposed(db):
    ((_row, _heading, reason),) = errors_of(["Name", "Art"], ["A", "Jobzenter"])
    assert reason == "„Jobzenter“ gibt es hier nicht. Ist „Jobcenter“ gemeint?"


def test_one_kind_may_be_chosen_for_rows_that_say_none(db):
    plan = plan_of(["Name", "Art"], ["A", ""], ["B", "Jobcenter"], kind="bank")
    assert [one.kind for one in plan.new] == ["bank", "jobcenter"]


# --- what is known already -----------------------------------------------------------------------------------


def test_the_same_name_and_kind_however_it_is_written_is_known(lead):
    make_partner(name="Müller Beratung", kind="bank", by=lead)
    plan = plan_of(["Name", "Art"], ["MUELLER  beratung", "Bank"], ["Müller Beratung", "Jobcenter"])
    assert ([one.number for one, _pk in plan.known], [one.number for one in plan.new]) == ([2], [3])


def test_the_same_name_with_the_same_number_or_address_is_known_whatever_its_kind(lead):
    partner = make_partner(name="Anker", kind="bank", phone="040 / 12 34 56", email="A@example.org", by=lead)
    header = ["Name", "Art", "Telefon", "E-Mail"]
    plan = plan_of(
        header,
        ["Anker", "Jobcenter", "+49 40 123456", ""],
        ["Anker", "Sozialamt", "", ""],
        ["Boje", "Bank", "040 123456", "a@example.org"],
    )
    assert [(one.number, pk) for one, pk in plan.known] == [(2, partner.pk)]
    assert [one.number for one in plan.new] == [3, 4]


def test_a_second_row_of_the_same_partner_is_named_with_the_first(db):
    plan = plan_of(["Name", "Art"], ["A", "Bank"], ["B", "Bank"], ["a", "Bank"])
    assert [(one.number, earlier) for one, earlier in plan.twice] == [(4, 2)]


def test_a_partner_that_is_gone_hinders_none_that_is_there(lead):
    end_organisation(organisation=make_partner(name="Weg", kind="bank", by=lead), by=lead)
    header = ["Name", "Art", "Nicht mehr da"]
    assert len(plan_of(header, ["Weg", "Bank", ""]).new) == 1
    assert len(plan_of(header, ["Weg", "Bank", "2025-01-01"]).known) == 1


# --- odd files -----------------------------------------------------------------------------------------------

TEXT = "Name{0}Art{0}Sprachen{0}Bemerkung\r\nÄrger & Söhne{0}Bank{0}Rumänisch{0}straße\r\n"
ENCODINGS = [
    *(("utf-8", sign, mark) for sign in ";,\t" for mark in (b"", b"\xef\xbb\xbf")),
    *(("cp1252", sign, b"") for sign in ";,\t"),
    *(("utf-16", sign, b"") for sign in ";,\t"),
    *(("utf-16-le", sign, b"\xff\xfe") for sign in ";,"),
    *(("utf-16-be", sign, b"\xfe\xff") for sign in ";,"),
]


@pytest.mark.parametrize(("encoding", "sign", "mark"), ENCODINGS)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_csv_of_every_program_is_read(db, encoding, sign, mark, end):
    content = mark + TEXT.format(sign).replace("\r\n", end).encode(encoding)
    sheet = read_sheet(content, "liste.csv")
    plan = plan_of(sheet.header, *(row.cells for row in sheet.rows))
    assert plan.new[0].organisation == {
        "name": "Ärger & Söhne",
        "kind": "bank",
        "languages": ["ro"],
        "note": "straße",
    }
