"""Reading the log."""

from collections import defaultdict

from django.core.paginator import Paginator

from umstieg.access.enums import Part
from umstieg.core.formats import moment

from .events import label_of
from .models import AuditedCase, AuditEvent, Channel, Outcome

PAGE = 50
CASES_SHOWN = 6


def log_page(*, page=1, case_number="", event="", since=None, until=None):
    """A page of the log, newest first, as (page object, rows ready to print); by case, kind and period only."""
    events = AuditEvent.objects.order_by("-seq")
    if case_number:
        events = events.filter(seq__in=AuditedCase.objects.filter(case_number=case_number).values("seq"))
    if event:
        events = events.filter(event=event)
    if since:
        events = events.filter(at__date__gte=since)
    if until:
        events = events.filter(at__date__lte=until)
    shown = Paginator(events, PAGE).get_page(page)
    events = list(shown.object_list)
    numbers = defaultdict(list)
    for seq, number in (
        AuditedCase.objects.filter(seq__in=[row.seq for row in events])
        .order_by("case_number")
        .values_list("seq", "case_number")
        .distinct()
    ):
        numbers[seq].append(number)
    return shown, [_row(row, numbers[row.seq]) for row in events]


def _row(event, numbers):
    parts = {act["part"] for act in event.acts if act["part"]}
    highest = max((Part[name] for name in parts if name in Part.__members__), default=None)
    return {
        "seq": event.seq,
        "at": moment(event.at, seconds=True),
        "actor": event.actor_label or "–",
        "labels": list(dict.fromkeys(str(label_of(act["event"])) for act in event.acts)),
        "part": highest.label if highest else "",
        "cases": numbers[:CASES_SHOWN],
        "more_cases": max(0, len(numbers) - CASES_SHOWN),
        "refused": event.outcome == Outcome.REFUSED,
        "outcome": Outcome(event.outcome).label,
        "reason": next((act["reason"] for act in event.acts if act["reason"]), ""),
        "channel": Channel(event.channel).label,
        "changes": event.entry_count,
    }
