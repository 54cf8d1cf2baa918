"""G8 to G11: second factors, guessing, who has an account, sessions."""

import datetime
import math
import statistics
import time

from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from umstieg.access.enums import Role
from umstieg.accounts.adapters import SIGNED_IN_AT
from umstieg.audit.models import AuditEvent
from umstieg.settings import base
from umstieg.testing.door import WRONG, is_in, sign_in
from umstieg.testing.make import PASSWORD, make_user
from umstieg.testing.passkeys import TOTP_SECRET, make_totp
from umstieg.testing.real_centre import over_https, settings_of_a_real_centre
from umstieg.testing.targets import targets_of
from umstieg.testing.walker import PUBLIC, Browser, addresses, masked
from umstieg.testing.world import ROLES, make_world

from .base import Goal

STRANGERS = [f"203.0.113.{number}" for number in range(1, 41)]
OFFICE = "198.51.100.1"
P_ENOUGH, APART = 0.01, 0.10  # G10: by the rank test, or by the medians
ENOUGH = 20  # samples of each below which times say nothing


class SecondFactor(Goal):
    name = "goal-G8"
    proves = (
        "Where a second factor is required, nothing opens without one, at no address and for no role, but the pages that "
        "set it up; a code of the authenticator app works once."
    )
    sizes = {"smoke": 1, "full": 20}  # codes tried twice

    def measure(self):
        world = make_world()
        without = {}
        for person, roles in ROLES.items():
            for role, team in roles:
                where = {"team": world.named.team, "other team": world.named.other_team}.get(team)
                without[person] = make_user(role, team=where, name=f"Ohne {person}")
        with override_settings(SECOND_FACTOR_REQUIRED=True):
            for person, user in without.items():
                self._walk(world, person, Browser(user))
                yield
        for number in range(self.size):
            with transaction.atomic():
                self._twice(make_user(Role.ADMIN, name=f"Mit App {number}"))
                transaction.set_rollback(True)
            yield

    def _walk(self, world, person, browser):
        for address in addresses():
            if address.name in PUBLIC or address.name.startswith(("mfa_", "account_")):
                continue
            kwargs = targets_of(address, world)[0].kwargs
            for method in ("GET", "POST"):
                url = reverse(address.name, kwargs=kwargs)
                answer = browser.ask(method, url, {})
                to_set_up = answer.status == 302 and answer.location == masked(reverse("mfa_activate_totp"), url)
                self.must(
                    to_set_up, f"{person} {method} {address.name} answers {answer.status} without a second factor."
                )

    def _twice(self, user):
        make_totp(user)
        cache.clear()
        code = totp.format_hotp_value(totp.hotp_value(TOTP_SECRET, int(time.time()) // 30))
        first, _ = sign_in(user)
        self.must(not is_in(first), "The password alone opens the door.")
        first.post(reverse("mfa_authenticate"), {"code": code})
        self.must(is_in(first), "A right code does not open the door.")
        second, _ = sign_in(user)
        second.post(reverse("mfa_authenticate"), {"code": code})
        self.must(not is_in(second), "A code opened the door twice.")

    def seen(self):
        return f"{self.fact('looked at'):,} answers and codes, {self.fact('findings')} ways in without a second factor"


class Guessing(Goal):
    name = "goal-G9"
    proves = (
        "Of one account at most ten guesses an hour are evaluated, from however many addresses, and its owner gets in at "
        "her device meanwhile."
    )
    sizes = {"smoke": 1, "full": 10}  # accounts guessed at

    def measure(self):
        for number in range(self.size):
            with transaction.atomic():
                cache.clear()
                self._guess(make_user(Role.ADMIN, name=f"Anna {number}"))
                transaction.set_rollback(True)
            yield

    def _guess(self, user):
        own, _ = sign_in(user, address=OFFICE)
        own.post(reverse("account_logout"))
        before = AuditEvent.objects.count()
        for address in [*STRANGERS, OFFICE]:
            for _ in range(5):
                sign_in(user, WRONG, address=address)
                self.state.count("guesses")
        events = AuditEvent.objects.order_by("seq")[before:]
        evaluated = sum(act["reason"] == "password" for event in events for act in event.acts)
        self.state.facts["evaluated"] = max(self.fact("evaluated"), evaluated)
        self.must(0 < evaluated <= 10, f"{evaluated} guesses were evaluated.")
        self.must(not is_in(sign_in(user, address=STRANGERS[0])[0]), "The guesser gets in with the right password.")
        self.must(is_in(sign_in(user, browser=own)[0]), "She has to wait at her own device.")

    def seen(self):
        return (
            f"{self.fact('guesses'):,} guesses from {len(STRANGERS) + 1} addresses, of one account at most "
            f"{self.fact('evaluated')} evaluated within the hour; the owner gets in at her device at once"
        )


class Enumeration(Goal):
    name = "goal-G10"
    proves = (
        "Signing in and asking for a new password do not tell whether there is an account: not by text, not by time."
    )
    sizes = {"smoke": 3, "full": 40}  # of each class

    def measure(self):
        hashed = {"PASSWORD_HASHERS": base.PASSWORD_HASHERS, "MAIL_BESIDE_REQUEST": True}
        with override_settings(**hashed):
            known = make_user(Role.ADMIN, name="Anna Konto")
            known.set_password(PASSWORD)
            known.save()
            for name, field in (("account_login", "login"), ("account_reset_password", "email")):
                yield from self._compare(name, field, known.email)

    def _compare(self, name, field, known):
        took, said = {True: [], False: []}, {True: set(), False: set()}
        url = reverse(name)
        self._send(url, field, known)  # what is read for the first time costs once
        for number in range(self.size):
            for has_account in (True, False):
                email = known if has_account else f"niemand{number}@example.org"
                seconds, told = self._send(url, field, email)
                took[has_account].append(seconds)
                said[has_account].add(told)
            yield
        self.must(said[True] == said[False], f"{name} answers differently where there is an account.")
        p, ratio = rank_test(took[True], took[False]), statistics.median(took[True]) / statistics.median(took[False])
        self.state.facts[name] = f"p = {p:.2f}, medians {ratio:.2f} : 1"
        if self.size >= ENOUGH:
            self.must(
                p > P_ENOUGH or abs(ratio - 1) < APART, f"{name} takes {ratio:.2f} times as long with an account."
            )

    @staticmethod
    def _send(url, field, email):
        cache.clear()
        browser = Client()
        with transaction.atomic():
            begun = time.perf_counter()
            answer = browser.post(url, {field: email, "password": WRONG})
            took = time.perf_counter() - begun
            transaction.set_rollback(True)
        mail.outbox = []
        body = answer.content.decode().replace(email, "<e-mail>")
        return took, (answer.status_code, answer.headers.get("Location", ""), _without_tokens(body))

    def seen(self):
        door, reset = (self.fact(name) or "–" for name in ("account_login", "account_reset_password"))
        return f"{self.size} of each class, answers equal; signing in: {door}; new password: {reset}"


class Sessions(Goal):
    name = "goal-G11"
    proves = (
        "A session ends after thirty quiet minutes and after twelve hours, gets a new id at the door, is dead on the server "
        "after signing out; its cookie is bound to the host and out of reach of scripts, and no page is kept."
    )
    sizes = {"smoke": 1, "full": 10}  # people

    def measure(self):
        with override_settings(**settings_of_a_real_centre()):
            for number in range(self.size):
                with transaction.atomic():
                    cache.clear()
                    self._live(make_user(Role.ADMIN, name=f"Anna {number}"))
                    transaction.set_rollback(True)
                yield

    def _live(self, user):
        browser = over_https(Client())
        browser.get(reverse("account_login"))
        sign_in(user, browser=browser)
        name = settings_of_a_real_centre()["SESSION_COOKIE_NAME"]
        cookie, first = browser.cookies[name], browser.cookies[name].value
        flags = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"])
        self.must(name.startswith("__Host-") and flags == (True, True, "Lax", "/", ""), f"The cookie: {flags}.")
        page = browser.get(reverse("desk:home"))
        self.must("no-store" in page["Cache-Control"], "A page may be kept.")
        self.must(not _ends(browser, user, minutes=29), "A session ends before its thirty minutes.")
        self.must(_ends(browser, user, minutes=31), "A session outlives thirty quiet minutes.")
        sign_in(user, browser=browser)
        self.must(browser.cookies[name].value != first, "Signing in keeps the id of the session.")
        self.must(not _began(browser, hours=11.9) and _began(browser, hours=12.1), "Not twelve hours.")
        sign_in(user, browser=browser)
        stolen = over_https(Client())
        stolen.cookies[name] = browser.cookies[name].value
        self.must(is_in(stolen), "The session of another browser does not open: nothing is shown by what follows.")
        left = browser.post(reverse("account_logout"))
        self.must(left.headers.get("Clear-Site-Data") == '"cache"', "Signing out leaves pages in the browser.")
        self.must(not is_in(stolen) and not is_in(browser), "The session lives on after signing out.")

    def seen(self):
        return f"{self.fact('looked at')} looks at the sessions of {self.size} people, {self.fact('findings')} faults"


def _ends(browser, user, minutes) -> bool:
    """Whether nothing opens after so many quiet minutes: the stored end lies so much nearer."""
    key = browser.session.session_key
    row = Session.objects.get(pk=key)
    row.expire_date -= datetime.timedelta(minutes=minutes)
    row.save()
    return not is_in(browser)


def _began(browser, hours) -> bool:
    """Whether nothing opens when the session began so many hours ago."""
    session = browser.session
    session[SIGNED_IN_AT] = timezone.now().timestamp() - hours * 3600
    session.save()
    return not is_in(browser)


def _without_tokens(body) -> str:
    return "".join(line for line in body.splitlines() if "csrf" not in line)


def rank_test(some, others) -> float:
    """p of the Mann-Whitney test that two samples come from one distribution (two-sided, by its normal approximation)."""
    ranked = sorted([(value, 0) for value in some] + [(value, 1) for value in others])
    ranks = sum(rank for rank, (_value, of) in enumerate(ranked, 1) if of == 0)
    n, m = len(some), len(others)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))
