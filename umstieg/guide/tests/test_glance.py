"""One sign for a pillar: what presses most."""

from hypothesis import given
from hypothesis import strategies as st

from umstieg.guide.enums import THEMES_OF, Pillar, Theme, ThemeState
from umstieg.guide.glance import SHOWN, glyph_of, state_of_pillar

STATES = st.dictionaries(st.sampled_from(Theme), st.sampled_from(ThemeState))


def test_urgent_comes_before_all_and_not_an_issue_last():
    first, second = THEMES_OF[Pillar.HOUSING][:2]
    assert state_of_pillar(Pillar.HOUSING, {first: ThemeState.SETTLED, second: ThemeState.URGENT}) == ThemeState.URGENT
    assert (
        state_of_pillar(Pillar.HOUSING, {first: ThemeState.NO_ISSUE, second: ThemeState.SETTLED}) == ThemeState.SETTLED
    )
    assert state_of_pillar(Pillar.HOUSING, {}) is None
    assert glyph_of(None) == "open"


def test_residence_stands_in_no_list():
    assert Pillar.RESIDENCE not in SHOWN


@given(STATES, st.sampled_from(Pillar))
def test_a_pillar_says_nothing_of_another_and_only_what_was_noted(states, pillar):
    own = {theme: state for theme, state in states.items() if theme in THEMES_OF[pillar]}
    found = state_of_pillar(pillar, states)
    assert found == state_of_pillar(pillar, own)
    assert found in {*own.values(), None}
    assert (found is None) == (not own)
