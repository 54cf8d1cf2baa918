"""The administration invites people, names them and closes the door, without ever knowing a password or deciding about
herself; what somebody does or when she was here stands on none of her pages.
"""

import datetime
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from umstieg.access.enums import Role
from umstieg.accounts.models import Invitation, User
from umstieg.accounts.services import (
    add_membership,
    change_person,
    disable_user,
    enable_user,
    end_membership,
    give_role,
)
from umstieg.accounts.services.invitation import invite_person, renew_invitation, revoke_invitation
from umstieg.accounts.services.secrecy import record_binding
from umstieg.audit.models import AuditEvent
from umstieg.core.errors import DomainError
from umstieg.testing.door import is_in, sign_in, told
from umstieg.testing.make import make_secrecy_text, make_user
from umstieg.testing.passkeys import make_totp
from umstieg.testing.rows import LOG, content_tables, text_of

from .administering import AGAIN, at_work, page, press, send

pytestmark = pytest.mark.django_db
NEW = "mein eigenes Kennwort 7"


@pytest.fixture
def text(db):
    return make_secrecy_text()


@pytest.fixture
def admin(people, text):
    return at_work(people.admin)


def invited(admin, **facts):
    """(the person, the secret of her link) after the form was sent."""
    data = {"name": "Nele Voss", "email": "nele@example.org", "bound_on": timezone.localdate().isoformat(), **facts}
    answer = send(admin, "invite", **data)
    assert answer.status_code == 302, answer.content.decode()
    user = User.objects.get(email=data["email"])
    return user, secret_on(admin.get(answer.url).content.decode())


def secret_on(text):
    return re.search(r"/konto/einladung/([\w-]+)/", text)[1]


def choose(secret, password=NEW):
    url = reverse("accounts:invitation", args=[secret])
    browser = Browser()
    return browser, browser.post(url, {"password1": password, "password2": password})


# --- the link --------------------------------------------------------------------------------------


def test_an_invited_person_chooses_her_own_password_and_signs_in_with_it(admin):
    user, secret = invited(admin)
    assert not User.objects.get(pk=user.pk).is_active
    assert choose(secret)[1].url == reverse("account_login")
    assert ("account.activated", "", str(user.pk)) in told()
    assert is_in(sign_in(user, NEW)[0])


def test_the_link_is_shown_once_and_only_its_digest_is_kept(admin, people):
    user, secret = invited(admin)
    assert secret not in page(admin, "person", user.pk)
    assert secret not in text_of(*content_tables(), *LOG)
    assert len(secret) >= 43
    assert secret not in text_of("django_session")


def test_the_link_goes_out_by_mail_without_anybodys_name(admin):
    _user, secret = invited(admin)
    (sent,) = mail.outbox
    assert sent.to == ["nele@example.org"]
    assert secret in sent.body
    assert "Voss" not in sent.subject + sent.body


@pytest.mark.parametrize("how", ["used", "revoked", "replaced", "expired", "disabled"])
def test_a_dead_link_answers_like_one_that_never_existed(admin, people, how):
    user, secret = invited(admin)
    if how == "used":
        choose(secret)
    elif how == "revoked":
        press(admin, "invitation_revoke", user.pk)
    elif how == "replaced":
        press(admin, "invitation_renew", user.pk)
    elif how == "disabled":
        press(admin, "disable", user.pk)
    else:
        late = timezone.now() - datetime.timedelta(seconds=1)
        Invitation.objects.filter(user=user).update(created_at=late - datetime.timedelta(days=7), expires_at=late)
    dead = Browser().get(reverse("accounts:invitation", args=[secret]))
    never = Browser().get(reverse("accounts:invitation", args=["x" * 43]))
    assert (dead.status_code, dead.content) == (404, never.content)
    assert choose(secret, "ein ganz anderes Kennwort")[1].status_code == 404
    assert not is_in(sign_in(user, "ein ganz anderes Kennwort")[0])


def test_a_weak_password_is_refused_and_the_link_stays_alive(admin):
    user, secret = invited(admin)
    assert choose(secret, "kurz")[1].status_code == 200
    assert choose(secret)[1].status_code == 302


def test_nobody_gets_in_before_she_is_bound_to_secrecy(admin):
    user, secret = invited(admin, bound_on="")
    assert "Schweige" in choose(secret)[1].content.decode()
    assert not User.objects.get(pk=user.pk).is_active
    send(admin, "bind", user.pk)
    assert choose(secret)[1].status_code == 302


