"""Changing a case: phases, site, who is there for her."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms.case import CaseForm
from cases.services import case as case_services
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record

from .lookup import case_seen_by, must_be_open
from .opening import back_to


@requires(Permission.CASE_CHANGE, Part.RESTRICTED)
@require_http_methods(["GET", "POST"])
def case_change(request, pk):
    """Phases, site, who is there for her."""
    case = case_seen_by(request.user, pk, Part.RESTRICTED)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.IDENTITY.name, object_id=case.pk)
    form = CaseForm(request.POST or None, instance=case, user=request.user)
    changed = None
    if request.method == "POST" and form.is_valid():
        changed = form.carry_out(case_services.change_case, case=case, by=request.user, **form.case_facts())
    if changed:
        said = _("Case %(number)s handed over to %(name)s.") if form.hands_over() else _("Saved.")
        messages.success(request, said % {"number": case.number, "name": changed.counsellor.name})
        return back_to(case, request.user)
    return render(request, "cases/case_change.html", {"form": form, "case": case})
