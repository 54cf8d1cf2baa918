"""The file of a case: a head, and rooms that are read when they are opened."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.queries.agenda import next_appointments, open_tasks
from cases.queries.case_file import case_file
from cases.queries.rooms import person_room, way_room
from cases.queries.timeline import timeline
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record

from .lookup import case_seen_by

MOST_PAGES = 500


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def case_detail(request, pk):
    """The file with its timeline: for a counsellor with talks and notes, for a lead its facts."""
    case = case_seen_by(request.user, pk)
    file = case_file(case, request.user)
    shown = {"file": file, "case": case, "room": "timeline"}
    if file.shows_rooms:
        page, only = asked_page(request), request.GET.get("nur") == "gespraeche"
        shown["timeline"] = timeline(case, file.part, file.history, page=page, only_talks=only)
        if page == 1:
            shown |= {
                "tasks": open_tasks(request.user, case=case, most=8),
                "appointments": next_appointments(request.user, case),
            }
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    if request.htmx.target == "older":
        return render(request, "cases/rooms/older.html", shown)
    return room(request, shown)


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def person(request, pk):
    """Who she is, and how to reach her: the rules before the numbers."""
    case = case_seen_by(request.user, pk, Part.IDENTITY)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    return room(request, {"file": file, "case": case, "room": "person", "identity": person_room(case, file.part)})


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def way(request, pk):
    """Phases, pauses, status to sex work, outcomes, what was talked about, closings."""
    case = case_seen_by(request.user, pk, Part.NOTES)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    return room(request, {"file": file, "case": case, "room": "way", "way": way_room(case, file)})


def room(request, shown):
    """A room: with the whole page, or alone where htmx asks for it below the head that is already there."""
    shown["tab"] = "situation" if shown["room"] in ROOMS_OF_THE_SITUATION else shown["room"]
    shown["title"] = ROOM_TITLES[shown["room"]]()
    shown["room_template"] = f"cases/rooms/{shown['room']}.html"
    if request.htmx.target == "room":
        return render(request, "cases/rooms/room.html", shown)
    return render(request, "cases/case_detail.html", shown)


def crumb_to(room, case) -> dict:
    """A room in the path to a page below it."""
    return {"url": reverse(f"cases:{room}", args=(case.pk,)), "label": ROOM_TITLES[room]()}


ROOMS_OF_THE_SITUATION = ("money", "housing", "health", "residence", "checklists")
ROOM_TITLES = {
    "timeline": lambda: _("Timeline"),
    "person": lambda: _("Person and contact"),
    "way": lambda: _("Way"),
    "situation": lambda: _("Situation"),
    "money": lambda: _("Livelihood"),
    "housing": lambda: _("Housing"),
    "health": lambda: _("Health"),
    "residence": lambda: _("Residence"),
    "goals": lambda: _("Goals"),
    "reading": lambda: _("Reading view"),
    "personal": lambda: _("Personal notes"),
    "access": lambda: _("Access"),
    "ledger": lambda: _("Who has looked"),
    "checklists": lambda: _("Checklists"),
}


def asked_page(request) -> int:
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), MOST_PAGES) if asked.isdecimal() and len(asked) < 5 else 1
