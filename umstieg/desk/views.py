"""Start page and team list."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.enums import Phase
from cases.models import Case
from cases.queries.case_list import SORTS, STATES, case_rows, filtered
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission, Role
from umstieg.access.policies import has_permission
from umstieg.audit.recording import record

RECENT = 6


@requires(Permission.HOME_VIEW, Part.FACTS)
@require_safe
def home(request):
    """Where everybody begins: one's own cases last worked on, and what one's roles see."""
    rows = []
    if has_permission(request.user, Permission.CASE_LIST):
        own = Case.objects.visible_to(request.user, Part.NOTES).running()
        rows = case_rows(own, sort="contact")[1][:RECENT]
        record("cases.listed", cases=[row.number for row in rows], part=Part.FACTS.name)
    return render(request, "desk/home.html", {"rows": rows, "roles": sorted(request.user.roles), "Role": Role})


@requires(Permission.TEAM_LIST, Part.FACTS)
@require_safe
def team(request):
    """The lead's list: the facts of her team's cases, nothing else."""
    state = request.GET.get("state") if request.GET.get("state") in STATES else STATES[0]
    sort = request.GET.get("sort") if request.GET.get("sort") in SORTS else SORTS[0]
    phase = request.GET.get("phase") if request.GET.get("phase") in Phase.values else ""
    led = Case.objects.visible_to(request.user).filter(team_id__in=request.user.team_ids(Role.TEAM_LEAD))
    shown, rows = case_rows(filtered(led, state=state, phase=phase), sort=sort, page=request.GET.get("page"))
    record("team.listed", cases=[row.number for row in rows], part=Part.FACTS.name)
    return render(
        request,
        "desk/team.html",
        {
            "page": shown,
            "rows": rows,
            "choice": {"state": state, "sort": sort, "phase": phase},
            "phases": Phase.choices,
            "running": led.running().count(),
            "total": led.count(),
        },
    )
