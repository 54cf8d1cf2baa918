"""The log is append-only in the database itself, on SQLite and on PostgreSQL.

Installed after every migrate: Django's schema editor drops triggers on SQLite when it rebuilds a table. A system check
and `verify_audit` look whether they are there.
"""

import contextlib

from django.db import connections

APPEND_ONLY = ("audit_auditevent", "audit_auditedcase", "auditlog_logentry")
HEAD = "audit_chainhead"
MESSAGE = "audit log is append-only"


def trigger_names(vendor: str) -> set[str]:
    """The triggers that must exist."""
    acts = ("update", "delete") if vendor == "sqlite" else ("update", "delete", "truncate")
    return {f"{table}_no_{act}" for table in APPEND_ONLY for act in acts} | {
        f"{HEAD}_{rule}"
        for rule in (("forward", "no_delete") if vendor == "sqlite" else ("forward", "no_delete", "no_truncate"))
    }


def _sqlite():
    for table in APPEND_ONLY:
        for act in ("update", "delete"):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
    yield (
        f"CREATE TRIGGER IF NOT EXISTS {HEAD}_forward BEFORE UPDATE ON {HEAD} "
        f"WHEN NEW.seq <> OLD.seq + 1 OR NEW.id <> OLD.id BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )
    yield (
        f"CREATE TRIGGER IF NOT EXISTS {HEAD}_no_delete BEFORE DELETE ON {HEAD} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def _postgresql():
    yield (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
    )
    yield (
        "CREATE OR REPLACE FUNCTION audit_forward() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.seq <> OLD.seq + 1 OR NEW.id <> OLD.id THEN "
        f"RAISE EXCEPTION '{MESSAGE}'; END IF; RETURN NEW; END $$"
    )
    for table in APPEND_ONLY:
        for act in ("update", "delete"):
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
            )
        yield _no_truncate(table)
    yield (
        f"CREATE OR REPLACE TRIGGER {HEAD}_forward BEFORE UPDATE ON {HEAD} "
        "FOR EACH ROW EXECUTE FUNCTION audit_forward()"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {HEAD}_no_delete BEFORE DELETE ON {HEAD} "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
    )
    yield _no_truncate(HEAD)


def _no_truncate(table):
    return (
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )


def install(connection) -> None:
    """Create the triggers that are not there or not as they should be; waits for tables that do not exist yet."""
    tables = set(connection.introspection.table_names())
    if not {*APPEND_ONLY, HEAD} <= tables:
        return
    with connection.cursor() as cursor:
        for name in trigger_names(connection.vendor) - installed(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{_on_table(connection, name)}")
        for statement in _sqlite() if connection.vendor == "sqlite" else _postgresql():
            cursor.execute(statement)


def installed(connection) -> set[str]:
    """Names of our triggers that exist, are enabled and still refuse."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql, name FROM sqlite_master WHERE type = 'trigger'")
            ours = {statement.replace(" IF NOT EXISTS", "") for statement in _sqlite()}
            return {name for sql, name in cursor.fetchall() if sql in ours}
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND proname LIKE 'audit_%%' AND prosrc LIKE %s",
            [f"%RAISE EXCEPTION '{MESSAGE}'%"],
        )
        return {name for (name,) in cursor.fetchall()} & trigger_names(connection.vendor)


def _on_table(connection, name):
    """What DROP TRIGGER wants besides the name."""
    table = next(table for table in (*APPEND_ONLY, HEAD) if name.startswith(table))
    return "" if connection.vendor == "sqlite" else f" ON {table}"


def install_after_migrate(sender, using, **kwargs):
    """Receiver of post_migrate."""
    install(connections[using])


@contextlib.contextmanager
def lifted(connection):
    """Without the triggers, for the flush between transactional tests. The product never calls it."""
    with connection.cursor() as cursor:
        for name in installed(connection):
            cursor.execute(f"DROP TRIGGER {name}{_on_table(connection, name)}")
    try:
        yield
    finally:
        install(connection)
