"""What holds in the picture of every case, whatever its states, its facts and the edges are."""

import time
from dataclasses import fields, replace

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from umstieg.guide.edges import EDGES, Arc, Edge
from umstieg.guide.engine import picture
from umstieg.guide.enums import (
    KEY_POINTS,
    PILLAR_OF,
    RESTRICTED,
    THEMES_OF,
    EdgeKind,
    Pillar,
    Standing,
    Strength,
    Theme,
    ThemeState,
    WayState,
)
from umstieg.guide.facts import Facts

from .telling import NO_ISSUE, OPEN, SETTLED, picture_of, states, waits

T = Theme
EVERYTHING_OPEN = dict.fromkeys(Theme, OPEN)
EU_WORKER = Facts(is_eu=True, needs_permit=False, worker_status=True, lives_in_germany=True)

always = settings(deadline=None, max_examples=150, derandomize=True, database=None)
some_states = st.dictionaries(st.sampled_from(Theme), st.sampled_from(ThemeState))
some_facts = st.builds(
    Facts,
    **{field.name: st.sampled_from((None, True, False)) for field in fields(Facts) if field.name != "insurance"},
    insurance=st.sampled_from((None, "covered", "partly", "pending", "none", "unknown")),
)
some_themes = st.lists(st.sampled_from(Theme), min_size=2, max_size=8, unique=True)


def edge(key, kind, *arcs):
    return Edge(key, kind, arcs, "…", "…")


def waiting(shown):
    """Everything that is waited for: theme, edge, what is missing, whether surely."""
    return {
        (theme, found.edge.id, found.missing, found.sure)
        for theme, one in shown.themes.items()
        for found in one.waits_for
        if one.standing == Standing.OPEN
    }


def what_blocks(shown):
    """The parts of a picture that effects and "no precondition" have no say in."""
    waits_on = {theme: (one.waits, one.needs_way, one.waits_for, one.frees) for theme, one in shown.themes.items()}
    return waits_on, shown.circles, shown.unlocks_most, shown.chances


# --- what never happens --------------------------------------------------------------------------------


@always
@given(some_states, some_facts, st.sampled_from(Theme))
def test_settling_a_theme_lets_no_theme_wait_for_more(before, facts, theme):
    first, then = picture(before, facts), picture(before | {theme: SETTLED}, facts)
    assert waiting(then) <= waiting(first)
    assert all(one.waits <= first.themes[key].waits for key, one in then.themes.items())
    assert all(one.needs_way <= first.themes[key].needs_way for key, one in then.themes.items())
    assert all(
        set(found) <= set(first.chances[beyond]) and beyond in first.chances for beyond, found in then.chances.items()
    )


@always
@given(some_states, some_facts, some_themes)
def test_a_no_precondition_edge_never_blocks(before, facts, themes):
    more = edge("X1", EdgeKind.NON, Arc(tuple(themes[1:]), themes[0]))
    assert what_blocks(picture(before, facts, (*EDGES, more))) == what_blocks(picture(before, facts))
    assert not waiting(picture(before, facts, (more,)))


@always
@given(some_states, some_facts, some_themes)
def test_an_effect_never_blocks(before, facts, themes):
    more = edge("X1", EdgeKind.EFFECT, Arc(tuple(themes[1:]), themes[0]))
    assert what_blocks(picture(before, facts, (*EDGES, more))) == what_blocks(picture(before, facts))
    without = tuple(other for other in EDGES if other.kind != EdgeKind.EFFECT)
    assert what_blocks(picture(before, facts, without)) == what_blocks(picture(before, facts))


@always
@given(some_states, some_facts)
def test_nothing_waits_for_leaving_the_previous_work(before, facts):
    assert not [found for found in waiting(picture(before, facts)) if T.CHANGE in found[2]]


@always
@given(some_states, some_facts, st.randoms(use_true_random=False))
def test_the_order_of_edges_and_states_says_nothing(before, facts, chance):
    shuffled, mixed = list(EDGES), list(before.items())
    chance.shuffle(shuffled)
    chance.shuffle(mixed)
    assert picture(dict(mixed), facts, tuple(shuffled)) == picture(before, facts)


# --- circles -------------------------------------------------------------------------------------------


