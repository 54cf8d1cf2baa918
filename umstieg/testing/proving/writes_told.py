"""Every form, sent by everybody who may: each row that is another afterwards has its entry in the log (goal G19)."""

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse

from umstieg.audit.models import AuditEvent
from umstieg.testing.badinput import as_sent, send
from umstieg.testing.rows import changed_rows, columns_of, contents, models_by_table
from umstieg.testing.targets import targets_of
from umstieg.testing.walker import Walker, addresses, expected
from umstieg.testing.world import ROLES, make_world

from .base import Proof

# Tables that no entry tells of, and why.
NOT_TOLD = {
    "accounts_signin": "where somebody is signed in; the event of the sign-in tells",
    "cases_searchterm": "digests, made anew with what they are digests of",
    "network_term": "repeats what is known of a partner, made anew with it",
    "network_activity_organisations": "with whom it was; the entry of the activity tells",
    "network_activity_volunteers": "who helped; the entry of the activity tells",
    "network_reflectionsheet_organisations": "who matters for a topic; the entry of the sheet tells",
    "network_intake": "what is only being read in, a draft of many rows; reading it in tells",
    "core_draft": "what is only being typed",
    "core_filechunk": "the content of a file, in pieces; the entry of the file tells",
    "core_numberseries": "the last number given",
    "core_submitkey": "which form was carried out",
    "mfa_authenticator": "second factors, of django-allauth; the event of setting up, taking off and confirming tells",
}
ACTIONS = {(False, True): LogEntry.Action.CREATE, (True, True): LogEntry.Action.UPDATE}
ACTIONS |= {(True, False): LogEntry.Action.DELETE}


class WritesTold(Proof):
    name = "writes-told"
    proves = (
        "Whoever sends a form that is accepted, at any address: every row that was added, changed or removed has an entry "
        "in the log, with what was done and every field that differs, under one sealed event with her name (G19)."
    )
    sizes = {"smoke": 30, "full": 3_000}  # accepted forms, at most

    def steps(self):
        self.state.done, self.state.facts = 0, {}
        self.walker = Walker(make_world())
        self.models = models_by_table()
        chosen = self._accepted()
        chosen = chosen[:: max(1, len(chosen) // self.size)][: self.size]
        self.state.total = len(chosen)
        for address, person, target in chosen:
            self._send(address, person, target)
            self.state.done += 1
            yield

    def _accepted(self):
        """Every address, person and object at which a form is taken."""
        found = []
        for address in addresses():
            methods = self.walker.methods_of(address)
            if not address.is_ours or "POST" not in methods or address.permission is None:
                continue
            for person in ROLES:
                found += [
                    (address, person, target)
                    for target in targets_of(address, self.walker.world)
                    if (not target.only_for or person in target.only_for)
                    and expected(address, person, target, "POST", methods) & {200, 204, 302}
                ]
        return found

    def _send(self, address, person, target):
        data = {
            name: value if isinstance(value, list) else [value]
            for name, value in self.walker.body(address, person, target).items()
        }
        where = f"{person} {address.name} ({target.name})"
        url, before = reverse(address.name, kwargs=target.kwargs), contents()
        seq = AuditEvent.objects.count()
        send(
            self.walker.browsers[person],
            "POST",
            url,
            {name: [as_sent(one) for one in values] for name, values in data.items()},
            look=lambda: self._look(where, self.walker.world.people[person], before, seq),
        )

    def _look(self, where, user, before, seq):
        after = contents()
        changed = [(table, key) for table, key in changed_rows(before, after) if table not in NOT_TOLD]
        if not changed:
            self.state.count("forms that changed nothing")
            return
        events = list(AuditEvent.objects.order_by("seq")[seq:])
        entries = list(LogEntry.objects.filter(cid__in=[one.cid for one in events]))
        if len(events) != 1 or events[0].entry_count != len(entries):
            self.state.find(f"{where}: {len(events)} events for one request.")
        if any(one.actor_id != user.pk for one in events):  # the event names the person, its entries the rows
            self.state.find(f"{where}: the event names somebody else.")
        self.state.count("forms")
        for table, key in changed:
            self._judge(where, table, key, before[table].get(key), after[table].get(key), entries)

    def _judge(self, where, table, key, old, new, entries):
        differing = self._differing(table, old, new)
        if old and new and not differing:  # only what is derived
            return
        self.state.count("rows")
        model = self.models.get(table)
        kind = ContentType.objects.get_for_model(model, for_concrete_model=True) if model else None
        told = [
            one
            for one in entries
            if one.content_type_id == getattr(kind, "pk", None)
            and self.as_key(one.object_pk) == self.as_key(key)
            and one.action == ACTIONS[bool(old), bool(new)]
        ]
        if not told:
            self.state.find(f"{where}: no entry tells of {table}.")
        elif missing := differing - {name for one in told for name in one.changes_dict}:
            self.state.find(f"{where}: the entry of {table} says nothing of {', '.join(sorted(missing))}.")

    def _differing(self, table, old, new) -> set[str]:
        """Names of the audited fields that were changed; of a new or removed row none."""
        if not (old and new):
            return set()
        model = self.models.get(table)
        fields = {one.column: one for one in model._meta.concrete_fields} if model else {}
        left_out = set(auditlog.get_model_fields(model)["exclude_fields"]) if model in auditlog.get_models() else set()
        found = set()
        for column, was, now in zip(columns_of(table), old, new, strict=True):
            one = fields.get(column)
            if was != now and not (getattr(one, "encrypted", False) and _opened(one, was) == _opened(one, now)):
                found.add(one.name if one else column)
        return found - left_out

    @staticmethod
    def as_key(value) -> str:
        return str(value).replace("-", "")

    def lines(self):
        facts = self.state.facts
        return [
            f"{self.state.done:,} forms accepted, {facts.get('forms', 0):,} of them changed {facts.get('rows', 0):,} rows",
            f"{facts.get('findings', 0)} rows or fields untold",
        ]


def _opened(field, value):
    """What an encrypted value says: sealed anew it looks different and says the same."""
    return field.from_db_value(None if value == "None" else value, None, connection)
