"""Proves that every address answers everybody as `access/matrix.py` says, for own, the team's, foreign and missing
objects, by GET and POST; that what somebody may not see cannot be told from what is not there; and that taking away a
single check, at any address, makes the walk report it.
"""

import functools
import logging
import sys

import pytest
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path

import cases.views.lookup
from cases.models import Case
from cases.models.case import CaseQuerySet
from umstieg import urls
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.access.matrix import EVERYBODY
from umstieg.testing.size import WHOLE, some_of
from umstieg.testing.targets import LEADS_ONLY, WORKS_OR_LEADS, NotBuildable, targets_of
from umstieg.testing.walker import ALL_METHODS, PUBLIC, STILL_WHEN_CLOSED, Walker, addresses
from umstieg.testing.world import ANONYMOUS, ROLES, make_world

pytestmark = pytest.mark.django_db

PATTERNS = {address.name: address for address in addresses()}
GUARDED = sorted(PATTERNS.keys() - PUBLIC)
NARROW = sorted(name for name in GUARDED if PATTERNS[name].permission not in EVERYBODY)
ABOUT_A_CASE = sorted(name for name in GUARDED if PATTERNS[name].opens_from)
# Guarded by the case they hang on. Notices and personal notes are somebody's own: cases/tests/test_{notice,note}.py.
BY_THE_CASE = [name for name in ABOUT_A_CASE if not {"notice", "personal", "person"} & PATTERNS[name].parameters]
# These ask for the team besides; cases/tests/test_grant.py takes that away.
ALSO_BY_THE_TEAM = LEADS_ONLY | WORKS_OR_LEADS
# What begins where a case ends, and one's own notes, which are no part of it.
BESIDE = {Permission.CASE_OPEN, Permission.CASE_REOPEN, Permission.PERSONAL_NOTE_KEEP}
WRITING = sorted(
    name
    for name in BY_THE_CASE
    if PATTERNS[name].permission.value.split(".")[1] != "view"
    and PATTERNS[name].permission not in BESIDE
    and name not in ALSO_BY_THE_TEAM
    and name not in STILL_WHEN_CLOSED
)


@pytest.fixture
def walker(db):
    logging.disable(logging.CRITICAL)  # thousands of refusals
    yield Walker(make_world())
    logging.disable(logging.NOTSET)


@pytest.fixture
def exchange(monkeypatch):
    """exchange(name, view) puts another view at an address."""
    return lambda name, view: monkeypatch.setattr(PATTERNS[name].pattern, "callback", view)


def test_every_address_answers_everybody_as_the_matrix_says(walker):
    walker.one_in = 1 if WHOLE else 12
    deviations = walker.deviations()
    assert not deviations, "\n".join(deviations)
    assert walker.asked > 2000


def test_no_other_method_does_anything_and_head_answers_like_get(walker):
    walker.methods = ALL_METHODS[2:] if WHOLE else ("HEAD", "PUT")
    people = [*ROLES, ANONYMOUS] if WHOLE else ["counsellor", ANONYMOUS]
    deviations = walker.deviations(
        people=people, targets=["page", "own", "page of the team", "hers", "foreign", "missing"]
    )
    assert not deviations, "\n".join(deviations)


def test_an_address_that_nobody_says_how_to_build_is_refused(walker):
    new = path("neu/<int:strange>/", requires(Permission.CASE_VIEW, Part.FACTS)(lambda request: None), name="new")
    urls.urlpatterns.append(new)
    try:
        address = next(address for address in addresses() if address.name == "new")
        with pytest.raises(NotBuildable, match="strange: say in umstieg/testing/walker.py"):
            targets_of(address, walker.world)
        with pytest.raises(NotBuildable):
            walker.deviations(only={"new"})
    finally:
        urls.urlpatterns.remove(new)


# --- taking away one check -------------------------------------------------------------------------


def _bare(view):
    """The view without its @requires."""
    return view.__wrapped__


def _bare_but_labelled(view):
    """The view without its @requires, still claiming to have one."""
    inner = functools.partial(view.__wrapped__)
    inner.__dict__ |= {"required_permission": view.required_permission, "shown_part": view.shown_part}
    inner.__module__ = view.__module__
    return inner


def test_a_view_without_requires_is_reported_at_every_address(walker, exchange):
    for name in GUARDED:
        exchange(name, _bare(PATTERNS[name].view))
    assert len(walker.deviations(only=set(GUARDED))) == len(GUARDED)


