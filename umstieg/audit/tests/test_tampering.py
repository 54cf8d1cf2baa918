"""Proves goal G23: whoever lifts the triggers and changes the log by hand is found by `verify` with a kept anchor, in
each of nine ways, even when she knows the code and mends the chain with a key of her own.
"""

import base64
import contextlib
import io
import json
import random

import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test import override_settings

from cases.services.client import change_client
from umstieg.audit import triggers
from umstieg.audit.checkpoints import read_checkpoints, take_checkpoint
from umstieg.audit.models import AuditedCase, AuditEvent, ChainHead
from umstieg.audit.recording import recording
from umstieg.audit.sealing import ENTRY_FIELDS, GENESIS, digest_of_entries, hash_of_event
from umstieg.audit.verification import CHUNK, verify
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db
THE_LOG = (AuditEvent, AuditedCase, LogEntry, ChainHead)
WRONG_KEY = base64.b64encode(random.Random(7).randbytes(32)).decode()


@pytest.fixture
def anchor(people):
    """An intact log and its anchor, kept outside."""
    case = make_case(counsellor=people.counsellor)
    for word in ("Linde", "Erle", "Esche"):
        change_client(client=case.client, by=people.counsellor, pseudonym=word)
    verdict = verify()
    assert verdict.intact
    assert verdict.events == AuditEvent.objects.count() > 10
    return verdict.anchor


@contextlib.contextmanager
def without_triggers():
    with triggers.lifted(connection):
        yield


def state() -> dict:
    """The rows of the whole log."""
    return {model: list(model.objects.order_by("pk").values()) for model in THE_LOG}


def restore(rows: dict) -> None:
    for model in THE_LOG:
        model.objects.all()._raw_delete("default")
        model.objects.bulk_create(model(**row) for row in rows[model])


def chain_anew() -> None:
    """Mend hashes, digests and head from the first event on, as somebody would who has read the code."""
    previous = GENESIS
    for event in AuditEvent.objects.order_by("seq"):
        entries = list(LogEntry.objects.filter(cid=event.cid).order_by("pk").values_list(*ENTRY_FIELDS))
        event.entry_count, event.entries_digest = len(entries), digest_of_entries(entries)
        event.previous_hash = previous
        rows = AuditedCase.objects.filter(seq=event.seq).values_list("case_number", "event", "part")
        previous = event.hash = hash_of_event(event, list(rows))
        event.save()
    ChainHead.objects.update(seq=event.seq, hash=previous)


