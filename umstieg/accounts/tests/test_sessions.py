"""Proves when somebody's way in ends: after thirty quiet minutes, after twelve hours, at signing out, when the account
is disabled, when a role ends, each with the next request.
"""

import datetime

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from umstieg.access.enums import Role
from umstieg.accounts.adapters import SIGNED_IN_AT
from umstieg.accounts.services import add_membership, disable_user, end_membership
from umstieg.accounts.sessions import SessionStore
from umstieg.testing.door import is_in, newest, sign_in
from umstieg.testing.filling import filled
from umstieg.testing.make import PASSWORD, make_case, make_session

pytestmark = pytest.mark.django_db
HOUR = 60 * 60
LIST = reverse("cases:list")


def at(browser, hours_ago):
    """Say that the session began some hours ago."""
    session = browser.session
    session[SIGNED_IN_AT] = timezone.now().timestamp() - hours_ago * HOUR
    session.save()


# --- time ------------------------------------------------------------------------------------------


def test_a_session_ends_after_twelve_hours_however_busy_it_is(people):
    browser, _ = sign_in(people.counsellor)
    at(browser, 11.99)
    assert is_in(browser)
    at(browser, 12.01)
    answer = browser.get(LIST)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
    assert not is_in(browser)


def test_being_busy_does_not_begin_the_twelve_hours_anew(people):
    browser, _ = sign_in(people.counsellor)
    at(browser, 11)
    began = browser.session[SIGNED_IN_AT]
    for _ in range(3):
        browser.get(LIST)
    assert browser.session[SIGNED_IN_AT] == began


def test_a_session_that_does_not_say_when_it_began_is_none(people):
    browser, _ = sign_in(people.counsellor)
    session = browser.session
    del session[SIGNED_IN_AT]
    session.save()
    assert not is_in(browser)


def test_a_session_ends_after_thirty_quiet_minutes_and_every_request_renews_it(people):
    browser, _ = sign_in(people.counsellor)
    stored = Session.objects.get()
    left = stored.expire_date - timezone.now()
    assert datetime.timedelta(minutes=29) < left <= datetime.timedelta(minutes=30)
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(minutes=1))
    assert is_in(browser)
    assert Session.objects.get().expire_date - timezone.now() > datetime.timedelta(minutes=29)
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    assert not is_in(browser)


def test_the_cookie_is_the_browsers_own_and_ends_with_it(people):
    _, answer = sign_in(people.counsellor)
    cookie = answer.cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


# --- coming and going ------------------------------------------------------------------------------


def test_signing_in_gives_a_new_session_so_that_nobody_can_plant_one(people):
    browser = Browser()
    session = browser.session
    session["planted"] = True
    session.save()
    browser.cookies["sessionid"] = session.session_key
    sign_in(people.counsellor, browser=browser)
    assert browser.cookies["sessionid"].value != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_signing_out_ends_the_session_on_the_server(people):
    browser, _ = sign_in(people.counsellor)
    stolen = Browser()
    stolen.cookies["sessionid"] = browser.cookies["sessionid"].value
    assert is_in(stolen)
    browser.post(reverse("account_logout"))
    assert (newest().event, newest().actor_id) == ("signout.done", people.counsellor.pk)
    assert not is_in(stolen)
    assert not is_in(browser)


def test_a_link_does_not_sign_anybody_out(people):
    browser, _ = sign_in(people.counsellor)
    assert browser.get(reverse("account_logout")).status_code == 200
    assert is_in(browser)


def test_a_new_password_ends_the_other_sessions(people):
    browser, _ = sign_in(people.counsellor)
    other, _ = sign_in(people.counsellor)
    changed = {"oldpassword": PASSWORD, "password1": "ein ganz neues Kennwort", "password2": "ein ganz neues Kennwort"}
    assert browser.post(reverse("account_change_password"), changed).status_code == 302
    assert newest().event == "account.security_changed"
    assert is_in(browser)
    assert not is_in(other)


