"""Proves that everybody sees where she is signed in, and can end it from elsewhere with the next request."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from umstieg.accounts.models import SignIn
from umstieg.accounts.retention import DAILY
from umstieg.accounts.sign_ins import words_for
from umstieg.testing.door import is_in, newest, sign_in
from umstieg.testing.make import PASSWORD
from umstieg.testing.rows import text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("accounts:sign_ins")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36"
EDGE = f"{CHROME.replace('X11; Linux x86_64', 'Windows NT 10.0')} Edg/139.0.0.0"
ANDROID = CHROME.replace("X11; Linux x86_64", "Linux; Android 15")


@pytest.fixture
def desk(people):
    return sign_in(people.counsellor, browser=Browser(headers={"user-agent": FIREFOX}))[0]


@pytest.fixture
def phone(people, desk):
    return sign_in(people.counsellor, browser=Browser(headers={"user-agent": PHONE}))[0]


def listed(browser):
    page = browser.get(PAGE).content.decode()
    return [
        re.sub(r"<[^>]+>|\s+", " ", one) for one in re.findall(r"<li>\s*<div>\s*<div class=\"t\">.*?</li>", page, re.S)
    ]


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, ("Firefox", "Windows")),
        (PHONE, ("Safari", "iPhone")),
        (CHROME, ("Chrome", "Linux")),
        (EDGE, ("Edge", "Windows")),
        (ANDROID, ("Chrome", "Android")),
        ("curl/8", ("", "")),
        ("<script>", ("", "")),
    ],
)
def test_a_device_is_told_in_the_words_of_people(user_agent, words):
    assert words_for(user_agent) == words


def test_the_list_names_ones_own_living_sessions_with_this_one_first(people, desk, phone):
    sign_in(people.colleague)
    first, second = listed(phone)
    assert "Safari auf iPhone" in first
    assert "diese Sitzung" in first
    assert "Firefox auf Windows" in second
    assert "diese Sitzung" not in second
    assert "zuletzt benutzt heute" in second
    assert [("diese Sitzung" in one) for one in listed(desk)] == [True, False]


def test_an_ended_session_is_dead_with_its_next_request_and_that_is_told(people, desk, phone):
    assert is_in(phone)
    other = SignIn.objects.get(browser="Safari")
    assert desk.post(PAGE, {"end": other.pk}).url == PAGE
    assert (newest().event, newest().actor_id) == ("signin.ended", people.counsellor.pk)
    assert not is_in(phone)
    assert is_in(desk)
    assert len(listed(desk)) == 1


def test_all_others_end_at_once_and_this_one_stays(people, desk, phone):
    third, _ = sign_in(people.counsellor)
    colleague, _ = sign_in(people.colleague)
    desk.post(PAGE, {"end": "others"})
    assert [is_in(one) for one in (desk, phone, third, colleague)] == [True, False, False, True]


def test_a_session_of_somebody_else_does_not_exist_for_her(people, desk):
    theirs, _ = sign_in(people.colleague)
    foreign = SignIn.objects.get(user=people.colleague)
    for end in (foreign.pk, "nothing", "0" * 32):
        assert desk.post(PAGE, {"end": end}).status_code == 404
    assert is_in(theirs)


def test_a_session_that_is_over_is_listed_no_more_and_its_row_goes(people, desk, phone):
    row = SignIn.objects.get(browser="Safari")
    Session.objects.filter(pk=row.session_key).update(expire_date=timezone.now())
    assert len(listed(desk)) == 1
    ((_, forget),) = DAILY
    assert forget() == 1
    assert SignIn.objects.get().browser == "Firefox"


def test_signing_out_takes_the_row_along(people, desk, phone):
    phone.post(reverse("account_logout"))
    assert SignIn.objects.get().browser == "Firefox"


def test_after_a_new_password_only_this_session_is_listed_and_can_still_be_ended(people, desk, phone):
    new = "ein ganz neues Kennwort"
    changed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert desk.post(reverse("account_change_password"), changed).status_code == 302
    assert len(listed(desk)) == 1
    elsewhere, _ = sign_in(people.counsellor, new)
    assert not is_in(phone)
    elsewhere.post(PAGE, {"end": "others"})
    assert not is_in(desk)


def test_a_new_password_takes_no_session_out_of_somebody_elses_list(people, desk):
    theirs, _ = sign_in(people.colleague)
    new = "ein ganz neues Kennwort"
    changed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert desk.post(reverse("account_change_password"), changed).status_code == 302
    assert len(listed(theirs)) == 1


def test_signing_in_looks_through_ones_own_dead_sessions_and_leaves_all_others_to_the_daily_run(people, desk):
    for user in (people.counsellor, people.colleague):
        sign_in(user)
    Session.objects.update(expire_date=timezone.now())
    sign_in(people.counsellor)
    assert SignIn.objects.filter(user=people.counsellor).count() == 1
    assert SignIn.objects.filter(user=people.colleague).count() == 1


def test_a_copy_of_the_table_opens_no_session(people, desk):
    assert Session.objects.get().session_key not in text_of("accounts_signin")


def test_ending_needs_the_token_of_the_form(people, desk, phone):
    careful = Browser(enforce_csrf_checks=True)
    careful.cookies = desk.cookies
    assert careful.post(PAGE, {"end": "others"}).status_code == 403
    assert is_in(phone)


def test_the_list_costs_the_same_however_many_sessions(people, desk, django_assert_max_num_queries):
    for _ in range(3):
        sign_in(people.counsellor)
    with django_assert_max_num_queries(14):
        desk.get(PAGE)