def middle() -> AuditEvent:
    return AuditEvent.objects.get(seq=AuditEvent.objects.count() // 2)


def move(event, to) -> None:
    AuditedCase.objects.filter(seq=event.seq).update(seq=to)
    AuditEvent.objects.filter(seq=event.seq).update(seq=to)


def last() -> AuditEvent:
    return AuditEvent.objects.order_by("-seq").first()


def edit():
    AuditEvent.objects.filter(pk=middle().pk).update(event="case.viewed")


def edit_a_row():
    LogEntry.objects.filter(cid=last().cid).update(changes={})


def edit_a_case_number():
    AuditedCase.objects.filter(seq=last().seq).update(case_number="00-0001")


def edit_an_act():
    AuditEvent.objects.filter(pk=last().pk).update(acts=[])


def delete_in_the_middle():
    gone = middle()
    AuditEvent.objects.filter(pk=gone.pk).delete()


def delete_in_the_middle_and_close_the_gap():
    gone = middle()
    AuditEvent.objects.filter(pk=gone.pk).delete()
    AuditedCase.objects.filter(seq=gone.seq).delete()
    LogEntry.objects.filter(cid=gone.cid)._raw_delete("default")
    for event in AuditEvent.objects.filter(seq__gt=gone.seq).order_by("seq"):
        move(event, event.seq - 1)
    ChainHead.objects.update(seq=F("seq") - 1)


def delete_the_last_three():
    AuditEvent.objects.filter(seq__gt=last().seq - 3).delete()


def delete_the_last_three_and_move_the_head_back():
    cut = last().seq - 3
    gone = AuditEvent.objects.filter(seq__gt=cut)
    LogEntry.objects.filter(cid__in=gone.values("cid"))._raw_delete("default")
    AuditedCase.objects.filter(seq__gt=cut).delete()
    gone.delete()
    ChainHead.objects.update(seq=cut, hash=last().hash)


def reorder():
    first, second = last().seq - 1, last().seq
    move(AuditEvent.objects.get(seq=first), 10**6)
    move(AuditEvent.objects.get(seq=second), first)
    move(AuditEvent.objects.get(seq=10**6), second)


def insert():
    event = last()
    event.seq, event.cid, event.previous_hash = event.seq + 1, "erfunden", event.hash
    event.entry_count, event.entries_digest = 0, digest_of_entries([])
    with override_settings(AUDIT_KEY=WRONG_KEY):
        event.hash = hash_of_event(event, [])
    event.save(force_insert=True)
    ChainHead.objects.update(seq=event.seq, hash=event.hash)


def shift_the_time():
    AuditEvent.objects.filter(pk=middle().pk).update(at=last().at)


def shift_the_time_of_a_row():
    LogEntry.objects.filter(cid=last().cid).update(timestamp=middle().at)


def swap_the_actor():
    by_a_person = AuditEvent.objects.exclude(actor_id=None).latest("seq")
    AuditEvent.objects.filter(pk=by_a_person.pk).update(actor_id=F("actor_id") + 1)


def swap_the_name_of_the_actor():
    AuditEvent.objects.filter(pk=last().pk).update(actor_label="Emre Tan")


def chain_anew_without_the_key():
    edit()
    with override_settings(AUDIT_KEY=WRONG_KEY):
        chain_anew()


TAMPERS = [
    edit,
    edit_a_row,
    edit_a_case_number,
    edit_an_act,
    delete_in_the_middle,
    delete_in_the_middle_and_close_the_gap,
    delete_the_last_three,
    delete_the_last_three_and_move_the_head_back,
    reorder,
    insert,
    shift_the_time,
    shift_the_time_of_a_row,
    swap_the_actor,
    swap_the_name_of_the_actor,
    chain_anew_without_the_key,
]


@pytest.mark.parametrize("tamper", TAMPERS, ids=lambda tamper: tamper.__name__)
def test_it_is_found(anchor, tamper):
    with without_triggers():
        tamper()
    verdict = verify(anchor)
    assert not verdict.intact
    assert not any("Triggers" in finding for finding in verdict.findings)


# The nine of goal G23 by name; an older database is put back by the test itself.
NINE = {
    "edit": edit,
    "delete in the middle": delete_in_the_middle_and_close_the_gap,
    "delete the last n": delete_the_last_three_and_move_the_head_back,
    "reorder": reorder,
    "insert": insert,
    "time shift": shift_the_time,
    "swap the actor": swap_the_actor,
    "chain anew with known code": chain_anew_without_the_key,
    "restore an older database": None,
}


@pytest.mark.parametrize("name", NINE)
def test_each_of_the_nine_is_found_with_a_checkpoint_kept_outside(anchor, people, tmp_path, name):
    kept, older = tmp_path / "checkpoints", state()
    make_case(counsellor=people.counsellor)
    call_command("audit_checkpoint", file=kept)
    call_command("verify_audit", checkpoint=str(kept), stdout=io.StringIO())
    with without_triggers():
        NINE[name]() if NINE[name] else restore(older)
    with pytest.raises(CommandError, match="findings"):
        call_command("verify_audit", checkpoint=str(kept), unrecorded=True, stderr=io.StringIO())


def test_every_checkpoint_of_a_file_must_be_held_not_only_the_newest(anchor, people, tmp_path):
    kept = tmp_path / "checkpoints"
    call_command("audit_checkpoint", file=kept)
    make_case(counsellor=people.counsellor)
    with without_triggers():
        AuditEvent.objects.filter(seq=1).update(actor_label="Niemand")
        chain_anew()  # by somebody who has the key
    call_command("audit_checkpoint", file=kept)
    assert len(kept.read_text().splitlines()) == 2
    with pytest.raises(CommandError, match="1 findings"):
        call_command("verify_audit", checkpoint=str(kept), stderr=io.StringIO())


def test_a_checkpoint_that_was_changed_or_signed_by_somebody_else_is_refused(anchor, tmp_path):
    kept = tmp_path / "checkpoints"
    call_command("audit_checkpoint", file=kept)
    line = kept.read_text()
    seq = AuditEvent.objects.latest("seq").seq
    with override_settings(AUDIT_KEY=WRONG_KEY):
        forged = take_checkpoint().as_line()
    for text in (line.replace(f'"seq": {seq}', f'"seq": {seq - 1}'), forged, "{}", "nothing", "[1]", ""):
        kept.write_text(text)
        with pytest.raises(CommandError, match="checkpoint|signature"):
            call_command("verify_audit", checkpoint=str(kept))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_audit", checkpoint=str(tmp_path / "missing"))


def test_a_checkpoint_goes_to_stdout_names_nobody_and_stands_in_the_log(anchor):
    out = io.StringIO()
    call_command("audit_checkpoint", stdout=out)
    (taken,) = read_checkpoints(out.getvalue())
    assert taken.anchor == verify().anchor
    assert last().event == "audit.checkpointed"
    assert set(json.loads(out.getvalue())) == {"seq", "hash", "at", "signature"}


def test_a_verification_stands_in_the_log_with_what_it_found_unless_a_copy_is_examined(anchor):
    call_command("verify_audit", stdout=io.StringIO())
    assert (last().event, last().acts[0]["reason"]) == ("audit.verified", "intact")
    before = state()
    call_command("verify_audit", unrecorded=True, stdout=io.StringIO())
    assert state() == before


def test_an_older_state_is_found_by_the_kept_anchor_and_by_nothing_else(anchor, people):
    older = state()
    make_case(counsellor=people.counsellor)
    kept = verify(anchor).anchor
    with without_triggers():
        restore(older)
    assert verify().intact  # a whole older log is whole: this is why an anchor is kept outside
    assert verify(anchor).intact
    assert verify(kept).findings == [
        f"The log does not hold the kept anchor {kept.partition(':')[0]}: it was cut, restored or written anew."
    ]


def test_a_log_written_anew_with_the_real_key_is_found_by_the_kept_anchor(anchor):
    """Somebody who has the key too can make a sound chain, but not the one that was there."""
    with without_triggers():
        AuditEvent.objects.filter(seq=1).update(actor_label="Niemand")
        chain_anew()
    assert verify().intact
    assert not verify(anchor).intact


def test_lifting_the_triggers_and_changing_nothing_leaves_the_log_intact(anchor):
    """The findings above come from the changes, not from the way they were made."""
    with without_triggers():
        restore(state())
    assert verify(anchor).intact


def test_an_emptied_log_is_found(anchor):
    with without_triggers():
        for model in THE_LOG:
            model.objects.all()._raw_delete("default")
    assert verify().intact  # nothing was ever written, as far as the log can tell
    assert not verify(anchor).intact


def test_the_chain_is_read_across_chunks(anchor, monkeypatch):
    monkeypatch.setattr("umstieg.audit.verification.CHUNK", 3)
    assert CHUNK > 3
    assert verify(anchor).intact
    with without_triggers():
        delete_in_the_middle()
    assert not verify(anchor).intact


def test_the_command_says_so_and_ends_with_an_error(anchor):
    out = io.StringIO()
    call_command("verify_audit", anchor=anchor, stdout=out)
    assert f"chain intact. Anchor: {anchor}" in out.getvalue()
    edited = middle().seq  # the command writes an event itself, so the middle may move
    with without_triggers():
        edit()
    errors = io.StringIO()
    with pytest.raises(CommandError, match="findings"):
        call_command("verify_audit", anchor=anchor, stderr=errors)
    assert f"Event {edited} was changed." in errors.getvalue()


def test_verifying_writes_nothing(anchor):
    before = state()
    verify(anchor)
    assert state() == before


def test_a_row_entry_moved_to_another_event_is_found(anchor):
    with without_triggers():
        LogEntry.objects.filter(cid=last().cid).update(cid=middle().cid)
    found = " ".join(verify(anchor).findings)
    assert f"Row entries of event {last().seq}" in found
    assert f"Row entries of event {middle().seq}" in found


def test_the_same_facts_are_sealed_alike_whether_fresh_or_read_back(people):
    """Times, JSON and ids must not change on their way through the database."""
    with recording(actor=people.counsellor):
        make_case(counsellor=people.counsellor)
    assert verify().intact
