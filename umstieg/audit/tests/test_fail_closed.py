"""Proves goal G22: what cannot be recorded does not happen. When the event cannot be written, no page is shown and
nothing is saved, for reads, writes, refusals and at the door; and a view that writes without telling is stopped.
"""

import functools

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.urls import get_resolver, reverse

from cases.models import CounsellingSession
from umstieg.audit import recording as recording_module
from umstieg.audit.models import AuditEvent
from umstieg.audit.verification import verify
from umstieg.core.errors import DomainError
from umstieg.testing.filling import filled
from umstieg.testing.make import PASSWORD, make_case, make_session
from umstieg.testing.rows import changed_rows, contents

pytestmark = pytest.mark.django_db
CANARY = "Zqpseudonym"
NOTE = "Zqnotiz"


@pytest.fixture
def case(people):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": CANARY})
    make_session(case, note=NOTE)
    return case


def _appending_fails(monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("no room")

    monkeypatch.setattr(recording_module, "append", refuse)


def _inserts_fail_on(table):
    def arrange(monkeypatch):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"CREATE TRIGGER no_room BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END"
                )
            else:
                cursor.execute(
                    "CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'no room'; END $$"
                )
                cursor.execute(
                    f"CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()"
                )

    return arrange


FAILURES = {
    "the event cannot be appended": _appending_fails,
    "the database refuses the event": _inserts_fail_on("audit_auditevent"),
    "the database refuses the case of the event": _inserts_fail_on("audit_auditedcase"),
}


REFUSED = "the database refuses the event"


def browser_of(sign_in, user):
    browser = sign_in(user)
    browser.raise_request_exception = False
    return browser


READS = {
    "the list": ("cases:list", {}),
    "the start page": ("desk:home", {}),
    "the file": ("cases:detail", {}),
    "the form of the client": ("cases:client_change", {}),
    "the form of the case": ("cases:change", {}),
    "a session": ("cases:session_detail", {}),
    "the correction": ("cases:session_correct", {}),
    "a new session": ("cases:session_create", {}),
    "the choice of the case": ("cases:session_new", {}),
    "the search": ("cases:search", {"q": CANARY}),
}


def address(name, case):
    kwargs = {}
    if name not in ("cases:list", "cases:search", "cases:session_new", "cases:create", "desk:home"):
        kwargs["pk"] = case.pk
    if name in ("cases:session_detail", "cases:session_correct"):
        kwargs["session"] = case.sessions.earliest("created_at").pk
    return reverse(name, kwargs=kwargs)


@pytest.mark.parametrize(
    ("what", "failure"), [(what, REFUSED) for what in READS] + [("the file", failure) for failure in FAILURES]
)
def test_a_page_that_cannot_be_recorded_is_not_shown(people, case, sign_in, monkeypatch, what, failure):
    name, first_sent = READS[what]
    browser, url = browser_of(sign_in, people.counsellor), address(name, case)
    if first_sent:
        browser.post(url, first_sent)
    assert CANARY in browser.get(url).content.decode()
    FAILURES[failure](monkeypatch)
    answer = browser.get(url)
    assert answer.status_code == 500
    body = answer.content.decode()
    assert CANARY not in body
    assert NOTE not in body
    assert case.number not in body


WRITES = {
    "cases:create": {"pseudonym": "Neu"},
    "cases:change": {"phases": ["ORIENTATION"]},
    "cases:client_change": {"pseudonym": "Neu"},
    "cases:channel_create": {"kind": "EMAIL", "value": "neu@example.org"},
    "cases:language_create": {"language": "hu"},
    "cases:session_create": {"mode": "telefon", "note": "Neu"},
    "cases:session_correct": {"note": "Neu"},
}


@pytest.mark.parametrize(
    ("name", "failure"),
    [(name, REFUSED) for name in WRITES] + [("cases:session_create", failure) for failure in FAILURES],
)
def test_what_cannot_be_recorded_is_not_saved(people, case, sign_in, monkeypatch, name, failure):
    browser = browser_of(sign_in, people.counsellor)
    data = filled(browser, address(name, case), **WRITES[name])
    FAILURES[failure](monkeypatch)
    before = contents()
    answer = browser.post(address(name, case), data)
    assert answer.status_code == 500
    assert changed_rows(before, contents()) == []
    assert CANARY not in answer.content.decode()


