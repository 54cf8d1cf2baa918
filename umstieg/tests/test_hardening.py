"""What a first attack found stays closed: guessing through a side door, slow and large bodies, odd encodings, lengths
that talk, and saves that undo each other."""

import socket
import threading
import time

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from cases.services.case import change_case
from cases.services.client import change_client
from umstieg.audit.models import AuditEvent
from umstieg.core.crypto import encrypt
from umstieg.testing.make import PASSWORD, make_case

pytestmark = pytest.mark.django_db


def try_to_sign_in(browser, user, password, **headers):
    return browser.post(reverse("account_login"), {"login": user.email, "password": password}, headers=headers)


def failed():
    return AuditEvent.objects.filter(event="signin.failed").count()


def test_guessing_as_a_script_is_counted_and_logged_like_any_other(people):
    browser = Browser()
    for _ in range(12):
        answer = try_to_sign_in(browser, people.counsellor, "falsch", x_requested_with="XMLHttpRequest")
        assert answer.status_code == 200
    assert failed() == 12
    assert b"Zu viele gescheiterte" in answer.content
    assert "_auth_user_id" not in browser.session


def test_a_failed_sign_in_stands_in_the_log_even_if_the_answer_breaks(people, monkeypatch):
    def broken(self, request, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("allauth.account.forms.LoginForm.add_error", broken)
    browser = Browser(raise_request_exception=False)
    assert try_to_sign_in(browser, people.counsellor, "falsch").status_code == 500
    assert failed() == 1


def test_nobody_locks_a_colleague_out_of_the_device_she_works_on(people):
    own_device, stranger = Browser(), Browser()
    assert try_to_sign_in(own_device, people.counsellor, PASSWORD).status_code == 302
    own_device.post(reverse("account_logout"))
    for _ in range(12):
        try_to_sign_in(stranger, people.counsellor, "falsch")
    assert try_to_sign_in(stranger, people.counsellor, PASSWORD).status_code == 200
    assert try_to_sign_in(own_device, people.counsellor, PASSWORD).status_code == 302


def test_a_known_device_helps_only_its_own_account_and_cannot_be_made_up(people):
    device = Browser()
    try_to_sign_in(device, people.colleague, PASSWORD)
    device.post(reverse("account_logout"))
    for _ in range(12):
        try_to_sign_in(device, people.counsellor, "falsch")
    assert try_to_sign_in(device, people.counsellor, PASSWORD).status_code == 200
    for name in [name for name in device.cookies if name.startswith("umstieg-device")]:
        device.cookies[name] = "made:up"
    assert try_to_sign_in(device, people.counsellor, PASSWORD).status_code == 200


def test_strangers_cannot_send_large_bodies(people):
    assert try_to_sign_in(Browser(), people.counsellor, "x" * 70_000).status_code == 413


def test_nobody_can_send_more_than_a_long_note(people, sign_in):
    browser = sign_in(people.counsellor)
    assert browser.post(reverse("cases:create"), {"name": "x" * (33 * 1024 * 1024)}).status_code == 413


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "utf-16", "base64", "rot13"])
def test_only_utf_8_is_read(people, sign_in, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    for browser in (Browser(), sign_in(people.counsellor)):
        assert browser.generic("POST", reverse("account_login"), b"login=a", kind).status_code == 400


def test_signing_out_empties_the_cache_of_the_browser(people, sign_in):
    answer = sign_in(people.counsellor).post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_the_length_of_a_ciphertext_does_not_tell_which_code_or_name_it_holds():
    place = "cases_client.gender"
    assert len({len(encrypt(text, place)) for text in ("", "rom", "weiblich", "staatenlos", "Ana Maria Ionescu")}) == 1
    assert len({len(encrypt("x" * length, place)) for length in (300, 700, 1020)}) == 1


def test_no_route_or_reason_that_tells_of_a_person_lies_in_clear(people):
    case = make_case(counsellor=people.counsellor, access_route="frauenhaus")
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_route FROM cases_case WHERE number = %s", [case.number])
        assert "frauenhaus" not in cursor.fetchone()[0]


def test_a_save_on_an_old_page_keeps_what_somebody_else_changed_meanwhile(people):
    case = make_case(counsellor=people.counsellor)
    old_page = type(case).objects.get(pk=case.pk)
    change_case(case=case, by=people.counsellor, counsellor=people.colleague)
    change_case(case=old_page, by=people.colleague, access_route="jobcenter")
    case.refresh_from_db()
    assert (case.counsellor, case.access_route) == (people.colleague, "jobcenter")


def test_changing_one_fact_of_a_client_writes_only_that(people):
    client = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ulme"}).client
    old_page = type(client).objects.get(pk=client.pk)
    change_client(client=client, by=people.counsellor, contact_rule="nie anrufen")
    change_client(client=old_page, by=people.counsellor, pronoun="sie")
    client.refresh_from_db()
    assert (client.contact_rule, client.pronoun) == ("nie anrufen", "sie")


@pytest.mark.parametrize("pseudonym", ["\u200b", "\u202eanna", "\u2800", "...", "An\u2028na"])
def test_a_pseudonym_can_be_read(people, sign_in, pseudonym):
    answer = sign_in(people.counsellor).post(reverse("cases:create"), {"pseudonym": pseudonym})
    assert "pseudonym" in answer.context["form"].errors


@pytest.mark.django_db(transaction=True)
def test_a_slow_sender_holds_no_transaction(people, live_server):
    """A body that never arrives must not keep others from working; on SQLite there is one writer at a time."""
    address = live_server.thread.host, live_server.thread.port
    with socket.create_connection(address) as slow:
        slow.sendall(
            b"POST /konto/anmelden/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n"
            b"Cookie: csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin="
        )
        time.sleep(1)  # until the server reads and waits
        answers = []
        other = threading.Thread(
            target=lambda: answers.append(_fetch(address, b"GET /health/ HTTP/1.0\r\nHost: localhost\r\n\r\n"))
        )
        other.start()
        other.join(timeout=15)  # SQLite itself would give up waiting only after twenty seconds
        assert answers
        assert b"200 OK" in answers[0]


def _fetch(address, request):
    with socket.create_connection(address) as plain:
        plain.sendall(request)
        answer = b""
        while part := plain.recv(4096):
            answer += part
        return answer
