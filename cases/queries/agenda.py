"""Tasks and appointments for lists, the calendar and the feed: tuples from one statement each, made ready in Python."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Appointment, CoCounselling, Task
from umstieg.access.readers import Reader
from umstieg.agenda.enums import TaskResult
from umstieg.codelists.queries import Labels
from umstieg.core.composed import ask
from umstieg.core.formats import days_ago, weekday_and_day
from umstieg.core.shown import Shown

from .case_file import ICONS

OVERDUE, TODAY, WEEK, LATER, UNDATED = GROUPS = ("overdue", "today", "week", "later", "undated")
MOST_TASKS = 200
SETTLED_DAYS = 14
WAITING_DAYS = 60  # so long an appointment that is over is asked for


@dataclass
class TaskRow(Shown):
    """One task ready to print. `case_id` is "" for one's own; `settled` says how and when it ended."""

    id: str
    text: str
    due_on: datetime.date | None
    due: str
    group: str
    case_id: str = ""
    case_number: str = ""
    pseudonym: str = ""
    assigned_to: str = ""
    is_mine: bool = True
    settled: str = ""

    @property
    def is_overdue(self):
        return self.group == OVERDUE


@dataclass
class AppointmentRow(Shown):
    """One appointment ready to print. Times are local; `end` may lie on the next day."""

    id: str
    start: datetime.datetime
    end: datetime.datetime
    mode: str
    icon: str
    title: str = ""
    place: str = ""
    site: str = ""  # of ours; a place of the client's stands in `place`
    case_id: str = ""
    case_number: str = ""
    pseudonym: str = ""
    owner: str = ""
    is_mine: bool = True
    is_series: bool = False
    is_cancelled: bool = False
    session_id: str = ""
    waits: bool = False  # it is over, with a client, and nothing is logged yet
    may_lapse: bool = False  # one's own without a case has begun: it becomes a talk, or it is over with
    mediation: str = ""  # language and who mediates
    lacks_mediator: bool = False

    @property
    def day(self):
        return self.start.date()

    @property
    def time(self):
        return f"{self.start:%H:%M}"

    @property
    def when(self):
        """ "Mo 23.11., 10:30"."""
        return f"{weekday_and_day(self.day, timezone.localdate())}, {self.time}"

    @property
    def until(self):
        return f"{self.end:%H:%M}"

    @property
    def who(self):
        """What stands first in a list: the client's pseudonym, or what one's own appointment is about."""
        return self.pseudonym or self.title or self.mode

    @property
    def about(self):
        """What stands second."""
        return " · ".join(
            filter(None, (self.mode if self.who != self.mode else "", self.title if self.pseudonym else ""))
        )


# --- tasks -------------------------------------------------------------------------------------------


def tasks_of(user):
    """What `user` has to look after: her own tasks, and in her cases those of people who no longer work there."""
    today = timezone.localdate()
    still = CoCounselling.objects.in_force(today).filter(case=OuterRef("case"), user=OuterRef("assigned_to"))
    left = Q(case__counsellor_id=user.pk) & ~Q(assigned_to_id=F("case__counsellor_id")) & ~Exists(still)
    return Task.objects.visible_to(user).filter(Q(assigned_to_id=user.pk) | left)


def open_tasks(
    user, *, case=None, everybody=False, due_from=None, due_until=None, today=None, most=MOST_TASKS
) -> list[TaskRow]:
    """Open tasks, due first, undated last: `user`'s own, or of one `case`, or with `everybody` all of her cases.

    `due_from` and `due_until` leave out what is due earlier, later or on no day.
    """

    def build(reader, case=None):
        reader = Reader.like(user, reader)
        tasks = Task.objects.visible_to(reader) if everybody or case is not None else tasks_of(reader)
        tasks = tasks.open()
        if case is not None:
            tasks = tasks.filter(case=case)
        if due_until:
            tasks = tasks.filter(due_on__lte=due_until)
        if due_from:
            tasks = tasks.filter(due_on__gte=due_from)
        ordered = tasks.order_by(F("due_on").asc(nulls_last=True), "created_at", "pk")
        return ordered.values_list(*TASK)[:most]

    key = ("open_tasks", everybody, due_from, due_until, most, Reader.like(user))
    found = ask(key, build, reader=user.pk, **({} if case is None else {"case": case.pk}))
    return _task_rows(found, user, today or timezone.localdate())


