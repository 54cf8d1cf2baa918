"""Heute: where everybody begins. A counsellor finds her day, the others the places of their roles."""

import datetime

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases.queries.access_review import state_of_teams, waiting_cases
from cases.queries.agenda import appointments_between, open_tasks
from cases.queries.deadlines import due_deadlines
from cases.queries.grants import emergencies_of_the_centre
from cases.queries.my_day import DISCREET, day_cases, waiting_notices
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission, Role
from umstieg.access.policies import has_permission
from umstieg.audit.queries import acts_in_cases
from umstieg.audit.recording import record

from ..sight import FIRST_PLACES, SIGHT
from ..waiting import waiting_for, waiting_in_network
from .drafts import SHOWN, draft_rows

RECENT = 6
QUIET = 6
CHANGES = 6
NOTICES = 4
ACTS = 2  # kinds of acts told of one case; the file tells the rest
NOTE_DAYS = 3  # so long before her personal notes are destroyed she is told


@requires(Permission.HOME_VIEW, Part.NOTES)
@require_safe
def home(request):
    now = timezone.localtime()
    head = {
        "today": date_format(now, "l, j. F"),
        "greeting": _greeting(request.user, now),
        "waiting": waiting_for(request.user),
    }
    if has_permission(request.user, Permission.ACCESS_REVIEW):
        head["access_waiting"] = waiting_cases(request.user, today=now.date())
    if has_permission(request.user, Permission.CASE_LIST):
        return render(request, "desk/home.html", head | _day(request.user, now))
    places = [
        {"url": reverse(name), "icon": icon, "title": title, "text": text, "action": action}
        for permission, name, icon, title, text, action in FIRST_PLACES
        if has_permission(request.user, permission)
    ]
    if has_permission(request.user, Permission.AUDIT_READ):
        head["access_state"] = state_of_teams(today=now.date())
        head["emergencies"], head["emergencies_late"] = emergencies_of_the_centre()
    sight = [{"role": Role(role).label, "text": SIGHT[role]} for role in Role if role in request.user.roles]
    return render(request, "desk/places.html", head | {"places": places, "sight": sight})


@requires(Permission.NETWORK_KEEP)
@require_safe
def network_waiting(request):
    """A piece of Heute that comes after it: the network waits longer than a client, and its own page has it all."""
    return render(request, "desk/parts/waiting.html", {"waiting": waiting_in_network(request.user), "in_network": True})


def _day(user, now):
    """A counsellor's day, and the record of what it shows of her cases."""
    today = now.date()
    tomorrow = today + datetime.timedelta(days=1)
    cases = day_cases(user, now=now)
    appointments = appointments_between(user, today, tomorrow, only_own=True, now=now)
    tasks = open_tasks(user, due_until=tomorrow, today=today)
    deadlines = due_deadlines(user, today=today)
    due = sum(1 for row in tasks if row.due_on <= today)
    drafts = draft_rows(user, {case.id: case for case in cases.values()}, today=today)
    notices = waiting_notices(user)
    since = _last_working_day(today)
    acts, opened = acts_in_cases(list(cases), user, since=timezone.make_aware(since), discreet=DISCREET)
    quiet = sorted((case for case in cases.values() if case.quiet_for), key=lambda case: -case.quiet_days)
    recent = [cases[number] for number in opened if not cases[number].is_closed][:RECENT]
    notes = [case for case in cases.values() if case.note_left_days is not None and case.note_left_days <= NOTE_DAYS]
    to_come = sum(1 for row in appointments if row.end >= now and not row.session_id)
    named = [cases[act.number] for act in acts[:CHANGES]] + [case for row in drafts for case in row["cases"]]
    _record(appointments, tasks, deadlines, notices, quiet[:QUIET], named + recent + notes)
    return {
        "counts": _in_a_sentence(to_come, due, len(drafts), len(notices)),
        "timeline": _with_now(appointments, now),
        "to_come": to_come,
        "tasks": _by_day(tasks, today),
        "task_count": due,
        "deadlines": deadlines,
        "drafts": drafts[:SHOWN],
        "more_drafts": drafts[SHOWN:],
        "draft_count": len(drafts),
        "notices": notices[:NOTICES],
        "notice_count": len(notices),
        "quiet": quiet[:QUIET],
        "quiet_count": len(quiet),
        "changes": [_change(act, cases[act.number]) for act in acts[:CHANGES]],
        "more_changes": max(0, len(acts) - CHANGES),
        "since": date_format(since, "l") if (today - since.date()).days > 1 else _("yesterday"),
        "personal_notes": sorted(notes, key=lambda case: case.note_left_days),
        "recent": recent,
        "has_cases": bool(cases),
    }


