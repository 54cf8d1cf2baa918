"""A large centre is written past the services: every row of it must look as if they had written it."""

import base64
import datetime
import json
import re
import uuid
from collections import defaultdict
from io import StringIO

import pytest
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from cases.models import (
    Appointment,
    Case,
    Client,
    CoCounselling,
    CounsellingSession,
    Dwelling,
    Goal,
    ReviewPlan,
    SearchTerm,
    Situation,
)
from cases.services.appointment import log_appointment, make_appointment
from cases.services.case import close_case, set_co_counsellors
from cases.services.client_time import add_client_time
from cases.services.contact import wrong_contacts
from cases.services.review import reckon_review
from cases.services.search import index_client
from cases.services.task import add_task, settle_task
from umstieg.access.enums import Role
from umstieg.accounts.models import SpokenLanguage, User
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.audit.recording import act, recording
from umstieg.audit.registration import is_audited
from umstieg.audit.verification import verify
from umstieg.core.crypto import LENGTH_BYTES, NONCE_BYTES, SIZES
from umstieg.core.drafts import keep_draft
from umstieg.demo import builder
from umstieg.demo.builder import build_centre
from umstieg.demo.bulk.building import LEAD, email_of
from umstieg.demo.bulk.casework import CLOSED, RUNNING
from umstieg.testing.make import make_case, make_session
from umstieg.testing.rows import content_tables, models_by_table

TODAY = datetime.date(2026, 11, 23)
DESCRIBED, BESIDE = 8, RUNNING + CLOSED + 30  # one counsellor's cases and some of a second one's
TAG_BYTES = 16
NINE, NOON = datetime.time(9), datetime.time(12)
LOG_TABLES = ("auditlog_logentry", "audit_auditevent", "audit_auditedcase")


@pytest.fixture
def both_ways(db):
    """(highest ids and moments before the bulk part, so that each row is known to be of one way or the other)."""
    build_centre(today=TODAY, clients=DESCRIBED)
    _what_the_demo_leaves_out()
    one_by_one = snapshot()
    build_centre(today=TODAY, clients=DESCRIBED + BESIDE, one_by_one=DESCRIBED, described=DESCRIBED)
    everything = snapshot()
    return one_by_one, {
        table: [row for key, row in rows.items() if key not in one_by_one[table]] for table, rows in everything.items()
    }


def _what_the_demo_leaves_out():
    """Acts that the small demo centre does not happen to hold, through the services."""
    case = Case.objects.filter(closed_on=None).first()
    by = case.counsellor
    colleague = User.objects.exclude(pk=by.pk).first()
    with recording(actor=by):
        set_co_counsellors(case=case, users=[colleague], by=by)
        (appointment,) = make_appointment(
            starts_at=timezone.now(), mode="telefon", case=case, title="", mediation_language="ro", by=by
        )
        session = make_session(case, place="Bank", accompaniment="bank", mode="begleitung")
        log_appointment(appointment=appointment, session=session, by=by)
        settle_task(task=add_task(text="Anrufen", case=case, session=session, by=by), by=by)
        close_case(case=Case.objects.filter(closed_on=None).last(), reason="umzug", by=by)
        SpokenLanguage.objects.create(user=by, language="ro")
        keep_draft(owner=by, key=uuid.uuid4(), form="cases.session", about="", facts={}, page=uuid.uuid4())
        told_nothing = make_case(counsellor=by, client_facts={"pseudonym": "Erle"})
        make_session(told_nothing, minutes=None)
        add_client_time(client=told_nothing.client, weekdays=[0], begins=NINE, ends=NOON, by=by)


