"""System check of the log: `manage.py check --database default`."""

from django.core.checks import Error, Tags, register
from django.db import connections

from .triggers import APPEND_ONLY, installed, trigger_names


@register(Tags.database)
def triggers_are_installed(app_configs, databases, **kwargs):
    """The append-only triggers exist wherever the log's tables exist."""
    errors = []
    for alias in databases or []:
        connection = connections[alias]
        if not set(APPEND_ONLY) <= set(connection.introspection.table_names()):
            continue
        missing = trigger_names(connection.vendor) - installed(connection)
        if missing:
            errors.append(
                Error(
                    f"The audit log can be changed, triggers are missing: {', '.join(sorted(missing))}.",
                    hint="manage.py migrate installs them.",
                    id="umstieg.E002",
                )
            )
    return errors
