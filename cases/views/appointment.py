"""Making, moving, calling off and reading appointments, with hints that never lock. The calendar stands on the desk."""

import datetime

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms.appointment import AppointmentForm, NewAppointmentForm
from cases.models import Appointment, Case
from cases.queries.appointment_hints import hints
from cases.queries.appointment_page import appointment_facts, can_be_logged
from cases.queries.client_times import client_times
from cases.queries.occasions import begun_for
from cases.services import appointment as appointment_services
from cases.services.working import colleagues_of, people_on
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.accounts.models import User
from umstieg.audit.recording import record
from umstieg.core.back import back, say_undoable
from umstieg.core.errors import DomainError
from umstieg.core.typed import Typed

from .lookup import appointment_seen_by, asked_case, must_be_open

FIRST_HOUR, LAST_HOUR = 10, 18


@requires(Permission.AGENDA_KEEP, Part.NOTES)
@require_http_methods(["GET", "POST"])
def appointment_create(request):
    """An appointment from anywhere: for a case (`?fall=`), at a time (`?tag=&zeit=`), or one's own.

    `?anlass=` names what it is for (queries.occasions), `&wohnung=` the flat of a viewing by its key.
    """
    own = _own_cases(request.user)
    record("cases.listed", cases=own.values_list("number", flat=True), part=Part.FACTS.name)
    asked = asked_case(request, own)
    typed = Typed(request, form="cases.appointment")
    form = _new_form(request, typed.data, own, asked)
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if made := form.carry_out(appointment_services.make_appointment, by=request.user, **form.facts()):
            text = ngettext("Appointment entered.", "%(count)s appointments entered.", len(made))
            messages.success(request, text % {"count": len(made)})
            _point_at_hints(request, made[0])
            return typed.finish(redirect("cases:appointment_detail", appointment=made[0].pk))
        typed.release()
    if asked:
        record("case.viewed", cases=[asked.number], part=Part.NOTES.name, object_id=asked.pk)
    shown = {"form": form, "typed": typed, "case": asked, **_of_client(asked)}
    return render(request, "cases/appointment_form.html", shown)


@requires(Permission.AGENDA_VIEW, Part.NOTES)
@require_safe
def appointment_detail(request, appointment):
    appointment = appointment_seen_by(request.user, appointment)
    _record(appointment)
    return render(
        request,
        "cases/appointment_detail.html",
        {
            "appointment": appointment,
            "case": appointment.case,
            "shown": appointment_facts(appointment),
            "hints": hints(appointment, by=request.user) if _is_to_come(appointment) else [],
            "is_open": appointment.case is None or appointment.case.closed_on is None,
            "can_be_logged": can_be_logged(appointment),
        },
    )


@requires(Permission.AGENDA_KEEP, Part.WORK)
@require_http_methods(["GET", "POST"])
def appointment_change(request, appointment):
    appointment = appointment_seen_by(request.user, appointment, Part.WORK)
    must_be_open(appointment.case)
    _record(appointment)
    people = people_on(appointment.case) if appointment.case else User.objects.filter(pk=request.user.pk)
    typed = Typed(request, form="cases.appointment", about=appointment.pk)
    form = AppointmentForm(typed.data, instance=appointment, people=people)
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        changed = form.carry_out(
            appointment_services.change_appointment,
            appointment=appointment,
            by=request.user,
            following=form.means_following,
            **form.facts(),
        )
        if changed is not None:
            text = ngettext("Appointment changed.", "%(count)s appointments changed.", len(changed))
            messages.success(request, text % {"count": len(changed)} if changed else _("Nothing changed."))
            if changed:
                _point_at_hints(request, changed[0])
            return typed.finish(redirect("cases:appointment_detail", appointment=appointment.pk))
        typed.release()
    return render(
        request,
        "cases/appointment_form.html",
        {
            "form": form,
            "typed": typed,
            "case": appointment.case,
            "appointment": appointment,
            **_of_client(appointment.case),
        },
    )


@requires(Permission.AGENDA_KEEP, Part.FACTS)
@require_POST
def appointment_hints(request):
    """The hints about what stands in a form that is not sent yet, and what is known of the client's times (htmx)."""
    own = _own_cases(request.user)
    form = NewAppointmentForm(
        request.POST, cases=own, people=colleagues_of(request.user, own.order_by()), instance=_asked(request)
    )
    drafted = form.drafted(by=request.user)
    case = drafted.case if drafted else form.cleaned_data.get("case") or form.instance.case
    if case:
        record("case.viewed", cases=[case.number], part=Part.IDENTITY.name, object_id=case.pk)
    found = hints(drafted, by=request.user) if drafted else []
    shown = {"hints": found, "is_typed": True, **_of_client(case)}
    return render(request, "cases/includes/appointment_hints.html", shown)


