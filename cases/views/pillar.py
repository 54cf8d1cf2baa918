"""A pillar of the situation in full: its themes, and the entries behind them."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.queries.case_file import case_file
from cases.queries.money import money_room
from cases.queries.situation import pillar_card
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.guide.enums import Pillar

from .file import room
from .lookup import case_seen_by


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def money(request, pk):
    """What she lives on: incomes, claims, papers, debts, the budget of a month."""
    return _room(request, pk, Part.NOTES, "money", Pillar.MONEY, money_room)


def _room(request, pk, part, name, pillar, read):
    case = case_seen_by(request.user, pk, part)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    today = timezone.localdate()
    shown = {"file": file, "case": case, "room": name, "pillar": pillar_card(case, file.part, pillar, today=today)}
    return room(request, shown | {name: read(case, today=today)})
