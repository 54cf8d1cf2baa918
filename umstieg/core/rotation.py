"""Sealing every stored value with the newest key, and looking whether all open. Works on ciphertext, in batches.

Models are found by their encrypted fields. An app that keeps sealed values elsewhere says so in its AppConfig:
`reencrypt(done)` seals them anew and counts in a Rotation, `sealed_values()` yields (place, row key, stored value).
Where values belong together, `torn_values()` yields (place, row key) of what opens and yet is out of its place.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection

from .crypto import PREFIX, DecryptionError, key_id_of, key_ring, seal, unseal
from .fields import EncryptedField, encrypted_fields

BATCH = 500
EXAMPLES = 5


@dataclass
class SealedTable:
    """A table with encrypted columns."""

    name: str
    key_column: str
    fields: list[EncryptedField]

    def rows(self, *, without_prefix: str = "", batch: int | None = None):
        """Batches of rows (key, value, value, …) in the order of their keys.

        With `without_prefix` only rows in which some value does not begin with it.
        """
        quote = connection.ops.quote_name
        batch = batch or min(BATCH, *(one.rows_at_once for one in self.fields))
        columns = [quote(one.column) for one in self.fields]
        key, table = quote(self.key_column), quote(self.name)
        stale = " OR ".join(f"substr({column}, 1, %s) <> %s" for column in columns) if without_prefix else "1 = 1"
        parameters = [len(without_prefix), without_prefix] * len(columns) if without_prefix else []
        after, last = "", []
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT {key}, {', '.join(columns)} FROM {table} WHERE ({stale}) {after} ORDER BY {key} LIMIT %s",
                    [*parameters, *last, batch],
                )
                found = cursor.fetchall()
            if not found:
                return
            yield found
            after, last = f"AND {key} > %s", [found[-1][0]]

    def replace(self, key, one: EncryptedField, before: str, after: str) -> bool:
        """Exchange a stored value; False when somebody has written another one since it was read."""
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {quote(self.name)} SET {quote(one.column)} = %s "
                f"WHERE {quote(self.key_column)} = %s AND {quote(one.column)} = %s",
                [after, key, before],
            )
            return cursor.rowcount == 1


def sealed_tables() -> list[SealedTable]:
    """Every table with encrypted columns, by name."""
    tables = []
    for model in apps.get_models(include_auto_created=True):
        own = [one for one in encrypted_fields(model) if one.model is model]
        if own and not model._meta.proxy and model._meta.managed:
            tables.append(SealedTable(model._meta.db_table, model._meta.pk.column, own))
    return sorted(tables, key=lambda table: table.name)


def hooks(name: str) -> list:
    """The methods of this name that apps offer."""
    return [getattr(config, name) for config in apps.get_app_configs() if hasattr(config, name)]


# --- rotation --------------------------------------------------------------------------------------


@dataclass
class Rotation:
    """What has been done: values sealed anew by table, and places whose values did not open and stay as they are."""

    sealed: Counter = field(default_factory=Counter)
    unreadable: Counter = field(default_factory=Counter)


def stale_batches(table: SealedTable):
    """Batches of rows of a table that hold a value not sealed with the newest key."""
    newest = next(iter(key_ring()))
    return table.rows(without_prefix=f"{PREFIX}:{newest}:")


def seal_anew(table: SealedTable, rows, done: Rotation) -> None:
    """Seal the values of some rows with the newest key. What does not open is counted and left alone.

    Must run in a transaction. A value that was changed since it was read is left to the next run.
    """
    newest = next(iter(key_ring()))
    for key, *values in rows:
        for one, stored in zip(table.fields, values, strict=True):
            if stored is None:
                continue
            try:
                if key_id_of(stored) == newest:
                    continue
                anew = seal(unseal(stored, one.place), one.place)
            except DecryptionError:
                done.unreadable[one.place] += 1
                continue
            done.sealed[table.name] += table.replace(key, one, stored, anew)


# --- check -----------------------------------------------------------------------------------------

READABLE, OLD_KEY, DAMAGED, MOVED, UNKNOWN_KEY = "readable", "old key", "damaged", "moved", "unknown key"
TORN = "torn"  # opens, but parts of its whole are missing or exchanged
TROUBLE = (DAMAGED, MOVED, UNKNOWN_KEY, TORN)


@dataclass
class Findings:
    """How many values are in which state, and for trouble where: the place and the keys of its first rows."""

    counts: Counter = field(default_factory=Counter)
    keys_in_use: Counter = field(default_factory=Counter)
    trouble: dict = field(default_factory=dict)

    def note(self, state: str, place: str, row_key) -> None:
        self.counts[state] += 1
        if state in TROUBLE:
            count, rows = self.trouble.setdefault((place, state), [0, []])
            self.trouble[place, state][0] = count + 1
            if len(rows) < EXAMPLES:
                rows.append(str(row_key))

    @property
    def is_clean(self) -> bool:
        return not self.trouble


def check_rows(table: SealedTable, rows, found: Findings, places) -> None:
    """Open every value of some rows. `places` are all places there are, to tell a moved value from a damaged one."""
    for key, *values in rows:
        for one, stored in zip(table.fields, values, strict=True):
            if stored is not None:
                found.note(state_of(stored, one.place, places, found.keys_in_use, one.from_bytes), one.place, key)


def state_of(stored: str, place: str, places, keys_in_use: Counter, read=bytes) -> str:
    """In which state a stored value is; a readable one counts for its key. `read` makes the value of its content."""
    ring = key_ring()
    try:
        key_id = key_id_of(stored)
    except DecryptionError:
        return DAMAGED
    if key_id not in ring:
        return UNKNOWN_KEY
    try:
        read(unseal(stored, place))
    except (DecryptionError, ValueError):
        return MOVED if any(_opens(stored, other) for other in places if other != place) else DAMAGED
    keys_in_use[key_id] += 1
    return READABLE if key_id == next(iter(ring)) else OLD_KEY


def _opens(stored, place):
    try:
        unseal(stored, place)
    except (DecryptionError, ValueError):
        return False
    return True
