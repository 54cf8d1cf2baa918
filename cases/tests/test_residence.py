"""Residence: voluntary, never a list, reminders of documents, hints that lead to legal advice; may be switched off."""

import datetime

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.enums import LeadCause
from cases.models import Arrival, Deadline, ResidenceTitle
from cases.queries.deadlines import deadlines_of, due_deadlines
from cases.queries.facts import facts_of
from cases.queries.interplay import interplay
from cases.queries.residence import residence_room
from cases.queries.situation import situation_room
from cases.services.grant import open_restricted, open_with_reason
from cases.services.record import change_record, note_record
from cases.services.situation import note_theme
from umstieg.access.enums import Part
from umstieg.centre.models import Centre
from umstieg.centre.services import keep_residence, name_centre
from umstieg.core.errors import DomainError
from umstieg.guide.enums import Theme, ThemeState
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db
THEMES = (Theme.RESIDENCE, Theme.FAMILY_REUNION)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


@pytest.fixture
def stay(people, case):
    def _stay(status, since=0, **facts):
        entry = ResidenceTitle(case=case, status=status, since_on=day(since), **facts)
        return note_record(entry, by=people.counsellor)

    return _stay


@pytest.fixture
def switched_off(people):
    name_centre(name="Ankerhof", by=None)
    keep_residence(on=False, by=people.admin)
    return Centre.objects.get()


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def years_ago(years, days=0):
    today = timezone.localdate()
    return today.replace(year=today.year - years) + datetime.timedelta(days=days)


def hints(case):
    return [hint["strong"] for hint in residence_room(case, today=day(0))["hints"]]


def page_of(person, case):
    return Browser(person).ask("GET", reverse("cases:residence", args=[case.pk]))


@pytest.mark.guide("125-V", "125-03")
def test_a_status_is_noted_with_the_document_seen_and_its_end_reminded_of(people, case, sign_in):
    browser, address = sign_in(people.counsellor), reverse("cases:residence_title_create", args=[case.pk])
    sent = filled(browser, address, status="ae_24", valid_until_on=day(91).isoformat(), seen_on=day(0).isoformat())
    assert browser.post(address, sent).status_code == 302
    deadline = Deadline.objects.get()
    assert (deadline.facts["kind"], deadline.next_on) == ("PERMIT", day(1))  # 90 days before
    page = page_of(people.counsellor, case).body
    assert "Vorübergehender Schutz" in page
    assert "gesehen am" in page
    (row,) = due_deadlines(people.counsellor, today=day(1))
    assert row.label == "Eine Frist"


@pytest.mark.parametrize(
    ("facts", "field"), [({"valid_until_on": day(-1)}, "valid_until_on"), ({"seen_on": day(2)}, "seen_on")]
)
def test_what_cannot_be_is_refused_at_its_field(stay, facts, field):
    with pytest.raises(DomainError) as refused:
        stay("ae_familie", **facts)
    assert refused.value.field == field


def test_nobody_has_arrived_tomorrow(people, case):
    with pytest.raises(DomainError):
        note_record(Arrival(case=case, since_on=day(1)), by=people.counsellor)


@pytest.mark.guide("125-04")
def test_after_five_years_legal_advice_is_suggested_and_no_right_is_claimed(people, case, stay):
    stay("eu_arbeitnehmer")
    arrival = note_record(Arrival(case=case, since_on=years_ago(5, days=1)), by=people.counsellor)
    assert hints(case) == []
    change_record(record=arrival, since_on=years_ago(5), by=people.counsellor)
    assert hints(case) == ["Seit fünf Jahren oder länger in Deutschland."]
    assert "Rechtsberatung" in page_of(people.counsellor, case).body


def test_who_was_away_between_is_here_since_the_last_arrival(people, case):
    note_record(Arrival(case=case, since_on=years_ago(9)), by=people.counsellor)
    note_record(Arrival(case=case, since_on=years_ago(2)), by=people.counsellor)
    assert hints(case) == []


@pytest.mark.parametrize("status", ["deutsch", "eu_dauer", "ne", "da_eu"])
def test_who_may_stay_for_good_is_told_nothing_of_it(people, case, stay, status):
    note_record(Arrival(case=case, since_on=years_ago(9)), by=people.counsellor)
    stay(status)
    assert hints(case) == []


@pytest.mark.guide("125-06", "125-08")
def test_where_it_is_to_be_clarified_the_way_leads_to_legal_advice(people, case, stay):
    assert hints(case) == []
    stay("klaerung")
    (hint,) = residence_room(case, today=day(0))["hints"]
    found = Browser(people.counsellor).ask("GET", hint["link_url"])
    assert found.status == 200
    assert str(case.pk) not in hint["link_url"]
    assert hint["link_url"].replace("&", "&amp;") in page_of(people.counsellor, case).body


