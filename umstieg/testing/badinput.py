"""Every field of every form, fed with what nobody expects.

What must hold, whatever is typed: no answer of 500 and nobody is signed out. What is refused is refused with a message
in German, at the field or above the form, and everything that was typed stands in the form again.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import resolve, reverse

from umstieg.core.typed import OWNER

from .make import PASSWORD
from .naughty import naughty
from .pages import PageForm, read_page
from .passkeys import TOTP_SECRET
from .targets import targets_of
from .walker import Browser, addresses

# Who opens the pages: together they reach every form there is.
WALKERS = ("counsellor", "lead", "admin", "auditor", "nobody", "anonymous")
# Settings under which forms are tried, not the patience of the door: hours of requests are undone one by one, and with
# them every sign that somebody is still there.
PATIENT = {
    "ACCOUNT_RATE_LIMITS": False,
    "MFA_RATE_LIMITS": False,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 7 * 24 * 3600,
    "SESSION_COOKIE_AGE": 7 * 24 * 3600,
    "SESSION_ABSOLUTE_AGE": 7 * 24 * 3600,
}
# Words of messages that were not translated.
ENGLISH = re.compile(r"\b(the|this|enter|ensure|select|value|required|valid|must|please|cannot|characters)\b", re.I)


def as_received(text: str) -> str:
    """How a text arrives: lone surrogates are no UTF-8 and become replacement characters."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


# --- the places where somebody can type ----------------------------------------------------------------


@dataclass
class Place:
    """One form as one person (by her name in World) finds it, and data with which it is accepted."""

    name: str  # the URL name of its address
    person: str
    browser: Browser
    form: PageForm
    good: dict = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        return [name for name in self.form.controls if name not in ("csrfmiddlewaretoken", OWNER)]


def places(world, only=()) -> list[Place]:
    """Every form that is sent by POST, once, with a field to fill; `only` those of some addresses, by their names."""
    found = {}
    for person in WALKERS:
        browser = Browser(world.people[person])
        for name, page in pages_of(world, person):
            if only and name not in only:
                continue
            answer = send(browser, "GET", page)
            if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
                continue
            for form in read_page(answer.content, page).forms:
                place = Place(resolve(form.action.partition("?")[0]).view_name, person, browser, form)
                key = place.name, tuple(sorted(place.fields))
                if form.method == "post" and place.fields and key not in found:
                    place.good = good_data(form, world, person, place.name)
                    found[key] = place
    return list(found.values())


def pages_of(world, person) -> Iterator[tuple[str, str]]:
    """(URL name, address) of every page, about an object of one's own where there is one."""
    for address in addresses():
        for target in targets_of(address, world):
            if target.name in ("page", "own", "own passkey"):
                kwargs = target.kwargs
                if kwargs.get("pk") == "own":
                    kwargs = {"pk": world.passkey_of(person, foreign=False)}
                yield address.name, reverse(address.name, kwargs=kwargs)


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
    facts = (TOGETHER if name.startswith("cases:") else signing_in(world, person)) | world.typed(name, person)
    wanted = {
        key: [as_sent(v) for v in (value if isinstance(value, list) else [value])] for key, value in facts.items()
    }
    sent = form.data(**{key: value for key, value in wanted.items() if key in form.controls})
    for key, control in form.controls.items():
        if control.is_required and not any(sent.get(key, [])):
            choices = [option for option in control.options if option]
            sent[key] = choices[:1] if choices else ["Text"]
    return sent


def as_sent(value) -> str | UploadedFile:
    """Everything but a file is sent as text."""
    return value if isinstance(value, UploadedFile) else str(value)


