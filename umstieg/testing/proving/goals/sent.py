"""G12: headers. G17: keys no form asked for. G18: requests from elsewhere, and what a page may not do by itself."""

import re
import sys
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from umstieg.testing import badinput, smuggling
from umstieg.testing.door import sign_in
from umstieg.testing.make import make_user
from umstieg.testing.real_centre import faults, over_https, settings_of_a_real_centre
from umstieg.testing.rows import LOG, MACHINE
from umstieg.testing.targets import targets_of
from umstieg.testing.walker import PUBLIC, Browser, Walker, addresses
from umstieg.testing.world import ANONYMOUS, ROLES, make_world

from .base import Goal

NONE_SUCH = 10**9
ELSEWHERE = [
    *("https://evil.example", "http://evil.example", "//evil.example", "///evil.example", "////evil.example"),
    *("/\\evil.example", "\\\\evil.example", "https:evil.example", "https:/evil.example", "http:\\\\evil.example"),
    *("javascript:alert(1)", "data:text/html,x", "//evil.example@testserver", "https://testserver.evil.example"),
    *("https://testserver@evil.example", "%2f%2fevil.example", "/%09/evil.example", "/%5cevil.example"),
    *("//evil%E3%80%82example", "\thttps://evil.example"),
]
REDIRECTING = ("next", "zurueck", "url", "redirect", "return_to")


class Headers(Goal):
    name = "goal-G12"
    proves = "Every answer of a real centre scores 100 or more by the rules of the MDN HTTP Observatory, and has our own headers."
    sizes = {"smoke": 2, "full": 12}  # people

    def measure(self):
        world = make_world()
        people = ["counsellor", ANONYMOUS, *(one for one in ROLES if one != "counsellor")][: self.size]
        with override_settings(**settings_of_a_real_centre()):
            for person in people:
                self._walk(world, person, over_https(Browser(world.people[person])))
                yield

    def _walk(self, world, person, browser):
        for address in addresses():
            kwargs = {
                name: NONE_SUCH if value in ("own", "foreign") else value
                for name, value in targets_of(address, world)[0].kwargs.items()
            }
            for method in ("GET", "POST", "BREW"):
                cookies = browser.cookies.copy()
                with transaction.atomic():
                    answer = browser.generic(method, reverse(address.name, kwargs=kwargs))
                    transaction.set_rollback(True)
                browser.cookies = cookies
                self.state.count(f"answers of {answer.status_code}")
                for fault in faults(answer):
                    self.state.find(f"{person} {method} {address.name} {answer.status_code}: {fault}")

    def seen(self):
        counted = sorted((name, value) for name, value in self.state.facts.items() if name.startswith("answers"))
        told = ", ".join(f"{value:,} {name}" for name, value in counted)
        return f"{told or 'nothing yet'}; {self.fact('findings')} below 100 or without a header"


class Smuggling(Goal):
    name = "goal-G17"
    proves = (
        "Keys that a form does not have (every column of every model, owners, ids, roles) take no effect, in any form."
    )
    sizes = {"smoke": 5, "full": 1_000}  # forms, at most

    def measure(self):
        with override_settings(**badinput.PATIENT):
            world = make_world()
            for place in badinput.places(world)[: self.size]:
                extras = smuggling.smuggled(place, world)
                plain = smuggling.effect_of(place, place.good)
                loaded = smuggling.effect_of(place, place.good | extras)
                self.state.count("keys", len(extras))
                self.must(plain == loaded, f"{place.person} {place.name}: a key that no form asked for took effect.")
                yield

    def seen(self):
        return f"{self.fact('keys'):,} keys smuggled into {self.fact('looked at')} forms, {self.fact('findings')} took effect"


class Forgery(Goal):
    name = "goal-G18"
    proves = (
        "No state changes without the token of the form or from another site, none by GET; no redirect leads elsewhere; no "
        "page opens a connection."
    )
    sizes = {"smoke": 1, "full": 11}  # people

    def measure(self):
        world = make_world()
        self.walker = Walker(world)
        connections = _connections()
        people = ["counsellor", *(one for one in ROLES if one != "counsellor")][: self.size]
        for person in people:
            browser = _careful(world.people[person])
            for address in addresses():
                self._forge(browser, person, address, world)
                self._read(person, address, world)
            yield
        self._redirects()
        self.state.facts["connections"] = len(connections)
        self.state.find(*(f"A page opened a connection to {one}." for one in connections))
        yield

    def _forge(self, browser, person, address, world):
        """Without a token, and with an Origin of another site: refused before anything else."""
        if "POST" not in self.walker.methods_of(address) or address.name == "desk:feed":
            return
        url = reverse(address.name, kwargs=self._kwargs(address, world, person))
        for extra in ({}, {"HTTP_ORIGIN": "https://evil.example"}):
            with transaction.atomic():
                answer = browser.post(url, {}, **extra)
                transaction.set_rollback(True)
            self.must(answer.status_code == 403, f"{person} POST {address.name} {extra}: {answer.status_code}")

    def _read(self, person, address, world):
        """A GET leaves every row as it was, but for the log and the session."""
        if address.name in PUBLIC:
            return
        url = reverse(address.name, kwargs=self._kwargs(address, world, person))
        answer = self.walker.browsers[person].ask("GET", url)
        # django-allauth notes that codes were looked at.
        written = answer.written - LOG - MACHINE - ({"mfa_authenticator"} if address.name.startswith("mfa_") else set())
        self.must(not written, f"{person} GET {address.name} wrote {', '.join(sorted(written))}.")

    @staticmethod
    def _kwargs(address, world, person):
        kwargs = targets_of(address, world)[0].kwargs
        if kwargs.get("pk") in ("own", "foreign"):
            return {"pk": world.passkey_of(person, foreign=kwargs["pk"] == "foreign")}
        return kwargs

    def _redirects(self):
        """Every address for `next`, at the door and at every page that sends one on."""
        for payload in ELSEWHERE:
            for name in ("account_login", "account_logout", "account_reauthenticate", "cases:list", "desk:home"):
                user = make_user("COUNSELLOR")
                with transaction.atomic():
                    browser, answer = sign_in(user)
                    self._judge(payload, "account_login", answer)
                    data = dict.fromkeys(REDIRECTING, payload) | {"password": "x"}
                    for asked in (browser.get(reverse(name), data), browser.post(reverse(name), data)):
                        self._judge(payload, name, asked)
                    transaction.set_rollback(True)

    def _judge(self, payload, name, answer):
        """As a browser reads an address: without tabs and line breaks, a backslash as a slash."""
        location = answer.headers.get("Location", "")
        read = re.sub(r"[\t\r\n]", "", location).replace("\\", "/").strip()
        host = urlsplit(urljoin("http://testserver/x/", read))
        self.must(host.netloc == "testserver" and host.scheme == "http", f"{name} leads to {payload!r}.")

    def seen(self):
        return (
            f"{self.fact('looked at'):,} requests without token, from elsewhere, by GET or with one of {len(ELSEWHERE)} "
            f"addresses to be led to: {self.fact('findings')} took effect; {self.fact('connections')} connections opened"
        )


def _careful(user):
    """A browser whose forms are checked for their token, as everywhere but in tests."""
    browser = Browser(user)
    browser.handler.enforce_csrf_checks = True
    return browser


def _connections() -> list:
    """Where Python's sockets are connected to from now on; the database's own library is none of them."""
    found = []

    def hook(event, arguments):
        if event == "socket.connect" and not str(arguments[1]).endswith(".sock"):
            found.append(str(arguments[1]))

    sys.addaudithook(hook)
    return found