def test_a_view_that_only_claims_its_permission_is_reported_at_every_address(walker, exchange):
    for name in some_of(NARROW, 3):
        exchange(name, _bare_but_labelled(PATTERNS[name].view))
        assert walker.deviations(only={name}, people=["nobody"], targets=["page", "own", "page of the team", "hers"]), (
            name
        )
    assert len(NARROW) >= 14


def test_a_page_that_opens_without_signing_in_is_reported_at_every_address(walker, monkeypatch):
    for name in some_of(GUARDED, 3):
        monkeypatch.setattr(PATTERNS[name].view, "login_required", False, raising=False)
        targets = ["page", "own", "own passkey", "page of the team", "hers", "missing"]
        assert walker.deviations(only={name}, people=["anonymous"], targets=targets), name


def test_showing_every_case_is_reported_at_every_address_about_a_case(walker, monkeypatch):
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda self, user, part=Part.FACTS: self.all())
    for name in some_of(sorted(set(BY_THE_CASE) - ALSO_BY_THE_TEAM), 3):
        found = walker.deviations(only={name}, people=["stranger"], targets=["own", "team", "missing"])
        assert len([line for line in found if "expected 404" in line]) >= 2, name
    assert len(BY_THE_CASE) >= 45


def test_showing_facts_to_whoever_asks_for_more_is_reported(walker, monkeypatch):
    """A lead who counsels too has every permission; in her team's cases she still sees facts only."""
    real = CaseQuerySet.visible_to
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda self, user, part=Part.FACTS: real(self, user, Part.FACTS))
    asking = [one for one in BY_THE_CASE if PATTERNS[one].opens_from > Part.FACTS and one not in ALSO_BY_THE_TEAM]
    for name in some_of(asking, 3):
        assert walker.deviations(only={name}, people=["counselling_lead"], targets=["own", "missing"]), name


def test_an_answer_that_tells_foreign_from_missing_is_reported(walker, monkeypatch):
    real = cases.views.lookup.open_file

    def tells(user, pk, part):
        case = real(user, pk, part)
        if case is None and Case.objects.filter(pk=pk).exists():
            raise PermissionDenied
        return case

    monkeypatch.setattr(cases.views.lookup, "open_file", tells)
    found = walker.deviations(only={"cases:detail"}, people=["counsellor"], targets=["foreign", "missing"])
    assert "counsellor GET cases:detail: foreign can be told from missing" in found


def test_a_404_with_another_text_is_reported(walker, exchange):
    view = PATTERNS["cases:detail"].view

    @functools.wraps(view)
    def talks(request, pk):
        if Case.objects.filter(pk=pk).exists() and not Case.objects.visible_to(request.user).filter(pk=pk).exists():
            return render(request, "403.html", status=404)
        return view(request, pk)

    exchange("cases:detail", talks)
    found = walker.deviations(only={"cases:detail"}, people=["counsellor"], targets=["foreign", "missing"])
    assert "counsellor GET cases:detail: foreign can be told from missing" in found
    assert not [line for line in found if "GET" in line and "expected" in line]


def test_writing_in_a_closed_case_is_reported_at_every_address_that_writes(walker, monkeypatch):
    for name, module in sys.modules.items():
        if name.startswith("cases.views.") and hasattr(module, "must_be_open"):
            monkeypatch.setattr(module, "must_be_open", lambda case: None)
    for name in some_of(WRITING, 3):
        assert walker.deviations(only={name}, people=["counsellor"], targets=["own", "closed"]), name
    assert len(WRITING) >= 25


def test_a_view_that_takes_any_method_or_writes_on_get_is_reported(walker, exchange):
    view = PATTERNS["accounts:profile"].view

    @functools.wraps(view)
    def any_method(request):
        return render(request, "404.html")

    exchange("accounts:profile", any_method)
    assert walker.deviations(only={"accounts:profile"}) == ["accounts:profile does not say which methods it takes."]

    @functools.wraps(view)
    def writes(request):
        if request.method == "GET":
            request.user.save()
        return view(request)

    exchange("accounts:profile", writes)
    found = walker.deviations(only={"accounts:profile"}, people=["counsellor"])
    assert "counsellor GET accounts:profile (page): wrote accounts_user" in found
