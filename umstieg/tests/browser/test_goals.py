"""Goals by hand: three small ones planned (e.1-4), and the evaluation talk after three months (e.1-9). With axe."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Appointment, Goal
from cases.services.goal import agree_on_goals, note_wish
from cases.services.session import log_session
from umstieg.guide.enums import Theme
from umstieg.testing.make import make_case

from .looks import PHONE, WIDE, faults_at

NAMES = ("Ginster",)


def ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"}, opened_on=ago(120))


@pytest.fixture
def three(people, case):
    """Three goals of three months ago, one of them specially protected, and a wish."""
    note_wish(case=case, text="Tagsüber arbeiten, mit Pflanzen.", by=people.counsellor)
    goals = [
        {"title": "Ein eigenes Konto", "theme": Theme.ACCOUNT},
        {"title": "Zum Amt gehen", "theme": Theme.BENEFITS},
        {"title": "Deutschkurs anfangen", "theme": Theme.COURSE},
        {"title": "Ruhiger schlafen", "theme": Theme.PSYCHE},
    ]
    return agree_on_goals(case=case, goals=goals, agreed_on=ago(95), by=people.counsellor)


def goal(page, title):
    return page.locator("article.goal", has=page.get_by_role("heading", name=title, exact=True))


def open_goals(page, case):
    page.goto(reverse("cases:detail", args=(case.pk,)))
    page.get_by_role("navigation", name="Bereiche der Fallakte").get_by_role("link", name="Ziele").click()
    expect(page.locator("#tabs [aria-current]")).to_contain_text("Ziele")


@pytest.mark.parametrize(("width", "js"), [(WIDE, True), (PHONE, True), (WIDE, False)])
def test_three_small_goals_are_planned_in_a_minute(people, at, case, width, js):
    page = at(people.counsellor, width=width, js=js)
    open_goals(page, case)
    if js:
        assert not faults_at(page, "goals empty", NAMES)
    page.get_by_role("link", name="Drei kleine Ziele").first.click()
    for number, title in enumerate(("Pass abholen", "Konto eröffnen", "Ärztin suchen"), 1):
        page.get_by_label(f"Ziel {number}").fill(title)
    page.locator("[name=theme_2]").select_option("ACCOUNT")
    if js:
        assert not faults_at(page, "three small goals", NAMES)
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("3 Ziele vereinbart.")).to_be_visible()
    expect(page.locator("article.goal")).to_have_count(3)
    goal(page, "Konto eröffnen").get_by_role("link", name="Zwischenziele").click()
    page.get_by_label("Schritt 1").fill("Ausweis mitnehmen")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(goal(page, "Konto eröffnen").locator(".steps .t")).to_have_text("Ausweis mitnehmen")
    assert Goal.objects.count() == 4


@pytest.mark.guide("114-05", "114-06")
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_evaluation_talk_after_three_months(people, at, case, three, width):
    """e.1-9: achievements, one goal changed, one paused with a reason, old words in the history, next talk proposed."""
    page = at(people.counsellor, width=width)
    open_goals(page, case)
    expect(page.get_by_text("fällig seit").locator("visible=true").first).to_be_visible()
    goal(page, "Ein eigenes Konto").get_by_role("button", name="Erreicht").click()
    expect(page.get_by_text("Seit heute erreicht.")).to_be_visible()
    page.get_by_role("button", name="Zurücknehmen").or_(page.get_by_role("button", name="Rückgängig")).click()
    expect(page.get_by_text("Zurückgenommen.")).to_be_visible()
    goal(page, "Ein eigenes Konto").get_by_role("button", name="Erreicht").click()
    expect(page.get_by_text("Seit heute erreicht.")).to_be_visible()
    # one changed: without a reason it is asked for
    goal(page, "Zum Amt gehen").get_by_role("link", name="Ändern").click()
    page.get_by_label("Ziel", exact=True).fill("Den Antrag zusammen ausfüllen")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".is-invalid").first).to_be_visible()
    assert not faults_at(page, "goal without a reason", NAMES)
    page.get_by_label("Warum wird es geändert?").fill("Das Amt schickt alles per Post")
    page.get_by_role("button", name="Speichern", exact=True).click()
    changed = goal(page, "Den Antrag zusammen ausfüllen")
    expect(changed.locator("> header")).to_contain_text("angepasst")
    # one paused, with a reason
    goal(page, "Deutschkurs anfangen").get_by_role("link", name="Wie steht es?").click()
    page.get_by_label("pausiert", exact=True).check(force=True)
    page.get_by_label("Warum?").fill("Erst im Januar ist ein Platz frei")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(goal(page, "Deutschkurs anfangen").locator("> header")).to_contain_text("pausiert")
    # the old words stay readable
    changed.locator(".goal-changes > summary").click()
    expect(changed.get_by_text("Zum Amt gehen")).to_be_visible()
    expect(changed.get_by_text("Das Amt schickt alles per Post")).to_be_visible()
    assert not faults_at(page, "goals after the talk", NAMES)
    # what was achieved, turned to the client
    page.get_by_role("link", name="Mein Weg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mein Weg")
    expect(page.locator("main")).to_contain_text("Ein eigenes Konto")
    expect(page.locator("main")).to_contain_text("Aus „Zum Amt gehen“ wurde „Den Antrag zusammen ausfüllen“.")
    expect(page.locator("main")).to_contain_text("„Deutschkurs anfangen“ ruht für eine Weile.")
    expect(page.locator("main")).not_to_contain_text("Ruhiger schlafen")
    expect(page.locator("body")).not_to_contain_text(case.number)
    assert not faults_at(page, "my way", NAMES)
    page.locator("summary", has_text="Mehr zeigen").click()
    assert not faults_at(page, "my way with the choice", NAMES)
    page.locator("[name=zeigen]").check()
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.locator("main")).to_contain_text("Ruhiger schlafen")
    page.emulate_media(media="print")
    expect(page.locator("body > footer")).to_be_hidden()
    page.emulate_media(media="screen")
    # the talk was held: the next one is proposed and agreed on
    log_session(
        case=case,
        started_at=timezone.now() - datetime.timedelta(minutes=5),
        mode="persoenlich_stelle",
        setting="evaluationsgespraech",
        by=people.counsellor,
    )
    page.get_by_role("link", name="Zurück").click()
    expect(page.get_by_text("fällig seit")).to_have_count(0)
    page.get_by_role("link", name="Termin vereinbaren").click()
    expect(page.get_by_label(re.compile("^(Titel|Worum|Anlass|Stichwort)"))).to_have_value("Evaluationsgespräch")
    page.locator("label.chip", has_text="persönlich").first.click()
    page.locator("main form button.btn-primary[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/termine/[0-9a-f-]{36}/"))
    assert (Appointment.objects.get().starts_at.date() - timezone.localdate()).days >= 88