def signing_in(world, person) -> dict:
    """What somebody types on the pages about her own account."""
    user = world.people[person] or world.people["nobody"]
    new = "noch ein langes Kennwort 2"
    counters = list(yield_hotp_counters_from_time())
    return {
        "login": user.email,
        "email": user.email,
        "password": PASSWORD,
        "oldpassword": PASSWORD,
        "password1": new,
        "password2": new,
        "code": format_hotp_value(hotp_value(TOTP_SECRET, counters[len(counters) // 2])),
    }


# --- sending -------------------------------------------------------------------------------------------


def send(browser, method, url, data=None, look=None):
    """One request as a browser encodes it, undone afterwards. `look` is called before that."""
    cookies = browser.cookies.copy()
    values = {key: [_encoded(value) for value in values] for key, values in (data or {}).items()}
    pairs = [(key, value) for key, several in values.items() for value in several]
    has_file = any(isinstance(value, UploadedFile) for _key, value in pairs)
    with transaction.atomic():
        if method == "GET":
            answer = browser.generic("GET", f"{url}?{urlencode(pairs)}" if pairs else url)
        elif has_file:
            answer = browser.generic(method, url, encode_multipart(BOUNDARY, values), content_type=MULTIPART_CONTENT)
        else:
            answer = browser.generic(method, url, urlencode(pairs), content_type="application/x-www-form-urlencoded")
        if look is not None:
            look()
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer


def _encoded(value):
    return value if isinstance(value, UploadedFile) else value.encode("utf-8", "surrogatepass")


def refused_good_data(place: Place) -> str:
    """Why a form refuses what should be accepted; "" when it takes it. Otherwise the bad fields would prove little."""
    answer = send(place.browser, "POST", place.form.action, place.good)
    if answer.status_code >= 500:
        return crash_of(answer)
    page = read_page(answer.content, place.form.action) if answer.status_code == 200 else None
    return f"{page.error_above} {page.errors}" if page and (page.errors or page.error_above) else ""


def crash_of(answer) -> str:
    """Class and place of an exception, never its message."""
    kind, _, trace = getattr(answer, "exc_info", None) or (None, None, None)
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
    return f"{answer.status_code} {kind.__name__ if kind else ''}{where}"


def short(value: str) -> str:
    return ascii(value if len(value) <= 40 else f"{value[:30]}…({len(value)})")


def attempt(place: Place, bad: dict[str, str]) -> list[str]:
    """Send one form with some bad fields; what is wrong with the answer."""
    sent = place.good | {name: [value] for name, value in bad.items()}
    answer = send(place.browser, "POST", place.form.action, sent)
    what = f"{place.name}: " + ", ".join(f"{name} = {short(value)}" for name, value in bad.items())
    if answer.status_code == 302:
        signed_out = answer.headers["Location"].startswith(reverse("account_login")) and place.name not in TO_SIGN_IN
        return [f"{what}: signed out"] if signed_out else []
    if answer.status_code == 413 and place.person == "anonymous":
        return []  # nothing larger than a sign-in is taken from a stranger
    if answer.status_code != 200:
        return [f"{what}: {crash_of(answer)}"]
    if "Content-Disposition" in answer.headers:
        return []  # taken, and answered by a file
    page = read_page(answer.content, place.form.action)
    messages = [text for text in (page.error_above, *page.errors.values()) if text]
    if not messages:
        return [f"{what}: refused without a word"]
    found = [f"not German: {text[:100]}" for text in messages if ENGLISH.search(_without(text, bad.values()))]
    at_the_field = any(page.error_at(name) for bad_field in bad for name in BELONG_TOGETHER.get(bad_field, [bad_field]))
    if not at_the_field and not page.error_above:
        found.append(f"no message at the field, only at {', '.join(page.errors)}")
    shown = page.form(place.form.action)
    found += [f"{lost} is lost" for lost in lost_fields(place, sent, shown)] if shown else ["the form is gone"]
    return [f"{what}: {one}" for one in found]


# Pages that send on to the sign-in page, which knows who is signed in.
TO_SIGN_IN = {"account_logout", "account_login", "account_reset_password", "mfa_reauthenticate_webauthn"}
# Which of them is wrong is not told, or is the other's fault.
BELONG_TOGETHER = {
    "password": ["password", "login"],
    "password1": ["password1", "password2"],
    "password2": ["password1", "password2"],
}


def _without(text, values):
    """A message without what was typed, which it may repeat."""
    for value in values:
        text = text.replace(" ".join(as_received(value).split()), "") if value.strip() else text
    return text


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
    """A browser sends and shows line ends in its own way and drops them at the beginning; crispy drops mere blanks."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n") if text.strip() else ""


# --- what to try ---------------------------------------------------------------------------------------

# What every field gets in any case.
WORST = ("9" * 5000, str(2**64), "\x00", "\ud800", "2026-02-31", "-1", "<script>alert(1)</script>", "")


def one_by_one(found: list[Place], rng: random.Random, count: int | None = None) -> Iterator[tuple[Place, dict]]:
    """(place, one bad field): all of them, or `count` by chance with one of the worst for every field first."""
    every = [(place, name) for place in found for name in place.fields]
    if count is None:
        yield from ((place, {name: value}) for place, name in every for value in naughty())
        return
    yield from ((place, {name: rng.choice(WORST)}) for place, name in every)
    for _ in range(count - len(every)):
        place, name = rng.choice(every)
        yield place, {name: rng.choice(naughty())}


def all_at_once(found: list[Place], rng: random.Random, rounds: int) -> Iterator[tuple[Place, dict]]:
    """(place, every field bad at the same time), so many times for each form.

    In each round a field gets another string; with as many rounds as strings every field has had all of them.
    """
    strings = naughty()
    for number in rng.sample(range(len(strings)), rounds):
        for place in found:
            yield place, {name: strings[(number + 7 * at) % len(strings)] for at, name in enumerate(place.fields)}


# --- parameters of addresses -----------------------------------------------------------------------------

PARAMETERS = (
    "page",
    "state",
    "sort",
    "phase",
    "q",
    "next",
    "since",
    "until",
    "event",
    "case_number",
    "language",
    "ansicht",
    "datum",
    "fall",
    "tag",
    "zeit",
    "wer",
    "termin",
    "entwurf",
)


def bad_addresses(world, rng: random.Random, count: int) -> Iterator[tuple[Browser, str, dict]]:
    """(browser, address, parameters) of pages, with parameters nobody has thought of."""
    browsers = {person: Browser(world.people[person]) for person in WALKERS}
    pages = [(person, page) for person in WALKERS for _, page in pages_of(world, person)]
    strings = [value for value in naughty() if len(value) < 3000]
    for _ in range(count):
        person, page = rng.choice(pages)
        yield browsers[person], page, {name: [rng.choice(strings)] for name in rng.sample(PARAMETERS, 3)}


def ask_badly(browser, address, parameters) -> list[str]:
    """What is wrong with the answer to an address with bad parameters."""
    answer = send(browser, "GET", address, parameters)
    what = ", ".join(f"{name} = {short(values[0])}" for name, values in parameters.items())
    return [f"GET {address}: {what}: {crash_of(answer)}"] if answer.status_code >= 500 else []
