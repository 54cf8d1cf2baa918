"""Proves goal G8: a second factor is set up behind the password and asked for from then on, its codes work once, wrong
ones stand in the log, and where it is required nothing opens without it. Its secret lies encrypted in the database.
"""

import re
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse

from umstieg.accounts.adapters import MFAAdapter
from umstieg.accounts.second_factor import PLACE, has_second_factor
from umstieg.audit.models import AuditEvent
from umstieg.audit.verification import verify
from umstieg.core.crypto import DecryptionError, decrypt
from umstieg.settings import base
from umstieg.testing.door import is_in, newest, sign_in, told
from umstieg.testing.make import PASSWORD
from umstieg.testing.passkeys import TOTP_SECRET, make_passkey, make_recovery_codes, make_totp
from umstieg.testing.rows import LOG, content_tables, text_of
from umstieg.testing.walker import PUBLIC, addresses

pytestmark = pytest.mark.django_db
HOME, STEP, SET_UP = reverse("desk:home"), reverse("mfa_authenticate"), reverse("mfa_activate_totp")


@pytest.fixture(autouse=True)
def clock(db, monkeypatch):
    """A clock for the codes alone; nobody has tried one yet."""
    cache.clear()
    clock = SimpleNamespace(now=1_800_000_000)
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: clock.now))
    return clock


