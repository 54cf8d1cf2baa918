"""Proves that the log is append-only in the database itself: UPDATE, DELETE, INSERT OR REPLACE, upserts and TRUNCATE by
raw SQL are refused on every table of the log, an INSERT is found by `verify`, and missing triggers are noticed.
"""

import io
import sqlite3

import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from umstieg.audit import triggers
from umstieg.audit.models import AuditedCase, AuditEvent, ChainHead
from umstieg.audit.verification import verify
from umstieg.testing.make import make_case

from .sql import CHANGE, KEY, TABLES, copied, next_key, refused, run

pytestmark = pytest.mark.django_db
ON_SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def log(people):
    """A log with events, cases and row entries, known to be intact."""
    for _ in range(2):
        make_case(counsellor=people.counsellor)
    assert verify().intact
    return verify().anchor


@pytest.mark.parametrize("table", TABLES)
def test_an_update_is_refused(log, table):
    column, value = CHANGE[table]
    assert refused(f"UPDATE {table} SET {column} = {value}")
    assert refused(
        f"UPDATE {table} SET {column} = {value} WHERE {KEY[table]} = (SELECT min({KEY[table]}) FROM {table})"
    )
    assert verify(log).intact


@pytest.mark.parametrize("table", TABLES)
def test_a_delete_is_refused(log, table):
    assert refused(f"DELETE FROM {table} WHERE {KEY[table]} = (SELECT max({KEY[table]}) FROM {table})")
    assert refused(f"DELETE FROM {table}")
    assert verify(log).intact


@pytest.mark.parametrize("table", TABLES)
def test_emptying_a_table_at_once_is_refused(log, table):
    """TRUNCATE fires no row triggers on PostgreSQL; DELETE without WHERE is SQLite's way to truncate."""
    connection.check_constraints()  # PostgreSQL truncates nothing while foreign keys wait to be checked
    assert refused(f"DELETE FROM {table}" if ON_SQLITE else f"TRUNCATE {table} CASCADE")
    assert verify(log).intact


@pytest.mark.parametrize("table", TABLES)
def test_replacing_a_row_by_an_insert_is_refused(log, table):
    column, value = CHANGE[table]
    upsert = f"{copied(table, **{column: value})}".replace("ORDER BY", "WHERE true ORDER BY")
    assert refused(f"{upsert} ON CONFLICT ({KEY[table]}) DO UPDATE SET {column} = excluded.{column}")
    if ON_SQLITE:
        assert refused(copied(table, verb="INSERT OR REPLACE", **{column: value}))
        assert refused(copied(table, verb="REPLACE", **{column: value}))
        assert refused(f"UPDATE OR REPLACE {table} SET {column} = {value}")
    assert verify(log).intact


def test_the_head_of_the_chain_only_moves_forward_by_one(log):
    for change in ("seq = seq - 1", "seq = seq + 2", "seq = 0", "id = id + 1, seq = seq + 1"):
        assert refused(f"UPDATE audit_chainhead SET {change}")


@pytest.mark.parametrize("by", ["update", "delete", "flush"])
def test_the_ways_of_django_are_refused_too(log, by):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        if by == "update":
            AuditEvent.objects.update(actor_label="")
        elif by == "delete":
            LogEntry.objects.all()._raw_delete("default")
        else:
            call_command("auditlogflush", yes=True, stdout=io.StringIO())
    assert verify(log).intact


# --- inserts are found -----------------------------------------------------------------------------

INSERTED = {
    "an event at the end": ("audit_auditevent", {"cid": "'neu'", "hash": "'neu'"}),
    "an event before the first": ("audit_auditevent", {"seq": "0", "cid": "'neu'", "hash": "'neu'"}),
    "a case of the last event": ("audit_auditedcase", {"case_number": "'00-0000'"}),
    "a case of no event": ("audit_auditedcase", {"seq": "seq + 100"}),
    "a row of the last event": ("auditlog_logentry", {}),
    "a row of no event": ("auditlog_logentry", {"cid": "'neu'"}),
    "a row without an id": ("auditlog_logentry", {"cid": "NULL"}),
    "a second head": ("audit_chainhead", {}),
}


