"""Housing: where she lives and lived, her addresses, flats looked at; reminders, hints, and who reads them."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.enums import FlatSearchState, LeadCause
from cases.models import Address, Appointment, Deadline, Dwelling, FlatSearch
from cases.queries.housing import LEASE_AHEAD, LONG_FOR_NOW, housing_room
from cases.services import client as client_services
from cases.services.appointment import make_appointment
from cases.services.grant import open_with_reason
from cases.services.record import change_record, note_record
from umstieg.accounts.services import set_spoken_languages
from umstieg.core.errors import DomainError
from umstieg.guide.enums import EffectTask
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


@pytest.fixture
def live(people, case):
    def _live(kind, since=0, **facts):
        return note_record(Dwelling(case=case, kind=kind, started_on=day(since), **facts), by=people.counsellor)

    return _live


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def page_of(person, case):
    return Browser(person).ask("GET", reverse("cases:housing", args=[case.pk]))


def rows(case, name):
    return housing_room(case, today=day(0))[name]


@pytest.mark.guide("KP-2", "123-V", "123-01")
def test_where_she_lives_is_noted_with_its_time_and_the_day_she_may_stay_until(people, case, sign_in):
    browser, address = sign_in(people.counsellor), reverse("cases:dwelling_create", args=[case.pk])
    sent = filled(
        browser,
        address,
        kind="traegerwohnung",
        registered="ja",
        is_temporary="on",
        stay_until_on=day(60).isoformat(),
        household="2",
    )
    assert browser.post(address, sent).status_code == 302
    noted = Dwelling.objects.get()
    assert (noted.is_temporary, noted.household) == (True, 2)
    assert Deadline.objects.get().facts["kind"] == "STAY"
    page = page_of(people.counsellor, case).body
    for said in ("Übergangswohnung der Beratungsstelle", "gemeldet", "2 Personen", "befristet bis"):
        assert said in page


def test_only_how_she_lives_is_asked_for(people, case, sign_in):
    browser, address = sign_in(people.counsellor), reverse("cases:dwelling_create", args=[case.pk])
    assert browser.post(address, filled(browser, address, kind="keine_angabe")).status_code == 302
    noted = Dwelling.objects.get()
    assert (noted.is_temporary, noted.is_threatened, noted.household) == (False, False, None)


def test_the_present_place_stands_on_top_and_the_earlier_ones_stay(case, live):
    live("wg", since=-10)
    live("notunterkunft", since=-200, ended_on=day(-11))
    live("strasse", since=-300, ended_on=day(-201))
    found = rows(case, "dwellings")
    assert [one["label"] for one in found] == ["Wohngemeinschaft", "Notunterkunft", "Auf der Straße"]
    assert [one["runs"] for one in found] == [True, False, False]


@pytest.mark.guide("123-V")
def test_a_place_for_a_time_is_asked_about_softly_after_ninety_days(case, live):
    place = live("bei_bekannten", since=-LONG_FOR_NOW, is_temporary=True)
    assert not rows(case, "hints")
    change_record(record=place, by=case.counsellor, started_on=day(-LONG_FOR_NOW - 1))
    (hint,) = rows(case, "hints")
    assert hint["code"] == ""
    assert "91" in hint["strong"]
    change_record(record=place, by=case.counsellor, is_temporary=False)
    assert not rows(case, "hints")


def test_living_at_the_place_of_work_is_said_of_the_present_place_only(people, case, live):
    live("am_arbeitsort", since=-10, ended_on=day(-1))
    assert "Wohnt am Arbeitsort" not in page_of(people.counsellor, case).body
    live("am_arbeitsort")
    assert "Wohnt am Arbeitsort" in page_of(people.counsellor, case).body


def test_that_a_place_may_be_lost_stands_first(case, live):
    live("am_arbeitsort", is_threatened=True)
    assert [hint["code"] for hint in rows(case, "hints")] == ["urgent", "wait"]


@pytest.mark.guide("123-05")
def test_a_lease_of_the_centre_reminds_that_the_centre_is_liable(people, case, live):
    live("mietvertrag_beratungsstelle")
    assert "haftet" in page_of(people.counsellor, case).body


@pytest.mark.guide("123-05")
@pytest.mark.parametrize("until", [200, 20, None])
def test_what_follows_a_lease_of_the_centre_is_offered_as_a_step_before_it_ends(people, case, live, sign_in, until):
    live("mietvertrag_beratungsstelle", stay_until_on=until and day(until))
    (link,) = [hint["link_url"] for hint in rows(case, "hints") if hint["is_step"]]
    assert link in page_of(people.counsellor, case).body
    browser = sign_in(people.counsellor)
    form = browser.get(link).context["form"]
    assert form.initial["text"].startswith("Festlegen, bis wann")
    on = form.initial["due_on"]
    if until is None:
        assert on is None
        return
    assert day(0) <= on < day(until)
    assert on == day(0) or (on.weekday() < 5 and day(until - LEASE_AHEAD - 2) <= on <= day(until - LEASE_AHEAD))
    browser.post(link, filled(browser, link))
    assert case.tasks.get().due_on == on


def test_no_day_is_proposed_where_she_lives_elsewhere(case, live, sign_in):
    live("wg", stay_until_on=day(90))
    assert not [hint for hint in rows(case, "hints") if hint["is_step"]]
    link = f"{reverse('cases:next_step', args=[case.pk])}?wirkung={EffectTask.AGREE_ON_LEASE.number}"
    assert sign_in(case.counsellor).get(link).context["form"].initial["due_on"] is None


def test_a_step_is_offered_to_whoever_writes_in_the_file_only(people, case, live):
    live("mietvertrag_beratungsstelle", stay_until_on=day(90))
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    page = page_of(people.lead, case).body
    assert "haftet" in page
    assert "wirkung=" not in page


def test_who_has_moved_out_is_reminded_of_no_day(people, case, live):
    place = live("notunterkunft", is_temporary=True, stay_until_on=day(30))
    assert Deadline.objects.exists()
    change_record(record=place, by=people.counsellor, ended_on=day(3))
    assert not Deadline.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ended_on": day(-1)}, "ended_on"),
        ({"stay_until_on": day(-1)}, "stay_until_on"),
        ({"household": 0}, "household"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(live, facts, field):
    with pytest.raises(DomainError) as refused:
        live("wg", **facts)
    assert refused.value.field == field


@pytest.mark.guide("123-06")
def test_registered_and_postal_address_are_kept_apart(people, case, sign_in):
    browser, address = sign_in(people.counsellor), reverse("cases:address_create", args=[case.pk])
    for kind, text in (("REGISTERED", "Deichweg 3"), ("POSTAL", "c/o Ankerhof"), ("STAYS", "Zimmer 4")):
        assert browser.post(address, filled(browser, address, kind=kind, text=text)).status_code == 302
    assert {one["label"] for one in rows(case, "addresses")} == {"Meldeadresse", "Postadresse", "Aufenthaltsort"}
    assert "ist keine Meldeadresse" in browser.get(address).content.decode()


@pytest.mark.guide("123-03", "123-04")
def test_a_viewing_becomes_an_appointment_with_one_click_and_names_nobody(people, case, sign_in):
    flat = FlatSearch(case=case, what="Zimmer bei Frau Kruse", state=FlatSearchState.VIEWING, viewing_on=day(3))
    note_record(flat, by=people.counsellor)
    (row,) = rows(case, "flats")
    assert "Kruse" not in row["link_url"]
    form = sign_in(people.counsellor).get(row["link_url"]).context["form"]
    assert form.initial["title"] == "Wohnungsbesichtigung"
    assert form.initial["starts_on"] == day(3)
    assert form.initial["case"] == case


def viewing(case, what="Zimmer bei Frau Kruse, Deichweg 3", **facts):
    facts = {"state": FlatSearchState.VIEWING, "viewing_on": day(3)} | facts
    return note_record(FlatSearch(case=case, what=what, **facts), by=case.counsellor)


@pytest.mark.guide("123-04", "114-11")
def test_a_viewing_takes_place_way_and_mediation_over_into_the_appointment(people, case, sign_in):
    viewing(case)
    client_services.add_language(client=case.client, language="bg", needs_mediation=True, by=people.counsellor)
    make_appointment(starts_at=timezone.now(), mode="telefon", site=case.site, by=people.counsellor)  # the last one
    (row,) = rows(case, "flats")
    browser = sign_in(people.counsellor)
    browser.post(row["link_url"], filled(browser, row["link_url"]))
    made = Appointment.objects.get(case=case)
    assert made.place == "Zimmer bei Frau Kruse, Deichweg 3"
    assert made.mediation_language == "bg"
    assert (made.mode, made.site, made.room) == ("begleitung", None, None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_appointment")
        assert "Kruse" not in str(cursor.fetchall())


def test_no_mediation_is_offered_where_the_counsellor_speaks_her_language_or_none_is_needed(people, case, sign_in):
    viewing(case)
    (row,) = rows(case, "flats")
    browser = sign_in(people.counsellor)
    assert "mediation_language" not in browser.get(row["link_url"]).context["form"].initial
    client_services.add_language(client=case.client, language="bg", needs_mediation=True, by=people.counsellor)
    set_spoken_languages(user=people.counsellor, languages=["bg"], by=people.counsellor)
    assert "mediation_language" not in browser.get(row["link_url"]).context["form"].initial


def test_what_was_noted_of_a_flat_is_cut_to_what_the_place_may_hold(people, case, sign_in):
    viewing(case, what="lang " * 39)
    (row,) = rows(case, "flats")
    place = sign_in(people.counsellor).get(row["link_url"]).context["form"].initial["place"]
    assert len(place) == 120
    assert place.endswith("…")


@pytest.mark.parametrize("asked", ["", "0", "-1", "²", "9" * 40, "x"])
def test_the_flat_of_another_case_is_as_if_none_had_been_named(people, case, sign_in, asked):
    other = viewing(make_case(counsellor=people.counsellor))
    for key in (asked, other.pk):
        address = f"{reverse('cases:appointment_create')}?fall={case.pk}&anlass=besichtigung&wohnung={key}"
        assert "place" not in sign_in(people.counsellor).get(address).context["form"].initial


@pytest.mark.parametrize(
    ("state", "viewing_on"),
    [(FlatSearchState.REFUSED, day(3)), (FlatSearchState.VIEWING, day(-1)), (FlatSearchState.FOUND, None)],
)
def test_no_viewing_is_planned_where_none_is_to_come(people, case, state, viewing_on):
    flat = FlatSearch(case=case, what="Zimmer", state=state, found_on=day(-9), viewing_on=viewing_on)
    note_record(flat, by=people.counsellor)
    assert "link_url" not in rows(case, "flats")[0]


def test_an_occasion_of_nobody_is_as_if_nothing_had_been_asked(people, case, sign_in):
    address = f"{reverse('cases:appointment_create')}?fall={case.pk}&anlass=%3Cb%3E"
    assert "title" not in sign_in(people.counsellor).get(address).context["form"].initial


def test_neither_place_nor_address_nor_flat_lies_in_clear(people, case, live):
    live("strasse", is_threatened=True, note="Brücke")
    note_record(Address(case=case, text="Deichweg"), by=people.counsellor)
    note_record(FlatSearch(case=case, what="Kruse", rent=Decimal("4174.83")), by=people.counsellor)
    with connection.cursor() as cursor:
        for table in ("dwelling", "address", "flatsearch"):
            cursor.execute(f"SELECT * FROM cases_{table}")  # noqa: S608
            said = str(cursor.fetchall())
            for word in ("strasse", "Brücke", "Deichweg", "POSTAL", "Kruse", "4174.83", "FOUND"):
                assert word not in said


def test_a_lead_reads_of_housing_with_a_reason_only(people, case, live):
    live("wg", note="Mit Katze")
    assert page_of(people.lead, case).status == 404
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    page = page_of(people.lead, case)
    assert "Mit Katze" in page.body
    assert reverse("cases:dwelling_create", args=[case.pk]) not in page.body


def test_an_entry_of_another_case_answers_like_one_that_is_not_there(people, case, live):
    place = live("wg")
    other = make_case(counsellor=people.counsellor)
    for name in ("dwelling_change", "dwelling_remove"):
        address = reverse(f"cases:{name}", args=[other.pk, place.pk])
        assert Browser(people.counsellor).ask("POST", address).status == 404
    assert Browser(people.colleague).ask("GET", reverse("cases:housing", args=[case.pk])).status == 404
