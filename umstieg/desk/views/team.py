"""The lead's list: the facts of her team's cases, nothing else."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.queries.case_filters import led_choice
from cases.queries.case_list import led_cases, listed
from cases.queries.grants import emergency_counts
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission, Role
from umstieg.audit.recording import record
from umstieg.core.places import remember_list


@requires(Permission.TEAM_LIST, Part.FACTS)
@require_safe
def team(request):
    choice, today = led_choice(request.GET, request.user), timezone.localdate()
    shown, rows = listed(led_cases, request.user, choice, page=request.GET.get("page"), today=today)
    record("team.listed", cases=[row.number for row in rows], part=Part.FACTS.name)
    remember_list(request, "desk:team", **choice.parameters(), page=shown.number if shown.number > 1 else "")
    waiting, late = emergency_counts(request.user)
    led = [one.team for one in request.user.memberships_today if one.role == Role.TEAM_LEAD]
    return render(
        request,
        "desk/team.html",
        {
            "page": shown,
            "rows": rows,
            "choice": choice,
            "teams": led,
            "names": ", ".join(one.name for one in led),
            "emergencies": waiting,
            "emergencies_late": late,
        },
    )
