"""What every page must be: free of axe violations, as wide as the screen, named, and reachable with a thumb."""

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

from umstieg.testing.size import WHOLE, one_of

HEIGHTS = {1440: 900, 720: 450, 390: 844}
WIDE, ZOOMED, PHONE = HEIGHTS  # 720: a screen of 1440 at 200 %
TRIES, PAUSE = 400, 50  # ms
TOUCH = 44  # px, WCAG 2.5.5
PICTURES = os.environ.get("UMSTIEG_PICTURES")  # a folder that gets a picture of every page looked at

AXE = Axe().axe_script
COLOUR_RULES = ["color-contrast", "link-in-text-block"]  # all that can differ between light and dark
# Names, and what a name could be taken for, never stand in the title: it shows in the window list and the history.
SAFE_TITLE = re.compile(r"^[^@]+ · umstieg$|^umstieg$")

SHAPE = """() => ({
    headings: [...document.querySelectorAll("h1")].filter((h) => h.checkVisibility()).map((h) => h.innerText),
    lang: document.documentElement.lang,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    wide: [...document.querySelectorAll("body *")].filter((el) => {
        const box = el.getBoundingClientRect();
        return box.width > 1 && box.right > innerWidth + 1 && el.checkVisibility()
            && !el.closest(".tablewrap, .graphwrap, .tabs, .vh, .skip");
    }).slice(0, 3).map((el) => el.outerHTML.slice(0, 120)),
})"""

# Links inside a line of text are exempt (WCAG 2.5.5, inline); a label makes its field's target larger.
TARGETS = """(least) => {
    const inText = (el) => el.tagName === "A" && getComputedStyle(el).display === "inline";
    const height = (el) => Math.max(el.getBoundingClientRect().height,
        ...[...(el.labels || [])].map((l) => l.getBoundingClientRect().height));
    return [...document.querySelectorAll("button, .btn, summary, select, textarea, nav a, input:not([type=hidden])")]
        .filter((el) => el.checkVisibility({opacityProperty: false}) && !inText(el) && !el.closest(".vh"))
        .filter((el) => height(el) < least - 0.5)
        .map((el) => Math.round(height(el)) + " px: " + el.outerHTML.slice(0, 140));
}"""


def settled(page):
    """Wait until the page is complete, and none is on its way: what is looked at is what the last click led to.

    Asked again and again from outside: Playwright's own waiting for an expression is an eval, which the CSP forbids.
    """
    for _again in range(TRIES):
        try:
            page.wait_for_load_state()
            if page.evaluate("document.readyState === 'complete' && !window.isLeaving"):
                return
        except Error:  # it went while it was asked
            pass
        page.wait_for_timeout(PAUSE)
    raise AssertionError("The page never came to rest.")


def axe_faults(page, rules=None) -> list[str]:
    """One line per violation and element. Style sheets are not fetched again, that would be a request of axe's own."""
    settled(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {"preload": False, "resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = page.evaluate("(options) => axe.run(options).then((result) => result.violations)", options)
    return [
        f"axe {rule['id']}: {rule['help']} at {' '.join(map(str, node['target']))} ({node.get('failureSummary', '')})"
        for rule in found
        for node in rule["nodes"]
    ]


def shape_faults(page, names=()) -> list[str]:
    """One heading, German, no wider than the screen, a title without a name."""
    shape, title = page.evaluate(SHAPE), page.title()
    found = []
    if len(shape["headings"]) != 1:
        found.append(f"{len(shape['headings'])} h1: {shape['headings']}")
    if shape["lang"] != "de":
        found.append(f"lang is {shape['lang']!r}")
    if shape["overflow"] > 0:
        found.append(f"{shape['overflow']} px wider than the screen: {shape['wide']}")
    if not SAFE_TITLE.match(title) or any(name in title for name in names):
        found.append(f"title {title!r}")
    return found


def faults_at(page, what, names=(), *, schemes=("light", "dark")) -> list[str]:
    """All faults of the page as it stands, in light and dark, on a screen and on a phone.

    `schemes` may leave out the dark, where a page has nothing that others do not have. A run that is not whole takes one
    look of all.
    """
    looks = one_of([(scheme, width) for scheme in schemes for width in (WIDE, PHONE)], what)
    found = []
    settled(page)
    before = page.viewport_size
    for scheme, width in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        here = axe_faults(page, rules=COLOUR_RULES if scheme == "dark" and WHOLE else None)
        here += shape_faults(page, names)
        if width == PHONE:
            here += page.evaluate(TARGETS, TOUCH)
        found += [f"{what}, {scheme}, {width} px: {fault}" for fault in here]
        picture(page, what, scheme, width)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": ZOOMED, "height": HEIGHTS[ZOOMED]})
    found += [f"{what} at 200 %: {fault}" for fault in shape_faults(page, names)]
    page.set_viewport_size(before)
    return found


def picture(page, what, scheme, width):
    if PICTURES:
        name = re.sub(r"\W+", "-", what).strip("-")
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{scheme}.png", full_page=True)
