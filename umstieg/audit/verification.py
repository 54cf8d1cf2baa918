"""Reading the whole log and saying what has been done to it since it was written."""

from dataclasses import dataclass, field

from auditlog.models import LogEntry
from django.db import connection

from .models import AuditedCase, AuditEvent, ChainHead
from .sealing import ENTRY_FIELDS, GENESIS, digest_of_entries, hash_of_event
from .triggers import installed, trigger_names

CHUNK = 2000
INTACT, FINDINGS = "intact", "findings"  # what the event of a verification tells


@dataclass
class Verdict:
    """How many events were read, what is wrong, and the anchor ("<seq>:<hash>") to keep outside the system."""

    events: int = 0
    findings: list[str] = field(default_factory=list)
    anchor: str = f"0:{GENESIS}"

    @property
    def intact(self) -> bool:
        return not self.findings


def verify(*anchors: str) -> Verdict:
    """Walk the chain from the first event to the head. `anchors` were kept from earlier, outside ("<seq>:<hash>")."""
    verdict = Verdict()
    find = verdict.findings.append
    previous, missing_anchors = GENESIS, [one for one in anchors if one not in ("", f"0:{GENESIS}")]
    for events in _chunks(AuditEvent.objects.order_by("seq")):
        cases = _grouped(
            AuditedCase.objects.filter(seq__range=(events[0].seq, events[-1].seq))
            .order_by("case_number", "event", "part")
            .values_list("seq", "case_number", "event", "part")
        )
        entries = _grouped(
            LogEntry.objects.filter(cid__in=[event.cid for event in events])
            .order_by("pk")
            .values_list("cid", *ENTRY_FIELDS)
        )
        for event in events:
            verdict.events += 1
            if event.seq != verdict.events:
                find(f"Event {verdict.events} is missing or out of order (found {event.seq}).")
                verdict.events = event.seq
            if event.previous_hash != previous:
                find(f"Event {event.seq} does not follow the one before it.")
            if event.hash != hash_of_event(event, cases.get(event.seq, [])):
                find(f"Event {event.seq} was changed.")
            rows = entries.get(event.cid, [])
            if len(rows) != event.entry_count or digest_of_entries(rows) != event.entries_digest:
                find(f"Row entries of event {event.seq} were changed, added or removed.")
            previous = event.hash
            if missing_anchors and (reached := f"{event.seq}:{event.hash}") in missing_anchors:
                missing_anchors = [one for one in missing_anchors if one != reached]
    _check_head(verdict, previous)
    _check_strays(find)
    for kept in dict.fromkeys(missing_anchors):
        find(f"The log does not hold the kept anchor {kept.partition(':')[0]}: it was cut, restored or written anew.")
    missing = trigger_names(connection.vendor) - installed(connection)
    if missing:
        find(f"Triggers are missing: {', '.join(sorted(missing))}.")
    verdict.anchor = f"{verdict.events}:{previous}"
    return verdict


def _check_head(verdict, last_hash):
    heads = list(ChainHead.objects.values_list("seq", "hash"))
    expected = [(verdict.events, last_hash)] if verdict.events else []
    if heads != expected:
        verdict.findings.append("The head of the chain does not match the last event: events were cut off or added.")


def _check_strays(find):
    """Rows that no event knows of."""
    strays = AuditedCase.objects.exclude(seq__in=AuditEvent.objects.values("seq")).count()
    if strays:
        find(f"{strays} case rows belong to no event.")
    strays = LogEntry.objects.exclude(cid__in=AuditEvent.objects.values("cid")).count()
    strays += LogEntry.objects.filter(cid__isnull=True).count()
    if strays:
        find(f"{strays} row entries belong to no event.")


def _chunks(queryset):
    chunk = []
    for event in queryset.iterator(chunk_size=CHUNK):
        chunk.append(event)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _grouped(rows):
    """{first value: [rest of the row, …]}, order kept."""
    groups = {}
    for key, *rest in rows:
        groups.setdefault(key, []).append(tuple(rest))
    return groups
