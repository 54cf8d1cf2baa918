"""How long the log is kept. Rows go only by a purge that is itself an event; until then triggers refuse any change."""

from umstieg.core.retention import Start, delete, keep

WRITTEN = Start("event_written", "the event was written")
RECORD_GONE = Start("record_gone", "the record it tells of was deleted")

READS = "reads, refusals and what happens at the door"
CHANGES = "changes"
READS_REASON = (
    "Who looked is answered for a year; after that the log itself would be a risk for staff (Art. 5 (1) e GDPR)."
)
CHANGES_REASON = "Part of the record: as long as it is kept, it must be provable who wrote it (Art. 5 (2) GDPR)."

EVENT = (
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
    "hash",
)
CASE = ("id", "seq", "case_number", "event", "part")

ASKED = Start("search_decided", "the search was asked for")

RULES = [
    delete(
        "audit.PersonSearch",
        "id",
        "about",
        "since",
        "until",
        "cause",
        "requested_by",
        "requested_at",
        "decided_by",
        "decided_at",
        "is_approved",
        start=ASKED,
        months=12,
        reason="As long as the reads it allowed can be proved by the log.",
    ),
    delete("audit.AuditEvent", *EVENT, start=WRITTEN, months=12, rows=READS, reason=READS_REASON),
    delete("audit.AuditEvent", *EVENT, start=RECORD_GONE, months=0, rows=CHANGES, reason=CHANGES_REASON),
    delete("audit.AuditedCase", *CASE, start=WRITTEN, months=12, rows=READS, reason=READS_REASON),
    delete("audit.AuditedCase", *CASE, start=RECORD_GONE, months=0, rows=CHANGES, reason=CHANGES_REASON),
    keep("audit.ChainHead", "id", "seq", "hash", reason="The end of the chain. No personal data."),
    delete(
        "auditlog.LogEntry",
        "id",
        "content_type",
        "object_pk",
        "object_id",
        "object_repr",
        "serialized_data",
        "action",
        "changes_text",
        "changes",
        "actor",
        "cid",
        "remote_addr",
        "remote_port",
        "timestamp",
        "additional_data",
        "actor_email",
        start=RECORD_GONE,
        months=0,
        reason=CHANGES_REASON,
    ),
    keep("contenttypes.ContentType", "id", "app_label", "model", reason="Names of tables. No personal data."),
]
