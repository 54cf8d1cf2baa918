"""Appointments: agreed with a client, or one's own. Nothing here is locked by a hint: whoever books knows more."""

import datetime
import itertools
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import SessionResult
from cases.models import Appointment
from umstieg.agenda.queries.holidays import holiday_on
from umstieg.agenda.series import MOST, at_the_same_time, days_of
from umstieg.audit.recording import act
from umstieg.centre.queries import the_centre
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save, set_facts

from .session import log_session
from .working import must_be_running, must_work_on

CANCELLING = ["cancelled_at", "ended_with_case"]
FARTHEST = datetime.timedelta(days=2 * 366)


def make_appointment(
    *,
    starts_at,
    mode,
    by,
    case=None,
    owner=None,
    every=None,
    times=None,
    until=None,
    skip_holidays=False,
    **facts,
) -> list[Appointment]:
    """One appointment, or with `every` a series of `times` (at most 52) or up to the day `until`.

    `skip_holidays` leaves out public holidays of the centre's Land; `times` counts those that are made. `owner` is who
    holds the appointment: she who makes it, unless named; with a case it is somebody who works on it.
    """
    with act("appointment.made", by=by) as done:
        if case is None:
            owner = owner or by
            if by is not None and owner.pk != by.pk:
                raise DomainError(_("An appointment without a case is always one's own."), field="owner")
        else:
            must_be_running(case)
            owner = must_work_on(case, owner, otherwise=by, field="owner")
            done.about(case.number)
        facts = _with_site_of_room(facts)
        if every:
            moments, series = _series(starts_at, every, times, until, skip_holidays), uuid.uuid4()
        else:
            moments, series = [starts_at], None
        made = []
        for moment in moments:
            appointment = Appointment(
                starts_at=moment, mode=mode, case=case, owner=owner, series=series, created_by=by or owner, **facts
            )
            _check(appointment)
            check_and_save(appointment)
            made.append(appointment)
        done.object_id = str(made[0].pk)
    return made


def change_appointment(*, appointment, by, following=False, **facts) -> list[Appointment]:
    """Change an appointment, with `following` also the later ones of its series; returns those that were changed.

    A new time moves the later ones by as many days, and to the same time of day. What is logged or cancelled stays.
    """
    with act("appointment.changed", by=by, object_id=appointment.pk) as done:
        appointment = _locked(appointment, done)
        _must_stand(appointment)
        if appointment.case:
            must_be_running(appointment.case)
            if facts.get("owner", appointment.owner) != appointment.owner:
                must_work_on(appointment.case, facts["owner"], field="owner")
        facts = _with_site_of_room(facts)
        starts_at = facts.pop("starts_at", appointment.starts_at)
        move = timezone.localtime(starts_at).date() - timezone.localtime(appointment.starts_at).date()
        is_moved = starts_at != appointment.starts_at
        changed = []
        for each in [appointment, *(_later(appointment) if following else ())]:
            time = {}
            if each.pk == appointment.pk:
                time = {"starts_at": starts_at}
            elif is_moved:
                time = {"starts_at": at_the_same_time(timezone.localtime(each.starts_at).date() + move, starts_at)}
            if names := set_facts(each, facts | time):
                _check(each)
                check_and_save(each, only=names)
                changed.append(each)
    return changed


def cancel_appointment(*, appointment, by, whole_series=False, with_case=False) -> list[Appointment]:
    """Call an appointment off, with `whole_series` also the later ones; returns those that were cancelled.

    Also in a closed case; `with_case`: because it is closed. The row stays, so that it can be taken up again.
    """
    with act("appointment.cancelled", by=by, object_id=appointment.pk) as done:
        appointment = _locked(appointment, done)
        if appointment.session_id:
            raise DomainError(_("This appointment is logged as a counselling session."))
        now, cancelled = timezone.now(), []
        for each in [appointment, *(_later(appointment) if whole_series else ())]:
            if not each.cancelled_at:
                each.cancelled_at, each.ended_with_case = now, with_case
                check_and_save(each, only=CANCELLING)
                cancelled.append(each)
    return cancelled


