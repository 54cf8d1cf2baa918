"""Opening, changing and closing a case; who works on it; its phases."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import GrantKind, Phase
from cases.models import (
    Appointment,
    Case,
    CaseGrant,
    CaseLock,
    CasePause,
    CasePhase,
    CoCounselling,
    Handover,
    PastClosing,
    Task,
)
from umstieg.access.enums import Role
from umstieg.accounts.models import Membership, User
from umstieg.agenda.enums import TaskResult
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.meanwhile import only_changed
from umstieg.core.saving import check_and_save, set_facts

from .appointment import cancel_appointment, change_appointment, restore_appointment
from .client import add_client
from .numbers import new_case_number
from .path import end_pause, end_phase, start_phase
from .task import change_task, reopen_task, settle_task
from .working import must_work_on, works_on

PEOPLE = {"counsellor", "deputy", "team"}
LABELS = {"phases": gettext_lazy("running phases"), "co_counsellors": gettext_lazy("co-counsellors")}
NOT_HERE = gettext_lazy("This person cannot be entered here.")
CLOSING = ["closed_on", "closed_by", "closing_reason"]


def open_case(*, team, counsellor, by, client=None, client_facts=None, opened_on=None, **facts) -> Case:
    """Open a case for a new client (`client_facts`, fields of Client) or for one already known (`client`).

    Begins in the phase of getting to know. The contact person holds the counsellor role in the team. From whom another
    case of the client is hidden, this one is hidden too. Who only stands in opens none for herself: it would outlast
    the time she was given.
    """
    opened_on = opened_on or timezone.localdate()
    _must_counsel_in(team, counsellor, field="counsellor")
    if client is not None and only_stands_in(by, client) and not _knows(counsellor, client):
        said = _("Who stands in opens a new case for somebody who works with the person.")
        raise DomainError(said, field="counsellor")
    with act("case.opened", by=by) as done:
        is_known = client is not None
        client = client or add_client(year=opened_on.year, by=by, **client_facts)
        case = Case(
            number=new_case_number(opened_on.year),
            client=client,
            team=team,
            counsellor=counsellor,
            opened_on=opened_on,
            **{"site": team.site, **facts},
        )
        if case.deputy:
            _must_counsel_in(team, case.deputy, field="deputy")
        check_and_save(case)
        check_and_save(CasePhase(case=case, phase=Phase.GETTING_TO_KNOW, started_on=opened_on))
        done.object_id = str(case.pk)
        done.about(case.number)
        if is_known:
            _hide_as_before(case, by)
    return case


def change_case(*, case, by, phases=None, co_counsellors=None, seen=None, **facts) -> Case:
    """Change facts of a case, its running phases and its co-counsellors: all that is named, or nothing.

    Who works on it is decided by its contact person; a new one must counsel in the team. `seen`: as in `change_client`.
    """
    with act("case.changed", by=by, object_id=case.pk) as done:
        done.about(case.number)
        case = Case.objects.select_for_update().get(pk=case.pk)  # what others changed meanwhile stays
        if seen:
            said = {"phases": phases, "co_counsellors": co_counsellors, **facts}
            said = only_changed(said, held_by(case, said), seen, LABELS | _labels(case))
            phases, co_counsellors = said.pop("phases", None), said.pop("co_counsellors", None)
            facts = said
        # First, because a new contact person ends the right to decide on them.
        if phases is not None:
            set_phases(case=case, phases=phases, by=by)
        if co_counsellors is not None:
            set_co_counsellors(case=case, users=co_counsellors, by=by)
        decides = case.counsellor_id
        changed = set_facts(case, facts)
        if PEOPLE & set(changed):
            _must_decide(decides, by)
        if {"counsellor", "team"} & set(changed):
            _must_counsel_in(case.team, case.counsellor, field="counsellor")
            must_be_nameable(case, case.counsellor, field="counsellor")
        if "opened_on" in changed and case.sessions.filter(started_at__date__lt=case.opened_on).exists():
            raise DomainError(_("A session was already logged before this day."), field="opened_on")
        if "deputy" in changed and case.deputy:
            _must_counsel_in(case.team, case.deputy, field="deputy")
            must_be_nameable(case, case.deputy, field="deputy")
        if changed:
            check_and_save(case, only=changed)
        if case.counsellor_id != decides:
            check_and_save(Handover(case=case, from_user_id=decides, to_user_id=case.counsellor_id))
    return case


def held_by(case, names) -> dict:
    """What a case holds now, by name: its fields, its running phases, its co-counsellors."""
    more = {
        "phases": lambda: list(case.phases.filter(ended_on=None).values_list("phase", flat=True)),
        "co_counsellors": lambda: list(case.co_counsellings.filter(ended_on=None).values_list("user_id", flat=True)),
    }
    return {name: more[name]() if name in more else getattr(case, name) for name in names}


def _labels(case):
    return {one.name: one.verbose_name for one in case._meta.fields}


def close_case(*, case, reason, by, on=None, settle=(), cancel=()) -> Case:
    """Close a case with a reason; running phases and a pause end that day. Outcomes are apart (domain d.12).

    `settle`: open tasks that are no longer needed; `cancel`: appointments to be cancelled. Nothing is deleted.
    """
    on = on or timezone.localdate()
    with act("case.closed", by=by, object_id=case.pk) as done:  # the reason is content, the log shows none
        done.about(case.number)
        if _closed_on(case):
            raise DomainError(_("The case is already closed."))
        if not reason:
            raise DomainError(_("Closing has a reason."), field="reason")
        if on > timezone.localdate():
            raise DomainError(_("This date lies in the future."), field="closed_on")
        if case.sessions.filter(started_at__date__gt=on).exists():
            raise DomainError(_("A session was logged after this day."), field="closed_on")
        for task in settle:
            settle_task(task=task, result=TaskResult.DROPPED, by=by, with_case=True)
        for appointment in cancel:
            cancel_appointment(appointment=appointment, by=by, with_case=True)
        for phase in case.phases.filter(ended_on=None):
            end_phase(phase=phase, by=by, on=max(on, phase.started_on))
        for pause in CasePause.objects.filter(case=case).filter(Q(ended_on=None) | Q(ended_on__gt=on)):
            end_pause(pause=pause, by=by, on=on)
        case.closed_on, case.closed_by, case.closing_reason = on, by, reason
        check_and_save(case, only=CLOSING)
    return case


def reopen_case(*, case, by, phase=None, tasks=(), appointments=()) -> Case:
    """Take up a closed case again, in a phase if one is named. That it was closed is kept.

    `tasks` and `appointments` are taken up too, as far as this closing has ended them; the others stay ended for good.
    """
    with act("case.reopened", by=by, object_id=case.pk) as done:
        done.about(case.number)
        if not _closed_on(case):
            raise DomainError(_("The case is not closed."))
        check_and_save(
            PastClosing(
                case=case,
                closed_on=case.closed_on,
                closed_by_id=case.closed_by_id,
                closing_reason=case.closing_reason,
                reopened_by=by,
            )
        )
        case.closed_on = case.closed_by = case.closing_reason = None
        check_and_save(case, only=CLOSING)
        if phase:
            start_phase(case=case, phase=phase, by=by)
        _take_up(case, {task.pk for task in tasks}, {appointment.pk for appointment in appointments}, by)
    return case


def _take_up(case, tasks, appointments, by):
    """Take up what a closing has ended and is named; whose person no longer works on the case gets another one."""
    for task in Task.objects.ended_with(case).select_related("assigned_to"):
        if task.pk in tasks:
            reopen_task(task=task, by=by)
            if not works_on(case, task.assigned_to):
                change_task(task=task, by=by, assigned_to=must_work_on(case, None, otherwise=by, field="tasks"))
        else:
            task.ended_with_case = False
            check_and_save(task, only=["ended_with_case"])
    for appointment in Appointment.objects.ended_with(case).select_related("owner"):
        if appointment.pk in appointments:
            restore_appointment(appointment=appointment, by=by)
            if not works_on(case, appointment.owner):
                owner = must_work_on(case, None, otherwise=by, field="appointments")
                change_appointment(appointment=appointment, by=by, owner=owner)
        else:
            appointment.ended_with_case = False
            check_and_save(appointment, only=["ended_with_case"])


def ask_nothing(*, case, by, on) -> Case:
    """Ask nothing on a day (121-07): it ends by itself when the day does. None takes it back."""
    with act("case.changed", by=by, object_id=case.pk) as done:
        done.about(case.number)
        case.no_questions_on = on
        check_and_save(case, only=["no_questions_on"])
    return case


def set_phases(*, case, phases, by, on=None) -> None:
    """Make exactly these phases the running ones: start what is new, end what is gone."""
    running = {row.phase: row for row in case.phases.filter(ended_on=None)}
    for phase in sorted(set(phases) - set(running)):
        start_phase(case=case, phase=phase, by=by, on=on)
    for phase in sorted(set(running) - set(phases)):
        end_phase(phase=running[phase], by=by, on=on)


def set_co_counsellors(*, case, users, by, on=None) -> None:
    """Make exactly these people work on the case beside its contact person; access acts at once."""
    on = on or timezone.localdate()
    today = {row.user_id: row for row in case.co_counsellings.filter(ended_on=None)}
    wanted = {user.pk: user for user in users}
    if wanted.keys() != today.keys():
        _must_decide(case.counsellor_id, by)
    if case.counsellor_id in wanted:
        raise DomainError(_("The contact person already works on the case."), field="co_counsellors")
    for pk in sorted(wanted.keys() - today.keys()):
        must_be_nameable(case, wanted[pk], field="co_counsellors")
        with act("co_counsellor.added", by=by, object_id=pk) as done:
            done.about(case.number)
            check_and_save(CoCounselling(case=case, user=wanted[pk], started_on=on))
    for pk in sorted(today.keys() - wanted.keys()):
        end_co_counselling(shared=today[pk], case=case, by=by, on=on)


def end_co_counselling(*, shared, case, by, on=None) -> None:
    """A colleague works on the case no longer; gone with the next request. Who may say so is for the caller to know."""
    with act("co_counsellor.ended", by=by, object_id=shared.user_id) as done:
        done.about(case.number)
        shared.ended_on = max(on or timezone.localdate(), shared.started_on)
        check_and_save(shared, only=["ended_on"])


def take_off_deputy(*, case, by) -> None:
    """Nobody is the named deputy of the case any more. Who may say so is for the caller to know."""
    with act("case.changed", by=by, object_id=case.pk) as done:
        done.about(case.number)
        case.deputy = None
        check_and_save(case, only=["deputy"])


def counsellors_of(team, on=None):
    """People who hold the counsellor role in a team today, by name."""
    memberships = Membership.objects.in_force(on).filter(role=Role.COUNSELLOR, team=team)
    return User.objects.filter(is_active=True, pk__in=memberships.values("user_id")).order_by("name", "pk")


def all_counsellors(on=None):
    """People who hold the counsellor role in any team today, by name."""
    memberships = Membership.objects.in_force(on).filter(role=Role.COUNSELLOR)
    return User.objects.filter(is_active=True, pk__in=memberships.values("user_id")).order_by("name", "pk")


def nameable(people, case):
    """Those of `people` from whom no lock hides the case."""
    return people.exclude(pk__in=case.locks.in_force().values("user_id"))


def must_be_nameable(case, user, *, field) -> None:
    """Who is named on a case sees it, so a lock stands in the way. Why is not said: not everybody may know of it."""
    if case.locks.in_force().filter(user=user).exists():
        raise DomainError(NOT_HERE, field=field)


def only_stands_in(user, client) -> bool:
    """Whether somebody knows the client as a deputy who has stepped in, and otherwise not."""
    given = CaseGrant.objects.in_force().filter(user=user, kind=GrantKind.COVER, case__client=client)
    return given.exists() and not _knows(user, client)


def _knows(user, client) -> bool:
    """Whether somebody is named on a case of the client, as contact person or co-counsellor."""
    shared = CoCounselling.objects.in_force(timezone.localdate()).filter(user=user, case__client=client)
    return client.cases.filter(counsellor=user).exists() or shared.exists()


def _hide_as_before(case, by):
    """The locks of the client's other cases hold for a new one; they were set because of the person."""
    held = CaseLock.objects.in_force().filter(case__client=case.client).order_by("created_at", "pk")
    for lock in {lock.user_id: lock for lock in held}.values():
        for field in ("counsellor", "deputy"):
            if getattr(case, f"{field}_id") == lock.user_id:
                raise DomainError(NOT_HERE, field=field)
        with act("lock.set", by=by, object_id=case.pk) as done:
            done.about(case.number)
            check_and_save(
                CaseLock(case=case, user_id=lock.user_id, reason=lock.reason, created_by_id=lock.created_by_id)
            )


def _closed_on(case):
    """When the case was closed as it stands now, held until the end of the act."""
    return Case.objects.select_for_update().values_list("closed_on", flat=True).get(pk=case.pk)


def _must_counsel_in(team, user, *, field):
    if not counsellors_of(team).filter(pk=user.pk).exists():
        raise DomainError(_("This person is no counsellor in the team."), field=field)


def _must_decide(counsellor_id, by):
    if by is not None and by.pk != counsellor_id:
        raise DomainError(_("Only the contact person decides who works on the case."))
