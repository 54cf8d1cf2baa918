"""Raw rows of the database, to see what a request has really changed."""

from django.apps import apps
from django.db import connection

# Rows that follow from others or from the machine; everything else is content.
LOG = {"audit_auditevent", "audit_auditedcase", "audit_chainhead", "auditlog_logentry"}
MACHINE = {"django_session", "core_cache", "django_migrations", "django_content_type"}


def content_tables() -> list[str]:
    """Tables that hold what people have entered."""
    return sorted(set(connection.introspection.table_names()) - LOG - MACHINE)


def rows_of(table: str) -> dict:
    """{first column: the whole row} as the database holds it, encrypted values unopened."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return {str(row[0]): tuple(map(str, row)) for row in cursor.fetchall()}


def columns_of(table: str) -> list[str]:
    """Names of the columns, in the order of `rows_of`."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return [column[0] for column in cursor.description]


def contents(tables=None) -> dict[str, dict]:
    return {table: rows_of(table) for table in tables or content_tables()}


def changed_rows(before: dict, after: dict) -> list[tuple[str, str]]:
    """(table, key) of every row that was added, changed or removed."""
    return sorted(
        (table, key)
        for table in before.keys() | after.keys()
        for key in before.get(table, {}).keys() | after.get(table, {}).keys()
        if before.get(table, {}).get(key) != after.get(table, {}).get(key)
    )


def models_by_table() -> dict:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def text_of(*tables: str) -> str:
    """Every value of some tables as one text, to search in."""
    return "\n".join(" ".join(row) for table in tables for row in rows_of(table).values())
