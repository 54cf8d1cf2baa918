"""Access for a time and locks: stepping in, a lead's reason, an emergency and its review, hiding a case."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import GrantKind
from cases.forms.grant import CoverForm, EmergencyForm, LeadReasonForm, LockForm, RestrictedForm, ReviewForm
from cases.models import CaseGrant, CaseLock
from cases.queries.access_review import decided_on
from cases.queries.case_file import case_file
from cases.queries.grants import all_locks, cover_offers, emergencies, grants_on, locks_on, own_cover
from cases.services import grant as grant_services
from cases.services.telling import tell_of_emergency
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission, Role
from umstieg.accounts.again import signed_in_again
from umstieg.audit.recording import record
from umstieg.core.typed import Typed

from .entry import entry_page
from .file import room
from .lookup import case_seen_by

GET_AND_POST = ["GET", "POST"]
REASONS = Part.NOTES  # what somebody has typed as her reason may tell of the client, as a note does


# --- stepping in ---------------------------------------------------------------------------------------------


@requires(Permission.GRANT_COVER, Part.FACTS)
@require_http_methods(GET_AND_POST)
def cover(request):
    """For whom one may step in as named deputy, and for whom one stands in at this moment."""
    offers, running = cover_offers(request.user), own_cover(request.user)
    typed = Typed(request, form="cover")
    form = CoverForm(typed.data, offers=offers)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if grants := form.carry_out(grant_services.step_in, by=request.user, **form.cleaned_data):
            messages.success(request, _("You stand in for %(name)s now.") % {"name": form.cleaned_data["colleague"]})
            record("cases.listed", cases=[grant.case.number for grant in grants], part=Part.FACTS.name)
            return typed.finish(redirect("cases:cover"))
        typed.release()
    numbers = [row.number for group in running for row in group["cases"]]
    record("cases.listed", cases=numbers, part=Part.FACTS.name)
    shown = {"form": form, "once": typed, "offers": offers, "running": running}
    return render(request, "cases/grants/cover.html", shown)


@requires(Permission.GRANT_COVER, Part.FACTS)
@require_POST
def cover_end(request):
    """End everything one stands in for on behalf of one colleague."""
    named = request.POST.get("colleague", "")
    for group in own_cover(request.user):
        if str(group["id"]) == named:
            for row in group["cases"]:
                grant_services.end_grant(grant=CaseGrant.objects.select_related("case").get(pk=row.id), by=request.user)
            messages.success(request, _("You no longer stand in for %(name)s.") % {"name": group["name"]})
    return redirect("cases:cover")


# --- a lead's reason -----------------------------------------------------------------------------------------


@requires(Permission.GRANT_REASON, Part.FACTS, confirm=True)
@require_http_methods(GET_AND_POST)
def reason(request, pk):
    """A lead opens identity and notes of a case of her team until midnight."""
    case = _led(request, pk)
    record("case.viewed", cases=[case.number], part=Part.FACTS.name, object_id=case.pk)
    return entry_page(
        request,
        case,
        LeadReasonForm,
        lambda form: form.carry_out(grant_services.open_with_reason, case=case, by=request.user, **form.cleaned_data),
        key="lead_reason",
        title=_("Open with a reason"),
        text=_("Names, contact and notes until midnight. It stands in the log, and whoever works on the case sees it."),
        submit=_("Open until midnight"),
        said=_("Open until midnight."),
    )


@requires(Permission.GRANT_REASON, Part.NOTES, confirm=True)
@require_http_methods(GET_AND_POST)
def restricted(request, pk):
    """The second step of a lead: health, residence, status to sex work."""
    case = _led(request, pk, Part.NOTES)
    record("case.viewed", cases=[case.number], part=Part.FACTS.name, object_id=case.pk)
    return entry_page(
        request,
        case,
        RestrictedForm,
        lambda form: form.carry_out(grant_services.open_restricted, case=case, by=request.user, **form.cleaned_data),
        key="lead_restricted",
        title=_("Open what is specially protected"),
        text=_("Health, residence, nationality and status to sex work until midnight, with a reason of its own."),
        submit=_("Open this too"),
        said=_("Open until midnight."),
    )


def _led(request, pk, part=Part.FACTS):
    case = case_seen_by(request.user, pk, part)
    if case.team_id not in request.user.team_ids(Role.TEAM_LEAD):
        raise Http404
    return case


# --- an emergency --------------------------------------------------------------------------------------------


@requires(Permission.GRANT_EMERGENCY, confirm=True)
@require_http_methods(GET_AND_POST)
def emergency(request):
    """Open one case by its number for an hour at most."""
    typed = Typed(request, form="emergency")
    form = EmergencyForm(typed.data)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if grant := form.carry_out(grant_services.open_in_emergency, by=request.user, **form.cleaned_data):
            tell_of_emergency(grant)
            messages.success(request, _("Open for a short time. The team's lead and data protection are told."))
            return typed.finish(redirect("cases:detail", pk=grant.case_id))
        typed.release()
    return render(request, "cases/grants/emergency.html", {"form": form, "once": typed})


@requires(Permission.GRANT_REVIEW, Part.FACTS)
@require_safe
def reviews(request):
    """Openings in an emergency in one's teams that nobody has looked at yet."""
    rows = emergencies(request.user)
    record("cases.listed", cases=[row.number for row in rows], part=Part.FACTS.name)
    return render(request, "cases/grants/reviews.html", {"rows": rows})