def due_days(user, start, end) -> Counter:
    """How many open tasks are due on each day from `start` up to before `end`."""
    days = tasks_of(user).open().filter(due_on__gte=start, due_on__lt=end).values_list("due_on", flat=True)
    return Counter(days)


def settled_tasks(user, *, case=None, everybody=False, today=None, most=50) -> list[TaskRow]:
    """What was settled in the last two weeks, the latest first."""
    today = today or timezone.localdate()
    tasks = Task.objects.visible_to(user) if everybody or case is not None else tasks_of(user)
    since = timezone.now() - datetime.timedelta(days=SETTLED_DAYS)
    tasks = tasks.filter(settled_at__gte=since)
    if case is not None:
        tasks = tasks.filter(case=case)
    return _task_rows(tasks.order_by("-settled_at", "pk").values_list(*TASK)[:most], user, today)


def grouped(rows) -> list[tuple[str, str, list[TaskRow]]]:
    """(key, title, tasks) of each group that has any, in the order of urgency."""
    titles = dict(zip(GROUPS, (_("Overdue"), _("Today"), _("This week"), _("Later"), _("Without a date")), strict=True))
    return [(group, titles[group], found) for group in GROUPS if (found := [row for row in rows if row.group == group])]


TASK = (
    "pk",
    "text",
    "due_on",
    "case_id",
    "case__number",
    "case__client__pseudonym",
    "assigned_to_id",
    "assigned_to__name",
    "result",
    "settled_at",
)


def _task_rows(tasks, user, today):
    week_ends = today + datetime.timedelta(days=6 - today.weekday())
    rows = []
    for pk, text, due_on, case_id, number, pseudonym, owner_id, owner, result, settled_at in tasks:
        rows.append(
            TaskRow(
                id=str(pk),
                text=text,
                due_on=due_on,
                due=_due(due_on, today),
                group=_group(due_on, today, week_ends),
                case_id=str(case_id or ""),
                case_number=number or "",
                pseudonym=pseudonym or "",
                assigned_to=owner,
                is_mine=owner_id == user.pk,
                settled=_settled(result, settled_at, today),
            )
        )
    return rows


def _group(due_on, today, week_ends):
    if due_on is None:
        return UNDATED
    if due_on < today:
        return OVERDUE
    if due_on == today:
        return TODAY
    return WEEK if due_on <= week_ends else LATER


def _due(due_on, today):
    if due_on is None:
        return ""
    if due_on == today:
        return _("today")
    if due_on == today + datetime.timedelta(days=1):
        return _("tomorrow")
    return weekday_and_day(due_on, today)


def _settled(result, settled_at, today):
    if settled_at is None:
        return ""
    when = days_ago(timezone.localtime(settled_at).date(), today)
    return _("%(result)s, %(when)s") % {"result": TaskResult(result).label, "when": when}


# --- appointments ----------------------------------------------------------------------------------------


def appointments_between(
    user, start, end, *, case=None, only_own=False, with_cancelled=False, now=None
) -> list[AppointmentRow]:
    """Appointments that touch the days from `start` up to before `end`, in order: hers and those of her cases.

    `only_own` leaves out what colleagues have with clients she shares with them.
    """
    first, last = _midnight(start), _midnight(end)

    def build(reader, earliest, last, case=None):
        reader = Reader.like(user, reader)
        found = Appointment.objects.visible_to(reader).filter(starts_at__gte=earliest, starts_at__lt=last)
        return _narrowed(found, reader, case=case, only_own=only_own, with_cancelled=with_cancelled)

    key = ("appointments_between", only_own, with_cancelled, Reader.like(user))
    about = {} if case is None else {"case": case.pk}
    # The longest lasts a day, so one that began a day earlier may still run.
    values = ask(key, build, reader=user.pk, earliest=first - datetime.timedelta(days=1), last=last, **about)
    rows = _as_rows(values, user, now)
    return [row for row in rows if row.end > first or row.start >= first]


