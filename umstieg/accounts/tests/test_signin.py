"""Proves what happens at the door: every attempt stands in the log without what was typed, nobody learns which accounts
exist, and there is no way to sign oneself up. How often somebody may try stands in test_guessing.py.
"""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import NoReverseMatch, get_resolver, reverse

from umstieg.accounts.services import disable_user
from umstieg.testing.door import WRONG, is_in, newest, sign_in, told
from umstieg.testing.make import PASSWORD
from umstieg.testing.rows import LOG, text_of
from umstieg.testing.walker import TOKEN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db):
    cache.clear()  # the counters lie in the database


def answer_to(name, data):
    """An answer as somebody outside can compare it: what was typed, random tokens and the second it came masked."""
    browser = Browser()
    answer = browser.post(reverse(name), data)
    body = TOKEN.sub("", answer.content.decode())
    for typed in data.values():
        body = body.replace(typed, "<typed>")
    headers = {key: value for key, value in answer.items() if key not in ("Content-Length", "Expires")}
    return answer.status_code, body, headers, sorted(answer.cookies)


def test_signing_in_is_told_with_the_person(people):
    browser, answer = sign_in(people.counsellor)
    assert answer.status_code == 302
    assert told() == [("signin.succeeded", "", str(people.counsellor.pk))]
    assert (newest().actor_id, newest().outcome) == (people.counsellor.pk, "DONE")
    assert is_in(browser)


@pytest.mark.parametrize("typed", [str.upper, str.title, lambda email: f" {email} "], ids=["upper", "title", "blanks"])
def test_an_e_mail_is_found_however_it_is_written(people, typed):
    people.counsellor.email = typed(people.counsellor.email)
    assert is_in(sign_in(people.counsellor)[0])


def test_a_wrong_password_is_told_with_the_account_and_without_the_password(people):
    browser, answer = sign_in(people.counsellor, WRONG)
    assert answer.status_code == 200
    assert told() == [("signin.failed", "password", str(people.counsellor.pk))]
    assert newest().actor_id is None
    assert not is_in(browser)
    assert WRONG not in text_of(*LOG)


def test_an_unknown_e_mail_is_told_without_what_was_typed(people):
    Browser().post(reverse("account_login"), {"login": "niemand@example.org", "password": WRONG})
    assert told() == [("signin.failed", "password", "")]
    assert "niemand" not in text_of(*LOG)


def test_a_disabled_person_does_not_get_in_and_that_is_told(people):
    disable_user(user=people.counsellor, by=None)
    browser, answer = sign_in(people.counsellor)
    assert answer.status_code == 302
    assert answer.url == reverse("account_inactive")
    assert told() == [("signin.failed", "disabled", str(people.counsellor.pk))]
    assert not is_in(browser)


def test_somebody_without_a_password_cannot_sign_in(people):
    people.counsellor.set_unusable_password()
    people.counsellor.__class__.objects.filter(pk=people.counsellor.pk).update(password=people.counsellor.password)
    for password in (PASSWORD, "!", people.counsellor.password):
        assert not is_in(sign_in(people.counsellor, password)[0])


# --- who has an account? ---------------------------------------------------------------------------


def test_a_wrong_password_and_an_unknown_e_mail_get_the_same_answer(people):
    known = answer_to("account_login", {"login": people.counsellor.email, "password": WRONG})
    unknown = answer_to("account_login", {"login": "niemand@example.org", "password": WRONG})
    assert known == unknown
    assert known[0] == 200


def test_a_disabled_account_with_a_wrong_password_answers_like_any_other(people):
    known = answer_to("account_login", {"login": people.colleague.email, "password": WRONG})
    disable_user(user=people.counsellor, by=None)
    assert answer_to("account_login", {"login": people.counsellor.email, "password": WRONG}) == known


def test_asking_for_a_new_password_answers_the_same_whether_there_is_an_account_or_not(people):
    known = answer_to("account_reset_password", {"email": people.counsellor.email})
    unknown = answer_to("account_reset_password", {"email": "niemand@example.org"})
    assert known == unknown
    assert known[0] == 302
    assert [message.to for message in mail.outbox if message.to == [people.counsellor.email]]


def test_a_new_password_by_mail_works_once_and_is_told(people):
    Browser().post(reverse("account_reset_password"), {"email": people.counsellor.email})
    (message,) = mail.outbox
    assert people.counsellor.name not in message.subject + message.body
    url = re.search(r"https?://testserver(\S+)", message.body).group(1)
    browser = Browser()
    form = browser.get(url, follow=True)
    changed = {"password1": "ein ganz neues Kennwort", "password2": "ein ganz neues Kennwort"}
    assert browser.post(form.request["PATH_INFO"], changed).status_code == 302
    assert ("account.security_changed", "password_reset", str(people.counsellor.pk)) in told()
    assert not is_in(browser)  # setting it is not signing in: the second factor is still to come
    assert is_in(sign_in(people.counsellor, "ein ganz neues Kennwort")[0])
    assert not is_in(sign_in(people.counsellor, PASSWORD)[0])
    again = Browser().get(url, follow=True)
    assert "password1" not in again.content.decode()


# --- no way in but the door ------------------------------------------------------------------------


def test_nobody_signs_herself_up(people, client):
    for name in ("account_signup", "account_email", "account_confirm_email", "mfa_signup_webauthn", "socialaccount"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert not [name for name in get_resolver().reverse_dict if isinstance(name, str) and "signup" in name]
    for path in ("/accounts/signup/", "/signup/", "/konto/registrieren/", "/admin/", "/accounts/login/"):
        assert client.get(path).status_code == 404
    page = client.get(reverse("account_login")).content.decode().lower()
    assert not re.search(r"sign.?up|registrier|konto erstellen|anlegen", page)


def test_after_signing_in_one_comes_where_one_wanted_to_and_never_to_another_site(people):
    door = {"login": people.counsellor.email, "password": PASSWORD}
    for wanted, comes_to in (
        (reverse("cases:list"), reverse("cases:list")),
        ("https://example.org/", reverse("desk:home")),
        ("//example.org/", reverse("desk:home")),
        ("javascript:alert(1)", reverse("desk:home")),
    ):
        answer = Browser().post(reverse("account_login"), door | {"next": wanted})
        assert answer.url == comes_to
