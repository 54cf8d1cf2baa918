"""The chain: every event carries the hash of the one before, under a key that is not in the database."""

import hashlib
import hmac
import json

from auditlog.models import LogEntry
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from umstieg.core.keys import decode_key

GENESIS = "0" * 64
ENTRY_FIELDS = [field.attname for field in LogEntry._meta.concrete_fields]
EVENT_FIELDS = [
    "seq",
    "at",
    "actor_id",
    "actor_label",
    "channel",
    "outcome",
    "event",
    "acts",
    "cid",
    "entry_count",
    "entries_digest",
    "previous_hash",
]


def canonical(value) -> bytes:
    """The same bytes for the same facts, whichever database they came from."""
    return json.dumps(value, cls=_Encoder, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")


class _Encoder(DjangoJSONEncoder):
    def default(self, value):
        if hasattr(value, "timestamp"):
            return f"{value.timestamp():.6f}"
        return super().default(value)


def digest_of_entries(entries) -> str:
    """SHA-256 over the rows (tuples in the order of ENTRY_FIELDS) of one correlation id, in order of their ids."""
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(canonical(list(entry)))
        digest.update(b"\n")
    return digest.hexdigest()


def hash_of_event(event, cases) -> str:
    """HMAC-SHA256 over an event and its cases (tuples of number, event, part)."""
    key = decode_key("AUDIT_KEY", settings.AUDIT_KEY)
    facts = [[getattr(event, name) for name in EVENT_FIELDS], sorted(map(list, cases))]
    return hmac.new(key, canonical(facts), hashlib.sha256).hexdigest()
