"""Two people correct the same session at the same moment."""

import html
import secrets
import threading

from django.urls import reverse

from cases.models import Case, CounsellingSession
from umstieg.accounts.models import User
from umstieg.audit.verification import verify
from umstieg.testing.make import make_case, make_session, make_team, make_user
from umstieg.testing.serving import Server, Visitor
from umstieg.testing.world import share

from .base import Proof

SESSIONS = 10


class EditRaces(Proof):
    name = "edit-races"
    proves = (
        "When two people correct a session at once, one of them is told and sees both texts; every text that was "
        "acknowledged is the current one or a kept version, so no update is lost."
    )
    sizes = {"smoke": 5, "full": 500}
    keeps_database = True
    on_both = True

    def steps(self):
        self.state.total = self.size
        if not User.objects.exists():
            team = make_team()
            first, second = make_user("COUNSELLOR", team=team), make_user("COUNSELLOR", team=team)
            for number in range(SESSIONS):
                case = make_case(counsellor=first)
                share(case, second)
                make_session(case, note=f"begin {number}")
        people = list(User.objects.order_by("pk"))
        sessions = list(CounsellingSession.objects.order_by("created_at").values_list("pk", "case_id"))
        with Server() as server:
            self.visitors = [Visitor(server, user) for user in people]
            while self.state.done < self.size:
                self._race(*sessions[self.state.done % SESSIONS])
                self.state.done += 1
                yield
        self._judge()

    def _race(self, pk, case):
        """Both open the form, both send it; whoever was slower merges what she sees and sends again."""
        address = reverse("cases:session_correct", kwargs={"pk": case, "session": pk})
        race = f"race {self.state.done} {secrets.token_hex(3)}"  # a run that goes on repeats no text
        texts = [f"{race} by {name}" for name in ("first", "second")]
        opened = [visitor.open(address) for visitor in self.visitors]
        answers, start = {}, threading.Barrier(2)

        def send(number):
            start.wait()
            answers[number] = self.visitors[number].send(address, opened[number].data(note=texts[number]))

        threads = [threading.Thread(target=send, args=[number]) for number in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        statuses = sorted(answers[number][0] for number in answers)
        if statuses != [200, 302]:
            self.state.find(f"Two corrections at once were answered with {statuses}.")
            return
        loser = next(number for number in answers if answers[number][0] == 200)
        self.state.count(f"the {('first', 'second')[loser]} was told")
        page = answers[loser][2]
        if any(html.escape(text) not in page for text in texts):
            self.state.find("Whoever was slower does not see both texts.")
            return
        again = self.visitors[loser].open_from(page, address)
        merged = f"{texts[1 - loser]} and {texts[loser]}"
        status, _, _ = self.visitors[loser].send(address, again.data(note=merged))
        if status != 302:
            self.state.find(f"The merged text was answered with {status}.")
        self._look_at(pk, [texts[1 - loser], merged])

    def _look_at(self, pk, acknowledged):
        session = CounsellingSession.objects.get(pk=pk)
        held = [version.facts["note"] for version in session.versions.order_by("version")] + [session.note]
        if held[-2:] != acknowledged or len(set(held)) != len(held):
            self.state.find("An acknowledged text is neither the current one nor a kept version.")
        self.state.count("acknowledged", 2)

    def _judge(self):
        self.state.find(*verify().findings)
        facts = self.state.facts
        kept = sum(session.versions.count() for session in CounsellingSession.objects.all())
        if kept < facts.get("acknowledged", 0):
            self.state.find(f"{kept:,} versions were kept of {facts.get('acknowledged', 0):,} corrections.")
        if Case.objects.count() != SESSIONS:
            self.state.find("There are other cases than before.")

    def lines(self):
        facts = self.state.facts
        told = ", ".join(f"{count:,} times {name}" for name, count in sorted(facts.items()) if name.endswith("told"))
        return [
            f"{self.state.done:,} races of two people over HTTP ({told})",
            f"{facts.get('acknowledged', 0):,} acknowledged texts, each current or a kept version",
            f"{facts.get('findings', 0)} updates lost",
        ]