@always
@given(some_themes, st.integers(0, 7))
def test_a_circle_is_found_wherever_it_begins_and_ranks_nothing(themes, turn):
    steps = list(zip(themes, [*themes[1:], themes[0]], strict=True))
    ring = [edge(f"X{at}", EdgeKind.PRE, Arc((source,), target)) for at, (source, target) in enumerate(steps)]
    turned = (*ring[turn % len(ring) :], *ring[: turn % len(ring)])
    shown = picture(EVERYTHING_OPEN, edges=turned)
    (circle,) = shown.circles
    assert set(circle.themes) == set(themes)
    assert circle.ways_in == ()
    assert circle.sure
    assert shown.unlocks_most is None
    assert all(shown.themes[theme].in_circle == (theme in themes) for theme in Theme)


@always
@given(some_states, some_facts)
def test_every_theme_of_a_circle_waits_for_another_one_of_it(before, facts):
    shown = picture(before, facts)
    for circle in shown.circles:
        members = set(circle.themes)
        assert all(any(members & set(one.missing) for one in shown.themes[theme].waits_for) for theme in circle.themes)
        assert shown.unlocks_most is None or shown.unlocks_most.theme not in members
        assert not any(members & set(way.through) for way in circle.ways_in)


def test_two_circles_stay_two_when_one_leads_to_the_other():
    ring = [(T.DEBTS, T.BUDGET), (T.BUDGET, T.DEBTS), (T.BUDGET, T.LEASE), (T.LEASE, T.FLAT), (T.FLAT, T.LEASE)]
    edges = tuple(edge(f"X{at}", EdgeKind.PRE, Arc((source,), target)) for at, (source, target) in enumerate(ring))
    shown = picture(EVERYTHING_OPEN, edges=edges)
    assert [circle.themes for circle in shown.circles] == [(T.BUDGET, T.DEBTS), (T.FLAT, T.LEASE)]


def test_a_chain_is_no_circle():
    chain = edge("X1", EdgeKind.PRE, Arc((T.DEBTS,), T.BUDGET), Arc((T.BUDGET,), T.LEASE), Arc((T.LEASE,), T.FLAT))
    assert picture(EVERYTHING_OPEN, edges=(chain,)).circles == ()


# --- what frees the most -------------------------------------------------------------------------------


@always
@given(some_states, some_facts)
def test_what_is_freed_is_what_is_reached_over_sure_waits_of_asked_themes(before, facts):
    """Against a second, plain way to find it."""
    shown = picture(before, facts)
    onward = {theme: set() for theme in Theme}
    for theme, one in shown.themes.items():
        if one.standing != Standing.OPEN or not one.asked:
            continue
        causes = {source for found in one.waits_for if found.sure for source in found.missing}
        if one.needs_way:
            causes |= {
                source
                for way in one.ways
                if way.sure and way.edge.strength == Strength.MAIN_WAY
                for source in way.through
            }
        for source in causes & set(Theme):
            if shown.themes[source].standing == Standing.OPEN and shown.themes[source].asked:
                onward[source].add(theme)
    for theme, one in shown.themes.items():
        reached, todo = set(), [theme]
        while todo:
            new = onward[todo.pop()] - reached
            reached |= new
            todo += new
        assert set(one.frees.directly) == onward[theme] - {theme}
        assert set(one.frees.after) == reached - onward[theme] - {theme}
        assert set(one.frees.at_once) <= set(one.frees.directly)
        then = picture(before | {theme: SETTLED}, facts)
        assert all(not then.themes[other].waits for other in one.frees.at_once)
    totals = [one.frees.total for one in shown.themes.values() if not one.in_circle]
    assert (shown.unlocks_most.frees.total if shown.unlocks_most else 0) == max(totals)


def test_nothing_is_named_where_nothing_waits():
    assert picture({}).unlocks_most is None
    assert picture_of((T.PAPERS, T.DEBTS, T.CONTACTS)).unlocks_most is None
    assert picture(dict.fromkeys(Theme, SETTLED)).unlocks_most is None


