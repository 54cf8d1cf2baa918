"""Every edge of the guide, shown in a picture as its source sentence says. Everything not named is no issue there."""

import pytest

from umstieg.guide.edges import EDGES, EDGES_OF_A_CASE
from umstieg.guide.engine import picture
from umstieg.guide.enums import Beyond, EdgeKind, EffectTask, Strength, Theme, ThemeState, WayState
from umstieg.guide.facts import CONDITIONS, Facts

from .telling import SETTLED, brings, picture_of, states, waits, ways

T = Theme
BY_ID = {edge.id: edge for edge in EDGES}
# As the map of the guide's rows has them: id -> kind.
KINDS = {
    key: kind
    for kind, keys in (
        (EdgeKind.PRE, "E01 E02 E03 E04 E05 E07 E08 E10 E14 E17 E21 E23 E25 E28 E29 E32 E33 E34"),
        (EdgeKind.WAY, "E12 E13 E18 E19 E22 E26"),
        (EdgeKind.EFFECT, "E06 E09 E11 E15 E20 E24 E27 E30 E31"),
        (EdgeKind.NON, "E16"),
    )
    for key in keys.split()
}


def test_every_edge_of_the_map_is_there_with_its_kind_and_its_source():
    assert [edge.id for edge in EDGES] == [f"E{number:02d}" for number in range(1, 35)]
    assert {edge.id: edge.kind for edge in EDGES} == KINDS
    assert all("L" in edge.source or "EXT" in edge.source for edge in EDGES)
    assert {edge.id for edge in EDGES if edge.external} == {"E32", "E33", "E34"}
    assert all(edge.source.startswith("EXT") == edge.external for edge in EDGES)


def test_every_edge_asks_only_for_facts_there_are():
    assert {name for edge in EDGES for name in (edge.condition, edge.met_by)} <= {"", *CONDITIONS}


def test_e01_benefits_often_need_a_registered_address():
    shown = picture_of((T.REGISTERED_ADDRESS, T.BENEFITS))
    assert waits(shown, T.BENEFITS) == {"E01": ({T.REGISTERED_ADDRESS}, True)}
    assert BY_ID["E01"].strength == Strength.OFTEN
    assert not waits(picture_of((T.BENEFITS,), (T.REGISTERED_ADDRESS,)), T.BENEFITS)


def test_e02_a_contract_often_needs_a_registered_address():
    assert waits(picture_of((T.REGISTERED_ADDRESS, T.WORK)), T.WORK) == {"E02": ({T.REGISTERED_ADDRESS}, True)}
    assert BY_ID["E02"].strength == Strength.OFTEN


def test_e03_without_regular_income_a_flat_is_rarely_found():
    assert waits(picture_of((T.INCOME, T.FLAT)), T.FLAT) == {"E03": ({T.INCOME}, True)}
    assert BY_ID["E03"].strength == Strength.RARELY_WITHOUT


def test_e04_benefits_are_tied_to_a_permit_for_those_who_need_one():
    both = (T.RESIDENCE, T.BENEFITS)
    assert waits(picture_of(both, needs_permit=True), T.BENEFITS)["E04"] == ({T.RESIDENCE}, True)
    assert waits(picture_of(both), T.BENEFITS)["E04"] == ({T.RESIDENCE}, False)
    assert "E04" not in waits(picture_of(both, needs_permit=False), T.BENEFITS)


def test_e05_a_clear_residence_opens_benefits_and_the_labour_market():
    shown = picture_of((T.RESIDENCE, T.BENEFITS, T.WORK))
    assert waits(shown, T.BENEFITS)["E05"] == ({T.RESIDENCE}, True)
    assert waits(shown, T.WORK)["E05"] == ({T.RESIDENCE}, True)
    assert shown.themes[T.RESIDENCE].frees.directly == (T.BENEFITS, T.WORK)


def test_e06_leaving_may_cost_the_home_of_who_lives_at_work():
    both = (T.CHANGE, T.SHELTER)
    assert brings(picture_of(both, lives_at_work=True), T.CHANGE)["E06"] is True
    assert brings(picture_of(both), T.CHANGE)["E06"] is False
    assert "E06" not in brings(picture_of(both, lives_at_work=False), T.CHANGE)
    assert BY_ID["E06"].task == EffectTask.FIND_PLACE_FIRST
    assert not waits(picture_of(both, lives_at_work=True), T.SHELTER)