def test_an_invited_person_gets_in_by_no_other_way(admin, people):
    """Not by asking for a new password either."""
    user, _secret = invited(admin)
    mail.outbox.clear()
    Browser().post(reverse("account_reset_password"), {"email": user.email})
    assert not mail.outbox
    with pytest.raises(DomainError):
        enable_user(user=user, by=people.admin)


def test_the_same_address_is_not_invited_twice(admin):
    invited(admin)
    answer = send(admin, "invite", name="Andere", email="NELE@example.org")
    assert answer.status_code == 200
    assert User.objects.filter(email__iexact="nele@example.org").count() == 1


# --- the door --------------------------------------------------------------------------------------


def test_whoever_is_signed_in_is_out_with_the_next_request_after_being_disabled(admin, people):
    browser, _ = sign_in(people.counsellor)
    assert is_in(browser)
    press(admin, "disable", people.counsellor.pk)
    assert browser.get(reverse("cases:list")).url.startswith(reverse("account_login"))
    assert not is_in(sign_in(people.counsellor)[0])


def test_an_account_is_enabled_only_with_an_entry_in_the_register(admin, people):
    press(admin, "disable", people.counsellor.pk)
    press(admin, "enable", people.counsellor.pk)
    assert not User.objects.get(pk=people.counsellor.pk).is_active
    record_binding(user=people.counsellor, bound_on=timezone.localdate(), by=people.admin)
    press(admin, "enable", people.counsellor.pk)
    assert is_in(sign_in(people.counsellor)[0])


@pytest.mark.parametrize("who", ["admin", "lead", "auditor"])
def test_the_last_administrator_lead_and_auditor_stay(people, who):
    last = people.by_name[who]
    with pytest.raises(DomainError):
        disable_user(user=last, by=None)
    with pytest.raises(DomainError):
        end_membership(membership=last.memberships.get(), by=None)
    role = last.memberships.get()
    soon = timezone.localdate() + datetime.timedelta(days=30)
    add_membership(user=make_user(), role=role.role, team=role.team, ended_on=soon, by=None)
    with pytest.raises(DomainError):  # somebody for a month is nobody who stays
        end_membership(membership=role, by=None)
    second = make_user(role.role, team=role.team)
    end_membership(membership=role, by=None)
    with pytest.raises(DomainError):
        disable_user(user=second, by=None)


def test_a_disabled_lead_is_none_who_stays(people):
    second = make_user(Role.TEAM_LEAD, team=people.team)
    disable_user(user=second, by=None)
    with pytest.raises(DomainError):
        end_membership(membership=people.lead.memberships.get(), by=None)


# --- nobody decides about herself ------------------------------------------------------------------


BUTTONS = ("disable", "enable", "invitation_renew", "invitation_revoke", "reset_ask")
FORMS = ("change", "role_give", "bind")


@pytest.mark.parametrize("name", BUTTONS + FORMS)
def test_nobody_changes_her_own_account_or_roles(admin, people, name):
    url = reverse(f"people:{name}", args=[people.admin.pk])
    assert admin.post(url, {}).status_code == 403
    if name in FORMS:
        assert admin.get(url).status_code == 403


def test_nobody_ends_her_own_role(admin, people):
    make_user(Role.ADMIN)
    own = people.admin.memberships.get()
    assert admin.get(reverse("people:role_end", args=[people.admin.pk, own.pk])).status_code == 403


@pytest.mark.parametrize(
    "decide",
    [
        lambda own: give_role(user=own, role=Role.COUNSELLOR, team=own.memberships.get().team, by=own),
        lambda own: end_membership(membership=own.memberships.get(), by=own),
        lambda own: change_person(user=own, name="Anders", email=own.email, by=own),
        lambda own: disable_user(user=own, by=own),
        lambda own: enable_user(user=own, by=own),
    ],
    ids=["role given", "role ended", "name", "disabled", "enabled"],
)
def test_no_service_lets_somebody_decide_about_herself_whatever_the_page_allows(people, text, decide):
    record_binding(user=people.outreach, bound_on=timezone.localdate(), by=people.admin)
    with pytest.raises(PermissionDenied):
        decide(people.outreach)


def test_no_service_lets_somebody_keep_or_end_her_own_invitation(people, text):
    own, _secret = invite_person(email="nele@example.org", name="Nele Voss", by=people.admin)
    with pytest.raises(PermissionDenied):
        renew_invitation(user=own, by=own)
    with pytest.raises(PermissionDenied):
        revoke_invitation(user=own, by=own)
    assert Invitation.objects.get().revoked_at is None


# --- names and addresses ---------------------------------------------------------------------------