@requires(Permission.GRANT_REVIEW, Part.FACTS)
@require_http_methods(GET_AND_POST)
def review(request, pk, grant):
    """Look at one opening, and say whether it was right."""
    case = _led(request, pk)
    found = get_object_or_404(CaseGrant.objects.filter(kind=GrantKind.EMERGENCY, case=case), pk=grant)
    row = next(row for row in grants_on(case) if row.id == str(found.pk))
    record("case.viewed", cases=[case.number], part=REASONS.name, object_id=case.pk)
    return entry_page(
        request,
        case,
        ReviewForm,
        lambda form: form.carry_out(grant_services.review_emergency, grant=found, by=request.user, **form.cleaned_data),
        key="review",
        about=found.pk,
        title=_("Review an opening in an emergency"),
        submit=_("Save"),
        said=_("Reviewed."),
        back=reverse("cases:reviews"),
        explains="cases/grants/reviewed.html",
        row=row,
    )


# --- what is open, and locks ---------------------------------------------------------------------------------


@requires(Permission.CASE_VIEW, Part.NOTES)
@require_safe
def access(request, pk):
    """Room: who else may look at this case or could, what leads decided about it, and from whom it is hidden.

    Reasons are for who sees the notes.
    """
    case = case_seen_by(request.user, pk)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=Part(min(file.part, REASONS)).name, object_id=case.pk)
    shown = {"file": file, "case": case, "room": "access", "grants": grants_on(case), "locks": locks_on(case)}
    shown["decided"] = decided_on(case)
    return room(request, shown)


@requires(Permission.CASE_VIEW, Part.FACTS)
@require_POST
def grant_end(request, pk, grant):
    """End a grant before its time: one's own, or as somebody who works on the case or leads its team."""
    case = case_seen_by(request.user, pk)
    found = get_object_or_404(CaseGrant.objects.filter(case=case), pk=grant)
    leads = case.team_id in request.user.team_ids(Role.TEAM_LEAD)
    if found.user_id != request.user.pk and not leads and case.shown_part < Part.WORK:
        raise Http404
    found.case = case
    grant_services.end_grant(grant=found, by=request.user)
    messages.success(request, _("Ended."))
    return redirect("cases:access", pk=case.pk) if found.user_id != request.user.pk else redirect("desk:home")


@requires(Permission.LOCK_KEEP, Part.FACTS, confirm=True)
@require_http_methods(GET_AND_POST)
def lock_create(request, pk):
    """Hide a case from a colleague: by who works on it, or by a lead of its team."""
    case = case_seen_by(request.user, pk)
    if case.shown_part < Part.WORK and case.team_id not in request.user.team_ids(Role.TEAM_LEAD):
        raise Http404
    record("case.viewed", cases=[case.number], part=Part.FACTS.name, object_id=case.pk)
    return entry_page(
        request,
        case,
        lambda data: LockForm(data, case=case, by=request.user),
        lambda form: form.carry_out(grant_services.lock_case, case=case, by=request.user, **form.cleaned_data),
        key="lock",
        title=_("Hide the case from a colleague"),
        text=_("She finds it nowhere any more, whatever her role. Only data protection can take that back."),
        submit=_("Hide it"),
        said=_("The case is hidden from this person."),
        room="access",
    )


@requires(Permission.LOCK_LIFT)
@require_safe
def locks(request):
    """Every lock of the centre, for data protection."""
    rows = all_locks()
    record("locks.listed", cases=[row.number for row in rows])
    return render(request, "cases/grants/locks.html", {"rows": rows})


@requires(Permission.LOCK_LIFT)
@require_POST
@signed_in_again("cases:locks")
def lock_lift(request, lock):
    found = get_object_or_404(CaseLock.objects.in_force().select_related("case"), pk=lock)
    grant_services.lift_lock(lock=found, by=request.user)
    messages.success(request, _("The lock is lifted."))
    return redirect("cases:locks")