def test_e07_leaving_needs_another_place_to_live_for_who_lives_at_work():
    three = (T.CHANGE, T.SHELTER, T.FLAT)
    assert waits(picture_of(three, lives_at_work=True), T.CHANGE)["E07"] == ({T.SHELTER, T.FLAT}, True)
    assert waits(picture_of(three), T.CHANGE)["E07"] == ({T.SHELTER, T.FLAT}, False)
    assert "E07" not in waits(picture_of(three, lives_at_work=False), T.CHANGE)
    assert "E07" not in waits(picture_of((T.CHANGE, T.FLAT), (T.SHELTER,), lives_at_work=True), T.CHANGE)


def test_e07_a_place_for_now_that_nobody_looks_for_is_no_new_home():
    shown = picture_of((T.CHANGE, T.FLAT), lives_at_work=True)
    assert waits(shown, T.CHANGE)["E07"] == ({T.FLAT}, True)


def test_e08_a_safe_home_steadies_the_mind_and_that_carries_a_direction():
    shown = picture_of((T.FLAT, T.PSYCHE, T.ORIENTATION))
    assert waits(shown, T.PSYCHE) == {"E08": ({T.FLAT}, True)}
    assert waits(shown, T.ORIENTATION)["E08"] == ({T.PSYCHE}, True)


def test_e09_a_secured_livelihood_gives_room_to_let_go():
    shown = picture_of((T.INCOME, T.BENEFITS, T.BUDGET, T.CHANGE))
    assert all("E09" in brings(shown, theme) for theme in (T.INCOME, T.BENEFITS, T.BUDGET))
    assert {one.theme for one in shown.themes[T.CHANGE].touched_by if one.edge.id == "E09"} == {
        T.INCOME,
        T.BENEFITS,
        T.BUDGET,
    }
    assert not waits(shown, T.CHANGE)


@pytest.mark.guide("KP-4")
def test_e10_a_direction_makes_sense_once_livelihood_home_and_health_are_clear():
    shown = picture_of((T.BENEFITS, T.INCOME, T.FLAT, T.INSURANCE, T.TREATMENT, T.ORIENTATION))
    missing = {one.missing for one in shown.themes[T.ORIENTATION].waits_for if one.edge.id == "E10"}
    assert missing == {(T.BENEFITS, T.INCOME), (T.FLAT,), (T.INSURANCE,), (T.TREATMENT,)}
    settled = picture_of((T.INCOME, T.ORIENTATION), (T.BENEFITS, T.SHELTER, T.INSURANCE, T.TREATMENT))
    assert not waits(settled, T.ORIENTATION)


def test_e11_open_health_may_delay_and_settled_health_eases():
    shown = picture_of((T.TREATMENT, T.CHANGE, T.WORK))
    assert {one.theme for one in shown.themes[T.TREATMENT].brings if one.edge.id == "E11"} == {T.CHANGE, T.WORK}
    assert not waits(shown, T.CHANGE)
    assert not waits(shown, T.WORK)


@pytest.mark.guide("124-01")
def test_e12_basic_income_support_is_a_main_way_into_insurance():
    shown = picture_of((T.BENEFITS, T.INSURANCE), lives_in_germany=True)
    assert ways(shown, T.INSURANCE) == {("E12", (T.BENEFITS,)): WayState.OPEN}
    assert shown.themes[T.INSURANCE].needs_way
    taken = picture_of((T.INSURANCE,), (T.BENEFITS,), lives_in_germany=True)
    assert ways(taken, T.INSURANCE) == {("E12", (T.BENEFITS,)): WayState.TAKEN}
    assert not taken.themes[T.INSURANCE].waits


def test_e12_who_receives_it_is_on_that_way_already():
    shown = picture_of((T.INSURANCE,), receives_benefits=True, lives_in_germany=True)
    assert ways(shown, T.INSURANCE) == {("E12", (T.BENEFITS,)): WayState.TAKEN}


