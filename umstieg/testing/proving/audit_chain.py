"""Many people at once, and a log that is still whole."""

import random
import threading
import time

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from umstieg.accounts.models import User
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.audit.sealing import hash_of_event
from umstieg.audit.verification import verify
from umstieg.testing.walker import Browser
from umstieg.testing.world import make_world

from .base import Proof

THREADS = 4
PIECE = 200  # requests between two looks at the clock


class AuditChain(Proof):
    name = "audit-chain"
    proves = "Reads, writes and refusals of several people at the same time: every one an event, the chain unbroken."
    sizes = {"smoke": 200, "full": 10_000}
    keeps_database = True

    def steps(self):
        self.state.total = self.size
        if not User.objects.exists():
            make_world()
        self.before = AuditEvent.objects.count(), self.state.done
        while self.state.done < self.size:
            self._piece(min(PIECE, self.size - self.state.done))
            yield
        self._judge()

    def _piece(self, count):
        """`count` requests by four threads, each with a browser and a database connection of its own."""
        told, lock = [], threading.Lock()
        per_thread = [count // THREADS + (number < count % THREADS) for number in range(THREADS)]

        def work(number):
            rng = random.Random(f"{self.seed} {self.state.done} {number}")
            try:
                statuses = [self._ask(rng) for _ in range(per_thread[number])]
            except Exception as error:  # told below; a thread would swallow it
                statuses = [f"{type(error).__name__}"]
            finally:
                connection.close()
            with lock:
                told.extend(statuses)

        threads = [threading.Thread(target=work, args=[number]) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for status in told:
            self.state.count(f"answers of {status}")
            if status not in (200, 302, 403, 404):
                self.state.find(f"A request ended with {status}.")
        self.state.done += count

    @staticmethod
    def _ask(rng):
        """One request of somebody, at something of hers or of somebody else's. Each leaves one event."""
        user = rng.choice(list(User.objects.filter(is_active=True)))
        case = rng.choice(list(Case.objects.all()))
        browser = Browser(user)
        page = rng.choice(["list", "detail", "search", "log", "team"])
        if page == "search":
            asked = browser.post(reverse("cases:search"), {"q": case.number}).status_code
            return (
                browser.get(reverse("cases:search")).status_code if asked == 302 else asked
            )  # the page is what counts
        if page == "log":
            at = timezone.localtime()
            data = {
                "case": str(case.pk),
                "started_on": at.date().isoformat(),
                "started_time": f"{at:%H:%M}",
                "mode": "telefon",
                "result": "HELD",
            }
            return browser.post(reverse("cases:session_create", kwargs={"pk": case.pk}), data).status_code
        address = {
            "list": reverse("cases:list"),
            "team": reverse("desk:team"),
            "detail": reverse("cases:detail", kwargs={"pk": case.pk}),
        }[page]
        return browser.get(address).status_code

    def _judge(self):
        facts = self.state.facts
        began = time.perf_counter()
        verdict = verify()
        took = time.perf_counter() - began
        self.state.find(*verdict.findings)
        facts["events"] = verdict.events
        events_before, done_before = self.before
        written, asked = verdict.events - events_before, self.size - done_before
        if written != asked:
            self.state.find(f"{asked:,} requests left {written:,} events.")
        cases = {}
        for seq, *rest in AuditedCase.objects.values_list("seq", "case_number", "event", "part"):
            cases.setdefault(seq, []).append(tuple(rest))
        events = list(AuditEvent.objects.order_by("seq"))
        began = time.perf_counter()
        if any(event.hash != hash_of_event(event, cases.get(event.seq, [])) for event in events):
            self.state.find("Hashing alone found a changed event.")
        facts["times hashing"] = round(took / (time.perf_counter() - began), 1)

    def lines(self):
        facts = self.state.facts
        answers = ", ".join(f"{count:,} {name}" for name, count in sorted(facts.items()) if name.startswith("answers"))
        seen = [f"{self.state.done:,} requests by {THREADS} threads ({answers})"]
        if "events" in facts:
            seen.append(f"{facts['events']:,} events read, {facts.get('findings', 0)} findings")
            seen.append(f"verifying takes {facts['times hashing']} times as long as hashing the events alone")
        return seen
