"""Proves that nothing audited is written without being told: acts, their nesting and rollback, and what is refused when
somebody tries to write beside them.
"""

import pytest
from auditlog.models import LogEntry
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.enums import Phase
from cases.models import Case
from cases.services.case import close_case, open_case
from cases.services.client import change_client
from umstieg.audit import recording as audit_recording
from umstieg.audit.appending import IN_ONE, ChainForked, append
from umstieg.audit.models import AuditedCase, AuditEvent, Channel, Outcome
from umstieg.audit.recording import (
    NotRecording,
    UnknownEvent,
    UnrecordedWrite,
    act,
    current,
    record,
    recording,
)
from umstieg.audit.verification import verify
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db


def newest() -> AuditEvent:
    return AuditEvent.objects.order_by("-seq").first()


def test_a_service_on_its_own_is_one_event_with_its_actor_case_and_rows(people):
    before = AuditEvent.objects.count()
    case = make_case(counsellor=people.counsellor)
    event = newest()
    assert AuditEvent.objects.count() == before + 1
    assert (event.event, event.outcome, event.channel) == ("case.opened", Outcome.DONE, Channel.COMMAND)
    assert (event.actor_id, event.actor_label) == (people.counsellor.pk, "Jana Lorenz")
    assert list(AuditedCase.objects.filter(seq=event.seq).values_list("case_number", "event")) == [
        (case.number, "case.opened")
    ]
    assert event.entry_count == LogEntry.objects.filter(cid=event.cid).count() == 3  # client, case, phase


def test_many_acts_of_one_command_are_one_event(people):
    before = AuditEvent.objects.count()
    with recording(actor=people.counsellor):
        first, second = (make_case(counsellor=people.counsellor) for _ in range(2))
    event = newest()
    assert AuditEvent.objects.count() == before + 1
    assert [one["event"] for one in event.acts] == ["case.opened", "case.opened"]
    assert set(AuditedCase.objects.filter(seq=event.seq).values_list("case_number", flat=True)) == {
        first.number,
        second.number,
    }
    assert event.actor_id == people.counsellor.pk


def test_a_recording_without_acts_and_writes_leaves_no_event(people):
    before = AuditEvent.objects.count()
    with recording(actor=people.counsellor):
        Case.objects.count()
    assert AuditEvent.objects.count() == before


def test_a_write_without_an_act_is_refused_and_rolled_back(people):
    with pytest.raises(UnrecordedWrite), recording():
        people.counsellor.name = "Anders"
        people.counsellor.save()
    people.counsellor.refresh_from_db()
    assert people.counsellor.name == "Jana Lorenz"


def test_having_looked_is_no_excuse_for_a_write_without_an_act(people):
    with pytest.raises(UnrecordedWrite), recording():
        record("case.viewed", cases=["26-0001"])
        people.counsellor.name = "Anders"
        people.counsellor.save()
    people.counsellor.refresh_from_db()
    assert people.counsellor.name == "Jana Lorenz"


@pytest.mark.parametrize("write", ["save", "create", "delete"])
def test_an_audited_row_cannot_be_written_outside_a_recording(people, write):
    case = make_case(counsellor=people.counsellor)
    phase = case.phases.get()
    with pytest.raises(NotRecording), transaction.atomic():
        if write == "save":
            phase.phase = Phase.ORIENTATION
            phase.save()
        elif write == "create":
            case.phases.create(phase=Phase.ORIENTATION)
        else:
            phase.delete()
    assert list(case.phases.values_list("phase", flat=True)) == [Phase.GETTING_TO_KNOW]


def test_acts_are_told_only_inside_a_recording():
    assert current() is None
    with pytest.raises(NotRecording):
        record("case.viewed", cases=["26-0001"])


@pytest.mark.parametrize("name", ["case.looked_at", "", "Case viewed", "case.viewed "])
def test_an_event_name_that_nobody_registered_is_refused(people, name):
    with pytest.raises(UnknownEvent), recording():
        record(name)
    with pytest.raises(UnknownEvent), act(name, by=people.counsellor):
        pass  # pragma: no cover


def test_a_failed_act_leaves_neither_rows_nor_an_event(people):
    before = AuditEvent.objects.count(), LogEntry.objects.count(), Case.objects.count()
    with pytest.raises(DomainError):
        open_case(
            team=people.team, counsellor=people.counsellor, client_facts={"pseudonym": "x" * 61}, by=people.counsellor
        )
    assert (AuditEvent.objects.count(), LogEntry.objects.count(), Case.objects.count()) == before


