"""A pillar of the situation in full: its themes, and the entries behind them."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.queries.case_file import case_file
from cases.queries.contradictions import contradictions_told
from cases.queries.health import health_room
from cases.queries.housing import housing_room
from cases.queries.money import money_room
from cases.queries.residence import residence_room
from cases.queries.situation import pillar_card, states_of
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.guide.enums import PILLAR_OF, Pillar
from umstieg.guide.facts import Facts
from umstieg.guide.queries import ruled_tips
from umstieg.guide.tips import tips_of_pillar

from .file import room
from .lookup import case_seen_by, must_be_on


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def money(request, pk):
    """What she lives on: incomes, claims, papers, debts, the budget of a month."""
    return _room(request, pk, Part.NOTES, "money", Pillar.MONEY, money_room, by_part=True)


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def housing(request, pk):
    """Where she lives, her addresses, the search for a flat."""
    return _room(request, pk, Part.NOTES, "housing", Pillar.HOUSING, housing_room)


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def health(request, pk):
    """How she is insured, and what help for her health is looked for."""
    return _room(request, pk, Part.RESTRICTED, "health", Pillar.HEALTH, health_room)


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def residence(request, pk):
    """On what her residence rests; a centre may work without it."""
    return _room(request, pk, Part.RESTRICTED, "residence", Pillar.RESIDENCE, residence_room)


def _room(request, pk, part, name, pillar, read, *, by_part=False):
    """A room with the tips of the guide beside it, first those that a fact of this case makes matter."""
    must_be_on(name)
    case = case_seen_by(request.user, pk, part)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    today = timezone.localdate()
    shown = read(case, today=today, **({"part": file.part} if by_part else {}))
    facts = Facts(**shown.pop("facts"))
    tips = sorted(tips_of_pillar(pillar, facts), key=lambda tip: _matters(tip, facts))
    held = states_of(case, file.part)
    card = pillar_card(held, file.part, pillar, today=today)
    states = {theme: held[theme][0] for theme in held if PILLAR_OF[theme] == pillar}
    told = {"pillar": card, "tips": ruled_tips(tips), "may_tell": False}
    told["contradictions"] = contradictions_told(
        case, states, shown.pop("entries"), today=today, is_writable=file.is_writable
    )
    return room(request, {"file": file, "case": case, "room": name, name: shown, **told})


def _matters(tip, facts) -> int:
    """0: a fact of the case makes it matter; 1: it always does; 2: nobody knows. What does not is left out before."""
    return 1 if not tip.when else 0 if tip.applies(facts) else 2
