"""Handing over: a lead for somebody of her team, a counsellor for herself; and the sheet for whoever takes over."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.handover import HandoverForm
from cases.queries.handover import carriers, cases_to_hand_over, counsellors_by_team, handover_sheet, hidden_from
from cases.services import handover as handover_services
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission, Role
from umstieg.audit.recording import record
from umstieg.core.typed import Typed


@requires(Permission.HANDOVER)
@require_safe
def handovers(request):
    """Whose cases can be handed over: one's own, and as a lead those of everybody in the team."""
    rows = carriers(request.user) if request.user.team_ids(Role.TEAM_LEAD) else []
    return render(request, "cases/handover/people.html", {"rows": rows})


@requires(Permission.HANDOVER, Part.FACTS, confirm=True)
@require_http_methods(["GET", "POST"])
def hand_over(request, person):
    """The running cases of one contact person, with a choice for each."""
    cases = list(cases_to_hand_over(request.user, person))
    if not cases and person != request.user.pk:
        raise Http404
    typed = Typed(request, form="handover", about=str(person))
    counsellors = counsellors_by_team({case.team_id for case in cases})
    form = HandoverForm(typed.data, cases=cases, counsellors=counsellors, hidden=hidden_from(cases))
    record("cases.listed", cases=[case.number for case in cases], part=Part.FACTS.name)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        facts = {"keep_until": form.cleaned_data["keep_until"], "reason": form.cleaned_data["reason"]}
        facts |= {"moves": form.moves(), "deputies": form.deputies()}
        if moved := form.carry_out(handover_services.hand_over, by=request.user, **facts):
            said = ngettext("%(number)s case handed over.", "%(number)s cases handed over.", len(moved))
            messages.success(request, said % {"number": len(moved)})
            return typed.finish(redirect("cases:handovers"))
        typed.release()
    who = cases[0].counsellor.name if cases else request.user.name
    return render(request, "cases/handover/cases.html", {"form": form, "once": typed, "cases": cases, "who": who})


@requires(Permission.SESSION_LOG, Part.NOTES)
@require_safe
def sheet(request):
    """Handover sheet: what one was given in the last two weeks, to read or print."""
    rows = handover_sheet(request.user)
    record("cases.listed", cases=[row["number"] for row in rows], part=Part.NOTES.name)
    return render(request, "cases/handover/sheet.html", {"rows": rows})
