"""By keyboard alone, and with a hasty finger."""

import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import CounsellingSession
from cases.services.occasion import log_sessions
from umstieg.testing.make import make_case

from .looks import PHONE, WIDE

# The sign at what has the focus: two rings drawn as a shadow on it, or on what stands for it (chips, whole rows).
RING = """() => {
    const el = document.activeElement, own = [el, el.closest(".chip"), el.closest("label")];
    const shown = [...own.map((one) => one && getComputedStyle(one)), getComputedStyle(el, "::after")];
    return shown.some((style) => style && (style.boxShadow.includes("0px 0px 0px 5px") || style.boxShadow.includes("inset")));
}"""
# The button inside a date field has the focus for itself; only a picture could show its ring.
FOCUSED = """() => {
    const el = document.activeElement, inside = el.matches(":focus-within:not(:focus)");
    return inside ? "calendar" : el.matches(":focus-visible") ? el.outerHTML.slice(0, 90) : null;
}"""


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


def test_n_opens_the_session_form_and_ctrl_enter_saves_it(people, at, case):
    page = at(people.counsellor)
    page.goto("/")
    page.keyboard.press("n")
    page.wait_for_url("**" + reverse("cases:session_new"))
    expect(page.get_by_role("combobox", name="Mit wem?")).to_be_focused()
    page.keyboard.type("gin")
    page.keyboard.press("Enter")
    page.get_by_label("Telefon", exact=True).check(force=True)
    page.get_by_label(re.compile("^Notiz")).fill("Mit n angefangen, n bleibt ein Buchstabe.")
    page.get_by_label(re.compile("^Notiz")).press("n")
    assert page.get_by_label(re.compile("^Notiz")).input_value().endswith("Buchstabe.n")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Beratung gespeichert.")).to_be_visible()
    assert CounsellingSession.objects.count() == 1


def test_slash_goes_to_the_search_and_enter_finds(people, at, case):
    page = at(people.counsellor)
    page.goto("/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("gin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("link", name="Ginster")).to_be_visible()


def test_keys_can_be_switched_off_and_stay_off(people, at):
    page = at(people.counsellor)
    page.goto("/")
    page.locator(".topbar summary.who").click()
    page.locator("[data-keys-choice=off]").click()
    page.goto(reverse("cases:list"))
    page.keyboard.press("n")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    assert page.url.endswith(reverse("cases:list"))


def test_escape_closes_a_menu_and_gives_the_focus_back(people, at):
    page = at(people.counsellor)
    page.goto("/")
    page.locator(".topbar summary.who").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Abmelden")).to_be_hidden()
    expect(page.locator(".topbar summary.who")).to_be_focused()


@pytest.mark.parametrize("dark", [False, True])
def test_tab_goes_through_the_session_form_to_save_and_the_focus_is_always_seen(people, at, case, dark):
    page = at(people.counsellor, dark=dark)
    page.goto(reverse("cases:session_create", kwargs={"pk": case.pk}))
    expect(page.locator("[name=mode]").first).to_be_focused()  # with whom is said already
    reached = [page.evaluate(FOCUSED)]
    for _step in range(120):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        assert reached[-1], f"nothing focused after {reached[-2:]}"
        assert reached[-1] == "calendar" or page.evaluate(RING), f"no ring at {reached[-1]}"
        if 'type="submit"' in reached[-1] and "btn-primary" in reached[-1]:
            break
    order = ("mode", "result", "site", "usual_minutes", "started_on", "topics", "usual_mediation", "note", "next_step")
    first = [next(i for i, html in enumerate(reached) if f'name="{name}"' in html) for name in order]
    assert first == sorted(first)
    page.get_by_label("Telefon", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("Telefon", exact=True)).to_be_checked()
    page.locator(".savebar .btn-primary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Beratung gespeichert.")).to_be_visible()


def test_after_a_mistake_the_focus_stands_at_the_summary_and_its_link_leads_to_the_field(people, at, case):
    page = at(people.counsellor)
    page.goto(reverse("cases:session_create", kwargs={"pk": case.pk}))
    page.get_by_label("Telefon", exact=True).check(force=True)
    page.get_by_label(re.compile("^Notiz")).fill("Bleibt stehen.")
    page.locator("#id_started_on").fill("")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-form-errors]")).to_be_focused()
    expect(page.get_by_label(re.compile("^Notiz"))).to_have_value("Bleibt stehen.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_started_on")).to_be_focused()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_second_click_while_the_first_is_under_way_makes_no_second_session(people, at, case, width, monkeypatch):
    def slowly(*args, **kwargs):
        time.sleep(0.8)
        return log_sessions(*args, **kwargs)

    monkeypatch.setattr("cases.services.occasion.log_sessions", slowly)
    page = at(people.counsellor, width=width)
    page.goto(reverse("cases:session_create", kwargs={"pk": case.pk}))
    page.get_by_label("Telefon", exact=True).check(force=True)
    box = page.locator(".savebar .btn-primary").bounding_box()
    for _click in range(3):  # by the mouse itself, which waits for nothing
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(150)
    expect(page.get_by_text("Beratung gespeichert.")).to_be_visible()
    page.wait_for_timeout(1000)  # a second one would be there by now
    assert CounsellingSession.objects.count() == 1


def test_unsaved_text_is_not_left_without_asking(people, at, case):
    page = at(people.counsellor)
    page.goto(reverse("cases:session_create", kwargs={"pk": case.pk}))
    page.get_by_label(re.compile("^Notiz")).press_sequentially("Noch nicht gespeichert")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Heute").first.click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(page.get_by_label(re.compile("^Notiz"))).to_have_value("Noch nicht gespeichert")
