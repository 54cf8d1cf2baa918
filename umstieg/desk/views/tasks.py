"""The list of tasks (Wiedervorlagen)."""

import uuid

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.queries.agenda import SETTLED_DAYS, grouped, open_tasks, settled_tasks
from network.queries.task import open_partner_tasks
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.access.policies import has_permission
from umstieg.audit.recording import record

MINE, ALL = "ich", "alle"


@requires(Permission.AGENDA_VIEW, Part.NOTES)
@require_safe
def tasks(request):
    """Open tasks by urgency, and what was settled lately; `?wer=alle` those of colleagues in one's own cases too."""
    who = ALL if request.GET.get("wer") == ALL else MINE
    rows = open_tasks(request.user, everybody=who == ALL)
    settled = settled_tasks(request.user, everybody=who == ALL)
    record("tasks.listed", cases={row.case_number for row in [*rows, *settled] if row.case_number}, part="NOTES")
    cases = sorted({(row.pseudonym, row.case_number, row.case_id) for row in rows if row.case_id})
    case = _one_of(request.GET.get("fall", ""), {pk for _, _, pk in cases})
    if case:
        rows, settled = ([row for row in some if row.case_id == case] for some in (rows, settled))
    return render(
        request,
        "desk/tasks.html",
        {
            "groups": grouped(rows),
            "count": len(rows),
            "settled": settled,
            "settled_days": SETTLED_DAYS,
            "who": who,
            "cases": cases,
            "case": case,
            "partner_rows": open_partner_tasks(request.user, everybody=who == ALL),
            "may_keep": has_permission(request.user, Permission.NETWORK_KEEP),
        },
    )


def _one_of(text, ids) -> str:
    """The id of a case as it is written, if it is one of these; else ""."""
    try:
        wanted = str(uuid.UUID(text))
    except ValueError:
        return ""
    return wanted if wanted in ids else ""
