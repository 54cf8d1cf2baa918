"""The checks of this folder see what they are there to see: each is shown pages with its faults."""

from .conftest import CSP_REPORT
from .looks import PHONE, TARGETS, TOUCH, axe_faults, shape_faults
from .watch import Watch

BROKEN = [
    ("document.querySelector('main').prepend(document.querySelector('h1').cloneNode(true))", "2 h1"),
    ("document.documentElement.lang = ''", "lang is ''"),
    (
        "document.querySelector('h1').innerText = 'x'.repeat(200); document.querySelector('h1').className = 'nowrap'",
        "wider",
    ),
    ("document.title = 'Jana Lorenz · umstieg'", "title 'Jana"),
    ("document.title = 'jana@example.org'", "title 'jana"),
]
FORBIDDEN = [
    (
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')",
        ["style-src-attr", "CSP report"],
    ),
    ("document.head.appendChild(document.createElement('script')).append('1')", ["script-src-elem", "CSP report"]),
    ("new Image().src = 'https://example.org/x.png'", ["CSP event: img-src"]),
    ("console.error('broken')", ["console error: broken"]),
    ("setTimeout(() => { throw new Error('broken') })", ["script: "]),
    ("fetch('/gibt/es/nicht/')", ["status of 404"]),
    ("setTimeout(() => { location = 'http://example.org/' })", ["left the machine: http://example.org/"]),
]


def test_a_broken_shape_is_seen(people, at):
    page = at(people.counsellor, width=PHONE)
    for script, said in BROKEN:
        page.goto("/konto/")
        assert shape_faults(page, names=("Lorenz",)) == []
        page.evaluate(script)
        assert said in " ".join(shape_faults(page, names=("Lorenz",)))


def test_what_axe_finds_is_seen_with_all_rules_and_with_those_of_colour(people, at):
    page = at(people.counsellor)
    page.goto("/")
    assert axe_faults(page) == []
    page.evaluate("document.querySelector('h1').style.color = '#ccc'; document.documentElement.lang = ''")
    for rules, seen in ((None, {"color-contrast", "html-has-lang"}), (["color-contrast"], {"color-contrast"})):
        assert {fault.split()[1].strip(":") for fault in axe_faults(page, rules)} == seen


def test_a_small_button_on_a_phone_is_seen(people, at):
    page = at(people.counsellor, width=PHONE)
    page.goto("/")
    assert page.evaluate(TARGETS, TOUCH) == []
    page.evaluate("Object.assign(document.querySelector('[data-cover]').style, {minHeight: 0, height: '30px'})")
    assert page.evaluate(TARGETS, TOUCH)[0].startswith("30 px")


def test_whatever_a_page_must_not_do_is_seen(people, at):
    context = at(people.counsellor, watched_by=Watch(CSP_REPORT)).context
    for script, said in FORBIDDEN:
        watch = Watch(CSP_REPORT)
        watch.listen(context)
        page = context.new_page()
        page.goto("/")
        page.evaluate(script)
        page.wait_for_timeout(200)
        page.close()
        watch.leave(context)
        found = " ".join(watch.faults())
        assert all(words in found for words in said), found
