"""Everything somebody gets by every address, searched for the words of the marked cases, and held against what the log
says she was shown (goals G3, G5, G20).
"""

import contextlib
import io
import logging
import re
from dataclasses import dataclass, field

from django.urls import reverse

from umstieg.access.enums import Part, Permission
from umstieg.audit import recording

from .marked import STEM
from .targets import parts_seen, targets_of
from .walker import Browser, addresses
from .world import TEAM, Placed

QUERIES = ("", "?state=all&sort=pseudonym", "?page=1&state=closed")
LISTS = {Permission.CASE_LIST, Permission.TEAM_LIST, Permission.HOME_VIEW}
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
ADDRESS = re.compile(r'(?:href|action|src|hx-[a-z]+|content)="([^"]*)"')


@dataclass
class Seen:
    """What somebody found on her way: field names by case, and where a word stood that must not stand there."""

    fields: dict[str, set] = field(default_factory=dict)
    out_of_place: list[str] = field(default_factory=list)
    pages: int = 0
    # Reads: answers of 200 in which a case was shown, those of them the log does not tell of as far as they went, what
    # it tells of cases, and what of that is not true.
    shown: int = 0
    untold: list[str] = field(default_factory=list)
    told: int = 0
    false: list[str] = field(default_factory=list)


def stands_in(shapes, text) -> bool:
    """Whether a word stands in a text in one of its shapes; a number only by itself."""
    return any(
        re.search(rf"(?<![\w.-]){shape}(?![\w-])", text) if shape.isdigit() else shape in text for shape in shapes
    )


def part_of(person, **placed) -> int:
    """The part that somebody sees of the marked cases: the counsellor's own, in TEAM. `placed`: grants and locks."""
    return parts_seen(Placed(TEAM, {"counsellor"}, case=None, **placed)).get(person, 0)


def crawl(world, person, part=None, only=None) -> Seen:
    """Every address (or `only` some, by name) as `person`: the marked cases wherever a case is named, else what World
    holds.
    """
    part = part_of(person) if part is None else part
    seen, browser = Seen({one.case.number: set() for one in world.marked}), Browser(world.people[person])

    def look(method, url, where, data=None):
        with events() as told:
            answer = browser.ask(method, url, data)
        _look(seen, world, where, answer, told)

    for address in addresses():
        if address.name.startswith("codelists:") or (only and address.name not in only):
            continue  # lists hold every word there is, and are about nobody
        for place, url in enumerate(_urls_of(address, world, person, part)):
            look("GET", url, f"{person} {address.name}")
            if address.name.startswith("cases:") and place == 0:
                look("POST", url, f"{person} POST {address.name}", {})
    for one in () if only else world.marked:
        with events() as told:
            answer = searched(browser, one.case.number)
        _look(seen, world, f"{person} search", answer, told)
    return seen


def searched(browser, typed):
    """The page of results: the search itself is sent and sends on."""
    browser.ask("POST", reverse("cases:search"), {"q": typed}, keep=True)
    return browser.ask("GET", reverse("cases:search"))


@contextlib.contextmanager
def events():
    """The events that are sealed inside, as [(event, its cases)], also of what is rolled back afterwards."""
    told, real = [], recording.append

    def listen(event, cases):
        told.append((event, cases))
        return real(event, cases)

    recording.append = listen
    try:
        yield told
    finally:
        recording.append = real


@contextlib.contextmanager
def written_log_files():
    """A stream with what the product's own handlers would print inside, after their filters."""
    stream = io.StringIO()
    handlers = {handler for name in (None, "django") for handler in logging.getLogger(name).handlers}
    ours = [one for one in handlers if any(type(each).__name__ == "ContentFree" for each in one.filters)]
    if not ours:
        raise RuntimeError("The settings name no handler whose records are freed of content.")
    before = {handler: handler.setStream(stream) for handler in ours}
    try:
        yield stream
    finally:
        for handler, old in before.items():
            handler.setStream(old)


def _urls_of(address, world, person, part):
    if address.name.startswith("cases:") and address.parameters and address.parameters <= set(world.marked[0].ids):
        for one in world.marked if part else world.marked[:1]:
            yield reverse(address.name, kwargs={name: one.ids[name] for name in address.parameters})
        return
    target = targets_of(address, world)[0]
    kwargs = {"pk": world.passkey_of(person, foreign=False)} if target.kwargs.get("pk") == "own" else target.kwargs
    url = reverse(address.name, kwargs=kwargs)
    yield from (url + query for query in (QUERIES if address.permission in LISTS else QUERIES[:1]))


def _look(seen, world, where, answer, told):
    seen.pages += 1
    # A piece of a page begins without a doctype: behind its last header, or its last cookie.
    raw = answer.raw
    head, _, body = raw.partition("\n<!DOCTYPE" if "\n<!DOCTYPE" in raw else "\n<")
    titles, urls = " ".join(TITLE.findall(body)), " ".join(ADDRESS.findall(body))
    for place, text in (("title", titles), ("address", urls), ("header", head)):
        if STEM in text or STEM.lower() in text:
            seen.out_of_place.append(f"{where}: a word in a {place}")
    for one in world.marked:
        found = {name for name, shapes in one.words.items() if stands_in(shapes, body)}
        seen.fields[one.case.number] |= found
        if answer.status == 200:
            _compare(seen, where, one, found, body, told)


def _compare(seen, where, one, found, body, told):
    """The log tells of a case exactly when the answer shows something of it, and of no lower part."""
    reads = [
        (event, part)
        for _sealed, cases in told
        for number, event, part in cases
        if number == one.case.number and event.endswith(recording.READS)
    ]
    # Dates and minutes are the same in all marked cases, and a notice is about no case yet.
    own = {name for name in found if STEM.lower() in one.words[name][0].lower() and not name.startswith("Notice.")}
    shown = max((one.parts[name] for name in own), default=0)
    if shown:
        seen.shown += 1
        if max((Part[part] for _event, part in reads if part), default=0) < shown:
            seen.untold.append(f"{where}: {Part(shown).name} shown ({', '.join(sorted(own))[:80]}), told {reads}")
    seen.told += len(reads)
    if reads and not found and one.case.number not in body:
        seen.false.append(f"{where}: told {reads}, nothing shown")
