"""At the door: second factors as people set them up and use them, and what stays behind after signing out."""

import base64
import hashlib
import hmac
import re
import struct
import time

from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from umstieg.audit.models import AuditEvent
from umstieg.audit.verification import verify
from umstieg.testing.make import PASSWORD, make_case

PERIOD = 30  # seconds a code is good for


def code_of(secret) -> str:
    """The six digits an authenticator app shows now (RFC 6238); waits where they are about to change."""
    if time.time() % PERIOD > PERIOD - 6:
        time.sleep(PERIOD - time.time() % PERIOD)
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // PERIOD), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def password_step(page, user):
    page.goto(reverse("account_login"))
    page.get_by_label("E-Mail").fill(user.email)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()


def confirm(page):
    """Before a second factor changes, the password is asked for once more."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte bestätigen Sie, dass Sie es sind")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()


def sign_out(page):
    page.goto("/")
    page.locator(".topbar summary.who").click()
    page.get_by_role("button", name="Abmelden").click()
    expect(page).to_have_url(re.compile(reverse("account_login")))


def test_an_authenticator_app_is_set_up_and_from_then_on_asked_for(people, at):
    page = at()
    password_step(page, people.counsellor)
    page.goto(reverse("accounts:profile"))
    page.get_by_role("link", name="Zweiter Faktor").click()
    page.get_by_role("link", name="Einrichten").click()
    confirm(page)
    picture = page.locator("img.qr")
    assert picture.evaluate("img => img.complete && img.naturalWidth > 50")  # the CSP lets the code be seen
    secret = page.locator(".secret").inner_text()
    page.get_by_label(re.compile("code", re.I)).fill(code_of(secret))
    page.get_by_role("button", name="Einrichten").click()

    recovery = page.locator(".codes li").all_inner_texts()
    assert len(recovery) == 10

    sign_out(page)
    password_step(page, people.counsellor)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Schritt")
    page.goto(reverse("cases:list"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Schritt")  # the password alone opens nothing
    code = code_of(secret)
    page.get_by_label(re.compile("code", re.I)).fill(code)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_text(re.compile("Guten (Morgen|Tag|Abend), Jana\\."))).to_be_visible()

    # A code works once; a recovery code opens the door instead, once too.
    sign_out(page)
    password_step(page, people.counsellor)
    page.get_by_label(re.compile("code", re.I)).fill(code)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.locator(".is-invalid")).to_be_visible()
    page.get_by_label(re.compile("code", re.I)).fill(recovery[0])
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_text(re.compile("Guten (Morgen|Tag|Abend), Jana\\."))).to_be_visible()


def test_a_passkey_is_added_and_opens_the_door_as_second_factor(people, at):
    page = at(people.counsellor)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    device |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})

    page.goto(reverse("mfa_index"))
    page.get_by_role("link", name="Hinzufügen").click()
    page.get_by_label("Name").fill("Am Schlüsselbund")
    page.get_by_role("button", name="Hinzufügen").click()
    page.wait_for_url(re.compile(reverse("mfa_view_recovery_codes")))
    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_text("Am Schlüsselbund")).to_be_visible()

    sign_out(page)
    password_step(page, people.counsellor)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Schritt")
    page.get_by_role("button", name="Sicherheitsschlüssel").click()
    expect(page.get_by_text(re.compile("Guten (Morgen|Tag|Abend), Jana\\."))).to_be_visible()


def test_a_passkey_dialog_that_fails_says_so_and_leaves_the_page_as_it_was(people, at):
    page = at(people.counsellor, host="127.0.0.1")  # passkeys need a name, an address of numbers is none
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Name").fill("Am Schlüsselbund")
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.locator("#passkey-failed")).to_be_visible()
    expect(page.locator("#passkey-failed")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("Am Schlüsselbund")


def test_after_signing_out_the_back_button_shows_nothing(people, at):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})
    page = at(people.counsellor)
    for path in (reverse("cases:list"), reverse("cases:detail", kwargs={"pk": case.pk})):
        page.goto(path)
        assert "Ginster" in page.inner_text("main")
    session = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    sign_out(page)
    for _step in range(3):
        page.go_back()
        page.wait_for_load_state()
        assert "Ginster" not in page.content()
        assert case.number not in page.content()
    assert not Session.objects.filter(session_key=session).exists()
    kept = page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "Ginster" not in kept
    assert case.number not in kept


def test_a_wrong_password_and_an_unknown_address_read_the_same(people, at):
    said = []
    for email in (people.counsellor.email, "niemand@example.org"):
        page = at()
        page.goto(reverse("account_login"))
        page.get_by_label("E-Mail").fill(email)
        page.get_by_label("Passwort").fill("falsch")
        page.get_by_role("button", name="Anmelden").click()
        expect(page.locator("[data-form-errors]")).to_be_visible()
        said.append(page.locator("main").inner_text())
    assert said[0] == said[1]


def test_every_change_of_a_second_factor_stands_in_the_log(people, at):
    page = at(people.counsellor)
    page.goto(reverse("mfa_activate_totp"))
    page.get_by_label(re.compile("code", re.I)).fill(code_of(page.locator(".secret").inner_text()))
    page.get_by_role("button", name="Einrichten").click()
    page.get_by_role("link", name="Neue Codes").click()
    page.get_by_role("button", name="Neue Codes erstellen").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(reverse("mfa_deactivate_totp"))
    page.get_by_role("button", name="Entfernen").click()
    page.wait_for_url(re.compile(reverse("mfa_index")))
    told = AuditEvent.objects.filter(event="account.security_changed").order_by("seq")
    assert [event.acts[0]["reason"] for event in told] == [
        "totp_activated",
        "recovery_codes_generated",
        "totp_deactivated",
    ]
    assert {event.actor_id for event in told} == {people.counsellor.pk}
    assert verify().intact
