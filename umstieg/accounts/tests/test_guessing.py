"""Proves goals G9 and G10: of one account at most ten guesses an hour are evaluated, nobody can lock anybody out, and the
same work is done whether there is an account or not.
"""

import re
import time

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse

from umstieg.accounts import guessing
from umstieg.accounts.adapters import AccountAdapter
from umstieg.accounts.services import disable_user
from umstieg.audit.models import AuditEvent
from umstieg.core.mail import send_soon
from umstieg.testing.door import WRONG, is_in, sign_in, told
from umstieg.testing.rows import text_of

pytestmark = pytest.mark.django_db
OFFICE, HOME, ELSEWHERE = "198.51.100.1", "198.51.100.2", "203.0.113.9"
STRANGERS = [f"203.0.113.{number}" for number in range(1, 41)]


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db):
    cache.clear()  # the counters lie in the database


@pytest.fixture
def later(monkeypatch):
    """later(seconds): the counters' clock goes on."""
    clock = [time.time()]
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: clock[0])

    def go_on(seconds):
        clock[0] += seconds

    return go_on


def evaluated():
    """How many wrong passwords were compared with the right one."""
    events = AuditEvent.objects.filter(event="signin.failed")
    return sum(act["reason"] == "password" for event in events for act in event.acts)


def guess(user, addresses=STRANGERS, tries=12):
    """A stranger tries wrong passwords from each address in turn, without keeping a cookie."""
    for address in addresses:
        for _ in range(tries):
            sign_in(user, WRONG, address=address)


# --- the account is safe ---------------------------------------------------------------------------


def test_from_forty_addresses_at_most_ten_guesses_an_hour_are_evaluated_and_the_next_are_not_even_if_right(people):
    guess(people.counsellor, tries=3)
    assert 0 < evaluated() <= 10
    browser, answer = sign_in(people.counsellor, address=STRANGERS[0])
    assert answer.status_code == 200
    assert told() == [("signin.failed", "too_many", str(people.counsellor.pk))]
    assert not is_in(browser)


def test_not_more_than_ten_either_when_the_guesser_shares_an_address_with_the_account(people):
    sign_in(people.counsellor, address=OFFICE)
    guess(people.counsellor, [OFFICE, *STRANGERS], tries=11)
    assert evaluated() == 10


def test_an_hour_later_it_is_ten_again_and_not_more(people, later):
    guess(people.counsellor, STRANGERS[:4])
    first = evaluated()
    later(3601)
    guess(people.counsellor, STRANGERS[:4])
    assert evaluated() == 2 * first <= 20


def test_a_right_password_between_the_guesses_of_a_known_device_gives_no_more_of_them(people):
    thief, _ = sign_in(people.counsellor)
    thief.post(reverse("account_logout"))
    for _ in range(8):
        sign_in(people.counsellor, WRONG, browser=thief)
        sign_in(people.counsellor, WRONG, browser=thief)
        sign_in(people.counsellor, browser=thief)
        thief.post(reverse("account_logout"))
    assert evaluated() == 10


def test_however_the_e_mail_is_written_it_is_one_account(people):
    for typed in (str.upper, str.title, str.lower):
        people.counsellor.email = typed(people.counsellor.email)
        guess(people.counsellor, [ELSEWHERE])
    assert evaluated() == 4


def test_guessing_at_one_account_after_the_other_is_slowed_down_too(people, monkeypatch):
    monkeypatch.setattr(guessing, "FORMS", "1000/m/key")
    for number in range(70):
        attempt = {"login": f"someone{number}@example.org", "password": WRONG}
        Browser(REMOTE_ADDR=ELSEWHERE).post(reverse("account_login"), attempt)
    assert evaluated() == 60
    assert is_in(sign_in(people.counsellor, address=OFFICE)[0])


# --- and nobody is locked out ----------------------------------------------------------------------


def test_a_thousand_guesses_elsewhere_do_not_delay_her_at_the_device_she_works_on(people):
    own, _ = sign_in(people.counsellor, address=OFFICE)
    own.post(reverse("account_logout"))
    guess(people.counsellor, [*STRANGERS[:20], OFFICE])
    assert is_in(sign_in(people.counsellor, browser=own)[0])


def test_guessing_does_not_delay_her_at_a_new_device_in_the_office(people):
    sign_in(people.counsellor, address=OFFICE)
    guess(people.counsellor, STRANGERS)
    assert is_in(sign_in(people.counsellor, address=OFFICE)[0])


def test_guessing_at_one_address_does_not_delay_her_at_a_new_device_at_another(people):
    guess(people.counsellor, [ELSEWHERE], tries=40)
    for _ in range(2):
        sign_in(people.counsellor, WRONG, address=HOME)  # she may mistype, too
    assert is_in(sign_in(people.counsellor, address=HOME)[0])


def test_a_flood_of_forms_at_her_own_address_does_not_delay_her_at_her_device(people):
    own, _ = sign_in(people.counsellor, address=OFFICE)
    own.post(reverse("account_logout"))
    nothing = {"login": "", "password": ""}
    flood = [Browser(REMOTE_ADDR=OFFICE).post(reverse("account_login"), nothing) for _ in range(30)]
    assert [answer.status_code for answer in flood] == [200] * 29 + [429]
    assert is_in(sign_in(people.counsellor, browser=own)[0])