def snapshot():
    """{table: {first column: row as {column: raw value}}}. More clients make no more partners."""
    found = {}
    with connection.cursor() as cursor:
        for table in (*content_tables(), *LOG_TABLES):
            if table.startswith("network_"):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            found[table] = {str(row[0]): dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
    return found


def shape(value):
    """What kind of value it is: its type, and for text of a fixed form that form."""
    text = value if isinstance(value, str) else ""
    if text.startswith("enc:"):
        _prefix, key, sealed = text.split(":")
        size = len(base64.b64decode(sealed)) - NONCE_BYTES - TAG_BYTES
        assert size in SIZES or size % SIZES[-1] == 0, "a length that says something"
        assert size > LENGTH_BYTES
        return f"sealed with {key}"
    for name, form in {
        "uuid": r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "digest": r"[0-9a-f]{64}",
        "moment": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?",
        "day": r"\d{4}-\d\d-\d\d",
        "number": r"K?\d\d-\d{4}",
    }.items():
        if re.fullmatch(form, text):
            return name
    return type(value).__name__


def test_every_column_of_every_table_looks_the_same_both_ways(both_ways):
    one_by_one, in_bulk = both_ways
    strange = []
    for table, rows in in_bulk.items():
        known = defaultdict(set)
        for row in one_by_one[table].values():
            for column, value in row.items():
                known[column].add(shape(value))
        for row in rows:
            strange += [
                f"{table}.{column}: {shape(value)}, through the services {sorted(known[column])}"
                for column, value in row.items()
                if shape(value) not in known[column] and table != "auditlog_logentry"
            ]
    assert sorted(set(strange)) == []


def test_the_bulk_part_fills_every_table_that_the_services_fill(both_ways):
    one_by_one, in_bulk = both_ways
    apart = {
        "centre_centre",
        "centre_site",
        "centre_room",
        "codelists_code",
        "codelists_codelabel",
        "core_filechunk",
        "core_numberseries",
        "core_storedfile",
        "auth_permission",
        "accounts_secrecybinding",
        "accounts_invitation",
        "accounts_proposal",
        "audit_personsearch",
        "cases_casegrant",
        "cases_caselock",
        "cases_address",
        "cases_flatsearch",
        "cases_healthclaim",
        "cases_healthneed",
        "cases_residencetitle",
        "cases_arrival",
        "cases_noteversion",
        "cases_account",
        "cases_benefitclaim",
        "cases_budget",
        "cases_deadline",
        "cases_debt",
        "cases_paper",
        "centre_secrecytext",
        "cases_checklist",
        "cases_checklistitem",
        "guide_checklisttemplate",
        "guide_helpedhere",
        "guide_houserule",
    }
    filled = {table for table, rows in one_by_one.items() if rows} - apart
    assert {table for table in filled if not in_bulk[table]} == set()


def entries(rows):
    """{(model, action, key): shapes} of row entries, and the keys that all entries of a kind have."""
    kinds = {str(one.pk): one.model for one in ContentType.objects.exclude(app_label="network")}
    shapes, always = defaultdict(set), {}
    for row in rows:
        if str(row["content_type_id"]) not in kinds:
            continue
        changes = json.loads(row["changes"]) if isinstance(row["changes"], str) else row["changes"]
        kind = kinds[str(row["content_type_id"])], row["action"]
        always[kind] = always.get(kind, set(changes)) & set(changes)
        shapes[*kind, "row"].add(tuple(shape(row[name]) for name in row if name not in ("changes", "content_type_id")))
        for key, pair in changes.items():
            assert len(pair) == 2
            shapes[*kind, key].add(
                tuple("None" if one == "None" else one if one in ("", "•••") else "told" for one in pair)
            )
    return shapes, always


def test_row_entries_tell_the_same_both_ways(both_ways):
    one_by_one, in_bulk = both_ways
    known, always = entries(one_by_one["auditlog_logentry"].values())
    written, always_written = entries(in_bulk["auditlog_logentry"])
    assert {key: shapes - known[key] for key, shapes in written.items() if shapes - known[key]} == {}
    for kind in always_written:
        if kind[1] == LogEntry.Action.CREATE:
            assert always[kind] <= always_written[kind], kind


def test_every_audited_row_of_the_bulk_part_has_its_entry(both_ways):
    _one_by_one, in_bulk = both_ways
    created = {(row["content_type_id"], row["object_pk"]) for row in in_bulk["auditlog_logentry"] if row["action"] == 0}
    for table, model in models_by_table().items():
        if table in in_bulk and is_audited(model):
            kind = ContentType.objects.get_for_model(model).pk
            wanted = {(kind, str(model._meta.pk.to_python(row[model._meta.pk.column]))) for row in in_bulk[table]}
            assert wanted <= created, table


def test_the_bulk_part_keeps_the_rules_of_its_models(both_ways):
    broken = []
    for model in models_by_table().values():
        if model._meta.app_label in ("cases", "accounts") and model is not SearchTerm:
            for row in model.objects.all():
                row.full_clean(exclude=["password"])
    assert broken == []
    assert wrong_contacts().count() == 0
    terms = lambda: set(SearchTerm.objects.values_list("client_id", "kind", "digest"))  # noqa: E731
    before = terms()
    for client in Client.objects.all():
        index_client(client)
    assert terms() == before


def test_a_batch_is_one_sealed_event_and_the_chain_holds(both_ways):
    verdict = verify()
    assert verdict.findings == []
    events = AuditEvent.objects.filter(event="demo.built")
    assert events.count() == 1 + 2  # the people, and one event a counsellor
    numbers = set(AuditedCase.objects.filter(seq__in=events.values("seq")).values_list("case_number", flat=True))
    assert len(numbers) == BESIDE


def test_a_counsellor_has_forty_running_cases_with_ten_sessions_each(both_ways):
    first = User.objects.get(email=email_of(0))
    own = Case.objects.filter(counsellor=first)
    assert (own.running().count(), own.count()) == (RUNNING, RUNNING + CLOSED)
    assert CounsellingSession.objects.filter(case__in=own).count() == 10 * own.count()
    assert first.roles == {Role.COUNSELLOR}
    lead = User.objects.get(email=LEAD)
    assert Case.objects.visible_to(lead).count() == BESIDE
    assert CoCounselling.objects.filter(case__in=own).exists()
    assert Appointment.objects.filter(owner=first, starts_at__gt=timezone.now()).exists()


def test_running_cases_of_the_bulk_part_look_lived_in(both_ways):
    own = Case.objects.running().filter(counsellor__email=email_of(0))
    for model, least in ((Situation, 0.6), (Dwelling, 0.3), (ReviewPlan, 0.4)):
        assert least * RUNNING <= model.objects.filter(case__in=own).count() < RUNNING, model
    assert {goal.state for goal in Goal.objects.filter(case__in=own)} >= {"OPEN", "REACHED", "PAUSED"}
    for situation in Situation.objects.filter(case__in=own):
        assert len(situation.themes) == situation.case.theme_entries.count()
    for plan in ReviewPlan.objects.filter(case__in=own).select_related("case"):
        before = (plan.last_on, plan.due_on)
        with act("review.planned", by=plan.case.counsellor, object_id=plan.case_id):
            reckoned = reckon_review(plan.case)
        assert (reckoned.last_on, reckoned.due_on) == before


def test_a_stopped_build_goes_on_and_a_finished_one_stays(db, monkeypatch):
    def build():
        return build_centre(today=TODAY, clients=DESCRIBED + BESIDE, one_by_one=DESCRIBED, described=DESCRIBED)

    real, done = builder.build_in_bulk.__globals__["_one_desk"], []

    def stops(job):
        if done:
            raise KeyboardInterrupt
        done.append(real(job))
        return done[-1]

    monkeypatch.setitem(builder.build_in_bulk.__globals__, "_one_desk", stops)
    with pytest.raises(KeyboardInterrupt):
        build()
    assert Case.objects.filter(counsellor__email=email_of(0)).count() == RUNNING + CLOSED
    monkeypatch.setitem(builder.build_in_bulk.__globals__, "_one_desk", real)
    assert build().is_new is True
    whole = Case.objects.count()
    assert Case.objects.filter(counsellor__email=email_of(0)).count() == RUNNING + CLOSED
    assert Case.objects.filter(team__name__startswith="Großstadt").count() == BESIDE
    assert build().is_new is False
    assert Case.objects.count() == whole
    assert verify().intact


def test_the_command_takes_the_number_of_clients(db, monkeypatch):
    asked = {}
    monkeypatch.setattr(
        "umstieg.demo.management.commands.seed_demo.build_centre",
        lambda **how: asked.update(how) or builder.Built(is_new=True),
    )
    call_command("seed_demo", clients=100_000, stdout=StringIO())
    assert asked["clients"] == 100_000
