"""Proves that the matrix says what was decided: who sees which part of a case, which roles never share an account, and
that nothing but the matrix gives a right.
"""

import datetime
import itertools

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from umstieg.access import matrix
from umstieg.access.enums import Part, Permission, Relation, Role
from umstieg.access.matrix import CASE_PARTS, GRANTED, SEPARATE_ACCOUNTS, conflicting, permissions_of, relations_showing
from umstieg.access.policies import has_permission
from umstieg.accounts.models import Membership, User
from umstieg.accounts.services import add_membership
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_team, make_user

CASE_WORK = {Permission.CASE_VIEW, Permission.CASE_SEARCH}


def test_only_counsellors_and_leads_see_anything_of_a_case():
    assert CASE_PARTS == {
        (Role.COUNSELLOR, Relation.OWN): Part.WORK,
        (Role.COUNSELLOR, Relation.COVER): Part.WORK,
        (Role.COUNSELLOR, Relation.KEEP): Part.RESTRICTED,
        (Role.COUNSELLOR, Relation.EMERGENCY): Part.RESTRICTED,
        (Role.TEAM_LEAD, Relation.TEAM): Part.FACTS,
        (Role.TEAM_LEAD, Relation.REASON): Part.RESTRICTED,
    }
    assert relations_showing(Part.FACTS) == list(CASE_PARTS)
    standing = {pair for pair in CASE_PARTS if pair[1] not in GRANTED}
    for part in (Part.IDENTITY, Part.NOTES, Part.RESTRICTED, Part.WORK):
        assert standing & set(relations_showing(part)) == {(Role.COUNSELLOR, Relation.OWN)}
    writing = {pair[1] for pair in relations_showing(Part.WORK)}
    assert writing == {Relation.OWN, Relation.COVER}  # a reason and an emergency are for reading


def test_outreach_administration_and_audit_hold_no_permission_about_cases():
    about_cases = {p for p in Permission if p.value.split(".")[0] in ("case", "client", "session", "team")}
    for role in (Role.OUTREACH_WORKER, Role.ADMIN, Role.AUDITOR):
        assert not permissions_of({role}) & about_cases
    assert permissions_of({Role.TEAM_LEAD}) >= CASE_WORK
    assert not permissions_of({Role.TEAM_LEAD}) & {
        p
        for p in about_cases - {Permission.SESSION_VIEW}
        if p.value.startswith(("client.", "session.")) or p == Permission.CASE_CHANGE
    }


def test_only_the_auditor_reads_the_log():
    assert [role for role in Role if Permission.AUDIT_READ in permissions_of({role})] == [Role.AUDITOR]


def test_every_permission_belongs_to_somebody():
    assert permissions_of(Role) == set(Permission)


def test_an_unknown_role_has_no_right_of_its_own():
    assert permissions_of({"SUPERUSER"}) == permissions_of(set())
    assert permissions_of(set()) == {
        Permission.HOME_VIEW,
        Permission.ACCOUNT_OWN,
        Permission.DRAFT_KEEP,
        Permission.JOB_FOLLOW,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "second"), SEPARATE_ACCOUNTS)
def test_who_manages_or_audits_counsels_and_leads_only_from_another_account(first, second):
    for held, wanted in ((first, second), (second, first)):
        user = make_user(held, team=make_team())
        with pytest.raises(DomainError):
            team = None if wanted in matrix.CENTRE_ROLES else make_team()
            add_membership(user=user, role=wanted, team=team, by=None)
        user.forget_memberships()
        assert user.roles == {held}


@pytest.mark.django_db
@pytest.mark.parametrize(("since", "until"), [(5, None), (-5, 3)], ids=["begins later", "ends later"])
def test_a_role_that_is_still_to_begin_or_to_end_counts_too(people, since, until):
    """Otherwise somebody counsels until Friday and manages from Wednesday."""
    _member(people.nobody, Role.COUNSELLOR, since, until, team=people.team)
    with pytest.raises(DomainError):
        add_membership(user=people.nobody, role=Role.ADMIN, by=None)


@pytest.mark.django_db
def test_after_a_role_has_ended_the_other_one_may_begin(people):
    _member(people.nobody, Role.COUNSELLOR, -5, 0, team=people.team)
    add_membership(user=people.nobody, role=Role.ADMIN, by=None)
    assert people.nobody.roles == {Role.ADMIN}


def test_separate_accounts_are_those_of_content_and_control():
    pairs = {frozenset(pair) for pair in SEPARATE_ACCOUNTS}
    control, content = {Role.ADMIN, Role.AUDITOR}, {Role.COUNSELLOR, Role.TEAM_LEAD}
    assert pairs >= {frozenset(pair) for pair in itertools.product(control, content)} | {frozenset(control)}
    assert conflicting({Role.COUNSELLOR, Role.TEAM_LEAD, Role.OUTREACH_WORKER}) is None


@pytest.mark.django_db
def test_django_permissions_are_refused_to_everybody(people):
    for user in people.by_name.values():
        assert user.has_perm("cases.view_case") is False
        assert user.has_perms(["cases.view_case", "accounts.add_user"]) is False
        assert user.has_module_perms("cases") is False
        assert (user.is_staff, user.is_superuser) == (False, False)
    assert not hasattr(User, "groups")
    assert not hasattr(User, "user_permissions")


@pytest.mark.django_db
def test_a_permission_needs_an_active_person_who_is_signed_in(people):
    assert has_permission(people.counsellor, Permission.CASE_VIEW)
    assert not has_permission(AnonymousUser(), Permission.HOME_VIEW)
    people.counsellor.is_active = False
    assert not any(has_permission(people.counsellor, permission) for permission in Permission)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [(0, None, True), (-1, 1, True), (-1, 0, False), (1, None, False)],
    ids=["from today", "until tomorrow", "until today", "from tomorrow"],
)
def test_a_membership_gives_its_role_only_between_its_days(people, since, until, holds):
    _member(people.nobody, Role.AUDITOR, since, until)
    assert has_permission(people.nobody, Permission.AUDIT_READ) is holds
    assert (Role.AUDITOR in people.nobody.roles) is holds


def _member(user, role, since, until, team=None):
    """A membership from–to, in days from today; the service only begins and ends it."""
    today = timezone.localdate()
    ended = None if until is None else today + datetime.timedelta(days=until)
    with act("membership.added", by=None):
        Membership.objects.create(
            user=user, role=role, team=team, started_on=today + datetime.timedelta(days=since), ended_on=ended
        )
    user.forget_memberships()
