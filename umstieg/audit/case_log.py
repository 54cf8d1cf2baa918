"""The log of one case, for those who answer for it: read newest first, and only as far as somebody reads on."""

import heapq
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import CharField, Max, Min, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast

from .models import AuditedCase, AuditEvent, Outcome
from .recording import READS

LISTED = ".listed"  # the case stood in a list of somebody's own, among others
REFUSED = "access.refused"
CHUNK = 500


class Line(NamedTuple):
    """Something done or seen in a case, or tried and refused. One event has as many as it holds kinds and parts."""

    seq: int
    event: str
    part: str
    at: object
    actor_id: int | None
    actor: str

    @property
    def is_look(self) -> bool:
        return self.event.endswith(READS) or self.event in LOOKED

    @property
    def is_refused(self) -> bool:
        return self.event == REFUSED


LOOKED = ("case.compared",)  # a look, although its name is none of the READS


def lines_of(case_number, object_id) -> Iterator[Line]:
    """What was done and seen in a case and who was refused at it, newest first, without its standing in lists.

    Two statements, read in pieces: whoever stops early has not read the whole log of a long case.
    """
    event = AuditEvent.objects.filter(seq=OuterRef("seq"))
    done = (
        AuditedCase.objects.filter(case_number=case_number)
        .exclude(event__endswith=LISTED)
        .annotate(
            at=Subquery(event.values("at")),
            actor=Subquery(event.values("actor_id")),
            name=Subquery(event.values("actor_label")),
        )
        .order_by("-seq", "event", "part")
        .values_list("seq", "event", "part", "at", "actor", "name")
    )
    # An event of a refusal names ids alone, see `refusals`: what does not exist answers alike.
    refused = (
        AuditEvent.objects.filter(event=REFUSED, outcome=Outcome.REFUSED)
        .annotate(told=Cast("acts", TextField()))
        .filter(told__contains=str(object_id))
        .order_by("-seq")
        .values_list("seq", "event", "at", "actor_id", "actor_label")
    )
    return heapq.merge(
        (Line(*row) for row in done.iterator(chunk_size=CHUNK)),
        (Line(seq, name, "", at, actor, who) for seq, name, at, actor, who in refused.iterator(chunk_size=CHUNK)),
        key=lambda line: -line.seq,
    )


def lists_with(case_number, kinds) -> list[tuple]:
    """(id and name of a person, kind of list, first and last time) for the lists a case stood in, latest first."""
    found = []
    for kind in kinds:
        seqs = AuditedCase.objects.filter(case_number=case_number, event=kind).values("seq")
        seen = AuditEvent.objects.filter(seq__in=seqs).order_by().values("actor_id", "actor_label")
        found.append(seen.annotate(kind=Value(kind, CharField()), first=Min("at"), last=Max("at")))
    rows = found[0].union(*found[1:], all=True).values_list("actor_id", "actor_label", "kind", "first", "last")
    return sorted(rows, key=lambda row: row[4], reverse=True)


def reasons_of(seqs) -> dict[int, str]:
    """{number of an event: the reason told with it}, for those that have one."""
    told = AuditEvent.objects.filter(seq__in=seqs).exclude(event=REFUSED).values_list("seq", "acts")
    found = ((seq, next((act["reason"] for act in acts if act["reason"]), "")) for seq, acts in told)
    return {seq: reason for seq, reason in found if reason}