def restore_appointment(*, appointment, by) -> list[Appointment]:
    """Take a cancelled appointment up again, and with it those that were cancelled at the same stroke."""
    with act("appointment.restored", by=by, object_id=appointment.pk) as done:
        appointment = _locked(appointment, done)
        if not appointment.cancelled_at:
            return []
        together = [appointment]
        if appointment.series:
            together = list(
                Appointment.objects.select_for_update(of=("self",)).filter(
                    series=appointment.series, cancelled_at=appointment.cancelled_at
                )
            )
        for each in together:
            each.cancelled_at, each.ended_with_case = None, False
            check_and_save(each, only=CANCELLING)
    return together


def log_appointment(*, appointment, session, by) -> Appointment:
    """Say that an appointment is logged as this session. One without a case (a first talk) joins the session's case."""
    with act("appointment.logged", by=by, object_id=appointment.pk) as done:
        appointment = _locked(appointment, done)
        done.about(session.case.number)
        if appointment.session_id:
            raise DomainError(_("This appointment is already logged."))
        if appointment.case_id and appointment.case_id != session.case_id:
            raise DomainError(_("This appointment belongs to another case."))
        appointment.case_id, appointment.session = session.case_id, session
        appointment.cancelled_at, appointment.ended_with_case = None, False
        check_and_save(appointment, only=["case_id", "session", *CANCELLING])
    return appointment


@transaction.atomic
def log_not_held(*, appointment, by):
    """Log that an appointment did not come about: a session with that result, and nothing more. Blames nobody."""
    if appointment.case is None:
        raise DomainError(_("Without a case there is nothing to log."))
    must_be_running(appointment.case)
    _must_stand(appointment)
    session = log_session(
        case=appointment.case,
        started_at=appointment.starts_at,
        mode=appointment.mode,
        result=SessionResult.NOT_HELD,
        site=appointment.site,
        place=appointment.place,
        counsellor=appointment.owner,
        by=by,
    )
    log_appointment(appointment=appointment, session=session, by=by)
    return session


def _series(starts_at, every, times, until, skip_holidays):
    first = timezone.localtime(starts_at).date()
    if not times and not until:
        raise DomainError(_("How often, or until when?"), field="times")
    if times and not 2 <= times <= MOST:
        raise DomainError(_("A series has two to %(most)s appointments.") % {"most": MOST}, field="times")
    if until and until <= first:
        raise DomainError(_("The series ends before it begins."), field="until")
    centre = the_centre() if skip_holidays else None
    land = centre.land if centre else ""
    wanted = (day for day in days_of(first, every) if not (skip_holidays and holiday_on(land, day)))
    if until:
        wanted = itertools.takewhile(lambda day: day <= until, wanted)
    days = list(itertools.islice(wanted, min(times or MOST + 1, MOST + 1)))
    if not times and len(days) > MOST:
        raise DomainError(_("A series has two to %(most)s appointments.") % {"most": MOST}, field="until")
    if not days:
        raise DomainError(_("All these days are public holidays."), field="until")
    return [at_the_same_time(day, starts_at) for day in days]


def _later(appointment):
    """The later ones of a series that stand and are not logged, held until the end."""
    if not appointment.series:
        return []
    return list(
        Appointment.objects.standing()
        .select_for_update(of=("self",))
        .select_related("case", "owner", "site", "room")
        .filter(series=appointment.series, session=None, starts_at__gt=appointment.starts_at)
        .order_by("starts_at")
    )


def _locked(appointment, done):
    """The appointment as it reads now, held until the end: what others changed meanwhile stays."""
    appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("case", "owner", "site", "room")
        .get(pk=appointment.pk)
    )
    if appointment.case:
        done.about(appointment.case.number)
    return appointment


def _with_site_of_room(facts):
    """A room says its site, where none is named."""
    if facts.get("room") and facts.get("site", "unsaid") is None:
        return facts | {"site": facts["room"].site}
    return facts


def _must_stand(appointment):
    if appointment.session_id:
        raise DomainError(_("This appointment is logged as a counselling session."))
    if appointment.cancelled_at:
        raise DomainError(_("This appointment is cancelled. It can be taken up again."))


def _check(appointment):
    if appointment.starts_at > timezone.now() + FARTHEST:
        raise DomainError(_("This date lies too far ahead."), field="starts_on")
    if appointment.room and appointment.room.site_id != appointment.site_id:
        raise DomainError(_("This room belongs to another site."), field="room")
    if appointment.room and appointment.place:
        raise DomainError(_("Either one of our rooms or another place."), field="place")
    if appointment.mediator and not appointment.mediation_language:
        raise DomainError(_("Mediation in which language?"), field="mediation_language")