def waiting_appointments(user, *, now=None, days=WAITING_DAYS, most=20) -> list[AppointmentRow]:
    """Appointments with clients that are over and not logged yet, the latest first; hers alone."""
    now = now or timezone.now()
    found = Appointment.objects.visible_to(user).filter(
        starts_at__gte=now - datetime.timedelta(days=days),
        starts_at__lt=now,
        session=None,
        case__isnull=False,
        case__closed_on=None,
    )
    rows = [row for row in appointment_rows(found, user, only_own=True, now=now) if row.waits]
    return rows[::-1][:most]


def next_appointments(user, case, *, now=None, most=5) -> list[AppointmentRow]:
    """The appointments of a case that are to come; before them those that are over and not logged yet."""
    now = now or timezone.now()

    def build(reader, case, since):
        reader = Reader.like(user, reader)
        found = Appointment.objects.visible_to(reader).filter(starts_at__gte=since, session=None)
        return _narrowed(found, reader, case=case)[: most * 8]

    key = ("next_appointments", most, Reader.like(user))
    since = now - datetime.timedelta(days=WAITING_DAYS)
    rows = _as_rows(ask(key, build, reader=user.pk, case=case.pk, since=since), user, now)
    return [row for row in rows if row.waits][-most:] + [row for row in rows if row.end >= now][:most]


def appointment_rows(
    found, user, *, case=None, only_own=False, with_cancelled=False, now=None, most=None
) -> list[AppointmentRow]:
    """A queryset limited by `visible_to` as rows, by time."""
    values = _narrowed(found, user, case=case, only_own=only_own, with_cancelled=with_cancelled)
    return _as_rows(values[:most] if most else values, user, now)


def _as_rows(values, user, now):
    now, values = now or timezone.now(), list(values)
    labels = Labels("contact_mode", "language") if values else None
    return [_appointment_row(value, user, labels, now) for value in values]


def _narrowed(found, user, *, case=None, only_own=False, with_cancelled=False):
    if case is not None:
        found = found.filter(case=case)
    if only_own:
        found = found.filter(owner_id=user.pk)
    if not with_cancelled:
        found = found.standing()
    return found.order_by("starts_at", "pk").values_list(
        "pk",
        "starts_at",
        "minutes",
        "mode",
        "title",
        "place",
        "site__name",
        "room__name",
        "case_id",
        "case__number",
        "case__closed_on",
        "case__client__pseudonym",
        "owner_id",
        "owner__name",
        "series",
        "cancelled_at",
        "session_id",
        "mediation_language",
        "mediator",
    )


def _appointment_row(value, user, labels, now):
    (
        pk,
        starts_at,
        minutes,
        mode,
        title,
        place,
        site,
        room,
        case_id,
        number,
        closed_on,
        pseudonym,
        owner_id,
        owner,
        series,
        cancelled_at,
        session_id,
        language,
        mediator,
    ) = value
    ends_at = starts_at + datetime.timedelta(minutes=minutes)
    start = timezone.localtime(starts_at)
    return AppointmentRow(
        id=str(pk),
        start=start,
        end=timezone.localtime(ends_at),
        mode=labels("contact_mode", mode, start.date()),
        icon=ICONS.get(mode, "message-circle") if case_id else "calendar",
        title=title,
        place=place or ", ".join(filter(None, (room, site))),
        site=site or "",
        case_id=str(case_id or ""),
        case_number=number or "",
        pseudonym=pseudonym or "",
        owner=owner,
        is_mine=owner_id == user.pk,
        is_series=series is not None,
        is_cancelled=cancelled_at is not None,
        session_id=str(session_id or ""),
        waits=bool(case_id) and ends_at < now and not session_id and not cancelled_at and closed_on is None,
        may_lapse=not (case_id or session_id or cancelled_at) and starts_at <= now,
        mediation=_mediation(labels("language", language), mediator),
        lacks_mediator=bool(language) and not mediator and ends_at >= now,
    )


def _mediation(language, mediator):
    """ "Rumänisch mit M. Dinu", or the language alone as long as nobody has agreed."""
    if language and mediator:
        return _("%(language)s with %(mediator)s") % {"language": language, "mediator": mediator}
    return language


def _midnight(date):
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time()))
