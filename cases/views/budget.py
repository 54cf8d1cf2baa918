"""Household budgets: a month with its sums, written in one form, taken over into the next with one click."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms.budget import BudgetForm
from cases.models import Budget
from cases.queries.budget import USUAL, budget_page, month_name, months_to_choose, proposed_lines
from cases.services.budget import change_budget, copy_budget, note_budget, remove_budget
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.entry import entry_page
from umstieg.core.errors import DomainError

from .file import crumb_to
from .lookup import case_seen_by, must_be_open


@requires(Permission.CASE_VIEW, Part.NOTES)
@require_safe
def budget_detail(request, pk, budget):
    """One month: its lines now and with the job side by side, what is left in a week, and a picture."""
    case = _case(request, pk, Part.NOTES)
    budget = _budget(case, budget)
    is_writable = case.shown_part >= Part.WORK and case.closed_on is None
    shown = {"case": case, "budget": budget_page(budget), "is_writable": is_writable, "crumb": crumb_to("money", case)}
    return render(request, "cases/budget_detail.html", shown)


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def budget_create(request, pk):
    """A new month, with what stands in the last one and what runs."""
    case = _case(request, pk, Part.WORK)
    must_be_open(case)
    today = timezone.localdate()
    months, lines = months_to_choose(case, today=today), proposed_lines(case, today=today)
    return entry_page(
        request,
        lambda data: BudgetForm(data, lines=lines, months=months),
        lambda form: form.carry_out(note_budget, case=case, by=request.user, **form.facts()),
        key="cases.budget",
        about=case.pk,
        back=reverse("cases:money", args=(case.pk,)),
        leads_to=_page,
        **_form_page(case, _("New household budget")),
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def budget_change(request, pk, budget):
    case = _case(request, pk, Part.WORK)
    must_be_open(case)
    budget = _budget(case, budget)
    return entry_page(
        request,
        lambda data: BudgetForm(data, budget=budget),
        lambda form: form.carry_out(change_budget, budget=budget, by=request.user, seen=form.seen(), **form.facts()),
        key="cases.budget_change",
        about=budget.typed_key,
        held_now=lambda: _budget(case, budget.pk),
        back=reverse("cases:budget", args=(case.pk, budget.pk)),
        **_form_page(case, _("Household budget %(month)s") % {"month": month_name(budget.month)}),
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def budget_copy(request, pk, budget):
    """ "Take over into January": the same lines for the next month, with one click."""
    case = _case(request, pk, Part.WORK)
    must_be_open(case)
    try:
        copy = copy_budget(budget=_budget(case, budget), by=request.user)
    except DomainError as refused:
        messages.warning(request, refused.message)
        return redirect("cases:budget", pk=case.pk, budget=budget)
    messages.success(request, _("Taken over into %(month)s.") % {"month": month_name(copy.month)})
    return redirect("cases:budget_change", pk=case.pk, budget=copy.pk)


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def budget_remove(request, pk, budget):
    case = _case(request, pk, Part.WORK)
    must_be_open(case)
    remove_budget(budget=_budget(case, budget), by=request.user)
    messages.success(request, _("The entry is removed."))
    return redirect("cases:money", pk=case.pk)


def _case(request, pk, part):
    case = case_seen_by(request.user, pk, part)
    record("case.viewed", cases=[case.number], part=Part.NOTES.name, object_id=case.pk)
    return case


def _budget(case, key):
    return get_object_or_404(Budget.objects.filter(case=case.pk).select_related("case"), pk=key)


def _page(budget):
    return reverse("cases:budget", args=(budget.case_id, budget.pk))


def _form_page(case, title):
    """What the form shows besides: the path to it, and what most people pay."""
    usual = [str(one) for one in USUAL]
    crumb = crumb_to("money", case)
    return {"template": "cases/budget_form.html", "case": case, "title": title, "usual": usual, "crumb": crumb}
