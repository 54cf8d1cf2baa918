"""The emergency exit: somebody comes in who must not see the screen."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from umstieg.audit.models import AuditEvent
from umstieg.core.models import Draft
from umstieg.testing.make import make_case

LEAVE, NEUTRAL = reverse("accounts:leave"), reverse("neutral")
SECRET = "Sie hat heute von ihrer Schwester erzählt"


@pytest.fixture
def typing(people, at):
    """The form of a talk, with a sentence typed a moment ago and not kept yet."""
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})
    page = at(people.counsellor)
    page.goto(reverse("cases:session_create", kwargs={"pk": case.pk}))
    page.locator("textarea[name=note]").fill(SECRET)
    return page


def escape(page, times=3, pause=0.0):
    for _ in range(times):
        page.keyboard.press("Escape")
        time.sleep(pause)


def drafts():
    return [draft.facts for draft in Draft.objects.all()]


def test_three_times_escape_keeps_what_is_typed_signs_out_and_leads_to_a_page_that_tells_nothing(typing):
    escape(typing)
    typing.wait_for_url("**" + NEUTRAL)
    assert typing.title() == "Notizen"
    assert "umstieg" not in typing.content().lower()
    assert typing.locator("a, script, img").count() == 0
    assert not Session.objects.exists()
    assert AuditEvent.objects.order_by("-seq").first().event == "signout.done"
    assert SECRET in str(drafts())


def test_going_back_shows_nothing_of_it(typing):
    escape(typing)
    typing.wait_for_url("**" + NEUTRAL)
    typing.go_back()
    expect(typing).to_have_url(re.compile(reverse("account_login")))
    assert SECRET not in typing.content()
    assert "Ginster" not in typing.content()


def test_the_menu_has_it_for_a_hand_on_the_mouse(typing):
    typing.locator(".topbar summary.who").click()
    typing.get_by_role("button", name="Notausgang").click()
    typing.wait_for_url("**" + NEUTRAL)
    assert SECRET in str(drafts())
    assert not Session.objects.exists()


def test_however_slow_the_server_is_nothing_is_seen_at_once(typing):
    """Nobody answers: neither to what is kept nor to the signing out."""
    typing.evaluate(
        """() => {
            window.fetch = () => new Promise(() => {});
            HTMLFormElement.prototype.submit = function () { window.sent = this.getAttribute("action"); };
        }"""
    )
    escape(typing)
    assert typing.title() == "Notizen"
    assert not typing.locator("body").is_visible()
    assert typing.locator("link[rel=icon]").get_attribute("href") == "data:,"
    typing.wait_for_timeout(5500)  # it waits five seconds, and then goes without
    assert typing.evaluate("window.sent") == LEAVE
    assert not typing.locator("body").is_visible()


@pytest.mark.parametrize("how", [{"times": 2}, {"times": 3, "pause": 0.6}], ids=["twice", "slowly"])
def test_closing_things_with_escape_leads_nowhere(typing, how):
    escape(typing, **how)
    typing.wait_for_timeout(500)
    assert typing.locator("body").is_visible()
    assert Session.objects.exists()


def test_holding_the_key_down_leads_nowhere(typing):
    for _ in range(5):
        typing.keyboard.down("Escape")
    typing.keyboard.up("Escape")
    typing.wait_for_timeout(300)
    assert typing.locator("body").is_visible()


def test_without_javascript_the_entry_still_leads_out(people, at):
    page = at(people.counsellor, js=False)
    page.goto("/")
    page.locator(".topbar summary.who").click()
    page.get_by_role("button", name="Notausgang").click()
    expect(page).to_have_url(re.compile(NEUTRAL))
    assert not Session.objects.exists()
