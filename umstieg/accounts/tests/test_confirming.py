"""Proves that whoever sends something grave is asked once more who she is, for five minutes, and loses nothing by it."""

import re
import time

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.agenda.models import CalendarFeed
from umstieg.core.typed import KEY, Typed
from umstieg.testing.door import WRONG, sign_in, told
from umstieg.testing.make import PASSWORD
from umstieg.testing.rows import text_of

pytestmark = pytest.mark.django_db
PAGE, CONFIRM = reverse("agenda:subscribe"), reverse("account_reauthenticate")


@pytest.fixture
def browser(people):
    cache.clear()
    return sign_in(people.counsellor)[0]


def confirm(browser, answer, password=PASSWORD):
    return browser.post(answer.url, {"password": password, "next": PAGE})


def chosen(browser):
    page = browser.get(PAGE).content.decode()
    return re.findall(r'<input[^>]*name="detail"[^>]*value="(\w+)"[^>]*checked', page)


def test_having_signed_in_is_not_enough_and_nothing_is_made_before(people, browser):
    answer = browser.post(PAGE, {"detail": "PLACE"})
    assert answer.status_code == 302
    assert answer.url.startswith(f"{CONFIRM}?next=")
    assert not CalendarFeed.objects.exists()


def test_looking_asks_for_nothing(browser):
    assert browser.get(PAGE).status_code == 200


def test_she_comes_back_to_where_she_was_and_what_she_chose_stands_there(people, browser):
    answer = confirm(browser, browser.post(PAGE, {"detail": "PLACE"}))
    assert answer.url == PAGE
    assert told() == [("signin.confirmed", "again", str(people.counsellor.pk))]
    assert chosen(browser) == ["PLACE"]
    assert not CalendarFeed.objects.exists()  # she presses the button herself
    assert browser.post(PAGE, {"detail": "PLACE"}).url == PAGE
    assert CalendarFeed.objects.get().detail == "PLACE"


def test_a_wrong_password_leads_no_further(people, browser):
    assert confirm(browser, browser.post(PAGE, {"detail": "PLACE"}), WRONG).status_code == 200
    assert browser.post(PAGE, {"detail": "PLACE"}).url.startswith(CONFIRM)


def test_it_holds_for_five_minutes(people, browser, monkeypatch):
    confirm(browser, browser.post(PAGE, {"detail": "PLACE"}))
    now, clock = time.time(), "allauth.account.internal.flows.reauthentication.time.time"
    monkeypatch.setattr(clock, lambda: now + 299)
    assert browser.post(PAGE, {"detail": "PLACE"}).url == PAGE
    monkeypatch.setattr(clock, lambda: now + 301)
    assert browser.post(PAGE, {"detail": "TIME"}).url.startswith(CONFIRM)


def test_what_waits_lies_encrypted_in_the_session_and_is_shown_once(people, browser):
    browser.post(PAGE, {"detail": "PLACE", "why": "Zqgeheim"})
    assert "Zqgeheim" not in repr(dict(browser.session)) + text_of("django_session")
    assert chosen(browser) == ["PLACE"]
    assert "typed_before_confirming" not in browser.session


def test_a_form_that_keeps_drafts_shows_it_by_itself_under_the_same_key(people, rf):
    request = rf.get("/")
    request.user = people.counsellor
    key = "0f0c1f0e-0000-4000-8000-000000000001"
    request.typed_before = {KEY: key, "note": "lang"}
    typed = Typed(request, form="cases.session")
    assert (str(typed.key), typed.data["note"], typed.is_sent, typed.waiting) == (key, "lang", False, None)


def test_whoever_may_not_do_it_is_refused_and_not_asked(people):
    browser, _ = sign_in(people.admin)
    assert browser.post(PAGE, {"detail": "PLACE"}).status_code == 403


def test_without_it_a_view_asks_for_nothing(people, rf):
    request = rf.post("/")
    request.user = people.counsellor
    view = requires(Permission.CALENDAR_FEED)(lambda request: HttpResponse("done"))
    assert view(request).content == b"done"
    assert not view.asks_to_confirm