def test_the_same_requests_succeed_while_the_log_can_be_written(people, case, sign_in):
    """Otherwise the tests above would pass for another reason."""
    browser = browser_of(sign_in, people.counsellor)
    for name, changes in WRITES.items():
        before = contents()
        data = filled(browser, address(name, case), **changes)
        assert browser.post(address(name, case), data).status_code == 302, name
        assert changed_rows(before, contents()), name
    assert verify().intact


def test_a_row_whose_change_cannot_be_logged_is_not_saved(people, case, sign_in):
    browser = browser_of(sign_in, people.counsellor)
    url = address("cases:client_change", case)
    data = filled(browser, url, pseudonym="Neu")
    _inserts_fail_on("auditlog_logentry")(None)
    before = contents()
    assert browser.post(url, data).status_code == 500
    assert changed_rows(before, contents()) == []


def test_a_refusal_that_cannot_be_recorded_says_nothing_either(people, case, sign_in, monkeypatch):
    foreign, lead = browser_of(sign_in, people.stranger), browser_of(sign_in, people.lead)
    assert foreign.get(address("cases:detail", case)).status_code == 404
    assert lead.get(address("cases:client_change", case)).status_code == 403
    _appending_fails(monkeypatch)
    for browser, name in ((foreign, "cases:detail"), (lead, "cases:client_change")):
        answer = browser.get(address(name, case))
        assert answer.status_code == 500
        assert CANARY not in answer.content.decode()


def test_nobody_gets_in_while_the_door_cannot_be_recorded(people, client, monkeypatch):
    client.raise_request_exception = False
    door = {"login": people.counsellor.email, "password": PASSWORD}
    with monkeypatch.context() as broken:
        _appending_fails(broken)
        assert client.post(reverse("account_login"), door).status_code == 500
        assert client.get(reverse("desk:home")).status_code == 302
    assert client.post(reverse("account_login"), door).status_code == 302
    assert client.get(reverse("desk:home")).status_code == 200


# --- views that do not tell ------------------------------------------------------------------------


@pytest.fixture
def exchange(monkeypatch):
    """exchange(view): what stands at the address of one's own account."""
    pattern = next(
        pattern
        for resolver in get_resolver().url_patterns
        for pattern in getattr(resolver, "url_patterns", [])
        if pattern.name == "profile"
    )

    def put(view):
        monkeypatch.setattr(pattern, "callback", functools.wraps(pattern.callback)(view))
        return reverse("accounts:profile")

    return put


def test_a_view_that_changes_an_audited_row_without_an_act_fails_and_saves_nothing(people, sign_in, exchange):
    def untold(request):
        request.user.name = "Anders"
        request.user.save()
        return HttpResponse("done")

    browser = browser_of(sign_in, people.counsellor)
    before, told = contents(), AuditEvent.objects.count()
    assert browser.get(exchange(untold)).status_code == 500
    assert changed_rows(before, contents()) == []
    assert AuditEvent.objects.count() == told


@pytest.mark.parametrize("error", [RuntimeError, DomainError, KeyboardInterrupt])
def test_a_view_that_fails_after_a_write_saves_nothing(people, case, sign_in, exchange, error):
    def fails(request):
        make_session(case, note="wird nie gespeichert")
        raise error("half way")

    browser = browser_of(sign_in, people.counsellor)
    before, told = contents(), AuditEvent.objects.count()
    url = exchange(fails)
    if error is KeyboardInterrupt:
        with pytest.raises(KeyboardInterrupt):
            browser.get(url)
    else:
        assert browser.get(url).status_code == 500
    assert changed_rows(before, contents()) == []
    assert CounsellingSession.objects.count() == 1
    assert AuditEvent.objects.count() == told
    assert verify().intact


@pytest.mark.parametrize("status", [400, 405, 409, 429, 503])
def test_an_answer_that_says_no_saves_nothing(people, case, sign_in, exchange, status):
    def declines(request):
        make_session(case, note="wird nie gespeichert")
        return HttpResponse(status=status)

    browser = browser_of(sign_in, people.counsellor)
    before = contents()
    assert browser.get(exchange(declines)).status_code == status
    assert changed_rows(before, contents()) == []
