"""What the check of a table tells before she decides, and what is told afterwards: nothing happens silently."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from network.exchange.filling import Filling
from network.exchange.verdict import fillings_of, verdict_of
from network.models import ContactPerson, Intake, Organisation, PartnerSite, Term
from network.services.exchange import import_partners, prepared
from network.services.intake import give_up, keep_table, settle
from network.services.person import add_person
from network.services.terms import rebuild_partner_terms
from umstieg.access.enums import Role
from umstieg.audit.recording import recording
from umstieg.core.jobs import Job, State
from umstieg.core.sheets import Kind, read_sheet, write_sheet
from umstieg.testing.make import make_partner, make_user
from umstieg.testing.pages import read_page
from umstieg.testing.walker import Browser

from .planning import plan_of

HEADER = [
    "Name",
    "Art",
    "Region",
    "Sprachen",
    "Telefon",
    "E-Mail",
    "Ansprechpartner",
    "Durchwahl",
    "Status",
    "Bemerkung",
]
ROW = ["A", "Bank", "Süd", "Rumänisch", "040 9", "a@example.org", "Elif", "040 7", "angesprochen", "gut"]


@pytest.fixture
def lead(db):
    return make_user(Role.TEAM_LEAD, name="Katrin Behrens")


def verdict_for(plan, by):
    return verdict_of(plan, [], {"columns": []}, by=by)


def filling_of(plan, by):
    ((_record, _pk, filling),) = fillings_of(plan.known, by=by)
    return filling


# --- what would be new -----------------------------------------------------------------------------------------


def test_rows_that_will_be_new_are_shown_first_whatever_stands_above_them(lead):
    for name in "ABC":
        make_partner(name=name, kind="bank", by=lead)
    rows = [[name, "Bank"] for name in ("A", "B", "C", "Neu 1", "Neu 1", "Neu 2", "Neu 3", "Neu 4")]
    verdict = verdict_for(plan_of(["Name", "Art"], *rows, ["", "Bank"]), lead)
    assert {key: verdict["counts"][key] for key in ("new", "known", "twice", "broken")} == {
        "new": 4,
        "known": 3,
        "twice": 1,
        "broken": 1,
    }
    assert [number for number, _facts in verdict["first"]] == [5, 7, 8]
    assert verdict["new"] == [[9, "Neu 4"]]


# --- what filling would do -------------------------------------------------------------------------------------


def test_the_check_tells_what_is_filled_what_stays_and_what_is_not_read(lead):
    partner = make_partner(name="A", kind="bank", region="Nord", phone="040 1", by=lead)
    add_person(name="Olaf", organisation=partner, by=lead)
    before = [list(model.objects.values()) for model in (Organisation, PartnerSite, ContactPerson)]
    assert filling_of(plan_of(HEADER, ROW), lead) == Filling(
        filled=["Sprachen", "Unsere Erfahrung", "E-Mail"],
        kept=[
            ("Region", "Nord", "Süd"),
            ("Stand der Zusammenarbeit", "gefunden", "angesprochen"),
            ("Telefon", "040 1", "040 9"),
        ],
        beside=["Ansprechperson: Name", "Ansprechperson: Telefon"],
    )
    assert [list(model.objects.values()) for model in (Organisation, PartnerSite, ContactPerson)] == before


def test_what_says_the_same_or_nothing_is_neither_filled_nor_kept(lead):
    make_partner(name="A", kind="bank", languages=["ro", "de"], cost="FREE", is_for_target_group=True, by=lead)
    header = ["Name", "Art", "Sprachen", "Kosten", "Anonym", "Zielgruppe"]
    assert filling_of(plan_of(header, ["A", "Bank", "Deutsch; Rumänisch", "unbekannt", "?", "ja"]), lead) == Filling()
    told = filling_of(plan_of(header, ["A", "Bank", "", "", "", "nein"]), lead)
    assert [values for _label, *values in told.kept] == [["ja", "nein"]]


def test_a_partner_without_any_place_or_person_gets_those_of_the_table(lead):
    make_partner(name="A", kind="bank", by=lead)
    told = filling_of(plan_of(HEADER, ROW), lead)
    assert {"Telefon", "E-Mail", "Ansprechperson: Name"} <= set(told.filled)
    assert told.beside == []


def test_two_rows_that_mean_the_same_partner_are_both_told_and_both_written(lead):
    make_partner(name="A", kind="bank", phone="040 1", by=lead)
    header = ["Name", "Art", "Telefon", "Region", "Sprachen"]
    plan = plan_of(header, ["A", "Bank", "", "Nord", ""], ["A", "Jobcenter", "040 1", "", "Rumänisch"])
    assert [record.number for record, _pk in plan.known] == [2, 3]
    told = [filling.filled for _row, _pk, filling in fillings_of(plan.known, by=lead)]
    assert told == [["Region"], ["Sprachen"]]
    with recording(actor=lead):
        import_partners(batch=prepared([], by=lead, tell=lambda *_: None), known=plan.known, by=lead)
    partner = Organisation.objects.get()
    assert (partner.region, partner.languages) == ("Nord", ["ro"])
    before = set(Term.objects.values_list("organisation", "kind", "key"))
    rebuild_partner_terms()
    assert set(Term.objects.values_list("organisation", "kind", "key")) == before


def test_the_check_takes_the_same_statements_for_one_known_partner_and_for_thirty(lead, django_assert_num_queries):
    for number in range(30):
        make_partner(name=f"P {number}", kind="bank", phone="040 1", by=lead)
    plan = plan_of(HEADER, *([f"P {number}", *ROW[1:]] for number in range(30)))
    assert len(plan.known) == 30
    for known in (plan.known[:1], plan.known):
        with django_assert_num_queries(3):
            fillings_of(known, by=lead)


# --- on the pages ----------------------------------------------------------------------------------------------


def checked_table(lead, *rows):
    """The intake of a table that was uploaded and checked, and somebody who decides about it."""
    sheet = read_sheet(write_sheet(Kind.CSV, HEADER, rows), "liste.csv")
    intake, browser = keep_table(sheet=sheet, by=lead), Browser(lead)
    send(browser, reverse("network:intake_columns", args=[intake.pk]))
    assert work() == reverse("network:intake", args=[intake.pk])
    return intake, browser


def send(browser, address, **changes):
    form = read_page(browser.get(address).content, address).form(address)
    answer = browser.post(address, form.data(**changes))
    assert answer.status_code == 302, answer.content.decode()


def work():
    call_command("work", "--once")
    job = Job.objects.latest("created_at")
    assert job.state == State.DONE, job.outcome
    return job.outcome["address"]


def text_of(browser, address):
    return browser.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_preview_and_what_came_of_it_tell_row_by_row_what_is_filled_and_what_stays():
    lead = make_user(Role.TEAM_LEAD)
    partner = make_partner(name="A", kind="bank", region="Nord", phone="040 1", by=lead)
    add_person(name="Olaf", organisation=partner, by=lead)
    intake, browser = checked_table(lead, ROW, ["B", *ROW[1:]])
    address = reverse("network:intake", args=[intake.pk])
    page = text_of(browser, address)
    assert page.index("Was neu dazukommt") < page.index("Einlesen</h2>") < page.index("Schon da")
    assert "Mit „ergänzen“ bekommt 1 Partner*in Ergänzungen." in page
    assert "Sprachen, Unsere Erfahrung, E-Mail" in page
    assert "Region: Nord (in der Tabelle: Süd)" in page
    assert "Ansprechperson: Name, Ansprechperson: Telefon" in page
    send(browser, address, known="fill")
    work()
    page = text_of(browser, address)
    assert "Was ergänzt wurde und was blieb" in page
    assert "Sprachen, Unsere Erfahrung, E-Mail" in page
    assert reverse("network:detail", args=[partner.pk]) in page
    intake.refresh_from_db()
    assert intake.verdict["counts"] == {"added": 1, "filled": 1, "skipped": 0, "left_out": 0}
    assert {key: intake.verdict["filling"][key] for key in ("partners", "filled", "kept", "beside")} == {
        "partners": 1,
        "filled": 3,
        "kept": 3,
        "beside": 2,
    }
    # Of what stood in the table nothing is kept once it is read in, nor the name of anybody.
    assert not {"Süd", "040 9", "Elif", "Nord"} & set(str(intake.verdict).replace("'", " ").split())
    told = browser.get(reverse("network:intake_filling", args=[intake.pk])).content
    assert [row.cells for row in read_sheet(told, "a.csv").rows] == [
        (
            "2",
            "A",
            "Sprachen; Unsere Erfahrung; E-Mail",
            "Region; Stand der Zusammenarbeit; Telefon",
            "Ansprechperson: Name; Ansprechperson: Telefon",
        )
    ]


@pytest.mark.django_db(transaction=True)
def test_whoever_leaves_known_partners_as_they_are_is_told_of_no_filling():
    lead = make_user(Role.TEAM_LEAD)
    make_partner(name="A", kind="bank", by=lead)
    intake, browser = checked_table(lead, ROW)
    address = reverse("network:intake", args=[intake.pk])
    send(browser, address, known="skip")
    work()
    assert "Was ergänzt wurde" not in text_of(browser, address)
    assert Organisation.objects.get().languages == []


def test_what_was_told_of_a_partner_that_is_deleted_meanwhile_breaks_no_page(lead):
    partner = make_partner(name="A", kind="bank", by=lead)
    verdict = {"counts": {"added": 0, "filled": 1, "skipped": 0, "left_out": 0}, "filling": {}, "known": []}
    gone = "00000000-0000-4000-8000-000000000000"
    verdict["known"] = [[2, str(partner.pk), ["Region"], [], []], [3, gone, ["Region"], [], []]]
    intake = Intake.objects.create(owner=lead, kind="TABLE", verdict=verdict, done_at=partner.created_at)
    told = Browser(lead).get(reverse("network:intake_filling", args=[intake.pk])).content
    assert len(read_sheet(told, "a.csv").rows) == 1


# --- what she has not decided about is found again --------------------------------------------------------------


@pytest.fixture
def others(db):
    return [Browser(make_user(role)) for role in (Role.TEAM_LEAD, Role.COUNSELLOR)]


def test_a_table_that_waits_is_found_again_by_her_alone(lead, others):
    intake, address = a_table(lead), reverse("network:list")
    heute, browser = reverse("desk:network_waiting"), Browser(lead)
    leads_to = f'href="{reverse("network:intake", args=[intake.pk])}"'
    assert "wartet auf Ihre Entscheidung." in text_of(browser, address)
    assert leads_to in text_of(browser, address)
    assert "1 Tabelle wartet auf Ihre Entscheidung" in text_of(browser, heute)
    assert leads_to in text_of(browser, heute)
    for one in others:
        for page in (text_of(one, address), text_of(one, heute)):
            assert "Ihre Entscheidung" not in page


def a_table(lead):
    return keep_table(sheet=read_sheet(write_sheet(Kind.CSV, HEADER, [ROW]), "liste.csv"), by=lead)


def test_two_tables_lead_to_the_list_where_each_is_named(lead):
    tables, browser = [a_table(lead) for _ in range(2)], Browser(lead)
    heute = text_of(browser, reverse("desk:network_waiting"))
    assert "2 Tabellen warten auf Ihre Entscheidung" in heute
    assert f'href="{reverse("network:list")}"' in heute
    for table in tables:
        assert str(table.pk) in text_of(browser, reverse("network:list"))


def test_what_was_decided_or_given_up_waits_no_more(lead):
    done, given_up = a_table(lead), a_table(lead)
    settle(intake=done, verdict={"counts": {}})
    give_up(intake=given_up)
    for address in (reverse("desk:network_waiting"), reverse("network:list")):
        assert "Ihre Entscheidung" not in text_of(Browser(lead), address)


def test_many_tables_take_no_more_statements_than_one(lead):
    for address in (reverse("desk:network_waiting"), reverse("network:list")):
        a_table(lead)
        few = Browser(lead).ask("GET", address).statements
        for _ in range(4):
            a_table(lead)
        assert Browser(lead).ask("GET", address).statements == few
