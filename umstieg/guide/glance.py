"""One sign for a whole pillar, for a list: what presses most comes first (key points: three pillars carry the rest)."""

from .enums import NOT_ASKED_GLYPH, THEMES_OF, Pillar, Theme, ThemeState

#: The three pillars that a list shows; residence stands in no list (125-V).
SHOWN = (Pillar.MONEY, Pillar.HOUSING, Pillar.HEALTH)
_MOST_PRESSING = (
    ThemeState.URGENT,
    ThemeState.IN_PROGRESS,
    ThemeState.UNCLEAR,
    ThemeState.SETTLED_FOR_NOW,
    ThemeState.SETTLED,
    ThemeState.NO_ISSUE,
)


def state_of_pillar(pillar: Pillar, states: dict[Theme, ThemeState]) -> ThemeState | None:
    """The state of its themes that presses most; None where nobody has asked about any."""
    held = {states[theme] for theme in THEMES_OF[pillar] if theme in states}
    return next((state for state in _MOST_PRESSING if state in held), None)


def glyph_of(state: ThemeState | None) -> str:
    return NOT_ASKED_GLYPH if state is None else state.glyph