def test_what_a_failed_act_did_inside_is_not_told_either(people):
    """Closing ends the phases first, each an act of its own; when closing fails, none of it has happened."""
    case = make_case(counsellor=people.counsellor)
    with recording(actor=people.counsellor):
        with pytest.raises(DomainError):
            close_case(case=case, reason="x" * 41, by=people.counsellor)  # too long for a code
        record("case.viewed", cases=[case.number])
    assert [one["event"] for one in newest().acts] == ["case.viewed"]
    assert newest().entry_count == 0
    assert case.phases.get().ended_on is None
    assert verify().intact


def test_the_outer_act_names_the_event(people):
    case = make_case(counsellor=people.counsellor)
    close_case(case=case, reason="ziele_erreicht", by=people.counsellor)
    assert newest().event == "case.closed"
    assert [one["event"] for one in newest().acts] == ["case.closed", "phase.ended"]


def test_a_failed_act_beside_a_good_one_takes_only_itself_away(people):
    case = make_case(counsellor=people.counsellor)
    with recording(actor=people.counsellor):
        change_client(client=case.client, by=people.counsellor, pseudonym="Linde")
        with pytest.raises(DomainError):
            change_client(client=case.client, by=people.counsellor, pseudonym="x" * 61)
    assert [one["event"] for one in newest().acts] == ["client.changed"]
    case.client.refresh_from_db()
    assert case.client.pseudonym == "Linde"


def test_a_change_that_changes_nothing_encrypted_or_plain_is_seen_but_shows_no_content(people):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Erle", "contact_rule": "nie anrufen"})
    change_client(client=case.client, by=people.counsellor, pseudonym="Linde", contact_rule="")
    entry = LogEntry.objects.get(cid=newest().cid)
    assert set(entry.changes) == {"pseudonym", "contact_rule"}
    assert entry.changes["pseudonym"] == ["•••", "•••"]
    assert entry.changes["contact_rule"] == ["•••", ""]
    assert entry.object_repr == case.client.number


def test_the_event_is_the_last_thing_written(people):
    """Nothing of the transaction can come after what the seal covers."""
    statements = []

    def watch(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        make_case(counsellor=people.counsellor)
    writes = [sql.split()[2].strip('"') for sql in statements if sql.startswith("INSERT")]
    changes = [sql.split()[1].strip('"') for sql in statements if sql.startswith("UPDATE")]
    last = [sql for sql in statements if not sql.startswith(("SELECT", "RELEASE", "SAVEPOINT"))][-1]
    if connection.vendor == "postgresql":
        assert last == IN_ONE
        return
    assert writes[-2:] == ["audit_auditevent", "audit_auditedcase"]
    assert changes[-1] == "audit_chainhead"
    assert last.startswith('UPDATE "audit_chainhead"')


def test_a_command_and_a_browser_are_told_apart(people, sign_in):
    make_case(counsellor=people.counsellor)
    assert newest().channel == Channel.COMMAND
    sign_in(people.auditor).get("/protokoll/")
    assert newest().channel == Channel.WEB


# --- what sealing costs ------------------------------------------------------------------------------


def test_row_entries_are_looked_for_only_where_there_can_be_any(people, monkeypatch):
    """Their correlation id is random and stays with the recording until somebody writes a row with it."""
    case, asked, real = make_case(counsellor=people.counsellor), [], audit_recording._entries_of
    monkeypatch.setattr(audit_recording, "_entries_of", lambda cid: asked.append(cid) or real(cid))
    for write, asks in ((lambda: None, 0), (lambda: change_client(client=case.client, pronoun="sie", by=None), 1)):
        with recording(actor=people.counsellor):
            record("case.viewed", cases=[case.number])
            write()
        assert len(asked) == asks
    assert verify().intact


def test_a_row_entry_names_the_columns_of_its_row_and_asks_nothing_else(people):
    case = make_case(counsellor=people.counsellor)
    with CaptureQueriesContext(connection) as queries:
        session = make_session(case)
    written = LogEntry.objects.get(object_pk=str(session.pk)).changes
    assert {"id", "case", "note"} <= written.keys() <= {field.name for field in session._meta.concrete_fields}
    assert not [query for query in queries if query["sql"].startswith('SELECT "cases_appointment"')]


def test_an_event_goes_nowhere_but_to_the_end_of_the_chain(people):
    make_case(counsellor=people.counsellor)
    last = newest()
    with pytest.raises(DatabaseError), transaction.atomic():
        append(last, [])
    with pytest.raises(ChainForked), transaction.atomic():
        last.seq, last.cid, last.hash = last.seq + 2, "another", "another"
        append(last, [("26-0001", "case.viewed", "")])
    assert verify().intact
