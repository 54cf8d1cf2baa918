"""Saying that a reminder was seen, and taking that back."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.services.deadline import see_reminder, unsee_reminder
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.core.back import back, say_undoable

from .lookup import case_seen_by, must_be_open


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def deadline_seen(request, pk, deadline):
    """The next reminder comes in its time."""
    case, found = _found(request, pk, deadline)
    seen = see_reminder(deadline=found, by=request.user)
    said = _("Seen. You will be reminded once more.") if seen.next_on else _("Seen.")
    say_undoable(request, said, reverse("cases:deadline_unseen", args=(case.pk, deadline)))
    return back(request, "cases:situation", pk=pk)


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def deadline_unseen(request, pk, deadline):
    _case, found = _found(request, pk, deadline)
    unsee_reminder(deadline=found, by=request.user)
    return back(request, "cases:situation", pk=pk)


def _found(request, pk, deadline):
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    found = case.deadlines.filter(pk=deadline).first()
    if found is None:
        raise Http404
    return case, found
