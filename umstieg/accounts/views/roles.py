"""Roles and second factors: given, ended and asked for by the administration, decided by somebody else."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.core.errors import DomainError

from ..again import PERSON, signed_in_again
from ..forms import DecisionForm, EndRoleForm, RoleForm
from ..models import Membership, Proposal
from ..queries.people import decidable, open_proposals, role_label
from ..services import end_membership, give_role
from ..services.proposal import ask_for_reset, decide_proposal, withdraw_proposal
from .people import do, somebody_else


@requires(Permission.PERSON_MANAGE)
@require_http_methods(["GET", "POST"])
@signed_in_again()
def role_give(request, pk):
    user = somebody_else(request, pk)
    form = RoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.carry_out(give_role, user=user, by=request.user, **form.cleaned_data)
        if isinstance(given, Proposal):
            messages.success(request, _("Proposed. The role holds as soon as a second person confirms it."))
        elif given:
            messages.success(request, _("Role given."))
        if given:
            return redirect(PERSON, pk=pk)
    return render(request, "people/role_give.html", {"form": form, "pk": pk, "name": user.name})


@requires(Permission.PERSON_MANAGE)
@require_http_methods(["GET", "POST"])
def role_end(request, pk, membership):
    """Without signing in again: it takes away and gives nothing."""
    user = somebody_else(request, pk)
    held = get_object_or_404(Membership.objects.select_related("team", "user"), pk=membership, user=user)
    if held.ended_on and held.ended_on <= timezone.localdate():
        raise Http404
    form = EndRoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.carry_out(end_membership, membership=held, by=request.user, on=form.cleaned_data["on"])
        if form.is_valid():
            messages.success(request, _("The end of the role is set."))
            return redirect(PERSON, pk=pk)
    shown = {"form": form, "pk": pk, "name": user.name, "role": role_label(held.role, held.team)}
    return render(request, "people/role_end.html", shown)


@requires(Permission.PERSON_MANAGE)
@require_POST
@signed_in_again(PERSON)
def reset_ask(request, pk):
    receipt = _("Asked for. The second factor is reset as soon as a second person confirms it.")
    return do(request, pk, receipt, ask_for_reset, user=somebody_else(request, pk))


@requires(Permission.PERSON_MANAGE)
@require_POST
def proposal_withdraw(request, pk, proposal):
    proposal = get_object_or_404(Proposal, pk=proposal, user=somebody_else(request, pk))
    return do(request, pk, _("Withdrawn."), withdraw_proposal, proposal=proposal)


# --- the second person -------------------------------------------------------------------------------------


@requires(Permission.PROPOSAL_DECIDE)
@require_safe
def proposals(request):
    """What the administration proposes and this person may decide."""
    return render(request, "people/proposals.html", {"rows": open_proposals(decidable_by=request.user)})


@requires(Permission.PROPOSAL_DECIDE)
@require_POST
@signed_in_again("people:proposals")
def proposal_decide(request, proposal):
    found = decidable(request.user, proposal)
    if found is None:
        raise Http404
    form = DecisionForm(request.POST)
    if form.is_valid():
        confirm = form.cleaned_data["decision"] == "confirm"
        try:
            decide_proposal(proposal=found, by=request.user, confirm=confirm)
        except DomainError as error:
            messages.warning(request, error.message)
        else:
            messages.success(request, _("Confirmed.") if confirm else _("Refused."))
    return redirect("people:proposals")
