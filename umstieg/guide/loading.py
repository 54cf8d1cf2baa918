"""Brings the checklists that come with the product into the database, each once.

What a centre has changed or retired stays as it is; only lists that were never there come in.
"""

import tomllib
from functools import cache
from pathlib import Path

from django.db import connections

from umstieg.audit.recording import act

from .models import ChecklistTemplate

DATA = Path(__file__).parent / "data" / "checklists" / "delivered.toml"


@cache
def delivered() -> tuple[dict, ...]:
    """The lists as they come: key, title, theme ("" for none), items."""
    return tuple(
        {"key": one["key"], "title": one["title"], "theme": one.get("theme", ""), "items": one["items"]}
        for one in tomllib.loads(DATA.read_text(encoding="utf-8"))["checklist"]
    )


def load_checklists() -> int:
    """Create the delivered lists that the database has never had; returns how many.

    One whose title the centre already uses for a list of its own is left out.
    """
    present = set(ChecklistTemplate.objects.values_list("key", flat=True))
    titles = set(ChecklistTemplate.objects.offered().values_list("title", flat=True))
    wanted = [one for one in delivered() if one["key"] not in present and one["title"] not in titles]
    if not wanted:
        return 0
    with act("checklists.loaded", by=None):
        for facts in wanted:
            template = ChecklistTemplate(**facts)
            template.full_clean()
            template.save()
    return len(wanted)


def load_after_migrate(sender, using, **kwargs):
    """Receiver of post_migrate; waits until the tables of this app and of the log exist."""
    tables = set(connections[using].introspection.table_names())
    if {ChecklistTemplate._meta.db_table, "audit_auditevent", "auditlog_logentry"} <= tables:
        load_checklists()
