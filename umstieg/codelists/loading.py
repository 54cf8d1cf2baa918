"""Brings the shipped codes into the database. What a centre has changed stays as it is; only new codes come in."""

from django.db import connections

from umstieg.audit.recording import act
from umstieg.core.kept import forget

from .catalogue import shipped
from .models import KEPT, Code, CodeLabel


def load_codelists() -> int:
    """Create the shipped codes that the database does not have yet; returns how many."""
    present = set(Code.objects.values_list("list_key", "key"))
    wanted = [
        (listed, order, code)
        for listed in shipped().values()
        for order, code in enumerate(listed.codes)
        if (listed.key, code.key) not in present
    ]
    if not wanted:
        return 0
    with act("codelists.loaded", by=None):
        forget(KEPT)
        # In bulk, because a new installation gets some 800 codes; the event itself says that they were loaded.
        codes = Code.objects.bulk_create(
            Code(
                list_key=listed.key,
                key=code.key,
                group=code.group,
                order=order,
                valid_from=code.valid_from,
                valid_to=code.valid_to,
            )
            for listed, order, code in wanted
        )
        CodeLabel.objects.bulk_create(
            CodeLabel(
                code=saved,
                language=label.language,
                text=label.text,
                valid_from=label.valid_from,
                valid_to=label.valid_to,
            )
            for saved, (_listed, _order, code) in zip(codes, wanted, strict=True)
            for label in code.labels
        )
    return len(wanted)


def load_after_migrate(sender, using, **kwargs):
    """Receiver of post_migrate; waits until the tables of this app and of the log exist."""
    tables = set(connections[using].introspection.table_names())
    if {Code._meta.db_table, CodeLabel._meta.db_table, "audit_auditevent", "auditlog_logentry"} <= tables:
        load_codelists()