def test_the_address_of_somebody_with_cases_changes_only_behind_a_second_factor(
    admin, people, django_capture_on_commit_callbacks
):
    """Whoever reads the mailbox can choose a new password; the administration must not become a counsellor that way."""
    who = people.counsellor
    answer = send(admin, "change", who.pk, name="Jana Neu", email="anders@example.org")
    assert answer.status_code == 200
    assert "zweite" in answer.content.decode()
    make_totp(who)
    old = who.email
    with django_capture_on_commit_callbacks(execute=True):
        assert send(admin, "change", who.pk, name="Jana Neu", email="anders@example.org").status_code == 302
    who.refresh_from_db()
    assert (who.name, who.email) == ("Jana Neu", "anders@example.org")
    assert mail.outbox[-1].to == [old]
    assert "anders@" not in mail.outbox[-1].body


# --- signing in again, and what the pages show -----------------------------------------------------


@pytest.mark.parametrize("name", ["invite", "role_give", "change", "bind"])
def test_whoever_gives_something_signs_in_again_first(people, text, name):
    browser, _ = sign_in(people.admin)
    url = reverse(f"people:{name}", args=[] if name == "invite" else [people.counsellor.pk])
    asked = browser.get(url)
    assert asked.url.startswith(AGAIN)
    assert browser.post(url, {"name": "X", "email": "x@example.org"}).url.startswith(AGAIN)
    assert not User.objects.filter(email="x@example.org").exists()


@pytest.mark.parametrize("name", ["enable", "invitation_renew", "reset_ask"])
def test_a_button_that_gives_something_leads_back_to_its_page_after_signing_in_again(people, text, name):
    browser, _ = sign_in(people.admin)
    asked = press(browser, name, people.counsellor.pk)
    assert asked.url.startswith(AGAIN)
    answer = browser.post(asked.url, {"password": "ein langes Kennwort 1"})
    assert answer.url == reverse("people:person", args=[people.counsellor.pk])
    assert not AuditEvent.objects.filter(event__in=("account.enabled", "second_factor.reset_asked")).exists()


def test_the_list_says_who_is_who_and_nothing_of_what_anybody_does(admin, people):
    User.objects.filter(pk=people.counsellor.pk).update(last_login=datetime.datetime(2026, 3, 14, tzinfo=datetime.UTC))
    shown = page(admin, "list") + page(admin, "person", people.counsellor.pk)
    assert people.counsellor.email in shown
    assert "14.03.2026" not in shown


def test_the_list_takes_the_same_number_of_statements_for_many(admin, people, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page(admin, "list")  # the first visit notes the place to come back to
    with CaptureQueriesContext(connection) as few:
        page(admin, "list")
    for _ in range(5):
        make_user(Role.COUNSELLOR, team=people.team)
    with CaptureQueriesContext(connection) as many:
        page(admin, "list")
    assert len(few) == len(many)


@pytest.mark.parametrize("who", ["counsellor", "lead", "outreach", "auditor", "nobody"])
def test_nobody_but_the_administration_keeps_people(people, sign_in, who):
    browser = sign_in(people.by_name[who])
    for name in ("list", "invite", "secrecy"):
        assert browser.get(reverse(f"people:{name}")).status_code == 403


def test_an_invitation_tells_who_was_invited_and_by_whom_without_names(admin, people):
    user, _secret = invited(admin)
    event = AuditEvent.objects.filter(event="account.invited").latest("seq")
    assert (event.actor_id, event.acts[0]["about"]) == (people.admin.pk, str(user.pk))
    assert "Nele" not in text_of("audit_auditevent")


def test_two_links_of_one_person_never_live_together(people, text):
    user, _first = invite_person(email="a@example.org", name="A", by=people.admin)
    assert Invitation.objects.filter(user=user, accepted_at=None, revoked_at=None).count() == 1


def test_a_disabled_account_does_not_get_another_address_and_open_again_with_it(admin, people):
    """The second factor may be missing still; then the mailbox alone is the way in."""
    who = people.counsellor
    record_binding(user=who, bound_on=timezone.localdate(), by=people.admin)
    press(admin, "disable", who.pk)
    assert send(admin, "change", who.pk, name="Jana Neu", email="anders@example.org").status_code == 200
    press(admin, "enable", who.pk)
    old = who.email
    who.refresh_from_db()
    assert (who.is_active, who.email) == (True, old)


def test_the_address_of_somebody_whose_role_begins_tomorrow_is_kept_as_well(admin, people):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    add_membership(user=people.nobody, role=Role.COUNSELLOR, team=people.team, started_on=tomorrow, by=None)
    answer = send(admin, "change", people.nobody.pk, name="Nele Neu", email="anders@example.org")
    assert answer.status_code == 200
