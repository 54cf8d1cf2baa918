"""Who has how many cases, which of them nobody looks after, and what the next contact person should know."""

import datetime
from collections import defaultdict

from django.db.models import Count, Q
from django.utils import timezone

from cases.models import Appointment, Case, CaseLock, Handover, Task
from umstieg.access.enums import Part, Role
from umstieg.accounts.models import Membership, User
from umstieg.core.formats import day, moment

SHEET_DAYS = 14


def carriers(user) -> list[dict]:
    """Contact persons in the teams `user` leads, those whose cases nobody looks after first, then by name.

    [{"id", "name", "cases", "is_gone"}]; `is_gone`: she cannot sign in any more or counsels in the team no longer.
    """
    teams = user.team_ids(Role.TEAM_LEAD)
    here = Membership.objects.in_force().filter(role=Role.COUNSELLOR, team_id__in=teams, user__is_active=True)
    present = set(here.values_list("user_id", flat=True))
    rows = (
        Case.objects.visible_to(user)
        .running()
        .filter(team_id__in=teams)
        .order_by()
        .values_list("counsellor_id", "counsellor__name")
        .annotate(cases=Count("pk"))
    )
    found = [{"id": pk, "name": name, "cases": cases, "is_gone": pk not in present} for pk, name, cases in rows]
    return sorted(found, key=lambda one: (not one["is_gone"], one["name"].casefold()))


def cases_to_hand_over(user, person_id):
    """Running cases of a contact person that `user` may give to somebody else: her own, or of a team she leads."""
    may = Q(counsellor_id=user.pk) | Q(team_id__in=user.team_ids(Role.TEAM_LEAD))
    seen = Case.objects.visible_to(user).running().filter(may, counsellor_id=person_id)
    return seen.select_related("client", "team", "counsellor", "deputy").order_by("number")


def counsellors_by_team(teams) -> dict[int, list[User]]:
    """{team id: people who counsel there today, by name}."""
    found = defaultdict(list)
    held = Membership.objects.in_force().filter(role=Role.COUNSELLOR, team_id__in=teams, user__is_active=True)
    for membership in held.select_related("user").order_by("user__name", "user_id"):
        found[membership.team_id].append(membership.user)
    return found


def hidden_from(cases) -> dict:
    """{id of a case: ids of the people from whom it is hidden}; they are not offered."""
    found = defaultdict(set)
    for case, user in CaseLock.objects.in_force().filter(case__in=cases).values_list("case_id", "user_id"):
        found[case].add(user)
    return found


def handover_sheet(user, *, today=None) -> list[dict]:
    """What she was given in the last two weeks: a case each, with its open tasks and coming appointments."""
    since = (today or timezone.localdate()) - datetime.timedelta(days=SHEET_DAYS)
    taken = Handover.objects.filter(to_user=user, handed_on__gte=since).values_list(
        "case_id", "from_user__name", "handed_on"
    )
    given = {case: (name, on) for case, name, on in taken.order_by("handed_on", "pk")}
    cases = Case.objects.visible_to(user, Part.WORK).running().filter(pk__in=given).select_related("client")
    tasks, coming = defaultdict(list), defaultdict(list)
    for task in Task.objects.open().filter(case__in=cases).order_by("due_on", "created_at"):
        tasks[task.case_id].append(" · ".join(filter(None, (task.text, day(task.due_on)))))
    for one in (
        Appointment.objects.standing().filter(case__in=cases, starts_at__gte=timezone.now()).order_by("starts_at")
    ):
        coming[one.case_id].append(" · ".join(filter(None, (moment(one.starts_at), one.title))))
    return [
        {
            "id": str(case.pk),
            "number": case.number,
            "pseudonym": case.client.pseudonym,
            "rule": case.client.contact_rule,
            "former": given[case.pk][0],
            "on": day(given[case.pk][1]),
            "last_contact": day(timezone.localtime(case.last_contact_at).date()) if case.last_contact_at else "",
            "tasks": tasks[case.pk],
            "appointments": coming[case.pk],
        }
        for case in cases.order_by("number")
    ]
