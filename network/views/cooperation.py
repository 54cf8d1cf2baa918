"""Agreements, activities and tasks with partners."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.forms.cooperation import ActivityForm, AgreementForm, PartnerTaskForm
from network.models import Organisation
from network.queries.colleagues import colleagues
from network.queries.partner import activities as activities_of
from network.queries.partner import activity_rows
from network.services import cooperation as services
from network.services import task as task_services
from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.agenda.enums import TaskResult
from umstieg.core.back import back, say_undoable
from umstieg.core.entry import entry_page
from umstieg.core.pages import CappedPaginator

from .lookup import activity_row, agreement_row, page_of, partner, task_row

FORM = "network/form.html"
PAGE = 25


# --- agreements ----------------------------------------------------------------------------------------------


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def agreement_create(request, pk):
    organisation = partner(pk)
    return entry_page(
        request,
        AgreementForm,
        lambda form: form.carry_out(
            services.make_agreement, organisation=organisation, by=request.user, **form.facts()
        ),
        template=FORM,
        key="network.agreement",
        about=pk,
        back=page_of(pk, "h-agreements"),
        title=_("Note an agreement"),
        text=_("Who does what, and where it is meant to lead: written down, it outlasts the people (guide 2.4)."),
        partner=organisation,
    )


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def agreement_change(request, agreement):
    row = agreement_row(agreement)
    return entry_page(
        request,
        lambda data: AgreementForm(data, instance=row),
        lambda form: form.carry_out(
            services.change_agreement, agreement=row, by=request.user, seen=form.seen(), **form.facts()
        ),
        held_now=lambda: agreement_row(agreement),
        template=FORM,
        key="network.agreement_change",
        about=agreement,
        back=page_of(row.organisation_id, "h-agreements"),
        title=_("Change an agreement"),
        partner=row.organisation,
    )


@requires(Permission.NETWORK_KEEP)
@require_POST
def agreement_review(request, agreement):
    row = services.review_agreement(agreement=agreement_row(agreement), by=request.user)
    messages.success(request, _("Looked through. The next time is in a year."))
    return back(request, page_of(row.organisation_id, "h-agreements"))


@requires(Permission.NETWORK_KEEP)
@require_POST
def agreement_end(request, agreement):
    row = services.end_agreement(agreement=agreement_row(agreement), by=request.user)
    undo = reverse("network:agreement_resume", args=[agreement])
    say_undoable(request, _("The agreement is ended; it stays readable."), undo)
    return redirect(page_of(row.organisation_id, "h-agreements"))


@requires(Permission.NETWORK_KEEP)
@require_POST
def agreement_resume(request, agreement):
    row = services.resume_agreement(agreement=agreement_row(agreement), by=request.user)
    messages.success(request, _("The agreement holds again."))
    return back(request, page_of(row.organisation_id, "h-agreements"))


# --- activities ----------------------------------------------------------------------------------------------


@requires(Permission.NETWORK_VIEW)
@require_safe
def activities(request):
    """Round tables, introductions, trainings and events with all partners, the newest first."""
    page = CappedPaginator(activities_of(), PAGE).get_page(request.GET.get("page", 1))
    may_keep = has_permission(request.user, Permission.NETWORK_KEEP)
    shown = {"page": page, "rows": activity_rows(page.object_list), "may_keep": may_keep}
    return render(request, "network/activities.html", shown)


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def activity_create(request):
    """What was done, with one partner (`?partner=`) or several."""
    asked = Organisation.objects.filter(pk=request.GET["partner"]).first() if _is_uuid(request.GET) else None
    return entry_page(
        request,
        lambda data: ActivityForm(
            data,
            colleagues=colleagues(),
            partners=_partners(),
            initial={"done_by": request.user, "organisations": [asked] if asked else []},
        ),
        lambda form: form.carry_out(services.note_activity, by=request.user, **form.cleaned_data),
        template=FORM,
        key="network.activity",
        back=page_of(asked.pk, "h-activities") if asked else reverse("network:activities"),
        title=_("Note an activity"),
        text=_("First contacts go best in person and with something to leave there (guide 2.4)."),
        partner=asked,
        has_combo=True,
    )


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def activity_change(request, activity):
    row = activity_row(activity)
    return entry_page(
        request,
        lambda data: ActivityForm(
            data, instance=row, colleagues=colleagues(keep=[row.done_by_id]), partners=_partners(row)
        ),
        lambda form: form.carry_out(services.change_activity, activity=row, by=request.user, **form.cleaned_data),
        template=FORM,
        key="network.activity_change",
        about=activity,
        back=reverse("network:activities"),
        title=_("Change an activity"),
        remove_url=reverse("network:activity_remove", args=[activity]),
        remove_label=_("Remove this activity"),
        has_combo=True,
    )


@requires(Permission.NETWORK_KEEP)
@require_POST
def activity_remove(request, activity):
    services.remove_activity(activity=activity_row(activity), by=request.user)
    messages.success(request, _("The activity is removed."))
    return redirect("network:activities")


def _partners(activity=None):
    living = Organisation.objects.living()
    named = activity.organisations.values("pk") if activity else []
    return (living | Organisation.objects.filter(pk__in=named)).order_by("name", "pk")


def _is_uuid(parameters):
    try:
        uuid.UUID(parameters.get("partner", ""))
    except ValueError:
        return False
    return True


# --- tasks ---------------------------------------------------------------------------------------------------


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def task_create(request, pk):
    organisation = partner(pk)
    return entry_page(
        request,
        lambda data: PartnerTaskForm(data, colleagues=colleagues(), initial={"assigned_to": request.user}),
        lambda form: form.carry_out(
            task_services.add_partner_task, organisation=organisation, by=request.user, **form.facts()
        ),
        template=FORM,
        key="network.task",
        about=pk,
        back=page_of(pk, "h-tasks"),
        title=_("Add a task"),
        text=_("About the cooperation, never about a client: those belong into her case."),
        partner=organisation,
    )


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def task_change(request, task):
    row = task_row(task)
    return entry_page(
        request,
        lambda data: PartnerTaskForm(data, instance=row, colleagues=colleagues(keep=[row.assigned_to_id])),
        lambda form: form.carry_out(
            task_services.change_partner_task, task=row, by=request.user, seen=form.seen(), **form.facts()
        ),
        held_now=lambda: task_row(task),
        template=FORM,
        key="network.task_change",
        about=task,
        back=page_of(row.organisation_id, "h-tasks"),
        title=_("Change task"),
        partner=row.organisation,
    )


@requires(Permission.NETWORK_KEEP)
@require_POST
def task_settle(request, task):
    """Done, or no longer needed: one click, and one to undo it."""
    row = task_row(task)
    result = TaskResult.DROPPED if request.POST.get("result") == TaskResult.DROPPED else TaskResult.DONE
    task_services.settle_partner_task(task=row, by=request.user, result=result)
    text = _("Task done.") if result == TaskResult.DONE else _("The task is no longer needed.")
    say_undoable(request, text, reverse("network:task_reopen", args=[task]))
    return back(request, page_of(row.organisation_id, "h-tasks"))


@requires(Permission.NETWORK_KEEP)
@require_POST
def task_reopen(request, task):
    row = task_row(task)
    task_services.reopen_partner_task(task=row, by=request.user)
    messages.success(request, _("The task is open again."))
    return back(request, page_of(row.organisation_id, "h-tasks"))