@pytest.mark.guide("124-01")
def test_e13_an_insured_job_is_a_main_way_into_insurance():
    shown = picture_of((T.REGISTERED_ADDRESS, T.WORK, T.INSURANCE), lives_in_germany=True)
    assert ways(shown, T.INSURANCE) == {("E13", (T.WORK,)): WayState.WAITING}
    either = picture_of((T.WORK, T.INSURANCE), (T.BENEFITS,), lives_in_germany=True)
    assert ways(either, T.INSURANCE)["E13", (T.WORK,)] == WayState.OPEN
    assert not either.themes[T.INSURANCE].waits


@pytest.mark.guide("124-01")
def test_e14_insurance_presupposes_a_residence_in_germany():
    both = (T.REGISTERED_ADDRESS, T.INSURANCE)
    assert waits(picture_of(both, lives_in_germany=False), T.INSURANCE) == {"E14": ({T.REGISTERED_ADDRESS}, True)}
    assert waits(picture_of(both), T.INSURANCE) == {"E14": ({T.REGISTERED_ADDRESS}, False)}
    assert not waits(picture_of(both, lives_in_germany=True), T.INSURANCE)


def test_e15_a_new_insurance_may_bring_back_payments():
    shown = picture_of((T.DEBTS, T.BUDGET), (T.INSURANCE,), newly_insured=True)
    assert {(one.edge.id, one.theme) for one in shown.themes[T.INSURANCE].brings if one.edge.task} == {
        ("E15", T.DEBTS),
        ("E15", T.BUDGET),
    }
    assert BY_ID["E15"].task == EffectTask.CLEAR_BACK_PAYMENT
    assert not waits(shown, T.DEBTS)
    assert "E15" not in brings(picture_of((T.DEBTS,), (T.INSURANCE,), newly_insured=False), T.INSURANCE)


@pytest.mark.guide("122-07")
def test_e16_a_basic_account_needs_no_residence():
    shown = picture_of((T.REGISTERED_ADDRESS, T.FLAT, T.ACCOUNT))
    assert not shown.themes[T.ACCOUNT].waits
    assert [(one.edge.id, one.themes) for one in shown.themes[T.ACCOUNT].does_not_need] == [
        ("E16", (T.REGISTERED_ADDRESS, T.FLAT))
    ]


def test_e17_the_entry_grant_comes_with_work_while_on_basic_income_support():
    chances = picture_of((T.WORK,), (T.BENEFITS,), receives_benefits=True).chances
    assert [(one.edge.id, one.missing) for one in chances[Beyond.ENTRY_GRANT]] == [("E17", (T.WORK,))]
    assert picture_of((), (T.WORK,), receives_benefits=True).chances[Beyond.ENTRY_GRANT] == ()
    assert Beyond.ENTRY_GRANT not in picture_of((T.WORK,), receives_benefits=False).chances


def test_e18_a_first_job_topped_up_or_benefits_alone_secure_the_livelihood():
    shown = picture_of((T.WORK, T.BENEFITS, T.INCOME))
    assert ways(shown, T.INCOME) == {
        ("E18", (T.BENEFITS, T.WORK)): WayState.OPEN,
        ("E18", (T.BENEFITS,)): WayState.OPEN,
    }
    assert ways(picture_of((T.INCOME,), (T.WORK, T.BENEFITS)), T.INCOME)["E18", (T.BENEFITS, T.WORK)] == WayState.TAKEN
    # Who needs no benefits gets along with the job.
    assert ways(picture_of((T.INCOME,), (T.WORK,)), T.INCOME) == {("E18", (T.WORK,)): WayState.TAKEN}


def test_e19_the_postal_address_is_a_way_to_be_reached_and_blocks_nothing():
    shown = picture_of((T.POSTAL_ADDRESS, T.ACCOUNT, T.BENEFITS))
    assert ways(shown, T.ACCOUNT) == {("E19", (T.POSTAL_ADDRESS,)): WayState.OPEN}
    assert ways(shown, T.BENEFITS) == {("E19", (T.POSTAL_ADDRESS,)): WayState.OPEN}
    assert not shown.themes[T.ACCOUNT].waits
    assert ways(picture_of((T.ACCOUNT,), (T.POSTAL_ADDRESS,)), T.ACCOUNT)["E19", (T.POSTAL_ADDRESS,)] == WayState.TAKEN


