"""Instances of models as rows: what the services would have written, and the row entries that go with them."""

import datetime
import io
import json
import uuid
from collections import defaultdict
from functools import cache

from auditlog.models import LogEntry
from django.db import connection, models
from django.utils import timezone

from umstieg.audit.row_entries import entry_of, shape_of

_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
_PLAIN = {
    type(None): lambda _value: "\\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    uuid.UUID: str,
    datetime.date: datetime.date.isoformat,
    datetime.datetime: datetime.datetime.isoformat,
}


class Batch:
    """Rows of one transaction, in the order in which they were added; `write` puts them into the database.

    Rows with a number as their id get it here, so that others can point at them. `taken` is the running recording.
    """

    def __init__(self, taken):
        self.cid = taken.cid
        taken.cid_was_asked_for = True  # so that sealing reads the row entries back
        self.now = timezone.now()
        self.rows = defaultdict(list)
        self.entries = []
        self.numbers = defaultdict(lambda: defaultdict(list))

    def add(self, *instances):
        """A new row each, with its row entry if the model is audited."""
        for instance in instances:
            shape = shape_of(type(instance))
            for name in shape.stamped:
                if getattr(instance, name) is None:
                    setattr(instance, name, self.now)
            self.rows[type(instance)].append(instance)
            if shape.is_logged:
                self.entries.append((instance, LogEntry.Action.CREATE, shape.changes(instance)))
        return instances[0] if len(instances) == 1 else instances

    def change(self, instance, **facts):
        """A row of this batch is changed later, as services do it: its row entry says from what to what."""
        shape = shape_of(type(instance))
        self.entries.append((instance, LogEntry.Action.UPDATE, shape.changed(instance, facts)))
        for name, value in facts.items():
            setattr(instance, name, value)

    def write(self):
        """Ids first, then all tables, the row entries last."""
        for model, instances in self.rows.items():
            give_ids(model, instances)
        for model, instances in self.rows.items():
            write_rows(model, instances)
        entries = [entry_of(*entry, cid=self.cid, at=self.now) for entry in self.entries]
        give_ids(LogEntry, entries)
        write_rows(LogEntry, entries)


# --- into the database -------------------------------------------------------------------------------


def give_ids(model, instances) -> None:
    """Fresh ids for the rows of a table that numbers them; random ids they have already."""
    if isinstance(model._meta.pk, models.AutoField):
        for instance, number in zip(instances, _take_ids(model, len(instances)), strict=True):
            instance.pk = number


def _take_ids(model, count):
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = f"pg_get_serial_sequence('\"{table}\"', '{column}')"
            cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [count])
            return [number for (number,) in cursor.fetchall()]
        cursor.execute(f'SELECT COALESCE(MAX("{column}"), 0) FROM "{table}"')  # noqa: S608  names of our own tables
        (last,) = cursor.fetchone()
        return list(range(last + 1, last + 1 + count))


def write_rows(model, instances) -> None:
    """Insert rows as they are: COPY on PostgreSQL, one prepared statement on SQLite."""
    if not instances:
        return
    columns, cells = columns_of(model)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = "".join("\t".join([cell(getattr(one, name)) for name, cell in cells]) + "\n" for one in instances)
            cursor.copy_expert(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', io.StringIO(text))
        else:
            marks = ", ".join(["%s"] * len(columns))
            fields = model._meta.concrete_fields
            cursor.executemany(
                f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})',  # noqa: S608
                [
                    [field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields]
                    for one in instances
                ],
            )


@cache
def columns_of(model):
    """The names of its columns, and how a value of each reads in COPY."""
    fields = model._meta.concrete_fields
    return [field.column for field in fields], [(field.attname, _cell(field)) for field in fields]


def _cell(field):
    """How a value of a column reads in COPY."""
    if isinstance(field, models.JSONField):
        return lambda value: "\\N" if value is None else _escaped(json.dumps(value, ensure_ascii=False))
    if getattr(field, "encrypted", False):  # base64: nothing to escape
        return lambda value: "\\N" if value is None else field.get_db_prep_save(value, connection)
    return lambda value: (_PLAIN.get(type(value)) or _as_text)(value)


def _as_text(value):
    return _escaped(str(value))


def _escaped(text):
    for sign, escape in _ESCAPES:
        if sign in text:
            text = text.replace(sign, escape)
    return text
