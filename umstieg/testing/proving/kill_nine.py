"""The plug is pulled while people save."""

import http.client
import json
import random
import secrets
import threading
import time
from dataclasses import asdict, dataclass, field

from django.db import connection
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Client, CounsellingSession, Occasion, Task
from umstieg.accounts.models import User
from umstieg.audit.models import AuditEvent
from umstieg.audit.verification import verify
from umstieg.core.models import Draft, SubmitKey
from umstieg.core.typed import KEY, PAGE
from umstieg.testing.make import make_case, make_team, make_user
from umstieg.testing.serving import Server, Visitor

from .base import Proof

WRITERS = 4
FEWEST, MOST = 8, 48  # acknowledged saves after which a server is killed; 28 on average
CASES = 0.03  # of the forms
WHOLE = 25  # after so many lives everything is looked at, not only what is new
PATIENCE = 60  # seconds
LOGGED = ("session.logged", "case.opened")


@dataclass
class Saving:
    """One form that somebody sends: the notes it writes, and what she has sent and not yet seen answered."""

    address: str
    data: dict
    form: str
    about: str
    notes: list[str]  # of the sessions it makes
    pseudonym: str = ""  # of the client whose case it opens
    kept: str = ""  # the text of the draft that the server has acknowledged
    is_sent: bool = False


@dataclass
class Desk:
    """Somebody who works: her browser, and the form whose answer she still waits for."""

    visitor: Visitor
    cases: list
    open: Saving | None = None
    acknowledged: list[str] = field(default_factory=list)  # notes
    opened: list[str] = field(default_factory=list)  # pseudonyms
    saves: int = 0


