"""Partners are found by need: however it is written, with the reason why they fit, and nobody is left out for a guess."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from network.enums import Cost, Known
from network.hours import read_hours
from network.models import Term
from network.queries.find import found_partners
from network.queries.need import need_of, understood
from network.services.organisation import add_site, change_organisation, end_organisation
from network.services.person import add_person
from umstieg.centre.enums import Accessibility
from umstieg.testing.make import make_partner, make_user
from umstieg.testing.walker import Browser

OPEN_DOOR = {"cost": Cost.FREE, "is_anonymous": Known.YES, "insurance_needed": Known.NO}


def need(text="", **chosen):
    parameters = QueryDict(mutable=True)
    parameters.update({"q": text})
    for name, value in chosen.items():
        parameters.setlist(name, value if isinstance(value, list) else [value])
    return need_of(parameters)


def names(wanted):
    return [row.name for row in found_partners(wanted).rows]


def wishes(text):
    return [wish.label for wish in understood(text)]


@pytest.mark.guide("113-10")
def test_a_need_in_words_finds_who_helps_and_says_why(db):
    make_partner(name="Leuchtfeuer", languages=["ro", "de"], **OPEN_DOOR)
    make_partner(name="Hafen", languages=["de"], **OPEN_DOOR)
    make_partner(name="Bank am Ring", kind="bank", languages=["ro"], **OPEN_DOOR)
    wanted = need("Schuldner*innenberatung, Rumänisch, kostenlos, anonym")
    found = found_partners(wanted)
    rows = found.rows
    assert [row.name for row in rows] == ["Leuchtfeuer"]
    assert rows[0].reasons == [
        (True, "Schuldner*innenberatung"),
        (True, "spricht Rumänisch"),
        (True, "kostenlos"),
        (True, "anonym möglich"),
    ]


@pytest.mark.guide("125-02", "124-05")
def test_legal_advice_in_bulgarian_free_anonymous_and_open_on_thursday(db):
    hours = read_hours("Do 15–18")
    make_partner(name="Kanzlei Radeva", kind="rechtsberatung", languages=["bg"], hours=hours, **OPEN_DOOR)
    make_partner(
        name="Kanzlei Freitag", kind="rechtsberatung", languages=["bg"], hours=read_hours("Fr 9–12"), **OPEN_DOOR
    )
    for said in (
        "Rechtsberatung, Bulgarisch, kostenlos, anonym, Donnerstag",
        "legal advice in Bulgarian, free, anonymous, open on Thursday",
        "Anwältin die Bulgarisch spricht, kostenfrei, anonym, donnerstags",
    ):
        assert names(need(said)) == ["Kanzlei Radeva"], said


def test_what_nobody_has_asked_is_offered_with_a_question_and_stands_last(db):
    make_partner(name="Aa weiß man nicht")
    make_partner(name="Bb kostenlos", cost=Cost.FREE)
    make_partner(name="Cc kostet", cost=Cost.PAID)
    wanted = need("kostenlos")
    found = found_partners(wanted)
    rows = found.rows
    assert [(row.name, row.reasons) for row in rows] == [
        ("Bb kostenlos", [(True, "kostenlos")]),
        ("Aa weiß man nicht", [(False, "kostenlos")]),
    ]
    assert found.exact == 1


@pytest.mark.parametrize(
    "typed",
    [
        "Schuldner*innenberatung",
        "Schuldner:innenberatung",
        "Schuldner/innenberatung",
        "Schuldner/-innenberatung",
        "Schuldner_innenberatung",
        "Schuldnerinnenberatung",
        "Schuldnerberatung",
        "schuldnerberatung",
        "SCHULDNERBERATUNG",
        "Schuldnerb",
    ],
)
@pytest.mark.parametrize(
    "name", ["Schuldner*innenberatung Nord", "Schuldnerberatung Nord", "Schuldner:innenberatung Nord"]
)
def test_gender_signs_do_not_matter(db, typed, name):
    make_partner(name=name, kind="soziale_einrichtung")
    make_partner(name="Bäckerei", kind="arbeitgeber")
    assert names(need(typed)) == [name]


@pytest.mark.parametrize("typed", ["Müller", "Mueller", "Muller", "müll"])
def test_umlauts_are_found_in_every_spelling(db, typed):
    make_partner(name="Haus Müller")
    assert names(need(typed)) == ["Haus Müller"]


@pytest.mark.parametrize(
    "typed",
    [
        "%",
        "_",
        "*",
        "'",
        '"',
        "\\",
        "((",
        "a" * 5000,
        "\x00",
        "﷽",
        "' OR 1=1 --",
        "🙂",
        ", , ,",
        "\ufdfa" * 200,
        "ä*innen:" * 60,
    ],
)
def test_odd_signs_find_nothing_or_everything_and_break_nothing(db, typed):
    make_partner(name="Hafen")
    assert names(need(typed)) in ([], ["Hafen"])


def test_what_is_not_understood_is_looked_for_as_a_word(db):
    make_partner(name="Brückenbogen", region="Altona")
    make_partner(name="Anker", region="Eimsbüttel")
    assert wishes("Altona") == ["„Altona“"]
    assert names(need("altona")) == ["Brückenbogen"]
    assert names(need("brücken")) == ["Brückenbogen"]


def test_fillers_ask_for_nothing():
    assert wishes("und bitte mit dem") in ([], ["„dem“"])
    assert wishes("wer hilft") == []


def test_no_person_is_found_by_what_stands_in_an_address(db):
    by = make_user("COUNSELLOR")
    add_person(name="Silke Brodersen", organisation=make_partner(name="Hafen", by=by), by=by)
    assert names(need("Brodersen")) == []
    assert not Term.objects.filter(key__icontains="broder").exists()


def test_one_unknown_word_does_not_hide_who_helps(db):
    make_partner(name="Leuchtfeuer")
    found = found_partners(need("Schulden xyzzy"))
    assert [row.name for row in found.rows] == ["Leuchtfeuer"]
    assert found.passed_over == ["„xyzzy“"]
    assert names(need("xyzzy")) == []


@pytest.mark.parametrize("said", ["Schlafplatz heute", "Notschlafstelle", "Unterkunft heute Nacht", "Obdach nachts"])
def test_a_place_for_the_night_is_found_as_people_say_it(db, said):
    make_partner(name="Alte Werft", kind="wohnungslosenhilfe")
    make_partner(name="Bank", kind="bank")
    assert names(need(said)) == ["Alte Werft"]


def test_chosen_filters_narrow_like_words(db):
    make_partner(name="Barrierefrei", accessibility=Accessibility.FULL, languages=["ro"], topics=["schulden"])
    make_partner(name="Mit Stufen", accessibility=Accessibility.NONE, languages=["ro"], topics=["schulden"])
    make_partner(name="Anderes Thema", accessibility=Accessibility.FULL, languages=["ro"], topics=["konto"])
    chosen = need(art="schuldnerberatung", thema="schulden", sprache="ro", zeichen=["accessible"])
    assert names(chosen) == ["Barrierefrei"]


@pytest.mark.guide("132-01", "132-02")
def test_courses_made_for_the_target_group_are_found(db):
    make_partner(name="Kompass", kind="bildungstraeger", is_for_target_group=True, german_needed="a1")
    make_partner(name="Akademie", kind="bildungstraeger", german_needed="c1")
    assert names(need("Bildungsträger*in", zeichen=["target_group"])) == ["Kompass"]


def test_unknown_choices_narrow_nothing(db):
    make_partner(name="Hafen")
    assert names(need(art="gibt es nicht", thema="x", sprache="xx", tag="9", zeichen=["x"], stand="x")) == ["Hafen"]


def test_who_is_gone_is_found_only_among_those_who_are(db):
    by = make_user("COUNSELLOR")
    end_organisation(organisation=make_partner(name="Weg", by=by), by=by)
    make_partner(name="Da", by=by)
    assert names(need()) == ["Da"]
    assert names(need(weg="1")) == ["Weg"]


def test_a_change_is_found_at_once(db):
    by = make_user("COUNSELLOR")
    partner = make_partner(name="Hafen", languages=["ro"], by=by)
    change_organisation(organisation=partner, languages=["bg"], by=by)
    assert names(need("Bulgarisch")) == ["Hafen"]
    assert names(need("spricht Rumänisch")) == []


def called(**facts):
    """(number, whose) in the row of a partner; `facts` are those of its place, people are (name, phone, kind)."""
    by, people = make_user("COUNSELLOR"), facts.pop("people", ())
    partner = make_partner(name="Hafen", by=by, **facts)
    for name, phone, kind in people:
        add_person(name=name, phone=phone, kind=kind, organisation=partner, by=by)
    (row,) = found_partners(need()).rows
    return row.phone, row.phone_of


def test_a_partner_is_called_at_its_main_place_else_at_its_first_contact(db):
    assert called(phone="040 1", people=[("Silke", "040 2", "OFFICIAL")]) == ("040 1", "")


def test_without_a_phone_of_a_place_the_first_contact_who_has_one_is_called(db):
    people = [("Anwalt", "040 4", "LAWYER"), ("Ohne", "", "OFFICIAL"), ("Silke", "040 2", "OFFICIAL")]
    assert called(people=[*people, ("Später", "040 3", "OFFICIAL")]) == ("040 2", "Silke")


def test_the_main_place_is_the_one_without_a_name_of_its_own(db):
    by = make_user("COUNSELLOR")
    partner = make_partner(name="Hafen", by=by)
    add_site(organisation=partner, name="Außenstelle", phone="040 2", by=by)
    add_site(organisation=partner, phone="040 1", by=by)
    assert found_partners(need()).rows[0].phone == "040 1"


def test_who_has_no_number_offers_none(db):
    assert called() == ("", "")


@pytest.mark.parametrize("role", ["OUTREACH_WORKER", "COUNSELLOR", "TEAM_LEAD"])
def test_everybody_calls_from_the_list(db, role):
    make_partner(name="Hafen", phone="+49 (0)40 123-4")
    page = Browser(make_user(role)).ask("GET", reverse("network:list")).body
    assert 'href="tel:+49401234"' in page


def test_the_list_takes_the_same_statements_for_one_partner_and_for_thirty(db, django_assert_num_queries):
    user = make_user("COUNSELLOR")
    browser, address = Browser(user), reverse("network:list") + "?q=Rumänisch, kostenlos"
    make_partner(languages=["ro"], by=user)
    few = browser.ask("GET", address).statements
    for _number in range(29):
        partner = make_partner(languages=["ro"], by=user)
        add_person(name="Kontakt", phone="040 2", organisation=partner, by=user)
        add_site(organisation=partner, name="Nord", phone="040 3", by=user)
    assert browser.ask("GET", address).statements == few
