"""Finding objects for a page. What the reader may not see answers 404 like what does not exist."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.models import Appointment, Case, CaseNote, ChecklistItem, CounsellingSession, Task
from cases.queries.case_file import open_file
from umstieg.access.enums import Part
from umstieg.centre.queries import residence_is_on
from umstieg.core.formats import capitalised
from umstieg.guide.enums import RESTRICTED, EffectTask, Theme


def case_seen_by(user, pk, part=Part.FACTS) -> Case:
    """The case with its header facts and `shown_part`; Http404 where `user` does not see `part` of it."""
    case = open_file(user, pk, part)
    if case is None:
        raise Http404
    return case


def session_seen_by(user, case_pk, pk, part=Part.NOTES) -> CounsellingSession:
    """A session of a case of which `user` sees the notes, or `part`."""
    case = case_seen_by(user, case_pk, part)
    session = get_object_or_404(case.sessions.select_related("counsellor", "site"), pk=pk)
    session.case = case
    return session


def note_seen_by(user, case_pk, pk, part=Part.NOTES) -> CaseNote:
    """An entry in the file of a case of which `user` sees the notes, or `part`."""
    case = case_seen_by(user, case_pk, part)
    note = get_object_or_404(case.notes.select_related("created_by"), pk=pk)
    note.case = case
    return note


def asked_case(request, cases) -> Case | None:
    """The case named by `?fall=`, from those she may choose; anything else is as if nothing had been asked."""
    try:
        return cases.select_related("client").filter(pk=uuid.UUID(request.GET.get("fall", ""))).first()
    except ValueError:
        return None


def asked_point(request, case) -> ChecklistItem | None:
    """The point of a checklist of this case named by `?punkt=`; anything else is as if nothing had been asked."""
    asked = request.GET.get("punkt", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 16):
        return None
    return ChecklistItem.objects.select_related("checklist").filter(checklist__case=case, pk=asked).first()


def task_seen_by(user, pk, part=Part.NOTES) -> Task:
    """A task of a case of which `user` sees the notes (or `part`), or her own."""
    return get_object_or_404(
        Task.objects.visible_to(user, part).select_related("case__client", "assigned_to", "created_by"), pk=pk
    )


def appointment_seen_by(user, pk, part=Part.NOTES) -> Appointment:
    """An appointment of a case of which `user` sees the notes (or `part`), or her own."""
    found = Appointment.objects.visible_to(user, part).select_related(
        "case__client", "case__team", "owner", "site", "room__site", "session"
    )
    return get_object_or_404(found, pk=pk)


def must_be_open(case) -> None:
    """A closed case is read, not written in."""
    if case is not None and case.closed_on:
        raise PermissionDenied(_("This case is closed. It can be read, but nothing can be added."))


def asked_theme(request) -> Theme | None:
    """The theme named by `?thema=`, by its number; anything else is as if nothing had been asked."""
    asked = request.GET.get("thema", "")
    return Theme.of_number(int(asked)) if asked.isdecimal() and len(asked) < 4 else None


def asked_step(request) -> str:
    """The beginning of a step: what an effect brings with it, or the name of a theme; "" where neither is named.

    A step is read with the notes, so the name of a specially protected theme is not put into it.
    """
    if brought := asked_effect(request):
        return str(brought.label)
    theme = asked_theme(request)
    return f"{capitalised(str(theme.label))}: " if theme and theme not in RESTRICTED else ""


def asked_effect(request) -> EffectTask | None:
    """The task of an effect that `?wirkung=` names."""
    asked = request.GET.get("wirkung", "")
    return next((task for task in EffectTask if str(task.number) == asked), None)


def must_be_on(room) -> None:
    """A room that the centre works without is as if it did not exist."""
    if room == "residence" and not residence_is_on():
        raise Http404
