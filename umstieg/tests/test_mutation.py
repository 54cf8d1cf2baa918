"""The proof that takes away every check finds the checks, takes each away in the running process and puts it back."""

import pytest
from auditlog.registry import auditlog
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.models import Task
from cases.queries.agenda import open_tasks
from cases.services.task import add_task
from umstieg.accounts.services import disable_user
from umstieg.audit.registration import audited
from umstieg.testing.make import make_case
from umstieg.testing.mutation import NotApplicable, TakenAway, checks_in, every_check
from umstieg.testing.proving.base import State
from umstieg.testing.proving.checks_removed import ChecksRemoved
from umstieg.testing.proving.writes_told import WritesTold
from umstieg.testing.walker import Walker, addresses
from umstieg.testing.world import make_world

TEXT = """
@requires(Permission.CASE_VIEW, Part.NOTES, confirm=True)
def view(request, pk):
    case = get_object_or_404(Case.objects.visible_to(request.user, Part.NOTES), pk=pk, owner=request.user)
    must_be_open(case)
    if case.closed_on:
        raise PermissionDenied(_("closed"))
    return case.tasks.filter(state="OPEN")
"""


def of(function, kind):
    return next(one for one in every_check() if (one.function, one.kind) == (function, kind))


def test_every_kind_of_check_is_found_and_nothing_else():
    found = [(one.kind, one.line) for one in checks_in(TEXT, "cases.views.x")]
    assert sorted(found) == sorted(
        [("right", 3), ("confirmation", 3), ("scope", 4), ("filter by owner", 4), ("guard", 5), ("refusal", 7)]
    )


def test_each_operand_of_a_policy_is_a_check_of_its_own():
    text = "def may(user):\n    return user.is_active and holds(user)\n"
    assert [one.kind for one in checks_in(text, "cases.policies")] == ["condition 0", "condition 1"]


def test_every_check_of_the_product_can_be_taken_away_and_put_back():
    checks = every_check()
    assert len(checks) > 450
    assert len({one.key for one in checks}) == len(checks)
    for check in checks:
        with TakenAway(check):
            pass


@pytest.mark.django_db
def test_a_scope_that_is_taken_away_shows_everything_until_it_is_back(people):
    case = make_case(counsellor=people.stranger)
    add_task(case=case, text="Anrufen", by=people.stranger)
    assert open_tasks(people.counsellor, everybody=True) == []
    with TakenAway(of("open_tasks", "scope")):
        assert len(open_tasks(people.counsellor, everybody=True)) == 1
    assert open_tasks(people.counsellor, everybody=True) == []


@pytest.mark.django_db
def test_a_guard_and_a_right_that_are_taken_away_let_through(people, sign_in):
    with pytest.raises(PermissionDenied):
        disable_user(user=people.counsellor, by=people.counsellor)
    with TakenAway(of("disable_user", "guard")):
        disable_user(user=people.counsellor, by=people.counsellor)
    browser, page = sign_in(people.colleague), reverse("audit:log")
    assert browser.get(page).status_code == 403
    with TakenAway(of("log", "right")):
        assert browser.get(page).status_code == 200
    assert browser.get(page).status_code == 403


def test_a_function_that_is_not_there_is_said_to_be_missing():
    check = of("disable_user", "guard")
    with pytest.raises((NotApplicable, AttributeError)):
        TakenAway(type(check)(**{**vars(check), "function": "nobody"})).start()


# --- the proofs fail where they have to --------------------------------------------------------------


@pytest.mark.django_db
def test_a_check_that_the_walk_cannot_miss_is_seen_by_it(tmp_path):
    proof = ChecksRemoved(1, 1, State(tmp_path / "x.json", ["smoke", 1, "abc"]))
    proof.walker, proof.reached = Walker(make_world()), {"cases.views.lookup:case_seen_by": ["cases:detail"]}
    proof.addresses = {one.name: one for one in addresses()}
    assert proof._walk_sees(of("case_seen_by", "refusal"))
    proof.reached = {}
    assert not proof._walk_sees(of("close_case", "refusal"))


@pytest.mark.django_db
def test_a_row_that_no_entry_tells_of_is_found(tmp_path):
    proof = WritesTold(1, 1, State(tmp_path / "x.json", ["smoke", 1, "abc"]))
    auditlog.unregister(Task)
    try:
        proof.models = {Task._meta.db_table: Task}
        proof._judge("somebody", "cases_task", "1", None, ("1",), [])
        assert "no entry tells of cases_task" in proof.state.findings[0]
    finally:
        audited(Task)
