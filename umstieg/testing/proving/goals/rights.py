"""G2: what one may not see answers like what is not there. G4: a change of rights holds with the next request."""

import datetime
import statistics
import time
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cases.enums import GrantKind, LeadCause
from cases.services.case import change_case, set_co_counsellors
from cases.services.grant import end_grant, lift_lock, lock_case
from umstieg.access.enums import Part, Role
from umstieg.accounts.services import disable_user, end_membership
from umstieg.audit.recording import act
from umstieg.testing.targets import targets_of
from umstieg.testing.walker import Browser, Walker, addresses
from umstieg.testing.world import give, make_world

from .base import Goal

TIMED = ("cases:detail", "cases:person", "cases:way", "cases:session_detail", "cases:task_detail", "cases:ledger")
APART = 0.15  # how far the medians may lie apart
ENOUGH = 20  # samples of each below which a median says nothing


class AnswersAlike(Goal):
    name = "goal-G2"
    proves = (
        "A foreign and a missing object answer the same to everybody, at every address: status, body, headers, cookies and "
        "number of statements; and in the same time."
    )
    sizes = {"smoke": 4, "full": 60}  # samples of each, per address, for the times

    def measure(self):
        whole = self.size == self.sizes["full"]
        walker = Walker(make_world(), one_in=1 if whole else 12)
        for address in addresses()[:: 1 if whole else 5]:
            names = {one.name for one in targets_of(address, walker.world)} if address.parameters else set()
            if "missing" in names:
                before = walker.asked
                found = walker.deviations(only={address.name})
                self.state.find(*(one for one in found if "told from missing" in one))
                self.state.count("answers", walker.asked - before)
                self.state.count("addresses")
            yield
        self.ratios = []
        for name in TIMED:
            self._time(walker, next((one for one in addresses() if one.name == name), None))
            yield

    def _time(self, walker, address):
        if address is None:
            return
        browser, took = walker.browsers["counsellor"], {"foreign": [], "missing": []}
        targets = {one.name: one for one in targets_of(address, walker.world) if one.name in took}
        for number in range(self.size + 1):  # the first of each is read for the first time, and not counted
            for name, target in sorted(targets.items(), reverse=bool(number % 2)):
                url = reverse(address.name, kwargs=target.kwargs)
                begun = time.perf_counter()
                browser.ask("GET", url)
                took[name] += [time.perf_counter() - begun] if number else []
        ratio = statistics.median(took["foreign"]) / statistics.median(took["missing"])
        self.ratios.append(ratio)
        self.state.facts["times"] = f"{min(self.ratios):.2f} to {max(self.ratios):.2f}"
        if self.size >= ENOUGH and abs(ratio - 1) > APART:
            self.state.find(f"{address.name}: a foreign one takes {ratio:.2f} times as long as a missing one.")

    def seen(self):
        return (
            f"{self.fact('answers'):,} answers at {self.fact('addresses')} addresses with objects, none told apart; "
            f"a foreign object takes {self.fact('times') or '–'} times as long as a missing one ({self.size} samples each)"
        )


class RightsChange(Goal):
    name = "goal-G4"
    proves = (
        "Every way to come to a case and to lose it again (named, grants of each kind, locks, roles, the account) holds with "
        "the very next request."
    )
    sizes = {"smoke": 1, "full": 25}  # rounds

    def measure(self):
        world = make_world()
        for _ in range(self.size):
            for name, way in self._ways(world):
                with transaction.atomic():
                    self._walk(name, **way)
                    transaction.set_rollback(True)
                yield

    def _walk(self, name, user, case, steps, *, opens_at_first=False, page="cases:person"):
        """By the requests of one session: first as it is, then after each step (what is done, whether it opens)."""
        browser, url = Browser(user), reverse(page, kwargs={"pk": case.pk})
        seen, right, result = [browser.ask("GET", url).status == 200], [opens_at_first], None
        for do, opens in steps:
            result = do(result)
            seen.append(browser.ask("GET", url).status == 200)
            right.append(opens)
        self.state.count("changes", len(steps))
        if seen != right:
            self.state.find(f"{name}: opens {seen}, expected {right}.")

    def _ways(self, world):
        """(name, what `_walk` takes)."""
        own, team, foreign = (world.cases[name].case for name in ("own", "team", "foreign"))
        counsellor, lead = world.people["counsellor"], world.people["lead"]
        for name, user, case, kind, part, cause in (
            ("cover", counsellor, team, GrantKind.COVER, Part.WORK, ""),
            ("reading on", counsellor, team, GrantKind.KEEP, Part.RESTRICTED, ""),
            ("emergency", counsellor, foreign, GrantKind.EMERGENCY, Part.RESTRICTED, ""),
            ("reason of the lead", lead, own, GrantKind.REASON, Part.NOTES, LeadCause.QUALITY),
        ):
            grant = partial(give, case, user, kind, part, cause=cause)
            for how, lose in (("ended", _end), ("over", _let_pass)):
                yield (
                    f"{name}, {how}",
                    {
                        "user": user,
                        "case": case,
                        "steps": [(lambda _result, grant=grant: grant(), True), (lose, False)],
                    },
                )
        yield from self._ways_of_people(world, own, team)

    def _ways_of_people(self, world, own, team):
        people = world.people
        counsellor, colleague, lead, admin = (people[one] for one in ("counsellor", "colleague", "lead", "admin"))
        both = people["counselling_lead"]
        shared = world.cases["shared"].case
        yield (
            "co-counsellor",
            {
                "user": colleague,
                "case": own,
                "steps": [
                    (lambda _: set_co_counsellors(case=own, users=[colleague], by=counsellor), True),
                    (lambda _: set_co_counsellors(case=own, users=[], by=counsellor), False),
                ],
            },
        )
        yield (
            "handover",
            {
                "user": counsellor,
                "case": own,
                "opens_at_first": True,
                "steps": [(lambda _: change_case(case=own, counsellor=colleague, by=counsellor), False)],
            },
        )
        yield (
            "lock",
            {
                "user": lead,
                "case": team,
                "opens_at_first": True,
                "page": "cases:detail",
                "steps": [
                    (lambda _: lock_case(case=team, user=lead, reason="Nachbarin", by=colleague), False),
                    (lambda lock: lift_lock(lock=lock, by=people["auditor"]), True),
                ],
            },
        )
        held = both.memberships.get(role=Role.COUNSELLOR)
        yield (
            "role",
            {
                "user": both,
                "case": shared,
                "opens_at_first": True,
                "steps": [(lambda _: end_membership(membership=held, by=admin), False)],
            },
        )
        yield (
            "account",
            {
                "user": colleague,
                "case": team,
                "opens_at_first": True,
                "steps": [(lambda _: disable_user(user=colleague, by=admin), False)],
            },
        )

    def seen(self):
        return f"{self.fact('changes'):,} changes of rights, {self.fact('findings')} not in force with the next request"


def _end(grant):
    end_grant(grant=grant, by=grant.case.counsellor)


def _let_pass(grant):
    """Its time is up: as if the clock had gone on."""
    now = timezone.now()
    grant.starts_at, grant.ends_at = now - datetime.timedelta(days=1), now - datetime.timedelta(seconds=1)
    with act("grant.ended", by=None):
        grant.save()
