"""Putting a sealed event at the end of the chain: the event, its cases and the head that moves on.

Every page that shows a case pays for it, so PostgreSQL does all three in one statement.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from umstieg.core.composed import ask

from .models import AuditedCase, AuditEvent, ChainHead
from .sealing import GENESIS

HEAD = 1  # the id of the one row
FIELDS = [field.attname for field in AuditEvent._meta.concrete_fields]
# The head was locked before; that it still stands where it did is asked once more, for nothing.
IN_ONE = f"""
WITH event AS (
    INSERT INTO {AuditEvent._meta.db_table} ({", ".join(FIELDS)}) VALUES ({", ".join(["%s"] * len(FIELDS))})
), cases AS (
    INSERT INTO {AuditedCase._meta.db_table} (seq, case_number, event, part)
    SELECT %s, * FROM UNNEST(%s::text[], %s::text[], %s::text[])
)
UPDATE {ChainHead._meta.db_table} SET seq = %s, hash = %s WHERE id = %s AND seq = %s
"""  # noqa: S608  names of our own tables


class ChainForked(RuntimeError):
    """Somebody else has moved the head in the meantime; it is locked, so this does not happen."""


def locked_head() -> ChainHead:
    """The end of the chain, locked until the transaction ends; the first event of all begins the chain."""
    found = ask(("chain_head",), lambda: ChainHead.objects.select_for_update().filter(pk=HEAD))
    if found:
        return found[0]
    head, _ = ChainHead.objects.select_for_update().get_or_create(pk=HEAD, defaults={"seq": 0, "hash": GENESIS})
    return head


def append(event: AuditEvent, cases: list[tuple[str, str, str]]) -> None:
    """Write an event whose number follows the locked head. `cases` are (number, event, part)."""
    moved = _in_one(event, cases) if connection.vendor == "postgresql" else _one_by_one(event, cases)
    if moved != 1:
        raise ChainForked("The head of the chain is not where it was.")


def _in_one(event, cases):
    values = [getattr(event, name) for name in FIELDS]
    values[FIELDS.index("acts")] = json.dumps(event.acts, cls=DjangoJSONEncoder)
    columns = [list(column) for column in zip(*cases, strict=True)] or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(IN_ONE, [*values, event.seq, *columns, event.seq, event.hash, HEAD, event.seq - 1])
        return cursor.rowcount


def _one_by_one(event, cases):
    event.save(force_insert=True)
    AuditedCase.objects.bulk_create(
        AuditedCase(seq=event.seq, case_number=number, event=name, part=part) for number, name, part in cases
    )
    return ChainHead.objects.filter(pk=HEAD, seq=event.seq - 1).update(seq=event.seq, hash=event.hash)