def _change(act, case):
    said, more = ", ".join(act.what[:ACTS]), len(act.what) - ACTS
    if more > 0:
        told = ngettext("and %(number)s more", "and %(number)s more", more) % {"number": more}
        said = f"{said} {told}"
    return {"case": case, "who": act.who, "when": act.when, "what": said}


def _record(appointments, tasks, deadlines, notices, quiet, named):
    """Every look into a case stands in the log, each with the part that was shown."""
    record("cases.listed", cases={case.number for case in named}, part=Part.FACTS.name)
    if appointments:
        record("appointments.listed", cases={row.case_number for row in appointments} - {""}, part=Part.NOTES.name)
    if tasks:
        record("tasks.listed", cases={row.case_number for row in tasks} - {""}, part=Part.NOTES.name)
    if deadlines:
        record("deadlines.listed", cases={row.case_number for row in deadlines}, part=Part.NOTES.name)
    if quiet:
        record("cases.listed", cases={case.number for case in quiet}, part=Part.IDENTITY.name)
    if notices:
        record("notices.listed")


def _greeting(user, now):
    name = {"name": user.name.split()[0]}
    if now.hour < 11:
        return _("Good morning, %(name)s.") % name
    if now.hour < 18:
        return _("Good day, %(name)s.") % name
    return _("Good evening, %(name)s.") % name


def _in_a_sentence(appointments, tasks, drafts, notices):
    """ "Noch 3 Termine, 5 Aufgaben fällig, 2 Entwürfe." or that nothing is left."""
    parts = [
        ngettext("%(number)s appointment to come", "%(number)s appointments to come", appointments)
        % {"number": appointments},
        ngettext("%(number)s task due", "%(number)s tasks due", tasks) % {"number": tasks},
        ngettext("%(number)s draft", "%(number)s drafts", drafts) % {"number": drafts},
        ngettext("%(number)s notice", "%(number)s notices", notices) % {"number": notices},
    ]
    said = [part for part, count in zip(parts, (appointments, tasks, drafts, notices), strict=True) if count]
    return f"{', '.join(said)}." if said else _("Nothing is due today.")


def _with_now(appointments, now):
    """Appointments in order, with the mark of now between what has begun and what is to come."""
    if not appointments:
        return []
    over = [row for row in appointments if row.start <= now]
    rest = [row for row in appointments if row.start > now]
    return [{"row": row} for row in over] + [{"now": f"{now:%H:%M}"}] + [{"row": row} for row in rest]


def _by_day(tasks, today):
    """(key, title, rows) of what is overdue, due today, due tomorrow; empty groups are left out."""
    groups = (
        ("overdue", _("Overdue"), [row for row in tasks if row.due_on < today]),
        ("today", _("Today"), [row for row in tasks if row.due_on == today]),
        ("tomorrow", _("Tomorrow"), [row for row in tasks if row.due_on > today]),
    )
    return [group for group in groups if group[2]]


def _last_working_day(today):
    """Midnight of yesterday, on Mondays and Sundays of Friday: nobody looks in on a weekend."""
    back = {0: 3, 6: 2}.get(today.weekday(), 1)
    return datetime.datetime.combine(today - datetime.timedelta(days=back), datetime.time())
