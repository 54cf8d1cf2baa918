"""The process that does jobs is killed in the middle of them."""

import random
import time

from umstieg.access.enums import Role
from umstieg.accounts.models import User
from umstieg.audit.models import AuditEvent
from umstieg.audit.verification import verify
from umstieg.centre.models import Room, Site
from umstieg.core.jobs import Job, State, start_job
from umstieg.core.jobs.running import MOST_ATTEMPTS
from umstieg.testing.jobs import ROOMS, WRITING
from umstieg.testing.make import make_site, make_user
from umstieg.testing.working import Worker

from .base import Proof

MADE = 12  # rooms by one job
PAUSE = 0.03  # seconds for each
PATIENCE = 60  # seconds
WHERE = ("checking", "writing", "anywhere")


class WorkKilled(Proof):
    name = "work-killed"
    proves = (
        "A process that is killed in the middle of a job loses none and doubles none: the job is begun again by the "
        "next, its effect and its event are there once or, until then, not at all; after three goes it fails and has "
        "changed nothing."
    )
    sizes = {"smoke": 4, "full": 100}  # times the process is killed
    on_both = True

    def steps(self):
        self.state.total = self.size
        if not User.objects.exists():
            make_user(Role.ADMIN)
            make_site()
        admin, site = User.objects.order_by("pk").first(), Site.objects.order_by("pk").first()
        while self.state.done < self.size:
            rng = random.Random(f"{self.seed} {self.state.done}")
            mark = f"job {self.state.done} of {time.monotonic_ns()}"  # a run that goes on repeats no mark
            facts = {"mark": mark, "rooms": MADE, "pause": PAUSE, "site": site.pk}
            job = start_job(ROOMS, by=admin, facts=facts)
            times = min(rng.choice((1, 1, 2, MOST_ATTEMPTS)), self.size - self.state.done)
            for _ in range(times):
                self._kill_once(job, rng)
                self._look_at(job, mark)
                self.state.done += 1
                yield
            if Worker().start().wait():
                self.state.find("The process that should finish ended with an error.")
            self._look_at(job, mark, is_over=True)
        self.state.find(*verify().findings)

    def _kill_once(self, job, rng):
        """One life of the process: killed at a moment drawn by lot, while it checks, while it writes, or anywhere."""
        worker, where = Worker().start(), rng.choice(WHERE)
        before, until = Job.objects.get(pk=job.pk).attempts, time.monotonic() + PATIENCE
        while time.monotonic() < until and not worker.has_ended:
            held = Job.objects.light().get(pk=job.pk)
            is_at_it = held.state == State.RUNNING and held.attempts > before
            if is_at_it and (where != "writing" or held.stage == WRITING):
                break
            time.sleep(0.005)
        time.sleep(rng.uniform(0, {"checking": MADE, "writing": MADE / 2, "anywhere": 2 * MADE}[where] * PAUSE))
        self.state.count("ended before it was killed" if worker.has_ended else f"killed, {where}")
        worker.kill()

    def _look_at(self, job, mark, *, is_over=False):
        """What the job has done so far: all of it, together with its event and its state, or nothing."""
        held, find = Job.objects.get(pk=job.pk), self.state.find
        made = Room.objects.filter(name__startswith=f"{mark} ").count()
        right = MADE if held.state == State.DONE else 0
        if made != right:
            find(f"A job that is {held.state} has made {made} rooms.")
        if is_over and held.state not in (State.DONE, State.FAILED):
            find(f"A job is left {held.state}.")
        if is_over and held.state == State.FAILED and held.attempts < MOST_ATTEMPTS:
            find("A job failed that was only killed.")
        if is_over:
            self.state.count("jobs")
            self.state.count(f"jobs {held.state.lower()}")
        self.state.facts["rooms"] = self.state.facts.get("rooms", 0) + (made if is_over else 0)
        if AuditEvent.objects.filter(event="room.added").count() != Job.objects.filter(state=State.DONE).count():
            find("There are not as many events as jobs that are done.")

    def lines(self):
        facts = self.state.facts
        kills = ", ".join(f"{facts.get(f'killed, {where}', 0)} × {where}" for where in WHERE)
        return [
            f"{self.state.done} processes killed ({kills}; {facts.get('ended before it was killed', 0)} had ended)",
            f"{facts.get('jobs', 0)} jobs: {facts.get('jobs done', 0)} done once with {facts.get('rooms', 0)} rooms, "
            f"{facts.get('jobs failed', 0)} failed after {MOST_ATTEMPTS} goes with none",
            f"{facts.get('findings', 0)} lost, doubled, halved or unlogged",
        ]