@pytest.mark.parametrize("weak", ["kurz", "123456789012", "password1234", "jana lorenz 1"])
def test_a_weak_password_is_refused(people, weak):
    browser, _ = sign_in(people.counsellor)
    changed = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert browser.post(reverse("account_change_password"), changed).status_code == 200
    assert is_in(sign_in(people.counsellor)[0])


def test_pages_are_not_kept_by_the_browser(people):
    browser, _ = sign_in(people.counsellor)
    for url in (LIST, reverse("account_login"), reverse("accounts:profile"), "/nirgends/"):
        assert "no-store" in browser.get(url)["Cache-Control"], url


# --- people and roles ------------------------------------------------------------------------------


def test_a_disabled_person_is_out_with_her_next_request(people):
    browser, _ = sign_in(people.counsellor)
    assert is_in(browser)
    disable_user(user=people.counsellor, by=None)
    answer = browser.get(LIST)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_an_ended_role_is_gone_with_the_next_request(people):
    case = make_case(counsellor=people.counsellor)
    browser, _ = sign_in(people.counsellor)
    file = reverse("cases:detail", kwargs={"pk": case.pk})
    assert browser.get(file).status_code == 200
    end_membership(membership=people.counsellor.memberships.get(), by=None)
    assert browser.get(file).status_code == 403
    assert browser.get(LIST).status_code == 403
    assert newest().event == "access.refused"


def test_who_stays_a_lead_no_longer_reads_as_a_counsellor(people):
    case = make_case(counsellor=people.counsellor)
    session = make_session(case)
    add_membership(user=people.counsellor, role=Role.TEAM_LEAD, team=people.other_team, by=None)
    browser, _ = sign_in(people.counsellor)
    one = reverse("cases:session_detail", kwargs={"pk": case.pk, "session": session.pk})
    assert browser.get(one).status_code == 200
    end_membership(membership=people.counsellor.memberships.get(role=Role.COUNSELLOR), by=None)
    assert browser.get(one).status_code == 404  # leads may read sessions, of what they have opened with a reason
    assert browser.get(reverse("cases:detail", kwargs={"pk": case.pk})).status_code == 404


def test_a_new_role_opens_its_pages_with_the_next_request(people):
    browser, _ = sign_in(people.nobody)
    assert browser.get(LIST).status_code == 403
    add_membership(user=people.nobody, role=Role.COUNSELLOR, team=people.team, by=None)
    assert browser.get(LIST).status_code == 200


def test_a_handed_over_case_is_closed_to_its_former_contact_person_with_the_next_request(people):
    case = make_case(counsellor=people.counsellor)
    hers, _ = sign_in(people.counsellor)
    other, _ = sign_in(people.colleague)
    file = reverse("cases:detail", kwargs={"pk": case.pk})
    assert (hers.get(file).status_code, other.get(file).status_code) == (200, 404)
    change = reverse("cases:change", kwargs={"pk": case.pk})
    data = filled(hers, change, counsellor=str(people.colleague.pk), confirm_handover="on")
    assert hers.post(change, data).url == LIST
    assert (hers.get(file).status_code, other.get(file).status_code) == (404, 200)


# --- two requests at once --------------------------------------------------------------------------


def test_a_request_that_changed_nothing_does_not_undo_what_another_saved_meanwhile(people):
    browser, _ = sign_in(people.counsellor)
    key = browser.session.session_key
    slow, quick = SessionStore(key), SessionStore(key)
    assert slow.get(SIGNED_IN_AT)  # it has read the session as it was
    quick["said"] = "saved"
    quick.save()
    ended = Session.objects.get(pk=key).expire_date
    slow.save()
    assert SessionStore(key)["said"] == "saved"
    assert Session.objects.get(pk=key).expire_date >= ended  # and yet renews the thirty minutes


def test_a_session_ended_meanwhile_is_not_brought_back(people):
    browser, _ = sign_in(people.counsellor)
    session = SessionStore(browser.session.session_key)
    assert session.get(SIGNED_IN_AT)
    browser.session.delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.filter(pk=session.session_key).exists()
