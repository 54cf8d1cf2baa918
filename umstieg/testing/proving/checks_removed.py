"""Every check of the product taken away, one at a time: the walk over all addresses or a test has to see it."""

import os
import random
import re
import subprocess
import sys
from collections import defaultdict

from django.conf import settings

from umstieg.testing import mutation, tracing
from umstieg.testing.mutation import TakenAway, every_check
from umstieg.testing.targets import targets_of
from umstieg.testing.walker import Walker, addresses
from umstieg.testing.world import ANONYMOUS, ROLES, make_world

from .base import Proof

MOST_ADDRESSES = 8  # walked for one check
# These walk over everything too, and would take minutes for each check.
WALKS = ("test_access_matrix.py", "test_bad_input.py", "test_headers.py", "test_parts.py", "test_mutation.py")
FEW = 5  # files; more are worth two processes
MINUTES = 12  # for the tests without one check
WALKED = ("right", "scope", "rule", "condition", "filter")  # what the walk can see; the rest is for the tests
STRANGERS = ("nobody", "stranger", "colleague", "other_lead", "lead")
TRACED = ("counsellor", "lead", "counselling_lead", "admin", "auditor")
SEEN = re.compile(rb"\d+ (?:failed|errors?)\b")  # in pytest's last line; its exit status is another with xdist and -x


class ChecksRemoved(Proof):
    name = "checks-removed"
    proves = (
        "Every check of the product (rights of views, password asked for again, visible_to, guards, refusals, filters by "
        "person and case) is taken away, one at a time: the walk over all addresses or a test fails each time."
    )
    sizes = {"smoke": 10, "full": 10_000}

    def steps(self):
        checks = every_check()
        self.all = len(checks)
        if self.size < len(checks):  # rights of views, which the walk has to see; the rest takes too long
            checks = [one for one in checks if one.kind == "right"]
            random.Random(self.seed).shuffle(checks)
        checks.sort(key=lambda one: "DomainError" in one.text)  # who may see what first, what may be typed last
        chosen = checks[: self.size]
        self.state.total = len(chosen)
        self.walker = Walker(make_world())
        self.addresses = {one.name: one for one in addresses()}
        self.reached = self._reached()
        yield
        self.files = self._files()
        while self.state.done < len(chosen):
            self._try(chosen[self.state.done])
            self.state.done += 1
            yield

    # --- which addresses and tests reach which function ---------------------------------------------------

    def _reached(self) -> dict[str, list[str]]:
        """{function: names of addresses that run it}."""
        found = defaultdict(list)
        for address in self.addresses.values():
            targets = [one.name for one in targets_of(address, self.walker.world)][:2] + ["missing"]
            with tracing.functions_run() as names:
                self.walker.deviations(only={address.name}, people=list(TRACED), targets=targets)
            for name in names:
                found[name].append(address.name)
        return found

    def _files(self) -> dict[str, set[str]]:
        """{function: files of tests that run it}: found by one run of the tests; at smoke size by their names."""
        path = self.state.path.with_name(f"{self.state.path.stem}-tests")
        if self.size < self.all:
            return {}
        if not self.state.facts.get("traced"):
            self._tests(["."], {"UMSTIEG_TRACE_TO": str(path)}, stop=False, minutes=60)
            self.state.facts["traced"] = True
        return tracing.files_that_run(str(path))

    # --- one check ----------------------------------------------------------------------------------------

    def _try(self, check):
        is_walked = check.kind.split()[0] in WALKED or ".views" in check.module
        if is_walked and self._walk_sees(check):
            self.state.count("seen by the walk")
        elif self._tests_see(check):
            self.state.count("seen by a test")
        else:
            self.state.find(f"{check} [{check.kind}] can be taken away unseen.")

    def _walk_sees(self, check) -> bool:
        function = f"{check.module}:{check.function}"
        own = [name for name, one in self.addresses.items() if _stands_for(one.view, check)]
        names = own or sorted(self.reached.get(function, ()), key=lambda name: name.count(":"))[:MOST_ADDRESSES]
        with TakenAway(check):
            return any(
                self.walker.deviations(only={name}, people=[person]) for name in names for person in _strangers_first()
            )

    def _tests_see(self, check) -> bool:
        files = self.files.get(f"{check.module}:{check.function}", set())
        near, others = _in_order(check, [one for one in files or _all_tests() if not one.endswith(WALKS)])
        if near and self._fails_without(check, near):
            return True
        return bool(files and others) and self._fails_without(check, others)

    def _fails_without(self, check, files):
        return self._tests(files, {"UMSTIEG_WITHOUT_CHECK": check.key})

    def _tests(self, files, extra, *, stop=True, minutes=MINUTES) -> bool:
        """Whether a test of some files fails, in processes and on a database of their own."""
        env = os.environ | extra | {"DATABASE_URL": "", "TEST_DB": str(self.state.path.with_suffix(".tests.sqlite3"))}
        env = {name: value for name, value in env.items() if value}
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--reuse-db", "-m", "not browser"]
        command += ["-n", "2"] if len(files) > FEW or not stop else ["-n", "0"]
        try:
            ended = subprocess.run(  # noqa: S603  our own command
                [*command, *(["-x"] if stop else []), *files],
                cwd=settings.BASE_DIR,
                env=env,
                capture_output=True,
                timeout=minutes * 60,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return True  # without the check something never ends
        return bool(SEEN.search(ended.stdout))

    def lines(self):
        facts = self.state.facts
        return [
            f"{self.state.done} of {len(every_check())} checks taken away, one at a time: "
            f"{facts.get('seen by the walk', 0)} seen by the walk, {facts.get('seen by a test', 0)} by a test, "
            f"{facts.get('findings', 0)} unseen"
        ]


def _strangers_first() -> list[str]:
    """Everybody, beginning with those who see least: they meet a missing check first."""
    return [*STRANGERS, *({*ROLES, ANONYMOUS} - set(STRANGERS))]


def _stands_for(view, check) -> bool:
    return view.__module__ == check.module and getattr(view, "__qualname__", "") == check.function


def _in_order(check, files) -> tuple[list[str], list[str]]:
    """Those named like the module, its package or the function, and the others."""
    words = {word.rstrip("s") for word in (*check.module.split("."), check.function.rpartition(".")[2])}
    words -= {"case", "umstieg", "view", "service", "querie", "form"}
    near = sorted(file for file in files if any(word in file.rpartition("/")[2] for word in words))[:5]
    return near, sorted(set(files) - set(near))


def _all_tests() -> list[str]:
    root = settings.BASE_DIR
    return sorted(str(path.relative_to(root)) for top in mutation.PACKAGES for path in (root / top).rglob("test_*.py"))
