"""Instances of models as rows: what the services would have written, and the row entries that go with them."""

import datetime
import io
import json
import uuid
from collections import defaultdict

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone
from django.utils.encoding import smart_str

from umstieg.audit.registration import mask

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
        entries = [self._entry(*entry) for entry in self.entries]
        give_ids(LogEntry, entries)
        write_rows(LogEntry, entries)

    def _entry(self, instance, action, changes):
        number = instance.pk if isinstance(instance.pk, int) else None
        if action == LogEntry.Action.CREATE and number is not None:
            changes["id"] = ["None", str(number)]
        return LogEntry(
            content_type_id=_content_type(type(instance)),
            object_pk=str(instance.pk),
            object_id=number,
            object_repr=str(instance),
            action=action,
            changes=changes,
            cid=self.cid,
            timestamp=self.now,
        )


class Shape:
    """What is known of a model once: its columns, and how django-auditlog tells of it."""

    def __init__(self, model):
        fields = model._meta.concrete_fields
        self.stamped = [
            field.attname for field in fields if getattr(field, "auto_now", 0) or getattr(field, "auto_now_add", 0)
        ]
        self.columns = [field.column for field in fields]
        self.cells = [(field.attname, _cell(field)) for field in fields]
        self.is_logged = auditlog.contains(model)
        told = auditlog.get_model_fields(model) if self.is_logged else {"include_fields": (), "mask_fields": ()}
        self.logged = [
            (
                field.name,
                field.attname,
                field.name in told["mask_fields"],
                isinstance(field, models.DateTimeField),
                field.is_relation or isinstance(field, models.DateTimeField),
            )
            for field in fields
            if field.name in told["include_fields"]
        ]

    def changes(self, instance):
        """What django-auditlog notes of a new row: every column that is not NULL, masked where encrypted.

        Of moments and of keys of other rows it notes NULL as well.
        """
        noted = {}
        for name, attname, is_masked, is_time, tells_null in self.logged:
            value = getattr(instance, attname)
            if value is not None:
                told = _told(value, is_time)
                noted[name] = ["", mask(told)] if is_masked else ["None", told]
            elif tells_null:
                noted[name] = ["None", "None"]
        return noted

    def changed(self, instance, facts):
        """The same for a change."""
        noted = {}
        for name, attname, is_masked, is_time, _tells_null in self.logged:
            if attname in facts and (before := getattr(instance, attname)) != (after := facts[attname]):
                pair = [_told(before, is_time), _told(after, is_time)]
                noted[name] = [mask(one) for one in pair] if is_masked else pair
        return noted


_shapes = {}


def shape_of(model) -> Shape:
    if model not in _shapes:
        _shapes[model] = Shape(model)
    return _shapes[model]


def _told(value, is_time):
    if is_time and value is not None:
        return str(timezone.make_naive(value, datetime.UTC))
    return smart_str(value)


def _content_type(model):
    return ContentType.objects.get_for_model(model).pk


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
    shape = shape_of(model)
    names = ", ".join(f'"{column}"' for column in shape.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = "".join(
                "\t".join([cell(getattr(one, name)) for name, cell in shape.cells]) + "\n" for one in instances
            )
            cursor.copy_expert(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', io.StringIO(text))
        else:
            marks = ", ".join(["%s"] * len(shape.columns))
            fields = model._meta.concrete_fields
            cursor.executemany(
                f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})',  # noqa: S608
                [
                    [field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields]
                    for one in instances
                ],
            )


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
