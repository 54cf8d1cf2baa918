"""Changing a case: phases, site, who is there for her."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms.case import CaseForm
from cases.services import case as case_services
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.typed import Typed

from .lookup import case_seen_by, must_be_open
from .opening import back_to


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def case_change(request, pk):
    """Phases, site, who is there for her."""
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.IDENTITY.name, object_id=case.pk)
    typed = Typed(request, form="cases.case_change", about=case.pk)
    form = CaseForm(typed.data, instance=case, user=request.user)
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        changed = form.carry_out(
            case_services.change_case, case=case, by=request.user, seen=form.seen(), **form.case_facts()
        )
        if changed:
            said = _("Case %(number)s handed over to %(name)s.") if form.hands_over() else _("Saved.")
            messages.success(request, said % {"number": case.number, "name": changed.counsellor.name})
            return typed.finish(back_to(case, request.user))
        typed.release()
    meanwhile = form.saved_meanwhile(case_seen_by(request.user, pk)) if form.broken_rule else []
    return render(
        request, "cases/case_change.html", {"form": form, "case": case, "typed": typed, "meanwhile": meanwhile}
    )
