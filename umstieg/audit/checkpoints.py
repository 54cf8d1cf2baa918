"""Checkpoints: where the chain stood at a moment, signed, to be kept on another machine.

Whoever holds the database and even the key can write a sound chain anew. She cannot make it hold a checkpoint that
lies where she cannot write.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass

from django.conf import settings

from umstieg.core.keys import decode_key

from .models import AuditEvent
from .recording import act, recording
from .sealing import GENESIS, canonical

PURPOSE = "umstieg audit checkpoint 1"


class NotACheckpoint(ValueError):
    """A line that is none, or that does not carry our signature."""


@dataclass(frozen=True)
class Checkpoint:
    """The newest event at a moment: its number, its hash, when it was written, and our signature (HMAC-SHA256)."""

    seq: int
    hash: str
    at: str
    signature: str = ""

    @property
    def anchor(self) -> str:
        return f"{self.seq}:{self.hash}"

    def as_line(self) -> str:
        """One line of JSON; a file may hold one for each day."""
        return json.dumps(asdict(self), sort_keys=True)


def take_checkpoint() -> Checkpoint:
    """Note in the log that a checkpoint is taken, and take it of exactly that event."""
    with recording(), act("audit.checkpointed", by=None):
        pass
    seq, digest, at = AuditEvent.objects.order_by("-seq").values_list("seq", "hash", "at").first()
    return Checkpoint(seq, digest, at.isoformat(), signature_of(seq, digest, at.isoformat()))


def signature_of(seq, digest, at) -> str:
    key = decode_key("AUDIT_KEY", settings.AUDIT_KEY)
    return hmac.new(key, canonical([PURPOSE, seq, digest, at]), hashlib.sha256).hexdigest()


def read_checkpoints(text: str) -> list[Checkpoint]:
    """The checkpoints of a file, one a line, also with what a log server writes before it.

    NotACheckpoint for one that was changed or not made here, or for none at all.
    """
    found = [_checkpoint(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not found:
        raise NotACheckpoint("There is no checkpoint in it.")
    return found


def _checkpoint(number, line):
    try:
        said = Checkpoint(**json.loads(line[line.find("{") :]))
        is_whole = isinstance(said.seq, int) and len(said.hash) == len(GENESIS)
        is_ours = is_whole and hmac.compare_digest(signature_of(said.seq, said.hash, said.at), said.signature)
    except (TypeError, ValueError):
        raise NotACheckpoint(f"Line {number} is no checkpoint.") from None
    if not is_ours:
        raise NotACheckpoint(f"Line {number} does not carry the signature of this centre.")
    return said