def test_e20_a_lease_of_the_centre_makes_the_centre_liable():
    shown = picture_of((T.LEASE,), centre_holds_lease=True)
    assert [(one.edge.id, one.theme, one.edge.task) for one in shown.themes[T.LEASE].brings] == [
        ("E20", Beyond.LIABILITY, EffectTask.AGREE_ON_LEASE)
    ]
    assert not brings(picture_of((T.LEASE,), centre_holds_lease=False), T.LEASE)


def test_e21_with_a_safe_income_the_lease_can_pass_on():
    chances = picture_of((T.INCOME,), (T.LEASE,), centre_holds_lease=True).chances
    assert [(one.edge.id, one.missing) for one in chances[Beyond.LEASE_TRANSFER]] == [("E21", (T.INCOME,))]
    assert picture_of((), (T.INCOME,), centre_holds_lease=True).chances[Beyond.LEASE_TRANSFER] == ()
    assert Beyond.LEASE_TRANSFER not in picture_of((T.INCOME,), centre_holds_lease=False).chances


def test_e22_free_movement_is_a_way_to_residence_and_work():
    shown = picture_of((T.RESIDENCE, T.WORK), is_eu=True)
    assert ways(shown, T.RESIDENCE) == {("E22", ()): WayState.OPEN}
    assert ways(shown, T.WORK) == {("E22", ()): WayState.OPEN}
    assert not ways(picture_of((T.RESIDENCE,), is_eu=False), T.RESIDENCE)
    assert [way.sure for way in picture_of((T.RESIDENCE,)).themes[T.RESIDENCE].ways] == [False]


def test_e23_german_is_often_expected_by_employers_and_offices():
    shown = picture_of((T.GERMAN, T.WORK))
    assert waits(shown, T.WORK) == {"E23": ({T.GERMAN}, True)}
    assert [one.missing for one in shown.chances[Beyond.OFFICES]] == [(T.GERMAN,)]
    assert BY_ID["E23"].strength == Strength.OFTEN


def test_e24_training_and_recognition_make_the_search_easier():
    shown = picture_of((T.TRAINING, T.WORK))
    assert brings(shown, T.TRAINING) == {"E24": True}
    assert not waits(shown, T.WORK)


def test_e25_a_course_waits_for_its_conditions_and_a_place():
    assert waits(picture_of((T.COURSE,), has_course_place=False), T.COURSE) == {"E25": ({Beyond.COURSE_PLACE}, True)}
    assert waits(picture_of((T.COURSE,)), T.COURSE) == {"E25": ({Beyond.COURSE_PLACE}, False)}
    assert not waits(picture_of((T.COURSE,), has_course_place=True), T.COURSE)


def test_e26_a_work_opportunity_is_a_way_to_a_regular_job_but_not_the_only_one():
    shown = picture_of((T.BENEFITS, T.WORK))
    assert ways(shown, T.WORK)["E26", (T.BENEFITS,)] == WayState.OPEN
    assert not shown.themes[T.WORK].waits


def test_e27_lower_pay_asks_for_company_and_blocks_nothing():
    shown = picture_of((), (T.WORK,), lower_pay=True)
    assert [(one.edge.id, one.theme, one.edge.task) for one in shown.themes[T.WORK].brings] == [
        ("E27", Beyond.STAYING, EffectTask.PLAN_CHECK_INS)
    ]
    assert not brings(picture_of((), (T.WORK,), lower_pay=False), T.WORK)


@pytest.mark.parametrize("key", ["E28", "E29", "E30"])
def test_e28_e29_e30_speak_of_access_and_are_passed_over_in_a_case(key):
    edge = BY_ID[key]
    assert edge.access
    assert edge not in EDGES_OF_A_CASE
    assert not {node for arc in edge.arcs for node in (*arc.sources, arc.target)} & set(Theme)
    everything = dict.fromkeys(Theme, ThemeState.UNCLEAR)
    without = tuple(other for other in EDGES if other is not edge)
    assert picture(everything, edges=EDGES) == picture(everything, edges=without)
    assert picture(everything, edges=(edge,)).chances == {}


