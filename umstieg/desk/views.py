"""Start page and team list."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.queries.case_list import case_rows, filtered, led_cases, list_choice, own_cases
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission, Role
from umstieg.access.policies import has_permission
from umstieg.audit.recording import record
from umstieg.centre.queries import team_names

from .sight import FIRST_PLACES, SIGHT

RECENT = 8


@requires(Permission.HOME_VIEW, Part.FACTS)
@require_safe
def home(request):
    """Where everybody begins: one's own cases last worked on, and what one's roles see."""
    rows = []
    if has_permission(request.user, Permission.CASE_LIST):
        rows = case_rows(own_cases(request.user).running(), sort="contact")[1][:RECENT]
        record("cases.listed", cases=[row.number for row in rows], part=Part.FACTS.name)
    return render(
        request,
        "desk/home.html",
        {
            "today": date_format(timezone.localdate(), "l, j. F"),
            "greeting": _("Hello %(name)s.") % {"name": request.user.name.split()[0]},
            "rows": rows,
            "sight": [{"role": Role(role).label, "text": SIGHT[role]} for role in Role if role in request.user.roles],
            "places": [
                {"url": reverse(name), "icon": icon, "title": title, "text": text, "action": action}
                for permission, name, icon, title, text, action in FIRST_PLACES
                if has_permission(request.user, permission)
            ],
        },
    )


@requires(Permission.TEAM_LIST, Part.FACTS)
@require_safe
def team(request):
    """The lead's list: the facts of her team's cases, nothing else."""
    choice = list_choice(request.GET)
    led = led_cases(request.user)
    shown, rows = case_rows(filtered(led, **choice), sort=choice["sort"], page=request.GET.get("page"))
    record("team.listed", cases=[row.number for row in rows], part=Part.FACTS.name)
    running, total = led.running().count(), led.count()
    return render(
        request,
        "desk/team.html",
        {
            "page": shown,
            "rows": rows,
            "choice": choice,
            "teams": ", ".join(team_names(request.user.team_ids(Role.TEAM_LEAD))),
            "running": running,
            "closed": total - running,
        },
    )
