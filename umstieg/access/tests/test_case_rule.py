"""Proves the rule who sees which part of which case: `visible_to` is the rule, and everything that asks about one case
agrees with it and with the relations that `umstieg.testing.world` states by hand.
"""

import datetime

import pytest
from django.utils import timezone

from cases.models import Case
from cases.policies import can_view_case, can_write_in_case
from cases.services.case import change_case, set_co_counsellors
from umstieg.access.enums import Part, Role
from umstieg.accounts.models import User
from umstieg.accounts.services import add_membership, disable_user, end_membership
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case, make_user
from umstieg.testing.targets import parts_seen
from umstieg.testing.world import ROLES, make_world

pytestmark = pytest.mark.django_db


def test_every_way_to_ask_gives_the_same_answer_for_everybody_every_case_and_every_part():
    world = make_world()
    asked = 0
    for person in ROLES:
        user = User.objects.get(pk=world.people[person].pk)
        shown = dict(Case.objects.with_shown_part(user).values_list("pk", "shown_part"))
        for name, placed in world.cases.items():
            seen = parts_seen(placed).get(person, 0)
            assert (shown[placed.case.pk] or 0) == seen, (person, name)
            writes = seen == Part.WORK and not placed.is_closed
            assert can_write_in_case(user, Case.objects.get(pk=placed.case.pk)) is writes, (person, name)
            for part in Part:
                asked += 1
                visible = Case.objects.visible_to(user, part).filter(pk=placed.case.pk).exists()
                assert can_view_case(user, placed.case, part) is visible is (seen >= part), (person, name, part)
    assert asked == len(ROLES) * len(world.cases) * len(Part)


def test_a_disabled_contact_person_sees_nothing(people):
    case = make_case(counsellor=people.counsellor)
    disable_user(user=people.counsellor, by=None)
    assert not can_view_case(User.objects.get(pk=people.counsellor.pk), case)


def test_the_named_deputy_sees_nothing_until_she_steps_in(people):
    case = make_case(counsellor=people.counsellor)
    change_case(case=case, deputy=people.colleague, by=people.counsellor)
    assert not can_view_case(people.colleague, case)


def test_a_co_counsellor_sees_all_while_she_works_on_it_and_nothing_from_the_day_it_ends(people):
    case = make_case(counsellor=people.counsellor)
    set_co_counsellors(case=case, users=[people.stranger], by=people.counsellor)
    assert can_view_case(people.stranger, case, Part.RESTRICTED)
    set_co_counsellors(case=case, users=[], by=people.counsellor)
    assert not can_view_case(people.stranger, case)


def test_after_a_handover_the_former_contact_person_sees_nothing(people):
    case = make_case(counsellor=people.counsellor)
    change_case(case=case, counsellor=people.colleague, by=people.counsellor)
    assert not can_view_case(people.counsellor, case)
    assert can_view_case(people.colleague, case, Part.RESTRICTED)


def test_only_the_contact_person_decides_who_works_on_a_case(people):
    case = make_case(counsellor=people.counsellor)
    set_co_counsellors(case=case, users=[people.stranger], by=people.counsellor)
    for facts in ({"counsellor": people.colleague}, {"deputy": people.colleague}):
        with pytest.raises(DomainError):
            change_case(case=Case.objects.get(pk=case.pk), by=people.stranger, **facts)
    with pytest.raises(DomainError):
        set_co_counsellors(case=case, users=[people.stranger, people.colleague], by=people.stranger)
    assert not can_view_case(people.colleague, case)


@pytest.mark.parametrize("who", ["lead", "outreach", "admin", "auditor", "stranger", "nobody"])
def test_nobody_becomes_contact_person_without_counselling_in_the_team(people, who):
    case = make_case(counsellor=people.counsellor)
    with pytest.raises(DomainError):
        change_case(case=case, counsellor=people.by_name[who], by=people.counsellor)
    assert Case.objects.get(pk=case.pk).counsellor == people.counsellor


def test_a_lead_sees_only_teams_she_leads_today(people):
    case = make_case(counsellor=people.counsellor)
    assert can_view_case(people.lead, case)
    make_user(Role.TEAM_LEAD, team=people.team)  # a team keeps a lead
    end_membership(membership=people.lead.memberships.get(), by=None)
    assert not can_view_case(people.lead, case)


def test_a_counsellor_whose_role_begins_tomorrow_sees_nothing_today(people):
    case = make_case(counsellor=people.counsellor)
    late = make_user(None)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    add_membership(user=late, role=Role.TEAM_LEAD, team=people.team, started_on=tomorrow, by=None)
    assert not can_view_case(late, case)
