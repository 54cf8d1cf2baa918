"""The checklists of a case, in two statements. Who reads less than RESTRICTED sees none on a protected theme."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from cases.enums import ItemState
from cases.models import Checklist, ChecklistItem
from umstieg.access.enums import Part
from umstieg.codelists.queries import Labels
from umstieg.core.formats import capitalised, day
from umstieg.core.shown import Shown
from umstieg.guide.enums import RESTRICTED, Theme
from umstieg.guide.queries import checklists_on


@dataclass
class PointRow(Shown):
    """One point, ready to print. `next_id`: the one below it, or itself where it is the last."""

    id: int
    text: str
    state: str
    settled: str = ""
    who: str = ""
    language: str = ""
    next_id: int = 0

    @property
    def is_open(self) -> bool:
        return self.state == ItemState.OPEN

    @property
    def is_not_needed(self) -> bool:
        return self.state == ItemState.NOT_NEEDED


@dataclass
class ListCard(Shown):
    id: str
    title: str
    theme: str
    theme_number: int
    started: str
    who: str
    is_away: bool
    points: list[PointRow] = field(default_factory=list)

    @property
    def settled(self) -> int:
        return sum(not row.is_open for row in self.points)

    @property
    def is_finished(self) -> bool:
        return bool(self.points) and self.settled == len(self.points)


def checklists_room(case, part) -> dict:
    """The lists in use, the newest first, and those that were put away."""
    cards = []
    rows = Checklist.objects.filter(case=case).order_by("-started_at", "-pk")
    for pk, title, theme, at, who, away in rows.values_list(
        "pk", "title", "theme", "started_at", "started_by__name", "put_away_at"
    ):
        if _is_hidden(theme, part):
            continue
        label, number = (capitalised(str(Theme(theme).label)), Theme(theme).number) if theme else ("", 0)
        started = day(timezone.localtime(at).date())
        cards.append(ListCard(str(pk), title, label, number, started, who, away is not None))
    _fill(cards)
    return {
        "lists": [card for card in cards if not card.is_away],
        "away": [card for card in cards if card.is_away],
        "hides": part < Part.RESTRICTED,
    }


def lists_of_theme(case, theme, part) -> dict:
    """The lists in use on a theme and those of the centre that could be started, as far as a reader may see them."""
    lists = [card for card in checklists_room(case, part)["lists"] if card.theme_number == theme.number]
    in_use = {card.title for card in lists}
    return {"lists": lists, "offered": [one for one in checklists_on(theme) if one.title not in in_use]}


def _is_hidden(theme, part):
    return part < Part.RESTRICTED and theme in RESTRICTED


def _fill(cards):
    labels, found = Labels("language"), defaultdict(list)
    rows = ChecklistItem.objects.filter(checklist__in=[card.id for card in cards]).order_by("place", "pk")
    for of, pk, text, state, settled, who, language in rows.values_list(
        "checklist", "pk", "text", "state", "settled_on", "settled_by__name", "language"
    ):
        found[str(of)].append(PointRow(pk, text, state, day(settled), who or "", labels("language", language)))
    for card in cards:
        card.points = found[card.id]
        for row, below in zip(card.points, [*card.points[1:], *card.points[-1:]], strict=True):
            row.next_id = below.id