@pytest.mark.parametrize("what", INSERTED)
def test_an_insert_is_found(log, what):
    table, exchanged = INSERTED[what]
    run(copied(table, **({KEY[table]: next_key(table)} | exchanged)))
    assert not verify(log).intact


def test_a_head_that_runs_ahead_is_found(log):
    run(f"UPDATE audit_chainhead SET seq = seq + 1, hash = '{'f' * 64}'")
    assert verify().findings == [
        "The head of the chain does not match the last event: events were cut off or added.",
    ]


# --- past the triggers -----------------------------------------------------------------------------


@pytest.fixture
def past_the_triggers(log):
    """Executes SQL on a connection where the triggers do not hold; the log is written first."""

    def execute(sql):
        if ON_SQLITE:
            connection.ensure_connection()
            other = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=20)
            other.execute("PRAGMA recursive_triggers = OFF")
            with other:
                other.execute(sql)
            other.close()
        else:
            with connection.cursor() as cursor:
                table = sql.split()[1]  # its owner may do this; a role of the server is not needed
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.execute(sql)
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return execute


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
def test_a_replaced_row_is_found_where_the_triggers_did_not_fire(past_the_triggers, log, table):
    """`recursive_triggers` is a setting of the connection: another program that opens the file has it off."""
    column, value = CHANGE[table]
    if ON_SQLITE:
        past_the_triggers(copied(table, verb="INSERT OR REPLACE", **{column: value}))
    else:
        past_the_triggers(f"UPDATE {table} SET {column} = {value}")
    verdict = verify(log)
    assert not verdict.intact
    assert not any("Triggers" in finding for finding in verdict.findings)


# --- triggers that are missing ---------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(triggers.trigger_names(connection.vendor)))
def test_a_missing_trigger_is_found_by_verify_and_by_the_check(log, name):
    table = next(table for table in TABLES if name.startswith(table))
    run(f"DROP TRIGGER {name}" + ("" if ON_SQLITE else f" ON {table}"))
    assert verify(log).findings == [f"Triggers are missing: {name}."]
    with pytest.raises(CommandError, match=name):
        call_command("check", tags=["database"], databases=["default"], stderr=io.StringIO())
    triggers.install(connection)
    assert verify(log).intact
    call_command("check", tags=["database"], databases=["default"], stdout=io.StringIO())


def test_a_trigger_that_was_made_harmless_is_found(log):
    """The same name, but nothing is refused any more."""
    name = "audit_auditevent_no_update"
    if ON_SQLITE:
        run(f"DROP TRIGGER {name}")
        run(f"CREATE TRIGGER {name} BEFORE UPDATE ON audit_auditevent BEGIN SELECT 1; END")
    else:
        run(f"ALTER TABLE audit_auditevent DISABLE TRIGGER {name}")
    assert verify(log).findings == [f"Triggers are missing: {name}."]
    triggers.install(connection)
    assert verify(log).intact
    if not ON_SQLITE:
        run("CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")
        assert "audit_auditevent_no_update" in verify(log).findings[0]
        triggers.install(connection)
    assert verify(log).intact
    assert refused("UPDATE audit_auditevent SET actor_label = 'Niemand'")


def test_migrate_brings_the_triggers_back(log):
    run("DROP TRIGGER audit_auditevent_no_update" + ("" if ON_SQLITE else " ON audit_auditevent"))
    triggers.install_after_migrate(sender=None, using="default")
    assert triggers.installed(connection) == triggers.trigger_names(connection.vendor)


def test_the_connection_of_the_product_keeps_recursive_triggers_on():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers" if ON_SQLITE else "SHOW session_replication_role")
        assert cursor.fetchone() == ((1,) if ON_SQLITE else ("origin",))
    assert triggers.installed(connection) == triggers.trigger_names(connection.vendor)
    logged = {model._meta.db_table for model in (AuditEvent, AuditedCase, ChainHead, LogEntry)}
    assert logged == set(TABLES) == {*triggers.APPEND_ONLY, triggers.HEAD}