def test_wherever_everything_is_used_up_a_link_by_mail_lets_her_in_at_once(people):
    guess(people.counsellor, STRANGERS)
    assert not is_in(sign_in(people.counsellor, address=HOME)[0])
    browser = Browser(REMOTE_ADDR=HOME)
    browser.post(reverse("account_reset_password"), {"email": people.counsellor.email})
    url = re.search(r"https?://testserver(\S+)", mail.outbox[-1].body).group(1)
    form = browser.get(url, follow=True)
    new = "ein ganz neues Kennwort"
    browser.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert not is_in(browser)
    assert is_in(sign_in(people.counsellor, new, browser=browser)[0])


def test_two_people_at_one_device_are_both_known_there(people):
    desk = Browser(REMOTE_ADDR=OFFICE)
    for user in (people.counsellor, people.colleague):
        sign_in(user, browser=desk)
        desk.post(reverse("account_logout"))
    for user in (people.counsellor, people.colleague):
        guess(user, [OFFICE, *STRANGERS[:3]])
        assert is_in(sign_in(user, browser=desk)[0])
        desk.post(reverse("account_logout"))


def test_it_is_a_delay_and_no_lock(people, later):
    guess(people.counsellor, STRANGERS[:4])
    later(3601)
    assert is_in(sign_in(people.counsellor, address=ELSEWHERE)[0])
    people.counsellor.refresh_from_db()
    assert people.counsellor.is_active


def test_guessing_at_one_account_keeps_nobody_else_out(people):
    guess(people.counsellor, [ELSEWHERE])
    assert is_in(sign_in(people.colleague, address=ELSEWHERE)[0])


def test_signing_in_rightly_uses_up_no_guesses(people):
    for _ in range(12):
        assert is_in(sign_in(people.counsellor)[0])


def test_the_counters_survive_the_request_that_failed_and_name_nobody(people):
    """They lie in the database's cache and are written in the transaction of the request, which commits."""
    sign_in(people.counsellor, address=OFFICE)
    sign_in(people.counsellor, WRONG, address=ELSEWHERE)
    kept = text_of("core_cache")
    assert "login_failed" in kept
    for clear in (people.counsellor.email, OFFICE, ELSEWHERE):
        assert clear not in kept


# --- who has an account? ---------------------------------------------------------------------------


@pytest.fixture
def work(monkeypatch):
    """What costs time, counted: passwords hashed and letters written."""
    counted = {"hash": 0, "letter": 0}

    def count(owner, method, what):
        real = getattr(owner, method)

        def counting(*args, **kwargs):
            counted[what] += 1
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, method, counting)

    count(hashers.MD5PasswordHasher, "encode", "hash")
    count(AccountAdapter, "render_mail", "letter")
    return counted


def forty(people, who):
    """Forty times the same class of e-mail."""
    if who == "disabled":
        disable_user(user=people.counsellor, by=None)
    return [f"niemand{n}@example.org" if who == "unknown" else people.counsellor.email for n in range(40)]


@pytest.mark.parametrize("who", ["known", "unknown", "disabled"])
def test_every_evaluated_sign_in_hashes_once_and_says_the_same(people, work, who):
    """Otherwise the time of the answer tells whether there is an account."""
    said = set()
    for email in forty(people, who):
        cache.clear()
        answer = Browser().post(reverse("account_login"), {"login": email, "password": WRONG})
        said.add((answer.status_code, "E-Mail-Adresse oder Passwort" in answer.content.decode()))
    assert work["hash"] == 40
    assert said == {(200, True)}


@pytest.mark.parametrize("who", ["known", "unknown", "disabled"])
def test_every_slowed_down_sign_in_hashes_nothing_and_says_the_same(people, work, who):
    guess_at = {"login": forty(people, who)[0], "password": WRONG}
    for address in STRANGERS[:4]:
        for _ in range(5):
            Browser(REMOTE_ADDR=address).post(reverse("account_login"), guess_at)
    work["hash"] = 0
    for address in STRANGERS:
        answer = Browser(REMOTE_ADDR=address).post(reverse("account_login"), guess_at)
        assert answer.status_code == 200
        assert "Zu viele gescheiterte" in answer.content.decode()
    assert work["hash"] == 0


@pytest.mark.parametrize("who", ["known", "unknown", "disabled"])
def test_every_wish_for_a_new_password_writes_one_letter_and_waits_for_no_server(people, work, who):
    for email in forty(people, who):
        cache.clear()
        answer = Browser().post(reverse("account_reset_password"), {"email": email})
        assert (answer.status_code, answer.url) == (302, reverse("account_reset_password_done"))
    assert work == {"hash": 0, "letter": 40}
    assert len(mail.outbox) == (40 if who == "known" else 0)


def test_a_mail_server_that_does_not_answer_holds_up_nobody_and_names_nobody(settings, caplog):
    settings.MAIL_BESIDE_REQUEST = True
    sending, done = [], []

    class Slow:
        def send(self):
            sending.append(1)
            time.sleep(0.3)
            done.append(1)
            raise OSError("jana@example.org refused")

    before = time.monotonic()
    send_soon(Slow())
    assert time.monotonic() - before < 0.25
    while not done:
        time.sleep(0.01)
    time.sleep(0.1)
    assert "OSError" in caplog.text
    assert "jana" not in caplog.text


def test_the_page_for_a_new_password_is_no_place_to_guess_the_old_one(people):
    """At a desk that was left open: ten an hour and each in the log, as at the door (G9, G21)."""
    browser, _ = sign_in(people.counsellor)
    new = {"password1": "ein neues Kennwort 99", "password2": "ein neues Kennwort 99"}
    answers = [
        browser.post(reverse("account_change_password"), {"oldpassword": f"{WRONG} {number}", **new}).status_code
        for number in range(12)
    ]
    assert answers == [200] * 10 + [429] * 2
    assert told() == [("signin.failed", "again", str(people.counsellor.pk))]