class KillNine(Proof):
    name = "kill-9"
    proves = (
        "A server that is killed in the middle of writing loses nothing it has acknowledged, no session and no draft; "
        "what was sent without an answer and is sent again is there once; no session is without its next step, no talk "
        "with several without one of its rows; the chain of the log is whole."
    )
    sizes = {"smoke": 3, "full": 200}  # times the server is killed
    keeps_database = True
    on_both = True

    def steps(self):
        self.state.total = self.size
        if not User.objects.exists():
            counsellor = make_user("COUNSELLOR", team=make_team())
            for _ in range(WRITERS * 2):
                make_case(counsellor=counsellor)
        user, cases = User.objects.order_by("pk").last(), list(Case.objects.order_by("number"))
        self.server = Server()
        self.desks = [Desk(Visitor(self.server, user), cases[2 * n : 2 * n + 2]) for n in range(WRITERS)]
        self.left = self.state.path.with_suffix(".open")
        if self.state.done and self.left.exists():  # forms still without an answer when the run was stopped
            for desk, held in zip(self.desks, json.loads(self.left.read_text(encoding="utf-8")), strict=True):
                desk.open = held and Saving(**held)
        while self.state.done < self.size:
            began = timezone.now()
            self._one_life(random.Random(f"{self.seed} {self.state.done}"))
            self._look_after(began)
            self.state.done += 1
            if self.state.done % WHOLE == 0 or self.state.done == self.size:
                self._look_at_everything()
            self.left.write_text(json.dumps([desk.open and asdict(desk.open) for desk in self.desks]), encoding="utf-8")
            yield

    # --- one life of a server ------------------------------------------------------------------------

    def _one_life(self, rng):
        took = self.server.start()
        self.state.facts["slowest start"] = max(self.state.facts.get("slowest start", 0), took)
        for desk in self.desks:
            desk.acknowledged, desk.opened, desk.saves = [], [], 0
        threads = [
            threading.Thread(target=self._work, args=[desk, number, random.Random(f"{rng.random()} {number}")])
            for number, desk in enumerate(self.desks)
        ]
        enough, until = rng.randint(FEWEST, MOST), time.monotonic() + PATIENCE
        for thread in threads:
            thread.start()
        while sum(desk.saves for desk in self.desks) < enough and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(rng.uniform(0, 0.05))
        self.server.kill()
        for thread in threads:
            thread.join()

    def _work(self, desk, number, rng):
        """Log talks until the server is gone; first what she has sent before without seeing an answer."""
        count, life = 0, f"{self.state.done} {secrets.token_hex(3)}"  # a run that goes on repeats no mark
        try:
            while True:
                if desk.open is None:
                    desk.open = self._type(desk, f"mark {life} {number} {count}", rng)
                self._keep(desk)
                desk.open.is_sent = True
                status, _, _ = desk.visitor.send(desk.open.address, desk.open.data)
                if status != 302:
                    self.state.find(f"Saving ended with {status}.")
                    return
                desk.acknowledged += desk.open.notes
                desk.opened += [desk.open.pseudonym] if desk.open.pseudonym else []
                desk.saves += 1
                desk.open = None
                count += 1
        except (OSError, http.client.HTTPException):
            return  # the plug was pulled
        except RuntimeError as error:
            self.state.find(str(error))

    @staticmethod
    def _type(desk, mark, rng) -> Saving:
        """Open a form and fill it in: a talk with one client or with two at once, each with a next step, or a case."""
        if rng.random() < CASES:
            address = reverse("cases:create")
            return Saving(address, desk.visitor.open(address).data(pseudonym=mark), "cases.case_create", "", [], mark)
        case, other = rng.sample(desk.cases, 2)
        address = reverse("cases:session_create", kwargs={"pk": case.pk})
        notes = [mark] if rng.random() < 0.7 else [f"{mark} first", f"{mark} second"]
        typed = {"mode": "telefon", "note": notes[0], "next_step": f"step {notes[0]}"}
        if len(notes) == 2:
            typed |= {"r1-case": str(other.pk), "r1-note": notes[1], "r1-next_step": f"step {notes[1]}"}
        return Saving(address, desk.visitor.open(address).data(**typed), "cases.session", str(case.pk), notes)

    def _keep(self, desk):
        """Keep the form as a draft, as a page does while somebody types. One that was sent already may be done."""
        held = desk.open
        sent = held.data | {"typed_form": [held.form], "typed_about": [held.about]}
        status, _, _ = desk.visitor.send(reverse("drafts:keep", kwargs={"key": held.data[KEY][0]}), sent)
        if status == 204:
            held.kept = held.pseudonym or held.notes[0]
        elif not (status == 200 and held.is_sent):
            self.state.find(f"Keeping a draft ended with {status}.")

    # --- afterwards ----------------------------------------------------------------------------------

    def _look_after(self, began):
        """What the next start finds of the life that has just ended."""
        find = self.state.find
        if connection.vendor == "sqlite":
            self._check_file("quick_check")
        held = {}
        rows = CounsellingSession.objects.filter(created_at__gte=began).prefetch_related("tasks")
        for session in rows:
            held.setdefault(session.note, []).append(session)
            if [task.text for task in session.tasks.all()] != [f"step {session.note}"]:
                find("A session is there without its next step, or with another's.")
        promised = [note for desk in self.desks for note in desk.acknowledged]
        self.state.count("saves", sum(desk.saves for desk in self.desks))
        self.state.count("sessions promised", len(promised))
        before = set(promised) - held.keys()  # sent in the life before, answered in this one
        if before:
            older = set(CounsellingSession.objects.filter(created_at__lt=began).values_list("note", flat=True))
            if lost := before - older:
                find(f"{len(lost)} acknowledged sessions are lost.")
        if double := sum(len(rows) - 1 for rows in held.values()):
            find(f"{double} sessions are there twice.")
        opened = [pseudonym for desk in self.desks for pseudonym in desk.opened]
        self.state.count("cases promised", len(opened))
        if lost := set(opened) - set(Client.objects.values_list("pseudonym", flat=True)):
            find(f"{len(lost)} acknowledged cases are lost.")
        for desk in self.desks:
            self._look_at_open(desk)

    def _look_at_open(self, desk):
        """A form without an answer: carried out as a whole, or still there as the draft that was acknowledged."""
        if desk.open is None or not desk.open.kept:
            return
        key = desk.open.data[KEY][0]
        if SubmitKey.objects.filter(pk=key).exists():
            self.state.count("carried out, answer lost")
            return
        draft = Draft.objects.filter(pk=key).first()
        self.state.count("drafts looked at")
        if draft is None or [desk.open.kept] not in draft.facts.values() or str(draft.page) != desk.open.data[PAGE][0]:
            self.state.find("An acknowledged draft is lost.")

    def _look_at_everything(self):
        find = self.state.find
        if connection.vendor == "sqlite":
            self._check_file("integrity_check")
        notes = list(CounsellingSession.objects.values_list("note", flat=True))
        names = list(Client.objects.values_list("pseudonym", flat=True))
        for held in (notes, names):
            if double := len(held) - len(set(held)):
                find(f"{double} sessions or cases are there twice.")
        for what, count in halves().items():
            if count:
                find(f"{count} {what}")
        find(*verify().findings)
        self.state.facts["sessions"] = len(notes)

    def _check_file(self, how):
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {how}")
            if (said := cursor.fetchone()[0]) != "ok":
                self.state.find(f"The database is damaged: {said}")

    def lines(self):
        facts = self.state.facts
        return [
            f"{self.state.done} servers killed while {WRITERS} people were saving",
            f"{facts.get('saves', 0):,} acknowledged saves: {facts.get('sessions promised', 0):,} sessions, "
            f"{facts.get('cases promised', 0):,} new cases",
            f"{facts.get('carried out, answer lost', 0)} carried out whose answer was lost, sent again and there once",
            f"{facts.get('drafts looked at', 0)} drafts of unsent forms looked at",
            f"{facts.get('findings', 0)} lost, doubled, halved or unlogged",
            f"slowest start {facts.get('slowest start', 0)} s",
        ]


def halves() -> dict[str, int]:
    """Things that are there without what belongs to them."""
    told = [act for event in AuditEvent.objects.filter(event__in=LOGGED) for act in event.acts]
    opened = {act["about"] for act in told if act["event"] == "case.opened"}
    cases = {str(pk) for pk in Case.objects.values_list("pk", flat=True)}
    logged = [act["about"] for act in told if act["event"] == "session.logged"]
    single = {str(pk) for pk in CounsellingSession.objects.filter(occasion=None).values_list("pk", flat=True)}
    sizes = Occasion.objects.annotate(number=Count("sessions")).values_list("number", flat=True)
    return {
        "clients without a case": Client.objects.filter(cases=None).count(),
        "cases without a phase": Case.objects.filter(phases=None).count(),
        "clients without a word in the search": Client.objects.filter(search_terms=None).count(),
        "cases that the log does not know, or knows alone": len(cases ^ opened),
        "sessions without their next step": CounsellingSession.objects.filter(tasks=None).count(),
        "next steps without a session": Task.objects.filter(session=None).count(),
        "talks with several that miss a row": sum(number != 2 for number in sizes),
        "sessions that the log does not know": len(single - set(logged)),
        "logged sessions that are not there": len({about for about in logged if about} - single),
        "talks with several that the log does not know, or knows alone": abs(logged.count("") - len(sizes)),
    }
