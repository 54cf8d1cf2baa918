"""Asking the same statement again without composing it again: on hot pages that takes the ORM longer than the answer.

    rows = ask(("cases", part), lambda user, case: Case.objects.visible_to(user).filter(pk=case), user=7, case=pk)

The function is called once for a key, with stand-ins in place of the values, and returns a queryset; what is asked is
that queryset's statement with the values of this time. So it may depend on nothing but its arguments and the key: the
day belongs to every key, a moment must be an argument (one that is baked in is found and refused). Values are whole
numbers, UUIDs, moments, words, and tuples of these.

PostgreSQL plans such a statement once per connection too (PREPARE): with many joins that takes it longer than the
answer.
"""

import copy
import datetime
import itertools
import uuid
from collections import OrderedDict
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone
from django.utils.functional import cached_property
from psycopg2.extensions import AsIs

MOST = 500  # statements kept in a process; the one not asked for longest goes
_STAND_IN_SINCE = datetime.datetime(1871, 1, 1, tzinfo=datetime.UTC)
_numbers = itertools.count(1)
_prepared: WeakKeyDictionary = WeakKeyDictionary()  # {connection of psycopg2: names of the statements it has planned}
_kept: OrderedDict[tuple, "_Statement"] = OrderedDict()


class Baked(RuntimeError):
    """A statement holds the moment at which it was composed."""


def ask(key: tuple, build, **values) -> list:
    """All rows of `build(**values)`, as the queryset would give them (objects, tuples, dictionaries)."""
    return _statement(key, build, values).rows(values)


def count(key: tuple, build, **values) -> int:
    """How many rows `build(**values)` has; limit it where there can be many."""
    statement = _statement((*key, "count"), build, values, around="SELECT COUNT(*) FROM ({}) AS found")
    if not statement.sql:
        return 0
    sql, parameters = statement.filled(values)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


def forget_statements() -> None:
    """For tests."""
    _kept.clear()


def _statement(key, build, values, around="{}"):
    shape = tuple((name, len(value) if isinstance(value, tuple) else None) for name, value in values.items())
    key = (connection.vendor, timezone.localdate(), key, shape)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    statement = _Statement.compose(build, values, around)
    _kept[key] = statement
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return statement


@dataclass
class _Statement:
    queryset: object
    compiler: object
    sql: str
    parameters: tuple  # what differs stands as a _Place
    name: str = field(default_factory=lambda: f"umstieg_{next(_numbers)}")

    @cached_property
    def places(self) -> list["_Place"]:
        """What has to be filled in, each once however often it stands in the statement."""
        return list(dict.fromkeys(one for one in self.parameters if isinstance(one, _Place)))

    @classmethod
    def compose(cls, build, values, around):
        stand_ins = {name: _stand_in(place, value) for place, (name, value) in enumerate(values.items(), 1)}
        queryset = build(**stand_ins)
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:  # the rights are such that there is nothing to ask
            return cls(queryset, compiler, "", ())
        converters = compiler.get_converters([expression for expression, *_rest in compiler.select])
        compiler.get_converters = lambda _expressions: converters  # the same for every answer to this statement
        places = {}
        for name, value in stand_ins.items():
            for index, one in enumerate(value if isinstance(value, tuple) else [value]):
                places[_as_stored(one)] = _Place(name, index if isinstance(value, tuple) else None, _kind(one))
        placed = tuple(places.get(_known(one), one) for one in parameters)
        now = timezone.now()
        if any(_is_about(one, now) for one in placed):
            raise Baked("A moment goes into the statement as an argument.")
        return cls(queryset, compiler, around.format(sql), placed)

    def filled(self, values):
        """The statement with the values of this time."""
        if connection.vendor == "postgresql":
            return self._planned(values)
        return self.sql, tuple(one.of(values) if isinstance(one, _Place) else one for one in self.parameters)

    def _planned(self, values):
        """As one that this connection has planned. To plan it is no question, so it goes past Django's cursor."""
        places = self.places
        connection.ensure_connection()
        planned = _prepared.setdefault(connection.connection, set())
        if self.name not in planned:
            numbers = {one: AsIs(f"${number}::{one.kind}") for number, one in enumerate(places, 1)}
            parameters = [numbers[one] if isinstance(one, _Place) else one for one in self.parameters]
            with connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self.name} AS {self.sql}", parameters)
            planned.add(self.name)
        given = f"({', '.join(['%s'] * len(places))})" if places else ""
        return f"EXECUTE {self.name}{given}", tuple(one.of(values) for one in places)

    def rows(self, values):
        if not self.sql:
            return []
        filled = self.filled(values)
        compiler = copy.copy(self.compiler)
        compiler.connection, compiler.as_sql = connection, lambda *_args, **_kwargs: filled
        asked = type(self.queryset)(self.queryset.model, query=_Query(self.queryset.query, compiler))
        asked._fields = self.queryset._fields
        return list(self.queryset._iterable_class(asked))


class _Query:
    """A query that need not be composed any more."""

    def __init__(self, query, compiler):
        self._real, self._compiler = query, compiler

    def __getattr__(self, name):
        return getattr(self._real, name)

    def get_compiler(self, *_args, **_kwargs):
        return self._compiler


@dataclass(frozen=True)
class _Place:
    """Where a value goes."""

    name: str
    index: int | None
    kind: str  # as PostgreSQL calls it

    def of(self, values):
        value = values[self.name]
        return _as_stored(value if self.index is None else value[self.index])


def _stand_in(place, value):
    """A value of the same kind that no row has."""
    if isinstance(value, tuple):
        return tuple(_stand_in(place * 1000 + index, one) for index, one in enumerate(value))
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=place, version=4)
    if isinstance(value, datetime.datetime):
        return _STAND_IN_SINCE + datetime.timedelta(seconds=place)
    if isinstance(value, str):
        return f"stands in for {place}"
    if type(value) is int:
        return -70_000_000 - place
    raise TypeError(f"{type(value).__name__} cannot be filled in; it belongs to the key.")


def _kind(value) -> str:
    return {int: "bigint", str: "text", uuid.UUID: "uuid", datetime.datetime: "timestamptz"}[type(value)]


def _as_stored(value):
    """A value as a parameter of this database."""
    if isinstance(value, uuid.UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _known(one):
    return one if isinstance(one, int | str | uuid.UUID | datetime.datetime) and not isinstance(one, bool) else None


def _is_about(one, now):
    """Whether a parameter is a moment of today."""
    if isinstance(one, str) and connection.vendor == "sqlite":
        try:
            one = datetime.datetime.fromisoformat(one) if len(one) > len("2026-01-01") else None
        except ValueError:
            return False
    if not isinstance(one, datetime.datetime):
        return False
    return abs((one if one.tzinfo else one.replace(tzinfo=datetime.UTC)) - now) < datetime.timedelta(minutes=10)
