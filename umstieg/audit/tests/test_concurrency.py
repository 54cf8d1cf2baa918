"""Proves that people who work at the same time leave one unbroken chain: every request has its event, none is lost,
none stands twice, and each names whoever made it.
"""

import threading
from collections import Counter

import pytest
from auditlog.models import LogEntry
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CounsellingSession
from umstieg.access.enums import Role
from umstieg.audit import triggers
from umstieg.audit.models import AuditedCase, AuditEvent, ChainHead
from umstieg.audit.verification import verify
from umstieg.testing.make import make_case, make_user

THREADS = 8
REQUESTS = 10


def empty_log():
    """So that the race is also for the first event, when the chain has no head yet."""
    with triggers.lifted(connection):
        for model in (AuditedCase, LogEntry, AuditEvent, ChainHead):
            model.objects.all()._raw_delete("default")


def requests_of(user, case, number):
    """(method, address, data, events of the log) of one request."""
    today = timezone.localdate()
    session = {"mode": "telefon", "result": "HELD", "started_on": today, "started_time": "00:00", "note": str(number)}
    session["case"] = case.pk
    opening = {
        "identity_kind": "PSEUDONYMOUS",
        "pseudonym": f"Weide {user.pk} {number}",
        "team": case.team_id,
        "site": case.site_id,
        "counsellor": user.pk,
        "opened_on": today,
    }
    return (
        ("get", reverse("cases:detail", kwargs={"pk": case.pk}), None, "case.viewed"),
        ("post", reverse("cases:session_create", kwargs={"pk": case.pk}), session, "session.logged"),
        ("post", reverse("cases:create"), opening, "case.opened"),
        ("get", reverse("audit:log"), None, "access.refused"),
    )[number % 4]


@pytest.mark.django_db(transaction=True)
def test_eight_people_at_once_leave_one_unbroken_chain(people, sign_in):
    users = [make_user(Role.COUNSELLOR, team=people.team) for _ in range(THREADS)]
    shared = [make_case(counsellor=user) for user in users]
    browsers = [sign_in(user) for user in users]
    empty_log()
    start, failed = threading.Barrier(THREADS), []

    def work(user, browser, case):
        try:
            start.wait()
            for number in range(REQUESTS):
                method, url, data, event = requests_of(user, case, number)
                status = getattr(browser, method)(url, data).status_code
                if status != {"get": 200, "post": 302}[method] and (event, status) != ("access.refused", 403):
                    failed.append((event, status))
        except Exception as error:  # a thread must not die unseen
            failed.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=one) for one in zip(users, browsers, shared, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    verdict = verify()
    assert verdict.findings == []
    assert verdict.events == THREADS * REQUESTS
    expected = Counter(
        (user.pk, requests_of(user, case, number)[3])
        for user, case in zip(users, shared, strict=True)
        for number in range(REQUESTS)
    )
    assert Counter(AuditEvent.objects.values_list("actor_id", "event")) == expected
    assert CounsellingSession.objects.count() == THREADS * 3
    assert len(set(Case.objects.values_list("number", flat=True))) == THREADS * 3
