"""Recording what happens: acts are collected during a request or command and sealed as one event before commit.

    with recording(actor=user, channel=Channel.COMMAND):      # requests: done by AuditMiddleware
        with act("case.opened", by=user) as done:             # services: one act, in the same transaction
            ...
            done.about(case.number)

Whoever writes an audited row outside a recording gets NotRecording: there is no unrecorded way in.
"""

import contextlib
import uuid
from contextvars import ContextVar
from dataclasses import dataclass, field

from auditlog.models import LogEntry
from django.db import transaction
from django.utils import timezone

from umstieg.core.composed import ask

from .appending import append, locked_head
from .events import is_registered
from .models import AuditEvent, Channel, Outcome
from .sealing import ENTRY_FIELDS, digest_of_entries, hash_of_event

_current: ContextVar["Recording | None"] = ContextVar("umstieg_recording", default=None)


class NotRecording(RuntimeError):
    """An audited row was about to be written, or an act to be told, outside a recording."""


class UnrecordedWrite(RuntimeError):
    """Audited rows were changed without any act saying what happened."""


class UnknownEvent(ValueError):
    """An event name that no app has registered."""


@dataclass
class Act:
    """One thing done or seen."""

    event: str
    part: str = ""
    reason: str = ""
    object_id: str = ""
    cases: set[str] = field(default_factory=set)

    def about(self, *case_numbers: str) -> None:
        """Name the cases the act is about, by number."""
        self.cases.update(case_numbers)


@dataclass
class Recording:
    """What has happened so far in this request or command."""

    actor: object | None
    channel: str
    cid: str = field(default_factory=lambda: str(uuid.uuid4()))
    acts: list[Act] = field(default_factory=list)
    is_in_act: bool = False
    cid_was_asked_for: bool = False  # as long as nobody has, no row entry can carry this random id


def current() -> Recording | None:
    return _current.get()


def correlation_id() -> str:
    """For django-auditlog (AUDITLOG_CID_GETTER): ties its row entries to our event."""
    recording = _current.get()
    if recording is None:
        raise NotRecording("An audited row changes only inside a recording (umstieg.audit.recording).")
    recording.cid_was_asked_for = True
    return recording.cid


@contextlib.contextmanager
def recording(*, actor=None, channel=Channel.COMMAND):
    """One transaction and one sealed event around everything inside. Does not nest; see `act` for services."""
    with transaction.atomic(), collecting(actor=actor, channel=channel) as taken:
        yield taken
        seal(taken)


@contextlib.contextmanager
def collecting(*, actor, channel):
    """Collect acts without sealing them; who opens this seals (the middleware decides by the answer)."""
    taken = Recording(actor=actor, channel=channel)
    token = _current.set(taken)
    try:
        yield taken
    finally:
        _current.reset(token)


@contextlib.contextmanager
def act(event: str, *, by, reason: str = "", object_id=""):
    """One act of a service by a person (or None for the machine), in one transaction with its writes.

    Joins the running recording; outside of any (a test, a shell) it makes its own. If the body raises, the writes are
    rolled back and the act is forgotten.
    """
    if _current.get() is None:
        with recording(actor=by), act(event, by=by, reason=reason, object_id=object_id) as done:
            yield done
        return
    done, running = Act(_known(event), reason=reason, object_id=str(object_id)), _current.get()
    acts, begun, is_inner = running.acts, len(running.acts), running.is_in_act
    try:
        # An act inside another one fails together with it, so it needs no point of its own to go back to.
        running.is_in_act = True
        with transaction.atomic(savepoint=not is_inner):
            yield done
    except BaseException:
        del acts[begun:]  # acts of services called inside are rolled back with it
        raise
    finally:
        running.is_in_act = is_inner
    acts.insert(begun, done)


def record(event: str, *, cases=(), part="", object_id="", reason="") -> None:
    """Add an act without writes: something was shown, or happened at the door.

    `cases` are numbers, `part` the name of the highest part shown.
    """
    running = _current.get()
    if running is None:
        raise NotRecording("Acts are told only inside a recording.")
    running.acts.append(Act(_known(event), part=str(part), reason=reason, object_id=str(object_id), cases=set(cases)))


def seal(taken: Recording, *, outcome=Outcome.DONE) -> AuditEvent | None:
    """Write the event of a recording as the last thing before commit. Nothing to tell, nothing written.

    The head of the chain is locked here and not earlier, so that requests wait for each other only now.
    """
    entries = _entries_of(taken.cid) if taken.cid_was_asked_for else []
    if entries and all(one.event.endswith(READS) for one in taken.acts):
        raise UnrecordedWrite("Audited rows were changed, but no act says what happened.")
    if not taken.acts:
        return None
    head = locked_head()
    cases = sorted({(number, act.event, act.part) for act in taken.acts for number in act.cases})
    event = AuditEvent(
        seq=head.seq + 1,
        at=timezone.now(),
        actor_id=getattr(taken.actor, "pk", None),
        actor_label=getattr(taken.actor, "name", "")[:150],
        channel=taken.channel,
        outcome=outcome,
        event=_leading(taken.acts).event,
        acts=[{"event": a.event, "part": a.part, "reason": a.reason, "about": a.object_id} for a in taken.acts],
        cid=taken.cid,
        entry_count=len(entries),
        entries_digest=digest_of_entries(entries),
        previous_hash=head.hash,
    )
    event.hash = hash_of_event(event, cases)
    append(event, cases)
    return event


def _entries_of(cid):
    return ask(("entries_of",), _entries, cid=cid)


def _entries(cid):
    return LogEntry.objects.filter(cid=cid).order_by("pk").values_list(*ENTRY_FIELDS)


def refuse(*, actor, channel=Channel.WEB, about="", reason="") -> AuditEvent:
    """Write that somebody was refused, in a transaction of its own: what she tried has been rolled back."""
    with transaction.atomic():
        taken = Recording(actor=actor, channel=channel, acts=[Act("access.refused", reason=reason, object_id=about)])
        return seal(taken, outcome=Outcome.REFUSED)


def _known(event: str) -> str:
    if not is_registered(event):
        raise UnknownEvent(f"No app has registered the audit event {event!r}.")
    return event


READS = (".viewed", ".listed", ".searched", ".read")


def _leading(acts):
    """The act that names the event: the first that changed something, else the first."""
    return next((one for one in acts if not one.event.endswith(READS)), acts[0])
