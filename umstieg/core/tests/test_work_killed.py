"""A real process that does jobs, killed and ended: what it was at is done once. The proof `work-killed` does it often."""

import random
import time

import pytest

from umstieg.audit.models import AuditEvent
from umstieg.centre.models import Room
from umstieg.core.jobs import Job, State, start_job
from umstieg.testing.jobs import CHECKING, ROOMS, WRITING
from umstieg.testing.make import make_site
from umstieg.testing.working import Worker

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60  # seconds


@pytest.fixture
def one(people):
    return start_job(ROOMS, by=people.admin, facts={"mark": "Z", "rooms": 12, "pause": 0.05, "site": make_site().pk})


def until(one, stage):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        held = Job.objects.get(pk=one.pk)
        if held.state == State.RUNNING and held.stage == stage:
            return
        time.sleep(0.01)
    raise AssertionError(f"The job never came to {stage}.")


def made():
    return Room.objects.filter(name__startswith="Z ").count(), AuditEvent.objects.filter(event="room.added").count()


def test_a_job_whose_process_is_killed_takes_effect_once(one):
    rng = random.Random(20261126)
    for stage in (CHECKING, WRITING):
        worker = Worker().start()
        until(one, stage)
        time.sleep(rng.uniform(0, 0.2))
        worker.kill()
        assert (Job.objects.get(pk=one.pk).state, made()) == (State.RUNNING, (0, 0))
    assert Worker().start().wait() == 0
    held = Job.objects.get(pk=one.pk)
    assert (held.state, held.attempts, made()) == (State.DONE, 3, (12, 1))
    assert Worker().start().wait() == 0
    assert made() == (12, 1)


def test_a_process_that_is_ended_gives_back_what_it_checks_and_finishes_what_it_writes(one):
    worker = Worker(once=False).start()
    until(one, CHECKING)
    assert worker.end() == 0
    held = Job.objects.get(pk=one.pk)
    assert (held.state, held.attempts, made()) == (State.WAITING, 0, (0, 0))
    worker = Worker(once=False).start()
    until(one, WRITING)
    assert worker.end() == 0
    assert (Job.objects.get(pk=one.pk).state, made()) == (State.DONE, (12, 1))


def test_two_processes_at_once_do_every_job_once(people):
    site = make_site()
    jobs = [
        start_job(ROOMS, by=people.admin, facts={"mark": f"Z {number}", "rooms": 2, "pause": 0.05, "site": site.pk})
        for number in range(6)
    ]
    workers = [Worker(silent=60).start() for _ in range(2)]
    assert [worker.wait() for worker in workers] == [0, 0]
    held = Job.objects.filter(pk__in=[one.pk for one in jobs])
    assert {(one.state, one.attempts) for one in held} == {(State.DONE, 1)}
    assert made() == (12, 6)
