"""The way of a case: phases, pauses, status to sex work, outcomes, what was talked about at the beginning."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.path import ExplainedForm, OutcomeForm, PauseForm, PhaseForm, StatusForm
from cases.services import path as path_services
from cases.services.case import ask_nothing
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.back import back, say_undoable

from .entry import entry_page
from .lookup import case_seen_by, must_be_open


def _case(request, pk, shows=Part.NOTES):
    """The case for a page that adds to its way; what the page shows is recorded here."""
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=shows.name, object_id=case.pk)
    return case


def _way(case):
    return reverse("cases:way", args=(case.pk,))


def _removed(request, case, remove, **row):
    remove(by=request.user, **row)
    messages.success(request, _("The entry is removed."))
    return redirect(_way(case))


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def no_questions(request, pk):
    """Ask nothing today (121-07), or take that back."""
    case = _case(request, pk, Part.FACTS)
    today = timezone.localdate()
    asks_nothing = case.no_questions_on == today
    ask_nothing(case=case, by=request.user, on=None if asks_nothing else today)
    messages.success(request, _("Questions are welcome again.") if asks_nothing else _("Nothing is asked today."))
    return redirect("cases:detail", pk=case.pk)


# --- phases and pauses -------------------------------------------------------------------------------


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def phase_create(request, pk):
    case = _case(request, pk)
    return entry_page(
        request,
        case,
        PhaseForm,
        lambda form: form.carry_out(
            path_services.start_phase,
            case=case,
            by=request.user,
            phase=form.cleaned_data["phase"],
            on=form.cleaned_data["started_on"],
            until=form.cleaned_data["ended_on"],
        ),
        key="phase",
        title=_("Start a phase"),
        text=_("Several at once, back and forth; also one that began earlier."),
        room="way",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def phase_change(request, pk, phase):
    case = _case(request, pk)
    phase = get_object_or_404(case.phases.select_related("case"), pk=phase)
    return entry_page(
        request,
        case,
        lambda data: PhaseForm(data, instance=phase),
        lambda form: form.carry_out(path_services.change_phase, phase=phase, by=request.user, **form.cleaned_data),
        key="phase",
        title=phase.get_phase_display(),
        room="way",
        remove_url=reverse("cases:phase_remove", args=(case.pk, phase.pk)),
        below="cases/file/remove.html",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def phase_remove(request, pk, phase):
    case = _case(request, pk)
    phase = get_object_or_404(case.phases.select_related("case"), pk=phase)
    return _removed(request, case, path_services.remove_phase, phase=phase)


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def pause_create(request, pk):
    case = _case(request, pk)
    return entry_page(
        request,
        case,
        PauseForm,
        lambda form: form.carry_out(
            path_services.start_pause,
            case=case,
            by=request.user,
            kind=form.cleaned_data["kind"],
            on=form.cleaned_data["started_on"],
            until=form.cleaned_data["ended_on"],
            note=form.cleaned_data["note"],
        ),
        key="cases.pause",
        title=_("Pause or abroad"),
        text=_("Meanwhile nobody is reminded of a missing contact."),
        room="way",
        say=lambda pause: _say_pause(request, case, pause),
    )


def _say_pause(request, case, pause):
    undo = reverse("cases:pause_remove", args=(case.pk, pause.pk))
    today = timezone.localdate()
    if pause.started_on <= today and (not pause.ended_on or pause.ended_on > today):
        say_undoable(request, _("The case pauses. Meanwhile nobody is reminded of a missing contact."), undo)
    else:
        say_undoable(request, _("Saved. During the pause nobody is reminded of a missing contact."), undo)


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def pause_change(request, pk, pause):
    case = _case(request, pk)
    pause = get_object_or_404(case.pauses.select_related("case"), pk=pause)
    return entry_page(
        request,
        case,
        lambda data: PauseForm(data, instance=pause),
        lambda form: form.carry_out(path_services.change_pause, pause=pause, by=request.user, **form.cleaned_data),
        key="pause",
        title=_("Pause or abroad"),
        room="way",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def pause_remove(request, pk, pause):
    """Undoes the start of a pause; back to the page this was said on."""
    case = _case(request, pk)
    pause = get_object_or_404(case.pauses.select_related("case"), pk=pause)
    path_services.remove_pause(pause=pause, by=request.user)
    messages.success(request, _("The pause is taken back."))
    return back(request, "cases:way", pk=case.pk)


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def pause_end(request, pk, pause):
    case = _case(request, pk)
    pause = get_object_or_404(case.pauses.select_related("case"), pk=pause)
    path_services.end_pause(pause=pause, by=request.user)
    messages.success(request, _("The pause is over."))
    return redirect(_way(case))


# --- status to sex work --------------------------------------------------------------------------------


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def status_create(request, pk):
    case = _case(request, pk)
    return entry_page(
        request,
        case,
        StatusForm,
        lambda form: form.carry_out(
            path_services.note_sex_work_status, case=case, by=request.user, **form.cleaned_data
        ),
        key="status",
        title=_("Status to sex work"),
        room="way",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def status_remove(request, pk, status):
    case = _case(request, pk)
    entry = get_object_or_404(case.sex_work_statuses.select_related("case"), pk=status)
    return _removed(request, case, path_services.remove_sex_work_status, entry=entry)


# --- outcomes ------------------------------------------------------------------------------------------


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def outcome_create(request, pk):
    """`?danach=schliessen` leads back to the page that closes the case."""
    case = _case(request, pk)
    leads_to_closing = request.GET.get("danach") == "schliessen"
    return entry_page(
        request,
        case,
        OutcomeForm,
        lambda form: form.carry_out(path_services.note_outcome, case=case, by=request.user, **form.cleaned_data),
        key="cases.outcome",
        title=_("Outcome"),
        text=_("Something that came about, on a day. Any number; a later one deletes none."),
        room="way",
        back=reverse("cases:close", args=(case.pk,)) if leads_to_closing else "",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def outcome_change(request, pk, outcome):
    case = _case(request, pk)
    outcome = get_object_or_404(case.outcomes.select_related("case"), pk=outcome)
    return entry_page(
        request,
        case,
        lambda data: OutcomeForm(data, instance=outcome),
        lambda form: form.carry_out(
            path_services.change_outcome,
            row=outcome,
            by=request.user,
            **form.cleaned_data,
        ),
        key="outcome",
        title=_("Change outcome"),
        room="way",
        remove_url=reverse("cases:outcome_remove", args=(case.pk, outcome.pk)),
        below="cases/file/remove.html",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def outcome_remove(request, pk, outcome):
    case = _case(request, pk)
    outcome = get_object_or_404(case.outcomes.select_related("case"), pk=outcome)
    return _removed(request, case, path_services.remove_outcome, outcome=outcome)


# --- what was talked about at the beginning --------------------------------------------------------------


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def explained_create(request, pk):
    """`?was=` ticks an item beforehand."""
    case = _case(request, pk)
    return entry_page(
        request,
        case,
        lambda data: ExplainedForm(data, case=case, user=request.user, initial={"items": request.GET.getlist("was")}),
        lambda form: form.carry_out(path_services.note_explained, case=case, by=request.user, **form.cleaned_data),
        key="explained",
        title=_("Talked about at the beginning"),
        room="way",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def explained_remove(request, pk, explained):
    case = _case(request, pk)
    explained = get_object_or_404(case.explained.select_related("case"), pk=explained)
    return _removed(request, case, path_services.remove_explained, explained=explained)