@pytest.mark.guide("125-05")
def test_family_reunion_is_a_theme_beside_the_status(people, case):
    page = page_of(people.counsellor, case)
    assert reverse("cases:theme", args=[case.pk, Theme.FAMILY_REUNION.number]) in page.body


@pytest.mark.parametrize("name", ["status", "since_on", "valid_until_on", "seen_on"])
def test_nobody_can_be_listed_or_counted_by_a_status(name):
    with pytest.raises(FieldError):
        ResidenceTitle.objects.filter(**{name: "duldung"})


def test_nothing_of_it_lies_in_clear(people, case, stay):
    stay("duldung", valid_until_on=day(50), note="Kruse")
    note_record(Arrival(case=case, since_on=years_ago(3)), by=people.counsellor)
    with connection.cursor() as cursor:
        for table in ("residencetitle", "arrival", "deadline"):
            cursor.execute(f"SELECT * FROM cases_{table}")  # noqa: S608
            said = str(cursor.fetchall())
            for word in ("duldung", "Kruse", "PERMIT", years_ago(3).isoformat(), day(50).isoformat()):
                assert word not in said


def test_a_lead_sees_residence_after_the_second_step_only(people, case, stay):
    stay("duldung")
    residence, money = (reverse(f"cases:{name}", args=[case.pk]) for name in ("residence", "money"))
    lead = Browser(people.lead)
    assert lead.ask("GET", residence).status == 404
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    assert lead.ask("GET", residence).status == 404
    assert residence not in lead.ask("GET", money).body
    open_restricted(case=case, reason="Fragen zum Aufenthalt", by=people.lead)
    assert "Duldung" in lead.ask("GET", residence).body
    assert residence in lead.ask("GET", money).body


# --- a centre that works without it ------------------------------------------------------------------------------


def test_the_administration_switches_it_off_and_on_and_nothing_is_lost(people, case, stay, sign_in):
    name_centre(name="Ankerhof", by=None)
    title = stay("duldung", note="Kruse")
    admin, sites = sign_in(people.admin), reverse("sites:list")
    assert "Es wird nichts gelöscht" in admin.get(sites).content.decode()
    assert admin.post(reverse("sites:residence"), {}).status_code == 302
    assert page_of(people.counsellor, case).status == 404
    assert ResidenceTitle.objects.filter(pk=title.pk).exists()
    admin.post(reverse("sites:residence"), {"keeps_residence": "on"})
    assert "Kruse" in page_of(people.counsellor, case).body


def test_only_the_administration_switches_it(people):
    name_centre(name="Ankerhof", by=None)
    for person in (people.counsellor, people.lead, people.outreach, people.auditor):
        assert Browser(person).ask("POST", reverse("sites:residence")).status == 403
    assert Centre.objects.get().keeps_residence


def test_switched_off_there_is_neither_room_nor_form_nor_theme_nor_reminder(people, case, stay, switched_off):
    keep_residence(on=True, by=people.admin)
    title = stay("duldung", valid_until_on=day(91))
    for theme in THEMES:
        note_theme(case=case, theme=theme, state=ThemeState.URGENT, by=people.counsellor)
    note_theme(case=case, theme=Theme.BENEFITS, state=ThemeState.UNCLEAR, by=people.counsellor)
    assert facts_of(case, Part.WORK).needs_permit
    assert due_deadlines(people.counsellor, today=day(1))
    keep_residence(on=False, by=people.admin)
    browser = Browser(people.counsellor)
    addresses = [
        reverse("cases:residence", args=[case.pk]),
        reverse("cases:residence_title_create", args=[case.pk]),
        reverse("cases:residence_title_change", args=[case.pk, title.pk]),
        reverse("cases:arrival_create", args=[case.pk]),
        *(reverse("cases:theme", args=[case.pk, theme.number]) for theme in THEMES),
    ]
    for address in addresses:
        assert browser.ask("GET", address).status == 404
    assert browser.ask("POST", reverse("cases:residence_title_remove", args=[case.pk, title.pk])).status == 404
    assert browser.ask("POST", reverse("cases:theme_confirm", args=[case.pk, THEMES[0].number])).status == 404
    shown = browser.ask("GET", reverse("cases:situation", args=[case.pk])).body
    assert addresses[0] not in shown
    assert "Familiennachzug" not in shown
    assert "RESIDENCE" not in [card.key for card in situation_room(case, Part.WORK)["pillars"]]
    assert due_deadlines(people.counsellor, today=day(1)) == []
    assert deadlines_of(case, Part.WORK, today=day(0)) == []
    assert facts_of(case, Part.WORK).needs_permit is None
    picture = interplay(case, Part.WORK)
    assert {node.key for node in picture.nodes} == {"BENEFITS"}
    assert not picture.hides
    assert ResidenceTitle.objects.exists()
