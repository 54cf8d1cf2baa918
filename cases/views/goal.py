"""Wishes and goals of a case: the room, the small forms, one click for what is reached, and how often they are talked
about. Guide 113-06, 114-05, 114-06, 122-01.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import GoalState
from cases.forms.goal import GoalForm, GoalStateForm, ReviewForm, SmallGoalsForm, WishForm, every_months
from cases.models import Goal, ReviewPlan, Wish
from cases.models.goal import REVIEW_MONTHS
from cases.queries.case_file import case_file
from cases.queries.goal import goal_history, goals_room, wishes_of
from cases.services import goal as services
from cases.services.review import plan_reviews
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.back import back, say_undoable
from umstieg.core.errors import DomainError

from .entry import entry_page
from .file import room
from .lookup import case_seen_by, must_be_open

MOST_DIGITS = 15


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def goals(request, pk):
    """Wishes, goals with their steps, and the next evaluation talk."""
    case = case_seen_by(request.user, pk, Part.NOTES)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    shown = goals_room(case, file.part)
    review = shown["review"]
    review["often"] = every_months(review["months"]) if review["months"] else _("at no fixed times")
    if review["proposed"]:
        asked = {"fall": case.pk, "tag": review["proposed"], "anlass": "auswertung"}
        review["appointment_url"] = f"{reverse('cases:appointment_create')}?{urlencode(asked)}"
    return room(request, {"file": file, "case": case, "room": "goals", "goals": shown})


def _case(request, pk):
    """The case for a page that writes about wishes and goals; these may be about what is specially protected."""
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.RESTRICTED.name, object_id=case.pk)
    return case


def _goal(case, pk) -> Goal:
    goal = get_object_or_404(case.goals, pk=pk)
    goal.case = case
    return goal


def _wish(case, pk) -> Wish:
    wish = get_object_or_404(case.wishes, pk=pk)
    wish.case = case
    return wish


def _room(case):
    return reverse("cases:goals", args=(case.pk,))


# --- wishes --------------------------------------------------------------------------------------------


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def wish_create(request, pk):
    case = _case(request, pk)
    return entry_page(
        request,
        case,
        WishForm,
        lambda form: form.carry_out(services.note_wish, case=case, by=request.user, **form.facts()),
        key="cases.wish",
        title=_("Wish or strength"),
        text=_("in her own words, not judged"),
        room="goals",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def wish_change(request, pk, wish):
    case = _case(request, pk)
    wish = _wish(case, wish)
    return entry_page(
        request,
        case,
        lambda data: WishForm(data, instance=wish),
        lambda form: form.carry_out(services.change_wish, wish=wish, by=request.user, seen=form.seen(), **form.facts()),
        key="wish",
        about=wish.pk,
        title=_("Wish or strength"),
        room="goals",
        held_now=lambda: Wish.objects.get(pk=wish.pk),
        remove_url=reverse("cases:wish_remove", args=(case.pk, wish.pk)),
        below="cases/file/remove.html",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def wish_remove(request, pk, wish):
    case = _case(request, pk)
    services.remove_wish(wish=_wish(case, wish), by=request.user)
    messages.success(request, _("The entry is removed."))
    return redirect(_room(case))


# --- goals ---------------------------------------------------------------------------------------------


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def goal_create(request, pk):
    """One goal with both sides' part; her wishes stand above it (122-01)."""
    case = _case(request, pk)
    return _agreeing(
        request,
        case,
        GoalForm,
        key="cases.goal",
        title=_("Agree on a goal"),
        text=_("made together, and no condition of anything"),
        said=_("Agreed."),
        **_wishes_above(case),
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def small_goals(request, pk):
    """Up to three small goals at a stroke (e.1-4)."""
    case = _case(request, pk)
    return _agreeing(
        request,
        case,
        SmallGoalsForm,
        key="cases.small_goals",
        title=_("Three small goals"),
        text=_("one is enough; details can follow"),
        say=lambda agreed: messages.success(
            request,
            ngettext("%(number)s goal agreed on.", "%(number)s goals agreed on.", len(agreed))
            % {"number": len(agreed)},
        ),
        **_wishes_above(case),
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def steps(request, pk, goal):
    """Steps on the way to a goal (interim goals, 113-06); they share its theme."""
    case = _case(request, pk)
    goal = _goal(case, goal)
    return _agreeing(
        request,
        case,
        lambda data: SmallGoalsForm(data, way_to=goal),
        parent=goal,
        key="cases.steps",
        about=goal.pk,
        title=_("Steps on the way"),
        text=goal.title,
    )


def _agreeing(request, case, make_form, *, parent=None, **page):
    """A form whose `goals()` are agreed on, as steps to `parent` if there is one."""

    def carry(form):
        agreed_on = form.cleaned_data["agreed_on"]
        facts = {"case": case, "parent": parent, "by": request.user, "goals": form.goals(), "agreed_on": agreed_on}
        return form.carry_out(services.agree_on_goals, **facts)

    return entry_page(request, case, make_form, carry, room="goals", **page)


def _wishes_above(case) -> dict:
    return {"explains": "cases/file/wishes.html", "wishes": [one for one in wishes_of(case) if one["stands"]]}


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def goal_change(request, pk, goal):
    """What was agreed on, with the way it came; other words ask for a reason and leave the earlier ones readable."""
    case = _case(request, pk)
    goal = _goal(case, goal)
    return _changing(
        request,
        goal,
        lambda data: GoalForm(data, instance=goal),
        services.change_goal,
        key="cases.goal_change",
        title=_("Change the goal"),
        held_now=lambda: Goal.objects.get(pk=goal.pk),
        below="cases/file/goal_below.html",
        goal=goal,
        changes=goal_history(goal),
        remove_url=reverse("cases:goal_remove", args=(case.pk, goal.pk)) if services.is_removable(goal) else "",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def goal_state(request, pk, goal):
    goal = _goal(_case(request, pk), goal)
    return _changing(
        request,
        goal,
        lambda data: GoalStateForm(data, initial={"state": goal.state}),
        services.note_goal_state,
        key="goal_state",
        title=_("How does the goal stand?"),
        text=goal.title,
    )


def _changing(request, held, make_form, service, **page):
    """A form whose `changes()` a service notes about a goal; how it was before stays readable, with a way back."""
    case, before = held.case, held.version
    return entry_page(
        request,
        case,
        make_form,
        lambda form: form.carry_out(service, goal=held, by=request.user, **form.changes()),
        about=held.pk,
        room="goals",
        say=lambda changed: _say_changed(request, case, changed, before),
        **page,
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def goal_reached(request, pk, goal):
    """Reached, with one click; can be undone."""
    case = _case(request, pk)
    goal = _goal(case, goal)
    before = goal.version
    reached = services.note_goal_state(goal=goal, state=GoalState.REACHED, by=request.user)
    _say_changed(request, case, reached, before, _("Reached, as of today."))
    return back(request, "cases:goals", pk=case.pk)


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def goal_undo(request, pk, goal):
    """Takes the last change back; `?fassung=` is the version it kept."""
    case = _case(request, pk)
    asked = request.GET.get("fassung", "")
    version = int(asked) if asked.isdecimal() and len(asked) <= MOST_DIGITS else 0
    try:
        services.take_back(goal=_goal(case, goal), version=version, by=request.user)
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Taken back."))
    return back(request, "cases:goals", pk=case.pk)


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def goal_remove(request, pk, goal):
    case = _case(request, pk)
    try:
        services.remove_goal(goal=_goal(case, goal), by=request.user)
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The entry is removed."))
    return redirect(_room(case))


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def review_plan(request, pk):
    """How often the goals are looked at together (114-05)."""
    case = _case(request, pk)
    held = ReviewPlan.objects.filter(case=case).values_list("months", flat=True)
    months = next(iter(held), REVIEW_MONTHS)
    return entry_page(
        request,
        case,
        lambda data: ReviewForm(data, initial={"months": months or 0}),
        lambda form: form.carry_out(plan_reviews, case=case, months=form.chosen(), by=request.user),
        key="review_plan",
        title=_("Evaluation talks"),
        text=_("regular talks let progress be seen"),
        room="goals",
    )


def _say_changed(request, case, goal, before, text=""):
    """A receipt with a way back; nothing to undo where nothing changed."""
    if goal.version == before:
        messages.info(request, _("Nothing changed."))
        return
    undo = reverse("cases:goal_undo", args=(case.pk, goal.pk))
    kept = goal.versions.order_by("-version").values_list("pk", flat=True).first()
    say_undoable(request, text or _("Noted. How it was before stays readable."), f"{undo}?fassung={kept}")
