"""A walk over every address of the URLconf: who gets which answer, compared with an oracle of its own.

The oracle knows three things only: what a view says of itself (`required_permission`, `shown_part`), the page
`access/matrix.py`, and how the people of `World` stand to its objects, written down there by hand. It never asks
`visible_to` or `user.roles`. An address whose parameters nobody has said how to build raises NotBuildable.
"""

import re
import subprocess
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from umstieg.access.enums import Part, Permission
from umstieg.access.matrix import EVERYBODY, PERMISSIONS
from umstieg.accounts.adapters import SIGNED_IN_AT
from umstieg.core.typed import OWNER, owner_mark

from .pages import read_page
from .size import some_of
from .targets import Target, targets_of
from .world import ANONYMOUS, ROLES, World

# Pages of django-allauth and of the machine that open without signing in. Nothing else may.
PUBLIC = frozenset(
    {
        "account_login",
        "mfa_authenticate",
        "account_inactive",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "health",
        "neutral",  # where the emergency exit leads
        "accounts:invitation",  # for whoever was invited; its secret is the key
        "desk:feed",  # read by calendar programs; its secret is the key
    }
)
# `shown_part` is what a page shows at most. Pages that open from a lower part on, and then show no more than that:
OPENS_FROM = {
    **dict.fromkeys(("cases:detail", "cases:access", "cases:ledger"), Part.FACTS),
    **dict.fromkeys(("cases:ledger_print", "cases:ledger_pdf"), Part.FACTS),
    "cases:person": Part.IDENTITY,
    **dict.fromkeys(("cases:way", "cases:situation", "cases:interplay", "cases:money", "cases:housing"), Part.NOTES),
    **dict.fromkeys(("cases:goals", "cases:my_way", "cases:checklists"), Part.NOTES),
    **dict.fromkeys(("cases:reading", "cases:reading_search"), Part.NOTES),
    "cases:theme": Part.NOTES,  # one that is specially protected: cases/tests/test_situation.py
}
# A closed case is read, not written in.
WRITING = {
    Permission.CASE_CHANGE,
    Permission.CLIENT_CHANGE,
    Permission.SESSION_LOG,
    Permission.SESSION_CORRECT,
    Permission.AGENDA_KEEP,
    Permission.CASE_CLOSE,
}
# What is still put in order in a closed case: settling and calling off, and taking that back.
STILL_WHEN_CLOSED = frozenset(
    {"cases:task_settle", "cases:task_reopen", "cases:appointment_cancel", "cases:appointment_restore"}
)
# Acts that answer otherwise than with "see there".
OTHER_ANSWERS = {
    "drafts:keep": {204},
    "cases:appointment_hints": {200},
    "network:export": {200},  # a file
    "cases:cover": {200, 302},  # who is nobody's deputy is told so at the field
}
# What a reader's request may write: the log, her session, and how often she has tried something.
BY_THE_WAY = {
    "audit_auditevent",
    "audit_auditedcase",
    "audit_chainhead",
    "auditlog_logentry",
    "django_session",
    "core_cache",
}
METHODS = ("GET", "POST")
ALL_METHODS = (*METHODS, "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
# Objects that everybody tries, however few others.
COME_EVERYWHERE = ("counsellor", "lead", "stranger")
ALWAYS = ("page", "own", "missing", "own with another's", "own with missing")
STAYS_CONFIRMED = 24 * 3600  # seconds; a walk takes longer than the five minutes a given password holds
# How pages of django-allauth let somebody in; their methods and detours are its own.
LET_IN = frozenset({200, 302, 405, "login"})


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf. `pattern` is the URLPattern itself, so that tests can exchange its view."""

    name: str
    parameters: frozenset
    pattern: object

    @property
    def view(self):
        return self.pattern.callback

    @property
    def permission(self):
        return getattr(self.view, "required_permission", None)

    @property
    def opens_from(self):
        """The lowest part of a case somebody must see for the page to open; 0 where it is about no one case."""
        if not self.parameters or not self.name.startswith("cases:"):
            return 0
        return OPENS_FROM.get(self.name, self.view.shown_part)

    @property
    def is_ours(self):
        return not self.name.startswith(("account_", "mfa_"))


@dataclass
class Answer:
    """What came back, with everything masked that may differ between two equal answers."""

    status: int | str  # "login" where somebody is sent to sign in
    location: str
    body: str
    headers: dict
    cookies: list
    statements: int
    written: set
    raw: str  # headers, cookies and body as they came; of a PDF its text

    def to_compare(self):
        return self.status, self.location, self.body, self.headers, self.cookies, self.statements


def addresses() -> list[Address]:
    """Every address of the URLconf, in its order."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver, prefix):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            yield Address(f"{prefix}{pattern.name}", frozenset(pattern.pattern.regex.groupindex), pattern)


# --- the oracle ------------------------------------------------------------------------------------


def expected(address: Address, person: str, target: Target, method: str, methods: set) -> frozenset:
    """The statuses that are right; "login" stands for being sent to the sign-in page."""
    if address.name in ("desk:feed", "accounts:invitation") and method not in METHODS:
        return frozenset({405} if address.name == "accounts:invitation" or method != "HEAD" else {200, 404, 405})
    if address.name == "desk:feed":
        return frozenset({405 if method == "POST" else 200 if target.name == "feed" else 404})
    if address.name == "accounts:invitation":
        if target.name != "invited":
            return frozenset({404})
        return frozenset({200} if method == "GET" else {302, "login"})
    if address.name in PUBLIC:
        return LET_IN
    if person == ANONYMOUS:
        return frozenset({"login"})
    if not holds(person, address.permission):
        return frozenset({403})
    if not address.is_ours and method not in METHODS:
        return LET_IN | {404}
    if method not in methods:
        return frozenset({405})
    if target.name != "page" and target.seen_by(person) < (address.opens_from or 1):
        return frozenset({404})
    if target.is_closed and address.permission in WRITING and address.name not in STILL_WHEN_CLOSED:
        return frozenset({403})
    if address.permission == Permission.CASE_REOPEN and not target.is_closed:
        return frozenset({403})
    if not target.is_whole:
        return frozenset({404})
    if not address.is_ours:
        return LET_IN
    return frozenset({200} if method in ("GET", "HEAD") else OTHER_ANSWERS.get(address.name, {302}))


def holds(person: str, permission) -> bool:
    """Whether the matrix gives somebody a permission, by the roles that World states."""
    return permission in EVERYBODY or any(permission in PERMISSIONS[role] for role, _team in ROLES.get(person, ()))


# --- asking ----------------------------------------------------------------------------------------


class Browser(Client):
    """Somebody at a browser, her password given just now. Whatever a request does is undone after it."""

    def __init__(self, user=None):
        super().__init__()
        if user is not None:
            self.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
            session = self.session
            session[SIGNED_IN_AT] = timezone.now().timestamp()
            session["account_authentication_methods"] = [
                {"method": "password", "at": time.time() + STAYS_CONFIRMED, "reauthenticated": True}
            ]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()

    def request(self, **request):
        """Without what Django's client does besides: it copies the context of every template."""
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response

    def ask(self, method, url, data=None, *, keep=False) -> Answer:
        """One request, rolled back afterwards unless `keep`. Its path is masked in what comes back."""
        written, statements, cookies = set(), [], self.cookies.copy()

        def watch(execute, sql, params, many, context):
            statements.append(sql)
            if match := WRITE.match(sql):
                written.add(match.group(1))
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(watch):
            response = self.generic(method, url) if method not in METHODS else getattr(self, method.lower())(url, data)
            content = response.getvalue()  # of a download it comes piece by piece
            transaction.set_rollback(not keep)
        sent, location = response.cookies, response.headers.get("Location", "")
        self.cookies = self.cookies if keep else cookies
        to_sign_in = response.status_code == 302 and location.partition("?")[0] == reverse(settings.LOGIN_URL)
        return Answer(
            status="login" if to_sign_in else response.status_code,
            location=masked(location, url),
            body=masked(content.decode(response.charset or "utf-8", "replace"), url),
            headers={name: masked(value, url) for name, value in response.items() if name != "Location"},
            cookies=sorted(
                (name, morsel["path"], morsel["httponly"], morsel["samesite"]) for name, morsel in sent.items()
            ),
            statements=len([sql for sql in statements if "SAVEPOINT" not in sql]),
            written=written,
            raw=f"{response.serialize_headers().decode()}\n{sent.output()}\n{_text(response, content)}",
        )


WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.I)
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