def test_of_equals_the_one_that_frees_more_directly_is_named_then_the_guides_word_then_the_order_of_pillars():
    def pre(key, source, target, **more):
        return replace(edge(key, EdgeKind.PRE, Arc((source,), target)), **more)

    long, wide = (T.BENEFITS, T.ACCOUNT, T.BUDGET), (T.GERMAN, T.COURSE, T.TRAINING)
    edges = (
        pre("X1", long[0], long[1]),
        pre("X2", long[1], long[2]),
        pre("X3", wide[0], wide[1]),
        pre("X4", wide[0], wide[2]),
    )
    assert picture(EVERYTHING_OPEN, edges=edges).unlocks_most.theme == T.GERMAN
    equal = (pre("X1", T.BENEFITS, T.ACCOUNT), pre("X2", T.GERMAN, T.COURSE))
    assert picture(EVERYTHING_OPEN, edges=equal).unlocks_most.theme == T.BENEFITS
    outside = (pre("X1", T.BENEFITS, T.ACCOUNT, external=True), pre("X2", T.GERMAN, T.COURSE))
    assert picture(EVERYTHING_OPEN, edges=outside).unlocks_most.theme == T.GERMAN


def test_the_picture_of_the_mockup_names_the_registered_address_with_three_and_three():
    shown = picture(
        states(
            (T.BENEFITS, T.TAX_ID, T.INCOME, T.FLAT, T.INSURANCE, T.COURSE, T.WORK),
            (T.POSTAL_ADDRESS, T.RESIDENCE),
        )
        | {
            T.REGISTERED_ADDRESS: ThemeState.URGENT,
            T.ACCOUNT: ThemeState.IN_PROGRESS,
            T.GERMAN: ThemeState.IN_PROGRESS,
            T.SHELTER: ThemeState.SETTLED_FOR_NOW,
        },
        EU_WORKER,
    )
    most = shown.unlocks_most
    assert most.theme == T.REGISTERED_ADDRESS
    assert most.frees.directly == (T.BENEFITS, T.TAX_ID, T.WORK)
    assert most.frees.after == (T.INCOME, T.FLAT, T.INSURANCE)
    assert [edge.id for edge in most.edges] == ["E01", "E02", "E32"]
    with translation.override("de"):
        assert most.reason == (
            "3 Themen warten direkt darauf (Leistungen, Steuer-ID, Arbeit), "
            "3 weitere danach (Einkommen, Wohnung, Krankenversicherung)."
        )
    assert [one.theme for one in shown.possible_now] == [
        T.ACCOUNT,
        T.REGISTERED_ADDRESS,
        T.GERMAN,
        T.COURSE,
    ]
    assert shown.themes[T.REGISTERED_ADDRESS].glyph == "urgent"
    assert shown.themes[T.BENEFITS].glyph == "wait"
    assert shown.themes[T.ACCOUNT].glyph == "work"


# --- what is not known ---------------------------------------------------------------------------------


def test_a_theme_nobody_asked_about_counts_as_open_is_marked_and_only_may_matter():
    shown = picture_of((T.BENEFITS,), not_asked=(T.REGISTERED_ADDRESS,))
    address = shown.themes[T.REGISTERED_ADDRESS]
    assert (address.standing, address.asked, address.glyph) == (Standing.OPEN, False, "open")
    assert waits(shown, T.BENEFITS) == {"E01": ({T.REGISTERED_ADDRESS}, False)}
    assert shown.themes[T.BENEFITS].may_wait
    assert not shown.themes[T.BENEFITS].waits
    assert address.frees.perhaps == (T.BENEFITS,)
    assert shown.unlocks_most is None
    assert shown.not_asked == (T.REGISTERED_ADDRESS,)


def test_a_theme_that_is_no_issue_is_asked_of_nobody():
    shown = picture_of((T.BENEFITS, T.WORK, T.ORIENTATION))
    assert not waits(shown, T.BENEFITS)
    assert not waits(shown, T.WORK)
    assert not waits(shown, T.ORIENTATION)


def test_what_could_stand_in_and_is_no_issue_helps_nobody():
    assert waits(picture_of((T.INCOME, T.ORIENTATION)), T.ORIENTATION) == {"E10": ({T.INCOME}, True)}
    assert waits(picture_of((T.INSURANCE, T.REGISTERED_ADDRESS), lives_in_germany=False), T.INSURANCE) == {
        "E14": ({T.REGISTERED_ADDRESS}, True)
    }


def test_who_has_a_registered_address_is_shown_no_circle():
    assert picture_of((T.FLAT, T.TAX_ID, T.WORK)).circles == ()


def test_a_way_through_what_is_no_issue_is_no_way():
    assert [way.edge.id for way in picture_of((T.INSURANCE, T.WORK)).themes[T.INSURANCE].ways] == ["E13"]
    assert not picture_of((T.INSURANCE,), lives_in_germany=True).themes[T.INSURANCE].waits