@requires(Permission.AGENDA_KEEP, Part.WORK)
@require_POST
def appointment_cancel(request, appointment):
    """Called off, alone or with the following ones of its series; can be undone. Also in a closed case."""
    appointment = appointment_seen_by(request.user, appointment, Part.WORK)
    try:
        cancelled = appointment_services.cancel_appointment(
            appointment=appointment, by=request.user, whole_series=bool(request.POST.get("following"))
        )
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("cases:appointment_detail", appointment=appointment.pk)
    text = ngettext("Appointment cancelled.", "%(count)s appointments cancelled.", len(cancelled))
    undo = reverse("cases:appointment_restore", args=[appointment.pk])
    say_undoable(request, text % {"count": len(cancelled)}, undo)
    return back(request, "desk:calendar")


@requires(Permission.AGENDA_KEEP, Part.WORK)
@require_POST
def appointment_restore(request, appointment):
    """Taken up again, with those that were called off at the same stroke."""
    appointment = appointment_seen_by(request.user, appointment, Part.WORK)
    appointment_services.restore_appointment(appointment=appointment, by=request.user)
    messages.success(request, _("The appointment stands again."))
    return redirect("cases:appointment_detail", appointment=appointment.pk)


@requires(Permission.SESSION_LOG, Part.WORK)
@require_POST
def appointment_not_held(request, appointment):
    """Logged as not having come about, with nothing to fill in."""
    appointment = appointment_seen_by(request.user, appointment, Part.WORK)
    must_be_open(appointment.case)
    try:
        appointment_services.log_not_held(appointment=appointment, by=request.user)
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("cases:appointment_detail", appointment=appointment.pk)
    messages.success(request, _("Noted: did not come about."))
    return back(request, "desk:calendar")


def _own_cases(user):
    return Case.objects.visible_to(user, Part.WORK).running().order_by("-number")


def _new_form(request, data, own, asked):
    people = people_on(asked) if asked else colleagues_of(request.user, own.order_by())
    last = (
        Appointment.objects.filter(created_by=request.user)
        .order_by("-created_at")
        .values("mode", "minutes", "site_id")
        .first()
    )
    initial = {"case": asked, "owner": request.user, "minutes": 60, **_asked_time(request)}
    if last:  # no room: it may be taken this time
        initial |= {"mode": last["mode"], "minutes": last["minutes"], "site": last["site_id"]}
    if asked:
        flat = request.GET.get("wohnung", "")
        initial |= begun_for(request.GET.get("anlass"), asked, request.user, flat=flat)
    return NewAppointmentForm(data, cases=own, people=people, initial=initial)


def _of_client(case) -> dict:
    """How to reach her safely and when it suits her, beside the choice of the client."""
    return {"client_of": case, "client_times": client_times(case.client)} if case else {}


def _asked_time(request) -> dict:
    """Day and time from the address (a click in the calendar); else the next full hour, or ten on another day."""
    try:
        day = datetime.date.fromisoformat(request.GET.get("tag", ""))
    except ValueError:
        day = timezone.localdate()
    try:
        time = datetime.time.fromisoformat(request.GET.get("zeit", ""))
    except ValueError:
        now = timezone.localtime()
        is_today = day == now.date() and FIRST_HOUR <= now.hour < LAST_HOUR
        time = datetime.time(now.hour + 1 if is_today else FIRST_HOUR)
    return {"starts_on": day, "starts_time": time.replace(tzinfo=None)}


def _asked(request):
    """The appointment whose form is being filled in again; None for a new one or what she may not see."""
    try:
        return (
            Appointment.objects.visible_to(request.user)
            .select_related("case")
            .filter(pk=request.POST.get("appointment") or None)
            .first()
        )
    except (ValueError, TypeError):
        return None


def _is_to_come(appointment):
    return not appointment.session_id and appointment.starts_at > timezone.now()


def _point_at_hints(request, appointment):
    """Without a script the hints could not be seen before; they stand on the page of the appointment."""
    if any(hint.is_alert for hint in hints(appointment, by=request.user)):
        messages.warning(request, _("Entered. Please have a look at the hints."))


def _record(appointment):
    numbers = [appointment.case.number] if appointment.case else ()
    record("appointment.viewed", cases=numbers, part=Part.NOTES.name, object_id=appointment.pk)
