"""Two cases as a counsellor meets them, and the themes and pillars they are told in."""

import pytest
from django.utils import translation

from umstieg.guide.engine import picture
from umstieg.guide.enums import (
    KEY_POINTS,
    PILLAR_OF,
    RESTRICTED,
    THEMES_OF,
    EffectTask,
    Pillar,
    Theme,
    ThemeState,
    WayState,
)
from umstieg.guide.facts import Facts

from .telling import OPEN, states, waits

T = Theme
EU_WORKER = Facts(is_eu=True, needs_permit=False, worker_status=True, lives_in_germany=True)


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
    assert "E14" in [one.edge.id for one in insurance.met]
    assert benefits.waits
    assert insurance.needs_way
    assert waits(first_picture, T.CHANGE)["E07"] == ({T.SHELTER, T.FLAT}, False)
    assert [task for task, _effect in first_picture.themes[T.CHANGE].tasks] == [EffectTask.FIND_PLACE_FIRST]
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