def test_a_state_of_none_is_like_no_state():
    assert picture({T.FLAT: None}) == picture({})


# --- scenario e.1-4 ------------------------------------------------------------------------------------


@pytest.fixture
def first_picture():
    """Lives at the workplace, uninsured, worker status unclear; the rest has not been talked about."""
    return picture(
        {
            T.SHELTER: ThemeState.URGENT,
            T.REGISTERED_ADDRESS: OPEN,
            T.BENEFITS: OPEN,
            T.INSURANCE: ThemeState.URGENT,
            T.RESIDENCE: OPEN,
            T.WORK: OPEN,
            T.CHANGE: OPEN,
        },
        Facts(lives_at_work=True, is_eu=True, needs_permit=False, lives_in_germany=True, insurance="none"),
    )


def test_e_1_4_the_picture_shows_what_waits_for_what(first_picture):
    benefits, insurance = first_picture.themes[T.BENEFITS], first_picture.themes[T.INSURANCE]
    assert waits(first_picture, T.BENEFITS) == {
        "E01": ({T.REGISTERED_ADDRESS}, True),
        "E05": ({T.RESIDENCE}, True),
        "E33": ({T.ACCOUNT}, False),
        "E34": ({T.RESIDENCE, T.WORK}, False),
    }
    assert {way.edge.id: way.state for way in insurance.ways} == {"E12": WayState.WAITING, "E13": WayState.WAITING}
    assert benefits.waits
    assert insurance.needs_way
    assert waits(first_picture, T.CHANGE)["E07"] == ({T.SHELTER, T.FLAT}, False)
    assert [one.edge.task for one in first_picture.themes[T.CHANGE].brings][:1] == ["FIND_PLACE_FIRST"]
    assert first_picture.unlocks_most.theme == T.REGISTERED_ADDRESS
    assert first_picture.unlocks_most.frees.after == (T.INSURANCE,)


def test_e_1_4_she_can_start_anywhere(first_picture):
    assert {one.theme for one in first_picture.possible_now} >= {T.SHELTER, T.REGISTERED_ADDRESS, T.RESIDENCE}
    # Nothing of a picture says that something may not be begun.
    assert not [name for one in first_picture.themes.values() for name in one._fields if "lock" in name]


# --- themes and pillars --------------------------------------------------------------------------------


def test_every_theme_stands_under_one_pillar_in_the_order_of_the_page():
    assert [theme for themes in THEMES_OF.values() for theme in themes] == list(Theme)
    assert set(PILLAR_OF) == set(Theme)
    assert list(THEMES_OF) == list(Pillar)
    assert [one.theme for one in picture({}).of(Pillar.HEALTH)] == list(THEMES_OF[Pillar.HEALTH])


def test_the_key_points_of_the_guide_are_found_among_the_themes():
    assert list(KEY_POINTS) == ["KP-1", "KP-2", "KP-3", "KP-4", "KP-5"]
    for key, pillar in (("KP-1", Pillar.MONEY), ("KP-2", Pillar.HOUSING), ("KP-3", Pillar.HEALTH)):
        assert set(KEY_POINTS[key]) <= set(THEMES_OF[pillar])


def test_health_residence_addiction_and_trauma_are_restricted():
    assert {T.INSURANCE, T.PSYCHE, T.TREATMENT, T.ADDICTION, T.RESIDENCE, T.FAMILY_REUNION, T.TRAUMA} == RESTRICTED
    shown = picture({})
    assert {theme for theme, one in shown.themes.items() if one.restricted} == RESTRICTED


def test_an_insurance_applied_for_is_none_yet():
    known = {group: Facts(insurance=group).uninsured for group in ("none", "pending", "covered", "partly", "unknown")}
    assert known == {"none": True, "pending": True, "covered": False, "partly": False, "unknown": None}


def test_ten_thousand_cases_are_looked_through_in_a_moment():
    cases = [
        {theme: list(ThemeState)[(at + 7 * place) % 6] for place, theme in enumerate(Theme) if (at + place) % 5}
        for at in range(10_000)
    ]
    begun = time.process_time()
    for at, known in enumerate(cases):
        picture(known, EU_WORKER if at % 2 else Facts(is_eu=False, lives_at_work=True))
    assert time.process_time() - begun < 6
    assert NO_ISSUE in cases[0].values()
