"""The calendar: own appointments and those of shared cases, due tasks, public holidays."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.queries.agenda import open_tasks, waiting_appointments
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.centre.queries import shown_centre
from umstieg.desk.calendar_page import DAY, calendar_page, chosen


@requires(Permission.AGENDA_VIEW, Part.NOTES)
@require_safe
def calendar(request):
    """Day, week or month; anything unknown in the address becomes this week."""
    today = timezone.localdate()
    view, date = chosen(request.GET, today)
    centre = shown_centre()
    now, land = timezone.localtime(), centre.land if centre else ""
    shown = calendar_page(request.user, view=view, date=date, today=today, land=land, now=now)
    waiting = waiting_appointments(request.user)
    tasks = []
    if view == DAY:
        tasks = open_tasks(request.user, due_from=None if date == today else date, due_until=date)
    numbers = shown.numbers | {row.case_number for row in [*waiting, *tasks] if row.case_number}
    record("appointments.listed", cases=numbers, part=Part.NOTES.name)
    return render(
        request,
        "desk/calendar.html",
        {
            "shown": shown,
            "waiting": waiting,
            "tasks": tasks,
            "now": f"{now:%H:%M}" if view == DAY and date == today else "",
        },
    )
