"""The file as one text: to read it whole, to print it, to look for something in it."""

import json

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases.queries.case_file import case_file
from cases.queries.reading import reading
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.crypto import DecryptionError, decrypt, encrypt

from .file import asked_page, room
from .lookup import case_seen_by

SOUGHT = "session.sought_in_file"  # key in the session, and the place its encrypted value is bound to
LONGEST_TERM = 100


@requires(Permission.SESSION_VIEW, Part.RESTRICTED)
@require_safe
def reading_view(request, pk):
    """All talks, notes and goals on one page; goals on specially protected themes for who sees these."""
    return _read(request, pk, "cases:reading")


@requires(Permission.SESSION_VIEW, Part.RESTRICTED)
@require_http_methods(["GET", "HEAD", "POST"])
def reading_search(request, pk):
    """Search in the file, by POST: the term waits in the session, encrypted, and stands in no address."""
    if request.method == "POST":
        case = case_seen_by(request.user, pk, Part.NOTES)
        typed = request.POST.get("q", "").replace("\x00", "")[:LONGEST_TERM].strip()
        request.session[SOUGHT] = encrypt(json.dumps([str(case.pk), typed]), SOUGHT)
        return redirect("cases:reading_search" if typed else "cases:reading", pk=case.pk)
    return _read(request, pk, "cases:reading_search", typed=_sought(request.session, pk))


def _read(request, pk, name, typed=""):
    case = case_seen_by(request.user, pk, Part.NOTES)
    oldest_first = request.GET.get("reihenfolge") == "alt"
    part = min(Part(case.shown_part), Part.RESTRICTED)
    page = reading(
        case,
        part,
        address=reverse(name, args=(case.pk,)),
        page=asked_page(request),
        oldest_first=oldest_first,
        typed=typed,
    )
    record("case.viewed", cases=[case.number], part=part.name, object_id=case.pk)
    if request.htmx.target == "further":
        return render(request, "cases/rooms/pages.html", {"case": case, "reading": page})
    file = case_file(case, request.user)
    return room(request, {"file": file, "case": case, "room": "reading", "reading": page})


def _sought(session, pk) -> str:
    """What was looked for last in this file; nothing in another one, nor after a key was dropped from the ring."""
    try:
        about, typed = json.loads(decrypt(session[SOUGHT], SOUGHT)) if SOUGHT in session else ("", "")
    except (DecryptionError, ValueError):
        return ""
    return typed if about == str(pk) else ""
