"""Where a client stands, pillar by pillar, and how it came to it. Who reads less than RESTRICTED sees fewer themes."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import SessionResult
from cases.models import Situation
from umstieg.access.enums import Part
from umstieg.centre.queries import residence_is_on
from umstieg.core.crypto import keyed_digest
from umstieg.core.formats import capitalised, day, days_ago
from umstieg.core.shown import Shown
from umstieg.guide.enums import NOT_ASKED_GLYPH, PILLAR_OF, RESTRICTED, THEMES_OF, Pillar, Theme, ThemeState
from umstieg.guide.glance import SHOWN, glyph_of, state_of_pillar

from .deadlines import deadlines_of

EARLY_TALKS = 3  # after so many talks health should have come up (KP-3: early)
STALE_DAYS = 180  # after so long a state is asked for again, softly


@dataclass
class ThemeRow(Shown):
    """One theme of a case, ready to print; `state` is "" where nobody has asked."""

    key: str
    label: str
    number: int
    state: str = ""
    state_label: str = ""
    glyph: str = NOT_ASKED_GLYPH
    since: str = ""
    checked: str = ""
    is_stale: bool = False


@dataclass
class PillarCard(Shown):
    key: str
    label: str
    themes: list[ThemeRow] = field(default_factory=list)

    @property
    def noted(self) -> int:
        return sum(bool(row.state) for row in self.themes)


def themes_shown(part) -> list[Theme]:
    """The themes whose state a reader of this part may see, as far as the centre works with them."""
    left_out = themes_off() | (frozenset() if part >= Part.RESTRICTED else RESTRICTED)
    return [theme for theme in Theme if theme not in left_out]


def themes_off() -> frozenset[Theme]:
    """The themes that the centre works without."""
    return frozenset() if residence_is_on() else frozenset(THEMES_OF[Pillar.RESIDENCE])


def states_of(case, part) -> dict[Theme, tuple[ThemeState, datetime.date, datetime.date]]:
    """{theme: (state, since, last confirmed)} as far as the reader may see it; one statement."""
    held = Situation.objects.filter(case=case).values_list("themes", flat=True).first() or {}
    return _seen(held, set(themes_shown(part)))


def states_of_each(cases, part) -> dict[uuid.UUID, dict[Theme, ThemeState]]:
    """{id of a case: {theme: state}} of every case of a query set in which anything is noted; one statement."""
    shown = set(themes_shown(part))
    held = Situation.objects.filter(case__in=cases).values_list("case_id", "themes")
    return {pk: {theme: state for theme, (state, *_dates) in _seen(themes, shown).items()} for pk, themes in held}


def _seen(held, shown):
    return {
        Theme(key): (ThemeState(state), datetime.date.fromisoformat(since), datetime.date.fromisoformat(checked))
        for key, (state, since, checked) in held.items()
        if key in Theme.values and Theme(key) in shown
    }


def situation_room(case, part, *, today=None) -> dict:
    """The board of all pillars, with what is urgent counted."""
    today = today or timezone.localdate()
    states = states_of(case, part)
    cards = {pillar: PillarCard(pillar.value, str(pillar.label)) for pillar in Pillar}
    for theme in themes_shown(part):
        cards[PILLAR_OF[theme]].themes.append(theme_row(theme, states.get(theme), today))
    return {
        "pillars": [card for card in cards.values() if card.themes],
        "noted": len(states),
        "urgent": [str(theme.label) for theme, (state, *_dates) in states.items() if state == ThemeState.URGENT],
        "health_waits": part >= Part.RESTRICTED and _health_waits(case, states),
        "deadlines": deadlines_of(case, part, today=today),
        "hides": part < Part.RESTRICTED,
    }


def _health_waits(case, states) -> bool:
    """Whether some talks have been held and nobody has asked about anything of her health (key points: early)."""
    if state_of_pillar(Pillar.HEALTH, {theme: held[0] for theme, held in states.items()}) is not None:
        return False
    held = case.sessions.filter(result=SessionResult.HELD).values_list("pk")[:EARLY_TALKS]
    return len(held) == EARLY_TALKS


def pillar_card(states, part, pillar, *, today) -> PillarCard:
    """One pillar of the board, by the states that a reader sees."""
    rows = [theme_row(theme, states.get(theme), today) for theme in themes_shown(part) if PILLAR_OF[theme] == pillar]
    return PillarCard(pillar.value, str(pillar.label), rows)


def theme_row(theme, held, today) -> ThemeRow:
    row = ThemeRow(theme.value, capitalised(str(theme.label)), theme.number)
    if held:
        state, since, checked = held
        row.state, row.state_label, row.glyph = state.value, str(state.label), state.glyph
        row.since, row.checked = day(since), days_ago(checked, today)
        row.is_stale = (today - checked).days > STALE_DAYS and state != ThemeState.NO_ISSUE
    return row


def theme_history(case, theme) -> list[dict]:
    """What was noted about a theme, the newest first; it lies encrypted, so all entries are looked through."""
    rows = case.theme_entries.select_related("noted_by").order_by("-noted_at", "-pk")
    return [
        {
            "state": str(ThemeState(one.state).label),
            "glyph": ThemeState(one.state).glyph,
            "since": day(one.since_on),
            "noted": day(timezone.localtime(one.noted_at).date()),
            "who": one.noted_by.name,
            "note": one.note,
            "is_confirmation": one.is_confirmation,
        }
        for one in rows
        if one.theme == theme
    ]


def theme_key(case_pk, theme) -> str:
    """The id under which what is typed about a theme of a case is kept; it tells neither to whom has no keys."""
    return str(uuid.UUID(keyed_digest("theme", str(case_pk), theme.value)[:32]))


def theme_of_key(key, cases) -> tuple | None:
    """(id of the case, theme) of such an id among `cases` (ids), or None."""
    pairs = ((case, theme) for case in cases for theme in Theme)
    return next(((case, theme) for case, theme in pairs if theme_key(case, theme) == str(key)), None)


def add_glances(rows) -> None:
    """Give rows of one's own running cases a sign for each pillar; one statement, whatever their number."""
    by_case = {row.id: row for row in rows if not row.closed}
    found = Situation.objects.filter(case__in=by_case).values_list("case", "themes")
    held = {str(case): themes for case, themes in found}
    for pk, row in by_case.items():
        themes = held.get(pk, {})
        states = {Theme(key): ThemeState(value[0]) for key, value in themes.items() if key in Theme.values}
        row.pillars = [_glance(pillar, state_of_pillar(pillar, states)) for pillar in SHOWN]


def _glance(pillar, state) -> dict:
    said = str(state.label) if state else _("not asked")
    return {"glyph": glyph_of(state), "label": str(pillar.label), "state": said}
