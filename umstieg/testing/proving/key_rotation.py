"""A whole centre under a new key."""

import hashlib
import io

from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from cases.models import Case, Client
from cases.services.case import counsellors_of, open_case
from cases.services.session import facts_of, log_session
from umstieg.audit.management.commands import rotate_keys
from umstieg.audit.recording import recording
from umstieg.audit.verification import verify
from umstieg.core.crypto import DecryptionError, unseal
from umstieg.core.keys import fresh_key
from umstieg.core.rotation import sealed_tables
from umstieg.demo.builder import build_centre

from .base import Proof

DEMO = 120  # clients of the demo centre


class KeyRotation(Proof):
    name = "key-rotation"
    proves = (
        "A rotation that is stopped half-way and run again seals every value with the new key; the content stays the "
        "same, and the old key opens nothing."
    )
    sizes = {"smoke": 12, "full": 5 * DEMO}  # clients

    def steps(self):
        state, old, new = self.state, f"old:{fresh_key()}", f"new:{fresh_key()}"
        state.total = 5
        state.done = 0  # the steps hang together, a stopped run begins anew
        with override_settings(FIELD_KEYS=old):
            build_centre(today=timezone.localdate(), clients=min(self.size, DEMO), seed=self.seed)
            once = list(Case.objects.select_related("client", "team", "site").order_by("number"))
            for _ in range(self.size // DEMO - 1):
                copy_cases(once)
            before, state.facts["values"] = content_of_everything()
            state.facts |= {"clients": Client.objects.count(), "cases": Case.objects.count()}
        yield self._next()
        with override_settings(FIELD_KEYS=f"{new},{old}"):
            self._rotate_until_the_third_table()
            after, _ = content_of_everything()
            if after != before:
                state.find("Half-way through, the content is another one.")
            yield self._next()
            call_command("rotate_keys", stdout=io.StringIO(), stderr=io.StringIO())
            yield self._next()
        with override_settings(FIELD_KEYS=new):
            after, values = content_of_everything()
            if (after, values) != (before, state.facts["values"]):
                state.find("After the rotation the content is another one.")
            try:
                call_command("check_crypto", stdout=io.StringIO(), stderr=io.StringIO())
            except CommandError as error:
                state.find(f"check_crypto: {error}")
            state.find(*verify().findings)
            yield self._next()
        with override_settings(FIELD_KEYS=old):
            opened = sum(opens(stored, one.place) for one, stored in stored_values())
            if opened:
                state.find(f"The old key still opens {opened:,} values.")
            state.facts["checked"] = True
            yield self._next()

    def _next(self):
        self.state.done += 1

    def _rotate_until_the_third_table(self):
        seal_anew, tables = rotate_keys.seal_anew, set()

        def stop(table, rows, done):
            tables.add(table.name)
            if len(tables) == 3:
                raise KeyboardInterrupt
            seal_anew(table, rows, done)

        rotate_keys.seal_anew = stop
        try:
            call_command("rotate_keys", stdout=io.StringIO(), stderr=io.StringIO())
            self.state.find("The rotation was not stopped.")
        except KeyboardInterrupt:
            kinds = {stored.split(":")[1] for _, stored in stored_values()}
            if kinds != {"old", "new"}:
                self.state.find(f"Half-way through there are values under {sorted(kinds)}.")
        finally:
            rotate_keys.seal_anew = seal_anew

    def lines(self):
        facts = self.state.facts
        held = [f"{facts.get(name, 0):,} {name}" for name in ("clients", "cases")]
        seen = [f"{', '.join(held)}, {facts.get('values', 0):,} sealed values"]
        if facts.get("checked"):
            seen.append(
                f"stopped half-way, run again; {facts.get('findings', 0)} values lost, changed or open to the old key"
            )
        return seen


def copy_cases(cases) -> None:
    """Open every case once more, for another client with the same facts, and log its sessions again."""
    own = {"id", "number", "created_at"}
    for case in cases:
        counsellor = counsellors_of(case.team).first()
        facts = {
            one.name: getattr(case.client, one.name) for one in Client._meta.concrete_fields if one.name not in own
        }
        with recording():
            copy = open_case(
                team=case.team, counsellor=counsellor, client_facts=facts, opened_on=case.opened_on, by=counsellor
            )
            for session in case.sessions.all():
                log_session(case=copy, by=counsellor, **facts_of(session) | {"started_at": session.started_at})


def stored_values():
    """(field, stored value) of everything that is sealed."""
    for table in sealed_tables():
        for rows in table.rows():
            for _key, *values in rows:
                yield from ((one, value) for one, value in zip(table.fields, values, strict=True) if value is not None)


def content_of_everything() -> tuple[str, int]:
    """A digest over the text of every sealed value, and how many there are."""
    digest, count = hashlib.sha256(), 0
    for one, stored in stored_values():
        digest.update(unseal(stored, one.place) + b"\0")
        count += 1
    return digest.hexdigest(), count


def opens(stored, place) -> bool:
    try:
        unseal(stored, place)
    except DecryptionError:
        return False
    return True
