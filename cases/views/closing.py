"""Closing a case, and taking it up again."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms.closing import ClosingForm, ReopenForm
from cases.services import case as case_services
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record

from .entry import entry_page
from .lookup import case_seen_by, must_be_open


@requires(Permission.CASE_CLOSE, Part.WORK)
@require_http_methods(["GET", "POST"])
def case_close(request, pk):
    """Says what happens, offers what is still planned; outcomes can be noted first."""
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.NOTES.name, object_id=case.pk)
    return entry_page(
        request,
        case,
        lambda data: ClosingForm(data, case=case, user=request.user),
        lambda form: form.carry_out(case_services.close_case, case=case, by=request.user, **form.closing_facts()),
        key="cases.closing",
        title=_("Close the case"),
        submit=_("Close the case"),
        said=_("The case is closed. It can be taken up again at any time."),
        explains="cases/file/closing_explained.html",
    )


@requires(Permission.CASE_REOPEN, Part.WORK)
@require_http_methods(["GET", "POST"])
def case_reopen(request, pk):
    """The same case goes on; that it was closed is kept."""
    case = case_seen_by(request.user, pk, Part.WORK)
    if not case.closed_on:
        raise PermissionDenied(_("This case is not closed."))
    record("case.viewed", cases=[case.number], part=Part.NOTES.name, object_id=case.pk)
    return entry_page(
        request,
        case,
        lambda data: ReopenForm(data, case=case, user=request.user),
        lambda form: form.carry_out(case_services.reopen_case, case=case, by=request.user, **form.cleaned_data),
        key="reopen",
        title=_("Take the case up again"),
        text=_("It goes on where it was. That it was closed stays in the timeline."),
        submit=_("Take up again"),
        said=_("The case is open again."),
    )