def _text(response, content) -> str:
    """What a reader reads: a PDF is unpacked by poppler's pdftotext."""
    if response.headers.get("Content-Type") != "application/pdf" or not content:
        return content.decode(errors="replace")
    unpacked = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)  # noqa: S607
    return f"<pdf>\n{unpacked.stdout.decode()}"


def masked(text, url) -> str:
    """What may differ between two equal answers is left out."""
    return TOKEN.sub("<token>", text.replace(url, "<path>") if len(url) > 1 else text)


class Walker:
    """Walks `World`: every person, address, object and method, and says where the answer is not the expected one."""

    def __init__(self, world: World, *, one_in: int = 1, methods=METHODS):
        """With `one_in` everybody tries only every so-manieth of the objects that are neither alone nor missing, and
        of the people but counsellor, lead and stranger only some come to each address.
        """
        self.world, self.one_in, self.methods = world, one_in, methods
        self.browsers = {name: Browser(user) for name, user in world.people.items()}
        self.bodies = {}
        self.asked = 0

    def deviations(self, only=None, people=None, targets=None) -> list[str]:
        """One line per deviation. `only` (names of addresses), `people`, `targets` (names) narrow the walk."""
        found = []
        for address in addresses():
            if only is None or address.name in only:
                found += self._at(address, people or self._people_at(address), targets)
        return found

    def _at(self, address, people, wanted):
        if (address.permission is None) != (address.name in PUBLIC):
            return [f"{address.name} names no permission and is not in the list of public pages, or is in both."]
        methods = self.methods_of(address)
        if not methods:
            return [f"{address.name} does not say which methods it takes."]
        found = []
        targets = [t for t in targets_of(address, self.world) if not wanted or t.name in wanted]
        for person in people:
            tried = self._thinned([t for t in targets if not t.only_for or person in t.only_for], address, person)
            for method in self.methods:
                answers = {}
                for target in tried:
                    answers[target.name] = answer = self.visit(address, person, target, method)
                    right = expected(address, person, target, method, methods)
                    found += self._judged(f"{person} {method} {address.name} ({target.name})", answer, right, method)
                found += _told_apart(address, person, method, tried, answers)
        return found

    def _people_at(self, address):
        everybody = [*ROLES, ANONYMOUS]
        if self.one_in == 1:
            return everybody
        return [*COME_EVERYWHERE, *some_of((p for p in everybody if p not in COME_EVERYWHERE), 3, address.name)]

    def _thinned(self, targets, address, person):
        if self.one_in == 1:
            return targets
        others = [one for one in targets if one.name not in ALWAYS]
        kept = some_of(others, self.one_in, f"{address.name} {person}")
        return [one for one in targets if one not in others or one in kept]

    def visit(self, address, person, target, method) -> Answer:
        kwargs = target.kwargs
        if kwargs.get("pk") in ("own", "foreign"):
            kwargs = {"pk": self.world.passkey_of(person, foreign=kwargs["pk"] == "foreign")}
        url = reverse(address.name, kwargs=kwargs)
        data = self.body(address, person, target) if method == "POST" else None
        self.asked += 1
        return self.browsers[person].ask(method, url, data)

    def body(self, address, person, target) -> dict:
        """What somebody who may would send: the form as she is shown it, a little changed."""
        if address.name.startswith("drafts:"):
            user = self.world.people[person]
            return {"typed_form": "cases.session", OWNER: owner_mark(user) if user else ""}
        is_about_case = (
            address.name.startswith("cases:")
            and address.parameters
            and address.parameters <= set(self.world.cases["own"].ids)
        )
        if not is_about_case:
            filler = person if person != ANONYMOUS and holds(person, address.permission) else "counsellor"
            place = Target("page", target.kwargs if address.is_ours else {})
        else:
            placed = self.world.cases.get(target.name)
            sees = holds(person, address.permission) and target.seen_by(person) >= (address.opens_from or 1)
            if placed is None or not sees or (placed.is_closed and address.permission in WRITING):
                placed = self.world.cases["own"]  # she is refused whatever she sends
            filler = person if sees and placed is self.world.cases.get(target.name) else _filler_of(address)
            place = Target(placed.case.number, {name: placed.ids[name] for name in address.parameters})
        key = address.name, filler, place.name
        if key not in self.bodies:
            typed = self.world.typed(address.name, filler)
            url = reverse(address.name, kwargs=place.kwargs) if address.is_ours else ""
            form = read_page(self.browsers[filler].ask("GET", url).raw, url).form(url) if address.is_ours else None
            self.bodies[key] = form.data(**typed) if form else typed
        return self.bodies[key]

    def methods_of(self, address) -> set:
        """What a view of ours allows, taken from its own answer to a method that does not exist."""
        if not address.is_ours or address.name in PUBLIC:
            return set(ALL_METHODS)
        holder = next(person for person in ROLES if holds(person, address.permission))
        named = ("page", "own", "own passkey", "page of the team", "hers")
        found = targets_of(address, self.world)
        target = next((t for t in found if t.name in named), found[0])
        answer = self.visit(address, holder, target, "BREW")
        allowed = answer.headers.get("Allow", "") if answer.status == 405 else ""
        return {method.strip() for method in allowed.split(",") if method.strip()} & set(ALL_METHODS)

    @staticmethod
    def _judged(what, answer, right, method):
        found = []
        if answer.status not in right:
            found.append(f"{what}: expected {' or '.join(map(str, sorted(right, key=str)))}, got {answer.status}")
        written = answer.written - BY_THE_WAY - ({"mfa_authenticator"} if " mfa_" in what else set())
        if written and (method in ("GET", "HEAD") or not {200, 204, 302} & right):
            found.append(f"{what}: wrote {', '.join(sorted(written))}")
        return found


def _filler_of(address) -> str:
    """Somebody who may fill in a form about the counsellor's own case."""
    return "counsellor" if holds("counsellor", address.permission) else "lead"


def _told_apart(address, person, method, targets, answers):
    """What somebody may not see answers exactly like what is not there."""
    if "missing" not in answers:
        return []
    return [
        f"{person} {method} {address.name}: {target.name} can be told from missing"
        for target in targets
        if target.name != "missing"
        and target.seen_by(person) < (address.opens_from or 1)
        and person not in target.known_to
        and answers[target.name].to_compare() != answers["missing"].to_compare()
    ] + [
        f"{person} {method} {address.name}: another's can be told from missing inside an own object"
        for first, second in [("own with another's", "own with missing")]
        if first in answers and answers[first].to_compare() != answers[second].to_compare()
    ]
