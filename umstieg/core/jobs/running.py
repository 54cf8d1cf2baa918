"""Doing jobs, one after the other: taking one, telling how far it is, and ending it exactly once.

The core knows neither rights nor the log: whoever runs this brings a House, as `manage.py work` does.
"""

import contextlib
import logging
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from umstieg.core.errors import DomainError

from .models import SILENT, Job, State
from .registry import UnknownKind, kind_of
from .services import end

MOST_ATTEMPTS = 3
PAUSE = 1.0  # seconds between two looks into an empty queue
TOLD_EVERY = 0.5  # seconds; more often nobody looks
UNREACHABLE = (OperationalError, InterfaceError)  # the database is busy, or away
WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)

log = logging.getLogger(__name__)


class WroteTooEarly(RuntimeError):
    """A job has written outside of `run.writing()`: it would be done twice if the process were killed now."""


class LeaseLost(Exception):
    """Another process has taken the job, because nothing was heard of this one; it does nothing more."""


class NotAllowed(Exception):
    """The owner may not, or no longer."""


class GivenBack(BaseException):
    """The process is to end: the job goes back to the queue. No Exception, so that no job catches it by accident."""


@dataclass(frozen=True)
class House:
    """What the core does not know: `recording(owner)` holds the transaction and seals its event; may she; refuse."""

    recording: Callable
    may: Callable
    refuse: Callable


class Run:
    """One go at a job, as its function sees it: `owner`, `facts`, and the means to tell and to write."""

    def __init__(self, job: Job, house: House, is_to_end: Callable = lambda: False):
        self._job, self._house, self._is_to_end = job, house, is_to_end
        self._told_at, self._may_write, self.is_done = 0.0, False, False
        self.kind = kind_of(job.kind)
        self.owner = self._allowed()

    @property
    def facts(self) -> dict:
        """What the job was given."""
        return self._job.facts

    @property
    def pk(self):
        return self._job.pk

    def stage(self, word, total: int = 0) -> None:
        """Say what is being done now; counting begins anew."""
        self._report(str(word)[:80], 0, total)

    def tell(self, done: int, total: int) -> None:
        """Say how much of it is done; may be called as often as one likes."""
        if self._is_to_end() and not self._may_write:
            raise GivenBack
        if time.monotonic() - self._told_at >= TOLD_EVERY or done >= total:
            self._report(None, min(done, total), total)

    @contextlib.contextmanager
    def writing(self):
        """The one transaction of the job: its writes, its event, and that it is done. Yields the outcome to fill."""
        if self.is_done or self._may_write:
            raise RuntimeError("A job writes once.")
        outcome, self._may_write = {}, True
        try:
            with self._house.recording(self.owner):
                job = _held(self._job)
                self.owner = self._allowed()
                yield outcome
                end(job, State.DONE, outcome)
            self.is_done = True
        finally:
            self._may_write = False

    def _report(self, stage, done, total):
        if self._may_write:
            return
        if self._is_to_end():
            raise GivenBack
        self._told_at = time.monotonic()
        # What cannot be told now is told next time: somebody else is saving.
        with contextlib.suppress(*UNREACHABLE), self._telling(), transaction.atomic():
            job = _held(self._job)
            job.stage = job.stage if stage is None else stage
            job.done, job.total, job.heartbeat_at = done, total, timezone.now()
            job.save(update_fields=["stage", "done", "total", "heartbeat_at"])

    @contextlib.contextmanager
    def _telling(self):
        self._may_write = True
        try:
            yield
        finally:
            self._may_write = False

    def _allowed(self):
        """The owner as she is now."""
        owner = get_user_model().objects.get(pk=self._job.owner_id)
        if not (owner.is_active and self._house.may(owner, self.kind.permission)):
            raise NotAllowed
        return owner

    def refuse_early_writes(self, execute, sql, params, many, context):
        """For `connection.execute_wrapper`."""
        if not self._may_write and WRITES.match(sql):
            raise WroteTooEarly("A job writes inside run.writing().")
        return execute(sql, params, many, context)


