"""Tasks and agreements that wait for somebody: for Heute, the list of tasks and the look through the network."""

from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from network.models import Agreement, Liaison, PartnerTask
from umstieg.core.composed import ask, count
from umstieg.core.formats import day
from umstieg.core.shown import Shown

MOST = 200
COLUMNS = ("pk", "text", "due_on", "organisation", "organisation__name", "assigned_to", "assigned_to__name")


@dataclass
class PartnerTaskRow(Shown):
    """One open task with a partner, ready to print."""

    id: str
    text: str
    due: str
    is_overdue: bool
    partner_id: str
    partner: str
    who: str
    is_mine: bool


def open_partner_tasks(user, *, everybody=False, today=None) -> list[PartnerTaskRow]:
    """Open tasks with partners, the next due first: hers, or with `everybody` hers and then those of all others."""

    def build(reader):
        rows = PartnerTask.objects.filter(settled_at=None)
        return _values(rows if everybody else rows.filter(assigned_to=reader))

    rows = _rows(ask(("partner_tasks", everybody), build, reader=user.pk), user, today)
    return sorted(rows, key=lambda row: not row.is_mine)


def tasks_with(organisation, user, *, today=None) -> list[PartnerTaskRow]:
    """Open tasks with one partner."""
    return _rows(_values(organisation.tasks.filter(settled_at=None)), user, today)


def _values(tasks):
    return tasks.order_by(F("due_on").asc(nulls_last=True), "created_at", "pk").values_list(*COLUMNS)[:MOST]


def _rows(values, user, today):
    today = today or timezone.localdate()
    return [
        PartnerTaskRow(
            id=str(pk),
            text=text,
            due=day(due_on),
            is_overdue=due_on is not None and due_on < today,
            partner_id=str(partner),
            partner=name,
            who=who,
            is_mine=assigned == user.pk,
        )
        for pk, text, due_on, partner, name, assigned, who in values
    ]


def partner_tasks_due(user, today) -> int:
    """How many tasks with partners are due for her today, overdue ones with them."""
    return count(
        ("partner_tasks_due", today),
        lambda reader: (
            PartnerTask.objects.filter(settled_at=None, assigned_to=reader, due_on__lte=today)
            .order_by()
            .values_list("pk")[:MOST]
        ),
        reader=user.pk,
    )


def agreements_due(user, today) -> int:
    """How many agreements of relations she holds are to be looked through."""

    def build(reader):
        hers = Liaison.objects.filter(until=None, user=reader).values("organisation")
        due = Agreement.objects.standing().filter(Q(review_on__lte=today), organisation__in=hers)
        return due.filter(organisation__ended_on=None).order_by().values_list("pk")[:MOST]

    return count(("agreements_due", today), build, reader=user.pk)
