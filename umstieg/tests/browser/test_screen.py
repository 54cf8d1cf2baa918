"""The screen itself: the privacy screen, light and dark, and everything without JavaScript."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case, CounsellingSession
from umstieg.testing.make import PASSWORD, make_case, make_session

from .looks import HEIGHTS, PHONE, WIDE

# What lies under nine points of the screen, and whether anything of the page can still be seen, read out or reached.
COVERED = """() => {
    const cover = document.getElementById("cover");
    const points = [0.02, 0.5, 0.98].flatMap((x) => [0.02, 0.5, 0.98].map((y) => [x * innerWidth, y * innerHeight]));
    return {
        points: points.every(([x, y]) => cover.contains(document.elementFromPoint(x, y))),
        hidden: [...document.querySelectorAll("main, nav, header")].every((el) => !el.checkVisibility({visibilityProperty: true})),
        inert: [...document.querySelectorAll("main, nav, header")].every((el) => el.closest("[inert]")),
        ground: getComputedStyle(cover).backgroundColor,
    };
}"""


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_privacy_screen_covers_everything_until_it_is_lifted(people, at, width):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})
    make_session(case, note="Nordlicht")
    page = at(people.counsellor, width=width)
    page.goto(reverse("cases:detail", kwargs={"pk": case.pk}))
    title = page.title()
    page.get_by_role("button", name="Sichtschutz").click()
    for _again in range(2):
        covered = page.evaluate(COVERED)
        assert covered["points"]
        assert covered["hidden"]
        assert covered["inert"]
        assert re.fullmatch(r"rgb\(\d+, \d+, \d+\)", covered["ground"])  # nothing shines through
        assert page.title() == "Pause"
        assert page.evaluate("document.body.innerText").strip() == "Weiter arbeiten"
        page.keyboard.press("n")
        page.keyboard.press("/")
        page.keyboard.press("Tab")
        assert page.url.endswith(reverse("cases:detail", kwargs={"pk": case.pk}))
        page.reload()  # stays covered, from the first paint on
    page.get_by_role("button", name="Weiter arbeiten").click()
    expect(page.get_by_text("Nordlicht")).to_be_visible()
    assert page.title() == title
    page.reload()
    expect(page.get_by_text("Nordlicht")).to_be_visible()


def test_the_choice_of_light_or_dark_is_kept_and_can_be_given_back_to_the_device(people, at):
    def ground(page):
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    def choose(page, theme):
        page.locator(".topbar summary.who").click()
        page.locator(f"[data-theme-choice={theme}]").click()
        expect(page.locator(f"[data-theme-choice={theme}]")).to_have_attribute("aria-pressed", "true")

    page = at(people.counsellor)
    page.goto("/")
    light = ground(page)
    choose(page, "dark")
    dark = ground(page)
    assert dark != light
    page.goto(reverse("cases:list"))
    assert ground(page) == dark
    second = page.context.new_page()
    second.goto(reverse("accounts:profile"))
    assert ground(second) == dark
    second.emulate_media(media="print")
    assert ground(second) == "rgb(255, 255, 255)"  # paper is always light
    choose(page, "auto")
    assert ground(page) == light
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("dark => getComputedStyle(document.body).backgroundColor === dark", arg=dark)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_without_javascript_one_signs_in_opens_a_case_logs_a_session_and_signs_out(people, at, width):
    page = at(width=width, js=False)
    page.goto("/")
    page.get_by_label("E-Mail").fill(people.counsellor.email)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    assert page.locator(".needs-js").evaluate_all("all => all.every((el) => !el.checkVisibility())")
    page.get_by_role("link", name="Fall eröffnen").click()
    page.get_by_role("main").get_by_role("button", name="Suchen").click()  # for nobody: straight on
    page.get_by_label("anonym", exact=True).check(force=True)
    page.get_by_role("button", name="Fall eröffnen").click()
    page.get_by_role("main").get_by_role("link", name="Beratung erfassen").click()
    page.get_by_label("Telefon", exact=True).check(force=True)
    page.get_by_label(re.compile("^Notiz")).fill("Ohne Skript.")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("Ohne Skript.")).to_be_visible()
    assert (Case.objects.count(), CounsellingSession.objects.count()) == (1, 1)
    page.goto(reverse("cases:list"))
    page.get_by_label("Phase").select_option(label="Nachbegleitung")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_text("Kein Fall passt zu dieser Auswahl")).to_be_visible()
    page.locator(".topbar summary.who").click()  # a menu that opens without a script
    page.get_by_role("button", name="Abmelden").click()
    expect(page).to_have_url(re.compile(reverse("account_login")))


def test_without_javascript_the_device_decides_between_light_and_dark(people, at):
    grounds = {}
    for dark in (False, True):
        page = at(people.counsellor, dark=dark, js=False)
        page.goto("/")
        grounds[dark] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert grounds == {False: "rgb(242, 241, 238)", True: "rgb(25, 24, 22)"}


def test_a_case_is_printed_without_what_is_only_for_the_screen(people, at):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})
    make_session(case, note="Nordlicht")
    page = at(people.counsellor)
    page.goto(reverse("cases:detail", kwargs={"pk": case.pk}))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": HEIGHTS[WIDE]})
    expect(page.get_by_text("Nordlicht")).to_be_visible()
    for only_screen in (".rail", ".topbar", ".tabbar", ".btn"):
        assert page.locator(only_screen).evaluate_all("all => all.every((el) => !el.checkVisibility())")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