def test_e28_access_leads_over_trust_and_contact_to_counselling():
    steps = [(arc.sources, arc.target) for arc in BY_ID["E28"].arcs]
    assert steps == [
        ((Beyond.OUTREACH,), Beyond.TRUST),
        ((Beyond.TRUST,), Beyond.TIE),
        ((Beyond.TIE,), Beyond.COUNSELLING),
        ((Beyond.COUNSELLING,), Beyond.CLIENT),
    ]


def test_e31_leisure_steadies_and_that_eases_the_change():
    shown = picture_of((T.CONTACTS, T.DAILY_LIFE, T.CHANGE))
    assert [one.theme for one in shown.themes[T.CONTACTS].brings] == [T.DAILY_LIFE]
    assert [one.theme for one in shown.themes[T.DAILY_LIFE].brings] == [T.CHANGE]
    assert not shown.waiting


def test_e32_flat_tax_id_and_job_form_a_circle_with_ways_in():
    shown = picture_of((T.FLAT, T.TAX_ID, T.WORK, T.REGISTERED_ADDRESS, T.BENEFITS), is_eu=False)
    (circle,) = shown.circles
    assert circle.themes == (T.TAX_ID, T.FLAT, T.WORK)
    assert [edge.id for edge in circle.edges] == ["E32"]
    assert circle.sure
    assert {(way.edge.id, way.target, way.through) for way in circle.ways_in} == {
        ("E32", T.TAX_ID, (T.REGISTERED_ADDRESS,)),
        ("E26", T.WORK, (T.BENEFITS,)),
    }


def test_e32_a_registered_address_opens_the_circle():
    shown = picture_of((T.FLAT, T.TAX_ID, T.WORK), (T.REGISTERED_ADDRESS,))
    assert shown.circles == ()
    assert not shown.themes[T.TAX_ID].waits


def test_e33_wages_contributions_and_benefits_go_through_an_account():
    shown = picture_of((T.ACCOUNT, T.WORK, T.INSURANCE, T.BENEFITS))
    assert shown.themes[T.ACCOUNT].frees.directly == (T.BENEFITS, T.INSURANCE, T.WORK)
    assert all(waits(shown, theme)["E33"] == ({T.ACCOUNT}, True) for theme in (T.WORK, T.INSURANCE, T.BENEFITS))


def test_e34_for_eu_citizens_benefits_hang_on_being_a_worker():
    both = (T.RESIDENCE, T.BENEFITS)
    assert waits(picture_of(both, is_eu=True, worker_status=False), T.BENEFITS)["E34"] == ({T.RESIDENCE}, True)
    assert waits(picture_of(both, is_eu=True), T.BENEFITS)["E34"] == ({T.RESIDENCE}, False)
    assert "E34" not in waits(picture_of(both, is_eu=True, worker_status=True), T.BENEFITS)
    assert "E34" not in waits(picture_of(both, is_eu=False), T.BENEFITS)


@pytest.mark.parametrize("edge", EDGES_OF_A_CASE, ids=lambda edge: edge.id)
def test_taking_an_edge_away_changes_a_picture(edge):
    applying = dict.fromkeys((other.condition for other in EDGES if other.condition), True)
    facts = Facts(**applying, worker_status=False, lives_in_germany=False, has_course_place=False, has_job=False)
    everything = dict.fromkeys(Theme, ThemeState.UNCLEAR)
    without = tuple(other for other in EDGES if other is not edge)
    assert picture(everything, facts) != picture(everything, facts, edges=without)


def test_settled_for_now_fulfils_and_says_what_would_last():
    shown = picture(states((T.INCOME,)) | {T.FLAT: ThemeState.SETTLED_FOR_NOW, T.PSYCHE: ThemeState.UNCLEAR})
    assert not waits(shown, T.PSYCHE)
    assert waits(shown, T.FLAT) == {"E03": ({T.INCOME}, True)}
    assert not shown.themes[T.FLAT].waits
    assert waits(picture(states((T.INCOME,)) | {T.FLAT: SETTLED}), T.FLAT) == {}