@pytest.fixture
def code(clock):
    """code(): what an authenticator app shows now."""
    return lambda secret=TOTP_SECRET: totp.format_hotp_value(totp.hotp_value(secret, clock.now // 30))


@pytest.fixture
def at_the_step(people):
    """A browser that has given the right password of somebody with an authenticator app."""
    make_totp(people.counsellor)
    browser, answer = sign_in(people.counsellor)
    assert answer.url == STEP
    return browser


def give(browser, text):
    return browser.post(STEP, {"code": text})


# --- signing in ------------------------------------------------------------------------------------


def test_the_password_alone_opens_nothing_and_is_no_sign_in_yet(people, at_the_step):
    assert not is_in(at_the_step)
    assert not AuditEvent.objects.filter(event="signin.succeeded").exists()


def test_password_and_code_open_the_door(people, at_the_step, code):
    assert give(at_the_step, code()).url == HOME
    assert told() == [("signin.succeeded", "", str(people.counsellor.pk))]
    assert newest().actor_id == people.counsellor.pk
    assert is_in(at_the_step)


@pytest.mark.parametrize("wrong", ["000000", "", "abcdef", "1" * 500])
def test_a_wrong_code_opens_nothing_and_stands_in_the_log_without_the_code(people, at_the_step, wrong):
    assert give(at_the_step, wrong).status_code == 200
    assert not is_in(at_the_step)
    if wrong:
        assert told() == [("signin.failed", "second_factor", str(people.counsellor.pk))]
        assert wrong not in text_of("audit_auditevent").replace("0" * 64, "")


def test_a_code_works_once(people, at_the_step, code):
    give(at_the_step, code())
    other, _ = sign_in(people.counsellor)
    assert give(other, code()).status_code == 200
    assert told() == [("signin.failed", "second_factor", str(people.counsellor.pk))]
    assert not is_in(other)


def test_the_next_code_works_and_an_old_one_does_not(people, at_the_step, code, clock):
    old = code()
    clock.now += 120
    assert give(at_the_step, old).status_code == 200
    assert give(at_the_step, code()).url == HOME


def test_codes_cannot_be_guessed(people, at_the_step, code):
    for _ in range(10):
        give(at_the_step, "000000")
    assert give(at_the_step, code()).status_code == 200
    assert not is_in(at_the_step)
    failed = AuditEvent.objects.filter(event="signin.failed")
    assert failed.count() == 11


def test_a_code_is_worth_nothing_without_the_password_first(people, code):
    make_totp(people.counsellor)
    assert give(Browser(), code()).url == reverse("account_login")


def test_a_recovery_code_works_once(people, at_the_step):
    codes = make_recovery_codes(people.counsellor).wrap().get_unused_codes()
    assert give(at_the_step, codes[0]).url == HOME
    other, _ = sign_in(people.counsellor)
    assert give(other, codes[0]).status_code == 200
    assert give(other, codes[1]).url == HOME


def test_anothers_code_does_not_work(people, at_the_step, code):
    make_totp(people.colleague, secret="KRSXG5CTMVRXEZLU")
    assert give(at_the_step, code("KRSXG5CTMVRXEZLU")).status_code == 200
    assert not is_in(at_the_step)


# --- setting it up ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_behind_the_password_and_every_step_is_told(people, code):
    """With real commits, because django-allauth tells of changes only after them."""
    browser, _ = sign_in(people.counsellor)
    asked = browser.get(SET_UP)
    assert asked.url.partition("?")[0] == reverse("account_reauthenticate")
    assert browser.post(asked.url, {"password": "falsch"}).status_code == 200
    assert newest().event == "signin.failed"
    assert browser.post(asked.url, {"password": PASSWORD}).status_code == 302
    assert newest().event == "signin.confirmed"
    page = browser.get(SET_UP)
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert browser.post(SET_UP, {"code": "000000"}).status_code == 200
    assert not has_second_factor(people.counsellor)
    secret = browser.session[totp.SECRET_SESSION_KEY]
    assert browser.post(SET_UP, {"code": code(secret)}).status_code == 302
    assert has_second_factor(people.counsellor)
    assert newest().actor_id == people.counsellor.pk
    assert ("account.security_changed", "totp_activated", str(people.counsellor.pk)) in told()

    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert stored.startswith("enc:1:")
    assert decrypt(stored, PLACE) == secret
    assert secret not in text_of(*content_tables(), *LOG)
    assert totp.SECRET_SESSION_KEY not in browser.session

    for name, reason in (("mfa_generate_recovery_codes", "recovery_codes"), ("mfa_deactivate_totp", "totp")):
        assert browser.post(reverse(name)).status_code == 302, name
        assert newest().event == "account.security_changed"
        assert any(reason in told_reason for _, told_reason, _ in told()), name
    assert not has_second_factor(people.counsellor)
    assert verify().intact


def test_recovery_codes_are_stored_encrypted_too(people):
    make_recovery_codes(people.counsellor)
    assert Authenticator.objects.get(type="recovery_codes").data["seed"].startswith("enc:1:")


def test_a_secret_cannot_be_read_with_another_key_or_in_another_place(people, settings):
    stored = make_totp(people.counsellor).data["secret"]
    with pytest.raises(DecryptionError):
        decrypt(stored, "cases_client.name")
    settings.FIELD_KEYS = "1:" + settings.INDEX_KEY
    with pytest.raises(DecryptionError):
        MFAAdapter().decrypt(stored)


def test_the_page_of_the_app_shows_its_secret_only_before_it_is_set_up(people, sign_in):
    make_totp(people.counsellor)
    browser = sign_in(people.counsellor)
    for name in ("mfa_index", "mfa_activate_totp", "accounts:profile"):
        page = browser.get(reverse(name), follow=True)
        assert TOTP_SECRET not in page.content.decode()


# --- where it is required --------------------------------------------------------------------------


def test_where_it_is_required_nothing_opens_but_the_page_that_sets_it_up(people, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    browser, answer = sign_in(people.counsellor)
    assert browser.get(answer.url).url == SET_UP
    opened = set()
    for address in addresses():
        if not address.parameters and address.name not in PUBLIC:
            for method in (browser.get, browser.post):
                got = method(reverse(address.name))
                if got.status_code != 302 or got.url != SET_UP:
                    opened.add(address.name)
    assert opened <= {name for name in opened if re.match("mfa_|account_reauthenticate$", name)}
    assert "mfa_activate_totp" in opened


def test_recovery_codes_alone_are_no_second_factor(people, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    make_recovery_codes(people.counsellor)
    assert not has_second_factor(people.counsellor)
    assert not is_in(sign_in(people.counsellor)[0])


@pytest.mark.parametrize("make", [make_totp, make_passkey])
def test_with_a_second_factor_everything_opens_again(people, settings, sign_in, make):
    settings.SECOND_FACTOR_REQUIRED = True
    browser = sign_in(people.counsellor)
    assert not is_in(browser)
    make(people.counsellor)
    assert is_in(browser)


def test_taking_the_second_factor_away_shuts_the_door_at_once(people, settings, sign_in):
    settings.SECOND_FACTOR_REQUIRED = True
    factor = make_totp(people.counsellor)
    browser = sign_in(people.counsellor)
    assert is_in(browser)
    factor.delete()
    assert not is_in(browser)


def test_it_is_required_unless_a_setting_says_otherwise():
    assert base.SECOND_FACTOR_REQUIRED is True
    assert base.MFA_TRUST_ENABLED is False  # no browser is remembered
