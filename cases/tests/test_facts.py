"""What the guide asks about a case, answered from what is recorded: each fact with the edge that asks for it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from cases.enums import ClaimState
from cases.models import (
    Address,
    Arrival,
    BenefitClaim,
    Case,
    Dwelling,
    FlatSearch,
    HealthClaim,
    HealthNeed,
    Income,
    Insurance,
    ResidenceTitle,
)
from cases.queries.facts import facts_of, facts_of_each, has_been_here
from cases.queries.interplay import interplay, pictures_of
from cases.services.client import change_client
from cases.services.record import change_record, note_record
from cases.services.situation import note_theme
from umstieg.access.enums import Part
from umstieg.guide.edges import EDGES
from umstieg.guide.engine import picture
from umstieg.guide.enums import EffectTask, Standing, Theme, ThemeState
from umstieg.guide.facts import NOTHING_KNOWN
from umstieg.guide.tips import all_tips
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db
T = Theme
RESTRICTED_FACTS = ("is_eu", "needs_permit", "worker_status", "five_years_here", "insurance", "newly_insured")
OPEN = dict.fromkeys(Theme, ThemeState.UNCLEAR)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


@pytest.fixture
def known(people, case):
    """Note an entry, and say what is known then."""

    def _known(model=None, **facts):
        if model:
            note_record(model(case=case, **facts), by=people.counsellor)
        return facts_of(case, Part.WORK)

    return _known


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def waits(facts, theme, *, sure=True) -> set[str]:
    """Ids of the edges for which a theme waits (for sure, or perhaps), all themes being open."""
    return {one.edge.id for one in picture(OPEN, facts).themes[theme].waits_for if one.sure is sure}


def test_of_an_empty_case_nothing_is_known(case):
    assert facts_of(case, Part.WORK) == NOTHING_KNOWN


# --- housing -----------------------------------------------------------------------------------------------------


@pytest.mark.guide("123-V")
def test_e06_and_e07_who_lives_at_work_needs_another_place_first(known):
    facts = known(Dwelling, kind="am_arbeitsort")
    assert facts.lives_at_work is True
    assert "E07" in waits(facts, T.CHANGE)
    tasks = [task for task, _effect in picture(OPEN, facts).themes[T.CHANGE].tasks]
    assert EffectTask.FIND_PLACE_FIRST in tasks
    assert known(Dwelling, kind="wg").lives_at_work is False
    assert "E07" not in waits(known(), T.CHANGE)


@pytest.mark.parametrize(
    ("kind", "registered", "lives_here"),
    [
        ("eigen_miete", "", True),
        ("am_arbeitsort", "nein", True),
        ("strasse", "", None),
        ("strasse", "ja", True),
        ("reisend", "nur_postadresse", None),
        ("ausland", "", False),
        ("keine_angabe", "", None),
        ("keine_angabe", "ja", True),
    ],
)
def test_e14_insurance_presupposes_a_residence_here(known, kind, registered, lives_here):
    facts = known(Dwelling, kind=kind, registered=registered)
    assert facts.lives_in_germany is lives_here
    assert ("E14" in waits(facts, T.INSURANCE)) is (lives_here is False)
    assert ("E14" in waits(facts, T.INSURANCE, sure=False)) is (lives_here is None)


def test_e20_and_e21_the_centre_holds_the_lease(known):
    facts = known(Dwelling, kind="mietvertrag_beratungsstelle")
    assert facts.centre_holds_lease is True
    tasks = [task for one in picture(OPEN, facts).themes.values() for task, _effect in one.tasks]
    assert EffectTask.AGREE_ON_LEASE in tasks
    assert known(Dwelling, kind="eigen_miete").centre_holds_lease is False


def test_where_she_lived_before_says_nothing_of_today(known):
    facts = known(Dwelling, kind="am_arbeitsort", started_on=day(-9), ended_on=day(-1))
    assert facts == NOTHING_KNOWN
    assert known(Dwelling, kind="am_arbeitsort", started_on=day(1)) == NOTHING_KNOWN


# --- livelihood --------------------------------------------------------------------------------------------------


def test_e12_basic_income_support_is_a_way_into_insurance(people, case, known):
    assert known(BenefitClaim, benefit="sgb2", state=ClaimState.APPLIED).receives_benefits is None
    claim = BenefitClaim.objects.get()
    change_record(record=claim, by=people.counsellor, state=ClaimState.GRANTED)
    assert known().receives_benefits is True
    assert _way("E12", known()) == "TAKEN"
    change_record(record=claim, by=people.counsellor, granted_until_on=day(-1))
    assert known().receives_benefits is False
    change_record(record=claim, by=people.counsellor, state=ClaimState.REFUSED, granted_until_on=None)
    assert known().receives_benefits is False
    assert _way("E12", known()) != "TAKEN"


def test_another_benefit_than_basic_income_support_says_nothing_of_it(known):
    assert known(BenefitClaim, benefit="kindergeld", state=ClaimState.GRANTED).receives_benefits is None


def test_e13_a_job_is_a_way_into_insurance(known):
    assert known(Income, source="minijob").has_job is None
    facts = known(Income, source="sv_teilzeit")
    assert facts.has_job is True
    assert _way("E13", facts) == "TAKEN"


def test_only_that_there_is_no_income_says_that_there_is_no_job(known):
    assert known(Income, source="sv_vollzeit", started_on=day(-9), ended_on=day(-1)).has_job is None
    assert known(Income, source="keine").has_job is False


def _way(edge, facts):
    insurance = picture(OPEN, facts).themes[T.INSURANCE]
    taken = {one.edge.id: "TAKEN" for one in insurance.met}
    return taken.get(edge) or next((way.state.value for way in insurance.ways if way.edge.id == edge), None)


# --- insurance ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "days_ago", "is_new"),
    [
        ("nicht_versichert", "gkv_job", 30, True),
        ("beantragt", "gkv_ruhend", 365, True),
        ("nicht_versichert", "gkv_job", 366, False),
        ("nicht_versichert", "beantragt", 400, True),
        ("gkv_familie", "gkv_job", 30, False),
        ("gkv_familie", "nicht_versichert", 30, False),
        ("gkv_familie", "unklar", 30, None),
        ("", "gkv_job", 30, None),
    ],
)
def test_e15_a_new_insurance_may_ask_for_the_time_before(known, before, now, days_ago, is_new):
    if before:
        known(Insurance, insurance=before, since_on=day(-500))
    facts = known(Insurance, insurance=now, since_on=day(-days_ago))
    assert facts.newly_insured is is_new
    tasks = [task for one in picture(OPEN, facts).themes.values() for task, _effect in one.tasks]
    assert (EffectTask.CLEAR_BACK_PAYMENT in tasks) is (is_new is not False)


@pytest.mark.parametrize(
    ("insurance", "group", "uninsured"),
    [
        ("gkv_job", "covered", False),
        ("ehic_herkunft", "partly", False),
        ("beantragt", "pending", True),
        ("anonym_clearing", "none", True),
        ("keine_angabe", "unknown", None),
    ],
)
@pytest.mark.guide("124-14")
def test_who_is_not_insured_is_told_of_clearing_centres(known, insurance, group, uninsured):
    facts = known(Insurance, insurance=insurance)
    assert (facts.insurance, facts.uninsured) == (group, uninsured)


def test_an_insurance_that_begins_later_says_nothing_of_today(known):
    known(Insurance, insurance="nicht_versichert", since_on=day(-9))
    assert known(Insurance, insurance="gkv_job", since_on=day(1)).insurance == "none"


# --- residence ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "is_eu", "needs_permit", "worker"),
    [
        ("deutsch", False, False, None),
        ("eu_arbeitnehmer", True, False, True),
        ("eu_dauer", True, False, True),
        ("eu_arbeitsuche", True, False, False),
        ("eu_sonstige", True, False, None),
        ("ae_24", False, True, None),
        ("ne", False, True, None),
        ("duldung", False, True, None),
        ("klaerung", None, None, None),
        ("keine_angabe", None, None, None),
    ],
)
def test_e04_e22_and_e34_the_status_says_on_what_residence_rests(known, status, is_eu, needs_permit, worker):
    facts = known(ResidenceTitle, status=status)
    assert (facts.is_eu, facts.needs_permit, facts.worker_status) == (is_eu, needs_permit, worker)
    assert ("E04" in waits(facts, T.BENEFITS)) is (needs_permit is True)
    assert ("E34" in waits(facts, T.BENEFITS)) is (is_eu is True and worker is False)


def test_e05_rights_wait_for_a_clear_status_whatever_is_known(known):
    assert "E05" in waits(known(), T.WORK)
    assert "E05" in waits(known(ResidenceTitle, status="eu_arbeitnehmer"), T.BENEFITS)


@pytest.mark.parametrize(
    ("nationality", "is_eu", "needs_permit"),
    [("bg", True, False), ("de", False, False), ("ua", False, True), ("", None, None)],
)
def test_where_the_status_says_nothing_the_nationality_may(people, case, known, nationality, is_eu, needs_permit):
    change_client(client=case.client, by=people.counsellor, nationality=nationality)
    case.client.refresh_from_db()
    facts = known(ResidenceTitle, status="klaerung")
    assert (facts.is_eu, facts.needs_permit, facts.worker_status) == (is_eu, needs_permit, None)


@pytest.mark.parametrize(
    ("since", "on", "passed"),
    [
        ((2021, 11, 26), (2026, 11, 25), False),
        ((2021, 11, 26), (2026, 11, 26), True),
        ((2020, 2, 29), (2025, 2, 28), False),
        ((2020, 2, 29), (2025, 3, 1), True),
        ((2019, 12, 31), (2026, 1, 1), True),
        ((2021, 12, 1), (2026, 11, 30), False),
    ],
)
def test_five_years_have_passed_on_their_day(since, on, passed):
    assert has_been_here(datetime.date(*since), datetime.date(*on)) is passed


def test_five_years_are_counted_from_the_last_arrival(known):
    assert known().five_years_here is None
    assert known(Arrival, since_on=day(-4000)).five_years_here is True
    assert known(Arrival, since_on=day(-100)).five_years_here is False


@pytest.mark.parametrize(
    ("room", "when", "entry"),
    [
        ("housing", "lives_at_work", (Dwelling, {"kind": "am_arbeitsort"})),
        ("health", "uninsured", (Insurance, {"insurance": "nicht_versichert"})),
        ("residence", "needs_permit", (ResidenceTitle, {"status": "duldung"})),
    ],
)
def test_a_tip_that_a_fact_makes_matter_stands_first_and_one_it_rules_out_is_gone(
    people, case, known, sign_in, room, when, entry
):
    browser, page = sign_in(people.counsellor), reverse(f"cases:{room}", args=[case.pk])
    rows = {tip.row for tip in all_tips() if tip.when == when}

    def shown():
        return [tip.row for tip in browser.get(page).context["tips"]]

    assert shown()[0] not in rows
    model, facts = entry
    known(model, **facts)
    assert shown()[0] in rows
    text = next(tip.text for tip in all_tips() if tip.row == shown()[0])
    assert escape(text) in browser.get(page).content.decode()
    known(model, **{"housing": {"kind": "wg"}, "health": {"insurance": "gkv_job"}}.get(room, {"status": "deutsch"}))
    assert not rows & set(shown())


# --- who is told -------------------------------------------------------------------------------------------------


def test_below_restricted_no_protected_fact_is_told(case, known):
    known(Dwelling, kind="am_arbeitsort")
    known(Insurance, insurance="nicht_versichert")
    known(ResidenceTitle, status="duldung")
    known(Arrival, since_on=day(-4000))
    told = facts_of(case, Part.NOTES)
    assert told.lives_at_work is True
    assert {getattr(told, name) for name in RESTRICTED_FACTS} == {None}
    assert facts_of(case, Part.IDENTITY) == facts_of(case, Part.FACTS) == NOTHING_KNOWN


def test_every_fact_an_edge_asks_for_is_answered_or_left_to_the_way_to_work():
    asked = {name for edge in EDGES for name in (edge.condition, edge.met_by) if name}
    answered = {"lives_at_work", "lives_in_germany", "centre_holds_lease", "receives_benefits", "has_job"}
    assert asked - answered - set(RESTRICTED_FACTS) == {"has_course_place", "lower_pay"}


def test_the_picture_of_a_case_knows_its_facts(people, case, known):
    for theme in (T.CHANGE, T.SHELTER, T.FLAT):
        note_theme(case=case, theme=theme, state=ThemeState.UNCLEAR, by=people.counsellor)
    page = reverse("cases:interplay", args=[case.pk])
    known(Dwelling, kind="wg")
    assert "wartet auf" not in Browser(people.counsellor).ask("GET", page).body
    known(Dwelling, kind="am_arbeitsort")
    (waiting,) = interplay(case, Part.WORK, facts=facts_of(case, Part.WORK)).waiting
    assert waiting.number == T.CHANGE.number
    assert "wartet auf" in Browser(people.counsellor).ask("GET", page).body


def a_record_of_every_kind(case):
    return [
        Dwelling(case=case, kind="wg"),
        Address(case=case, text="Deichweg 3"),
        FlatSearch(case=case, what="Zimmer"),
        Insurance(case=case, insurance="gkv_job"),
        HealthClaim(case=case, subject="Reha"),
        HealthNeed(case=case, need="zahnarzt"),
        ResidenceTitle(case=case, status="duldung"),
        Arrival(case=case, since_on=day(-100)),
        Income(case=case, source="minijob"),
        BenefitClaim(case=case, benefit="sgb2"),
    ]


@pytest.mark.parametrize("name", ["housing", "health", "residence", "interplay"])
def test_a_page_costs_the_same_however_much_is_noted_and_a_room_reads_a_case_in_eight_statements(people, case, name):
    browser, page = Browser(people.counsellor), reverse(f"cases:{name}", args=[case.pk])
    counted = []
    for rows in (1, 6):
        for record in (one for _row in range(rows) for one in a_record_of_every_kind(case)):
            note_record(record, by=people.counsellor)
        with CaptureQueriesContext(connection) as asked:
            assert browser.ask("GET", page).status == 200
        counted.append([one["sql"] for one in asked.captured_queries])
    few, many = counted
    assert len(few) == len(many)
    reads = [sql for sql in many if sql.startswith("SELECT") and '"cases_' in sql]
    assert len(reads) <= (8 if name != "interplay" else 11)


def test_many_cases_are_looked_through_in_the_same_statements_and_each_reads_as_it_does_alone(people):
    for number in range(4):
        case = make_case(counsellor=people.counsellor, client_facts={"nationality": "bg"} if number % 2 else {})
        for record in a_record_of_every_kind(case)[number:]:
            note_record(record, by=people.counsellor)
        note_theme(case=case, theme=T.FLAT, state=ThemeState.UNCLEAR, by=people.counsellor)
        note_theme(case=case, theme=T.ADDICTION, state=ThemeState.URGENT, by=people.counsellor)
    empty = make_case(counsellor=people.counsellor)
    for part in (Part.NOTES, Part.RESTRICTED):
        counted = []
        for cases in (Case.objects.filter(pk=empty.pk), Case.objects.all()):
            with CaptureQueriesContext(connection) as asked:
                pictures = pictures_of(cases, part)
            counted.append(len(asked))
            assert set(pictures) == {one.pk for one in cases}
        assert counted[0] == counted[1] <= (8 if part == Part.RESTRICTED else 5)
        assert facts_of_each(Case.objects.all(), part) == {one.pk: facts_of(one, part) for one in Case.objects.all()}
        asked_about = {theme for one in pictures.values() for theme, seen in one.themes.items() if seen.asked}
        seen_standing = {one.themes[T.ADDICTION].standing for one in pictures.values()}
        assert T.FLAT in asked_about
        assert (seen_standing == {Standing.NO_ISSUE}) == (part < Part.RESTRICTED)
