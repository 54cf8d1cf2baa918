"""Every page of the URLconf, in light and dark, on a screen and on a phone: no axe violation, no other fault."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.exceptions import BadRequest
from django.urls import resolve, reverse

from cases.services.client import add_channel, add_language
from cases.services.session import correct_session
from umstieg.access.enums import Role
from umstieg.testing.make import PASSWORD, make_case, make_session, make_user
from umstieg.testing.size import some_of
from umstieg.testing.targets import targets_of
from umstieg.testing.walker import PUBLIC, ROLES, addresses, holds
from umstieg.testing.world import make_world

from .looks import PHONE, axe_faults, faults_at, shape_faults

NAMES = ("Pseudonym", "Lorenz", "Behrens", "Maurer")

# Addresses without a page: plain text, a file, or pages that always lead elsewhere.
NO_PAGE = {"health", "mfa_download_recovery_codes", "desk:draft", "desk:feed"}
NO_PAGE |= {"drafts:keep", "drafts:drop", "drafts:token"}
NO_PAGE |= {"cases:session_side", "cases:appointment_hints", "desk:network_waiting"}  # pieces of pages
NO_PAGE |= {"cases:ledger_pdf", "network:sheet_pdf", "network:agreement_file"}  # files
NO_PAGE |= {"network:intake_errors", "network:intake_filling", "network:person_vcard", "network:partner_vcard"}  # files
NO_PAGE |= {"neutral"}  # its title says nothing on purpose, see test_leaving
NO_PAGE |= {"cases:restricted"}  # opens for one lead and one case, see cases/tests/test_grant.py

# Which fields to spoil so that the form comes back with messages; {name: text}. Every form of the product.
SPOILT = {
    "cases:create": {"pseudonym": "", "opened_on": "2100-01-01"},
    "cases:change": {"client_since": "1900-01-01"},
    "cases:client_change": {"pseudonym": "", "birth_year": "1"},
    "cases:channel_create": {"value": ""},
    "cases:channel_change": {"value": ""},
    "cases:language_create": {"language": ""},
    "cases:note_create": {"text": ""},
    "cases:note_correct": {"text": ""},
    "cases:next_step": {"text": ""},
    "cases:personal_note_create": {"text": ""},
    "cases:phase_create": {"started_on": "2100-01-01"},
    "cases:pause_create": {"started_on": ""},
    "cases:outcome_create": {"outcome": "", "happened_on": "2100-01-01"},
    "cases:status_create": {"since_on": ""},
    "cases:explained_create": {"explained_on": ""},
    "cases:close": {"closed_on": ""},
    "cases:theme_note": {"since_on": "2100-01-01"},
    "cases:wish_create": {"text": ""},
    "cases:wish_change": {"text": ""},
    "cases:goal_create": {"title": ""},
    "cases:goal_change": {"title": ""},
    "cases:small_goals": {"title_1": ""},
    "cases:goal_steps": {"title_1": ""},
    "cases:goal_state": {"state_on": "2100-01-01"},
    "cases:checklist_start": {"title": ""},
    "cases:checklist_item_add": {"text": ""},
    "cases:checklist_item_change": {"text": ""},
    "guide:helped_create": {"text": ""},
    "guide:checklist_create": {"title": ""},
    "guide:checklist_change": {"items": ""},
    "cases:dwelling_create": {"kind": ""},
    "cases:dwelling_change": {"ended_on": "1900-01-01"},
    "cases:address_create": {"text": ""},
    "cases:address_change": {"text": ""},
    "cases:flat_create": {"what": ""},
    "cases:flat_change": {"rent": "-1"},
    "cases:insurance_create": {"insurance": ""},
    "cases:insurance_change": {"since_on": ""},
    "cases:health_claim_create": {"subject": ""},
    "cases:health_claim_change": {"subject": ""},
    "cases:health_need_create": {"need": ""},
    "cases:health_need_change": {"since_on": ""},
    "cases:residence_title_create": {"status": ""},
    "cases:residence_title_change": {"seen_on": "2100-01-01"},
    "cases:arrival_create": {"since_on": "2100-01-01"},
    "cases:arrival_change": {"since_on": ""},
    "cases:next_case": {"opened_on": ""},
    "cases:session_new": {"started_on": ""},
    "cases:session_create": {"started_on": ""},
    "cases:session_correct": {"started_on": ""},
    "network:create": {"name": "", "hours": "manchmal"},
    "network:change": {"name": ""},
    "network:site_create": {"hours": "manchmal"},
    "network:site_change": {"hours": "manchmal"},
    "network:person_create": {"name": "", "email": "keine Adresse"},
    "network:contact_create": {"name": ""},
    "network:person_change": {"name": ""},
    "network:agreement_create": {"title": "", "agreed_on": "2100-01-01"},
    "network:agreement_change": {"title": ""},
    "network:agreement_file_create": {},
    "network:activity_create": {"held_on": ""},
    "network:activity_change": {"held_on": ""},
    "network:read_in": {"table": ""},
    "network:people_cards": {"file": ""},
    "network:partner_cards": {"file": ""},
    "network:intake_columns": {"c0": "", "kind": ""},
    "network:cards_decide": {"cards": ""},
    "network:task_create": {"text": ""},
    "network:task_change": {"text": ""},
    "account_login": {"login": "niemand@example.org", "password": "falsch"},
    "account_reset_password": {"email": "keine Adresse"},
    "account_change_password": {"oldpassword": "falsch", "password1": "a", "password2": "b"},
    "account_reauthenticate": {"password": "falsch"},
    "mfa_reauthenticate": {"code": "000000"},
    "mfa_activate_totp": {"code": "000000"},
    "mfa_authenticate": {"code": "000000"},
    "mfa_edit_webauthn": {"name": ""},
}


@pytest.fixture
def world(transactional_db):
    return make_world()


def visitors(address):
    """Who looks at a page: somebody who may see it, and everybody whose view of it differs."""
    if address.name in PUBLIC - {"account_logout"}:
        return [None]
    if address.name in ("desk:home", "cases:detail"):
        return [
            p for p in ("counsellor", "lead", "outreach", "admin", "auditor", "nobody") if holds(p, address.permission)
        ]
    return [next(person for person in ROLES if holds(person, address.permission or "account.own"))]


SHOWN_WITH = {"cases:reopen": ("closed",)}


def path_of(address, world, person):
    named = ("closed",) if address.name == "cases:reopen" else ("page", "own", "own passkey", "page of the team")
    found = targets_of(address, world)
    target = next((t for t in found if t.name in named), found[0])
    kwargs = dict(target.kwargs)
    if kwargs.get("pk") == "own":
        kwargs["pk"] = world.passkey_of(person, foreign=False)
    return reverse(address.name, kwargs=kwargs)


# --- pages that need something to have happened before ------------------------------------------------


def sign_in(page, user):
    page.goto(reverse("account_login"))
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def second_step(at, world):
    page = at()
    sign_in(page, world.people["counsellor"])
    return page


def without_factor(at, world):
    page = at(make_user(Role.COUNSELLOR, team=world.named.team))
    page.goto(reverse("mfa_activate_totp"))
    return page


def without_password(at, world):
    page = at(make_user(Role.COUNSELLOR, team=world.named.team, password=None))
    page.goto(reverse("account_set_password"))
    return page


def by_mail(at, world):
    page = at()
    page.goto(reverse("account_reset_password"))
    page.fill("[name=email]", world.people["counsellor"].email)
    page.click("main button[type=submit]")
    page.wait_for_url("**" + reverse("account_reset_password_done"))
    link = re.search(r"/konto/passwort/neu/\S+", mail.outbox[-1].body)
    page.goto(link.group())
    return page


PREPARED = {
    "mfa_authenticate": second_step,
    "mfa_activate_totp": without_factor,
    "account_set_password": without_password,
    "account_reset_password_from_key": by_mail,
}


# --- the walk ----------------------------------------------------------------------------------------


def faults_of(address, at, world, browsers) -> list[str]:
    """The faults of one page, as everybody sees it who may, and of its form with messages.

    `browsers` keeps the browser of each person from page to page.
    """
    if address.name in PREPARED:
        page = PREPARED[address.name](at, world)
        assert resolve(urlsplit(page.url).path).view_name == address.name, page.url
        return faults_at(page, address.name, NAMES) + faults_with_messages(page, address)
    found = []
    for person in visitors(address):
        path = path_of(address, world, person)
        page = browsers[person] = browsers.get(person) or at(world.people.get(person))
        if page.request.get(path, max_redirects=0).status == 405:
            return []  # takes POST only
        page.goto(path)
        if urlsplit(page.url).path != path:
            found.append(f"{address.name}: {person} was led to {page.url}, nothing was looked at")
        found += faults_at(page, f"{address.name} {person or 'signed out'}", NAMES)
        found += faults_with_messages(page, address)
    return found


def faults_with_messages(page, address) -> list[str]:
    if address.name not in SPOILT:
        return []
    for name, text in SPOILT[address.name].items():
        field = page.locator(f"main [name={name}]")
        match field.first.evaluate("el => el.tagName === 'SELECT' ? 'select' : el.type"):
            case "select":
                field.select_option(text)
            case "file":
                field.set_input_files([])
            case "checkbox":
                field.uncheck()
            case _:
                field.fill(text)
    button = page.locator("main form button.btn-primary[type=submit]").first
    button.evaluate("button => button.form.noValidate = true")
    with page.expect_navigation():
        button.click()
    if not page.locator("main .is-invalid, main [data-form-errors]").count():
        return [f"{address.name}: no message for {SPOILT[address.name]}"]
    return faults_at(page, f"{address.name} with messages", NAMES)


def part_of(name) -> str:
    """The pages are looked at in four parts, so that two runners share the work."""
    if name.startswith("cases:"):
        return "sessions" if "session" in name else "cases"
    return "second factor" if name.startswith("mfa_") else "rest"


@pytest.mark.parametrize("part", ["cases", "rest", "sessions", "second factor"])
def test_every_page_of_the_urlconf_is_without_fault_in_both_themes_and_widths(at, world, part):
    found, browsers = [], {}
    for address in some_of(addresses(), 3, part):
        if part_of(address.name) == part and address.name not in NO_PAGE:
            found += faults_of(address, at, world, browsers)
    assert not found, "\n".join(found)


# --- what no address of its own shows -----------------------------------------------------------------

LONG = "Donaudampfschifffahrtskapitänswitwenrentenauszahlungsstelle"


def test_search_results_lists_and_closed_cases_are_without_fault(at, world):
    page, closed = at(world.people["counsellor"]), world.cases["closed"]
    found = []
    for query in ("Pseudonym", "Niemals vergeben", " "):
        page.goto(reverse("desk:home"))
        page.fill("[data-key-search]", query)
        page.press("[data-key-search]", "Enter")
        page.wait_for_url("**" + reverse("cases:search"))
        found += faults_at(page, f"search {query}", NAMES)
    for path in (
        reverse("cases:list") + "?state=closed",
        reverse("cases:list") + "?phase=JOB_SEARCH",
        reverse("cases:detail", kwargs={"pk": closed.ids["pk"]}),
        reverse("cases:reopen", kwargs={"pk": closed.ids["pk"]}),
        reverse("cases:next_case", kwargs={"pk": closed.ids["pk"]}),
        reverse("cases:session_detail", kwargs={"pk": closed.ids["pk"], "session": closed.ids["session"]}),
    ):
        page.goto(path)
        found += faults_at(page, path, NAMES, schemes=["light"])
    page = at(make_user(Role.COUNSELLOR, team=world.named.team))
    for name in ("desk:home", "cases:list", "cases:session_new"):
        page.goto(reverse(name))
        found += faults_at(page, f"{name} without a case", NAMES, schemes=["light"])
    assert not found, "\n".join(found)


def test_long_words_many_facts_and_many_sessions_are_without_fault(at, world):
    by = world.people["counsellor"]
    facts = {
        "pseudonym": LONG[:60],
        "identity_kind": "NAMED",
        "name": LONG,
        "names_used": LONG,
        "contact_rule": LONG * 3,
    }
    case = make_case(counsellor=by, client_facts=facts)
    add_channel(
        client=case.client, by=by, kind="EMAIL", value=LONG.lower() + "@example.org", times=LONG, sender_name=LONG[:60]
    )
    for language in ("bg", "ro", "tr"):
        add_language(client=case.client, by=by, language=language, needs_mediation=True)
    for _number in range(21):
        session = make_session(
            case, note=LONG * 4, place=LONG, topics=["konto", "kv"], mediator=LONG, mediation_language="bg"
        )
    make_session(case, result="NOT_HELD", minutes=None)
    correct_session(session=session, by=by, version=1, note="Kurz.", reason=LONG)
    page, found = at(by), []
    for name, kwargs in (
        ("cases:detail", {"pk": case.pk}),
        ("cases:session_detail", {"pk": case.pk, "session": session.pk}),
        ("cases:client_change", {"pk": case.pk}),
        ("cases:list", {}),
        ("desk:home", {}),
    ):
        page.goto(reverse(name, kwargs=kwargs))
        found += faults_at(page, f"{name} with long words", NAMES, schemes=["light"])
    page.goto(reverse("cases:detail", kwargs={"pk": case.pk}) + "?page=2")
    found += faults_at(page, "second page of a file", NAMES, schemes=["light"])
    assert not found, "\n".join(found)


def test_open_menus_and_the_cover_are_without_fault(at, world):
    found = []
    page = at(world.people["counsellor"])
    page.goto(reverse("desk:home"))
    page.click(".topbar summary.who")
    found += faults_at(page, "menu", NAMES)
    page.goto(path_of(next(a for a in addresses() if a.name == "cases:channel_change"), world, "counsellor"))
    page.click("main summary")
    found += faults_at(page, "delete a way of contact", NAMES)
    page = at(world.people["counsellor"], width=PHONE)
    page.goto(reverse("desk:home"))
    page.click(".tabbar summary")
    found += [f"phone menu: {fault}" for fault in axe_faults(page) + shape_faults(page)]
    assert not found, "\n".join(found)


def test_error_pages_are_without_fault(at, world, watch, monkeypatch):
    found = []

    def faults(page, path, status):
        watch.expect_status(path, status)
        assert page.goto(path).status == status
        return faults_at(page, f"error {status}", NAMES)

    missing = reverse("cases:detail", kwargs={"pk": world.cases["foreign"].ids["pk"]})
    for user in (world.people["counsellor"], None):
        page = at(user)
        found += faults(page, "/gibt/es/nicht/", 404)
    page = at(world.people["counsellor"])
    found += faults(page, missing, 404)
    found += faults(page, reverse("audit:log"), 403)
    page.goto(reverse("accounts:profile"))
    page.evaluate("document.querySelectorAll('main [name=csrfmiddlewaretoken]').forEach((field) => field.remove())")
    watch.expect_status(reverse("accounts:profile"), 403)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    assert "noch einmal" in page.inner_text("h1")
    found += faults_at(page, "form without its token", NAMES)
    for error, status in ((BadRequest("x"), 400), (RuntimeError("x"), 500)):

        def broken(*args, error=error, **kwargs):
            raise error

        monkeypatch.setattr("umstieg.desk.views.home.render", broken)
        found += faults(page, reverse("desk:home"), status)
    assert not found, "\n".join(found)
