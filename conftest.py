"""Fixtures of all tests."""

import os
import time

import pytest
from django.db import connections
from django.test import TransactionTestCase

from umstieg.audit import triggers
from umstieg.centre.queries import shown_centre
from umstieg.codelists.queries import all_lists
from umstieg.core.composed import forget_statements
from umstieg.core.kept import keep_only, now_kept
from umstieg.testing.mutation import take_away_by_key
from umstieg.testing.people import make_people
from umstieg.testing.tracing import TestFiles

# Playwright's synchronous API runs an event loop in the thread of the tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

_flush = TransactionTestCase._fixture_teardown


def _flush_without_triggers(self):
    """The append-only triggers stand in every test; only the flush between transactional tests lifts them."""
    with triggers.lifted(connections["default"]):
        _flush(self)


TransactionTestCase._fixture_teardown = _flush_without_triggers


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """Runs without one check of the product, or with a note of which functions run, for the proof that needs it."""
    if key := os.environ.get("UMSTIEG_WITHOUT_CHECK"):
        take_away_by_key(key)
    if path := os.environ.get("UMSTIEG_TRACE_TO"):
        config.pluginmanager.register(TestFiles(path), "umstieg-trace")


def _skipped(config):
    """Why tests were skipped, each reason once; empty on the workers of xdist."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return list(dict.fromkeys(str(report.longrepr[2]) for report in reports))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """With UMSTIEG_NOTHING_SKIPPED=1 (the checks of the repository) a skipped test is a failed run."""
    if os.environ.get("UMSTIEG_NOTHING_SKIPPED") == "1" and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    """Says loudly what was not tested."""
    for reason in _skipped(config):
        terminalreporter.write_line(f"!!! {reason.removeprefix('Skipped: ').upper()} !!!", yellow=True, bold=True)


_kept_at_first = {}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database as it is made, and what the process keeps of it."""
    with django_db_blocker.unblock():
        all_lists(), shown_centre()
    _kept_at_first.update(now_kept())


@pytest.fixture(autouse=True)
def kept_as_at_first():
    """No test keeps what the one before has read; none pays for reading the code lists, so statements are equal."""
    keep_only(_kept_at_first)
    forget_statements()


@pytest.fixture
def people(db):
    """Two teams with one person per role, see umstieg.testing.people.People."""
    return make_people()


@pytest.fixture
def sign_in(client):
    """sign_in(user) gives a test client with a fresh session of that person, her password given just now."""
    from django.test import Client
    from django.utils import timezone

    from umstieg.accounts.adapters import SIGNED_IN_AT

    def _sign_in(user):
        browser = Client()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = browser.session
        session[SIGNED_IN_AT] = timezone.now().timestamp()
        confirmed = {"method": "password", "at": time.time(), "reauthenticated": True}
        session["account_authentication_methods"] = [confirmed]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return browser

    return _sign_in
