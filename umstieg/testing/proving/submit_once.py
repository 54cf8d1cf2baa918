"""One form, sent many times at once."""

import datetime
import threading

from django.urls import reverse
from django.utils import timezone

from cases.models import Appointment, Case, CounsellingSession, Occasion, Task
from umstieg.accounts.models import User
from umstieg.audit.verification import verify
from umstieg.core.models import Draft
from umstieg.testing.make import make_case, make_team, make_user
from umstieg.testing.serving import Server, Visitor

from .base import Proof

TIMES = 20
MODELS = (CounsellingSession, Occasion, Task, Appointment, Draft)


class SubmitOnce(Proof):
    name = "submit-once"
    proves = (
        "A form that is sent twenty times at once (a talk with one client, with several, an appointment, a task) is "
        "carried out once; every answer leads to the same place."
    )
    sizes = {"smoke": 4, "full": 80}  # forms, of each kind a quarter
    keeps_database = True
    on_both = True

    def steps(self):
        self.state.total = self.size
        if not User.objects.exists():
            counsellor = make_user("COUNSELLOR", team=make_team())
            make_case(counsellor=counsellor), make_case(counsellor=counsellor)
        user = User.objects.get()
        kinds = list(self._kinds(*Case.objects.order_by("number")))
        with Server() as server:
            visitor = Visitor(server, user)
            while self.state.done < self.size:
                self._send_at_once(visitor, *kinds[self.state.done % len(kinds)])
                self.state.done += 1
                yield
        self.state.find(*verify().findings)

    @staticmethod
    def _kinds(case, other):
        """(name, address, what is typed, how many rows of each table are right)."""
        talk = {"mode": "telefon", "note": "Einmal", "next_step": "Anrufen"}
        several = talk | {"r1-case": str(other.pk), "r1-note": "Auch einmal", "r1-next_step": "Schreiben"}
        tomorrow = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
        agreed = {"mode": "telefon", "starts_on": tomorrow, "starts_time": "10:00", "case": str(case.pk)}
        log = reverse("cases:session_create", kwargs={"pk": case.pk})
        yield "one client", log, talk, (1, 0, 1, 0, 0)
        yield "several clients", log, several, (2, 1, 2, 0, 0)
        yield "appointment", reverse("cases:appointment_create"), agreed, (0, 0, 0, 1, 0)
        yield "task", reverse("cases:task_create"), {"text": "Einmal", "case": str(case.pk)}, (0, 0, 1, 0, 0)

    def _send_at_once(self, visitor, kind, address, typed, right):
        data, before = visitor.open(address).data(**typed), [model.objects.count() for model in MODELS]
        answers, start = [], threading.Barrier(TIMES)

        def send(twin):
            start.wait()
            status, target, _ = twin.send(address, data)
            answers.append((status, target))
            twin.hang_up()

        threads = [threading.Thread(target=send, args=[visitor.twin()]) for _ in range(TIMES)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(answers) != TIMES or len(set(answers)) != 1 or answers[0][0] != 302:
            self.state.find(f"{kind}: answers {sorted(set(answers))}.")
        made = tuple(model.objects.count() - old for model, old in zip(MODELS, before, strict=True))
        if made != right:
            self.state.find(f"{kind}: made {made} instead of {right}.")
        self.state.count(kind)

    def lines(self):
        facts = self.state.facts
        kinds = ", ".join(
            f"{facts[kind]} × {kind}"
            for kind in ("one client", "several clients", "appointment", "task")
            if kind in facts
        )
        return [f"{self.state.done} forms sent {TIMES} times at once ({kinds})", f"{facts.get('findings', 0)} doubled"]
