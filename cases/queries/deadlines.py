"""Days that must not be missed: those whose reminder has come, for Heute; all of one case, for its situation."""

import datetime
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import DISCREET_DEADLINES, DeadlineKind
from cases.models import Deadline
from umstieg.access.enums import Part
from umstieg.access.readers import Reader
from umstieg.centre.queries import residence_is_on
from umstieg.core.composed import ask
from umstieg.core.formats import capitalised, day
from umstieg.core.shown import Shown

from .case_list import own_cases

MOST = 100
NAMED_AFTER_ENTRY = frozenset({DeadlineKind.ANSWER, DeadlineKind.GRANT})  # the others say it by themselves
ROOMS = {  # where an entry of a kind stands, by the name of its model
    "paper": "cases:money",
    "benefitclaim": "cases:money",
    "dwelling": "cases:housing",
    "insurance": "cases:health",
    "healthclaim": "cases:health",
    "residencetitle": "cases:residence",
}


@dataclass
class DeadlineRow(Shown):
    """One deadline ready to print. `case_id` and what stands with it only where it is not the page of its case."""

    id: int
    label: str
    ends: str
    left: str
    room: str
    is_over: bool = False
    is_due: bool = False
    case_id: str = ""
    case_number: str = ""
    pseudonym: str = ""


def due_deadlines(user, *, today) -> list[DeadlineRow]:
    """Reminders that have come, of her own running cases, what ends first on top. One statement.

    What is specially protected is told without its kind: somebody may look over her shoulder.
    """

    def build(reader):
        own = own_cases(Reader.like(user, reader)).filter(closed_on=None).order_by()
        due = Deadline.objects.filter(case__in=own).due(today).select_related()
        return due.order_by("next_on", "pk").values_list(
            "pk", "facts", "case_id", "case__number", "case__client__pseudonym"
        )[:MOST]

    found = ask(("due_deadlines", today, Reader.like(user)), build, reader=user.pk)
    rows = [
        (_row(pk, facts, today, is_discreet=True), str(case), number, pseudonym)
        for pk, facts, case, number, pseudonym in found
        if not is_off(facts)
    ]
    for row, row.case_id, row.case_number, row.pseudonym in rows:
        row.is_due = True
    return [row for row, *_case in rows]


def deadlines_of(case, part, *, today) -> list[DeadlineRow]:
    """All that is to come in a case, and what is over and not seen; as far as the reader may see it. One statement."""
    rows = []
    for pk, facts, next_on in case.deadlines.values_list("pk", "facts", "next_on"):
        ends_on = datetime.date.fromisoformat(facts["ends_on"])
        is_due = next_on is not None and next_on <= today
        if (ends_on < today and not is_due) or (part < Part.RESTRICTED and is_protected(facts)) or is_off(facts):
            continue
        row = _row(pk, facts, today)
        row.is_due = is_due
        rows.append((ends_on, row))
    return [row for _ends, row in sorted(rows, key=lambda pair: (pair[0], pair[1].id))]


def is_protected(facts) -> bool:
    """Whether it belongs to an entry that only RESTRICTED shows."""
    return ROOMS.get(facts["source"].split(":")[1]) in ("cases:health", "cases:residence")


def is_off(facts) -> bool:
    """Whether it belongs to a room that the centre works without."""
    return ROOMS.get(facts["source"].split(":")[1]) == "cases:residence" and not residence_is_on()


def _row(pk, facts, today, *, is_discreet=False):
    kind, ends_on = DeadlineKind(facts["kind"]), datetime.date.fromisoformat(facts["ends_on"])
    entry = apps.get_model("cases", facts["source"].split(":")[1])._meta.verbose_name if _is_known(facts) else ""
    told = f"{entry}: {kind.label}" if entry and kind in NAMED_AFTER_ENTRY else str(kind.label)
    hides = is_discreet and (kind in DISCREET_DEADLINES or is_protected(facts))
    return DeadlineRow(
        pk,
        capitalised(_("a day to keep in mind") if hides else told),
        day(ends_on),
        _left(ends_on, today),
        "cases:situation" if hides else ROOMS.get(facts["source"].split(":")[1], "cases:situation"),
        is_over=ends_on < today,
    )


def _is_known(facts) -> bool:
    return facts["source"].split(":")[1] in ROOMS


def _left(ends_on, today) -> str:
    days = (ends_on - today).days
    if days < 0:
        return ngettext("%(days)s day over", "%(days)s days over", -days) % {"days": -days}
    if days == 0:
        return _("today")
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