def take(silent=SILENT) -> Job | None:
    """Take the next job, so that no other process does; None where there is none.

    PostgreSQL passes over rows that another process is just taking; on SQLite the transaction lets in one at a time.
    """
    while Job.objects.to_take(silent, now=timezone.now()).exists():  # asked first: an empty queue locks nothing
        with transaction.atomic():
            free = Job.objects.light().select_for_update(skip_locked=True, of=("self",))
            job = free.to_take(silent, now=timezone.now()).first()
            if job is None:
                return None
            if job.attempts < MOST_ATTEMPTS:
                job.state, job.lease, job.attempts = State.RUNNING, uuid.uuid4(), job.attempts + 1
                job.started_at = job.heartbeat_at = timezone.now()
                job.save(update_fields=["state", "lease", "attempts", "started_at", "heartbeat_at"])
                return job
            with translation.override(job.language):
                end(job, State.FAILED, {"message": _("It broke off three times. Nothing was changed.")})
    return None


def carry_out(job: Job, house: House, is_to_end: Callable = lambda: False) -> None:
    """Do a job that was taken. Whatever happens, nothing is half done and no error leaves here."""
    with translation.override(job.language):
        try:
            _carry_out(job, house, is_to_end)
        except GivenBack:
            _put_back(job, counts=False)
        except LeaseLost:
            log.warning("a job is being done by another process")
        except NotAllowed:
            _fail(job, _("Your account or your role no longer allows this. Nothing was changed."))
            with contextlib.suppress(*UNREACHABLE):
                house.refuse(job)
        except UnknownKind:
            _fail(job, _("This kind of job does not exist any more. Nothing was changed."))
        except DomainError as error:
            _fail(job, error.message)
        except UNREACHABLE:  # tried again, and at last failed by `take`
            log.exception("a job could not reach the database")
            _put_back(job, counts=True)
        except Exception:
            log.exception("a job failed")
            _fail(job, _("Something went wrong in the program. Nothing was changed."))


def _carry_out(job, house, is_to_end):
    run = Run(job, house, is_to_end)
    with connection.execute_wrapper(run.refuse_early_writes):
        returned = run.kind.carry_out(run)
        if not run.is_done:
            with run.writing() as outcome:
                outcome.update(returned or {})


def work(house: House, *, once=False, silent=SILENT, is_to_end: Callable = lambda: False) -> int:
    """Do jobs until told to end, or with `once` until there are none; returns how many were taken."""
    count = 0
    while not is_to_end():
        close_old_connections()
        try:
            job = take(silent)
        except UNREACHABLE:
            log.exception("the queue could not be read")
            job = None
            time.sleep(PAUSE)
            continue
        if job is not None:
            carry_out(job, house, is_to_end)
            count += 1
        elif once:
            break
        else:
            time.sleep(PAUSE)
    return count


def _held(job) -> Job:
    """The row of a job that this process still holds, locked."""
    held = Job.objects.light().select_for_update().filter(pk=job.pk, state=State.RUNNING, lease=job.lease).first()
    if held is None:
        raise LeaseLost
    return held


def _fail(job, message):
    with contextlib.suppress(LeaseLost, *UNREACHABLE), transaction.atomic():
        end(_held(job), State.FAILED, {"message": str(message)})


def _put_back(job, *, counts):
    """To the queue; with `counts` the go counts. What cannot be put back is taken again once it has been silent."""
    with contextlib.suppress(LeaseLost, *UNREACHABLE), transaction.atomic():
        held = _held(job)
        held.state, held.lease, held.stage, held.done, held.total = State.WAITING, None, "", 0, 0
        held.attempts -= 0 if counts else 1
        held.save(update_fields=["state", "lease", "stage", "done", "total", "attempts"])
