"""Raw SQL against the log for the tests here: what somebody with the database open would type."""

from django.db import DatabaseError, connection, transaction

KEY = {"audit_auditevent": "seq", "audit_auditedcase": "id", "auditlog_logentry": "id", "audit_chainhead": "id"}
TABLES = list(KEY)
# A column and what somebody would like to stand there.
CHANGE = {
    "audit_auditevent": ("actor_label", "'Niemand'"),
    "audit_auditedcase": ("case_number", "'00-0000'"),
    "auditlog_logentry": ("object_repr", "'nichts'"),
    "audit_chainhead": ("hash", f"'{'f' * 64}'"),
}


def run(sql: str) -> None:
    """Execute in a savepoint."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def refused(sql: str) -> bool:
    """Whether the append-only triggers refuse a statement."""
    try:
        run(sql)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def copied(table: str, *, verb="INSERT", **exchanged) -> str:
    """An INSERT that copies the last row of a table, some columns exchanged for SQL expressions."""
    names = columns(table)
    values = ", ".join(exchanged.get(name, f'"{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    return f"{verb} INTO {table} ({listed}) SELECT {values} FROM {table} ORDER BY {KEY[table]} DESC LIMIT 1"


def next_key(table: str) -> str:
    return f"(SELECT max({KEY[table]}) + 1 FROM {table})"
