"""Partners from a table: which column is what, what a cell means, what is known already, and that it counts once."""

import time

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from network.exchange.columns import columns, german
from network.jobs import WRITE
from network.models import ContactPerson, Intake, Liaison, Organisation, PartnerSite, StageChange, Term
from network.services.exchange import import_partners, prepared
from network.services.intake import destroy_old_intakes, keep_table
from network.services.organisation import add_organisation, add_site, end_organisation
from network.services.person import add_person
from network.services.terms import rebuild_partner_terms
from umstieg.access.enums import Role
from umstieg.audit.models import AuditEvent
from umstieg.audit.recording import recording
from umstieg.audit.verification import verify
from umstieg.core.errors import DomainError
from umstieg.core.jobs import Job, State, start_job
from umstieg.core.sheets import Kind, read_sheet, write_sheet
from umstieg.testing.make import make_partner, make_user
from umstieg.testing.pages import read_page
from umstieg.testing.size import WHOLE
from umstieg.testing.tables import HEADER, partner_rows, partner_table
from umstieg.testing.walker import Browser
from umstieg.testing.working import Worker

from .planning import errors_of, plan_of

ROWS, BROKEN = (5_000, 40) if WHOLE else (300, 40)
EUROPE = "Rumänisch, Bulgarisch"


@pytest.fixture
def lead(db):
    return make_user(Role.TEAM_LEAD, name="Katrin Behrens")


def take_in(plan, by, *, fill=()):
    with recording(actor=by):
        batch = prepared(plan.new, by=by, tell=lambda *_: None)
        added, told = import_partners(batch=batch, known=list(fill), by=by)
    return added, sum(bool(filling.filled) for _row, _pk, filling in told)


# --- writing -------------------------------------------------------------------------------------------------

FULL = {
    "name": "Hafenhilfe",
    "kind": "bank",
    "topics": ["schulden", "konto"],
    "languages": ["ro", "de"],
    "region": "Nord",
    "website": "https://example.org",
    "cost": "FREE",
    "is_anonymous": "YES",
    "german_needed": "a1",
    "waiting_time": "2 Wochen",
    "note": "Ruft zurück",
    "stage": "CONTACTED",
}
PLACE = {"address": "Am Kai 1", "phone": "040 1", "email": "a@example.org", "hours": "0 09:00-12:00"}
SECOND = {"name": "Süd", "address": "Am Deich 2"}
PERSON = {"name": "Elif Ärger", "function": "Leitung", "phone": "040 2", "email": "e@example.org"}
TABLES = (Organisation, StageChange, PartnerSite, ContactPerson, Liaison, Term)


def _rows_of(model, organisation):
    """What lies in a table of one partner, its keys and moments left out."""
    own = {"pk": organisation.pk} if model is Organisation else {"organisation": organisation}
    named = [one.attname for one in model._meta.concrete_fields if one.name not in ("id", "organisation", "created_at")]
    return sorted((dict(row) for row in model.objects.filter(**own).values(*named)), key=str)


def _entries_of(cid):
    """Row entries without the keys of their rows."""
    found = []
    for entry in LogEntry.objects.filter(cid=cid).order_by("pk"):
        told = {key: pair for key, pair in entry.changes.items() if key not in ("id", "organisation", "created_at")}
        kept = {key for key in ("id", "organisation", "created_at") if key in entry.changes}
        number = isinstance(entry.object_id, int)
        found.append(
            (entry.content_type.model, entry.action, sorted(told.items()), sorted(kept), number, entry.actor_id)
        )
    return sorted(found, key=str)


def _raw(model, organisation):
    """Columns as they lie in the database, by their kind."""
    table, column = model._meta.db_table, "id" if model is Organisation else "organisation_id"
    value = Organisation._meta.pk.get_db_prep_value(organisation.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" WHERE "{column}" = %s', [value])
        rows = [
            tuple("sealed" if str(cell).startswith("enc:") else type(cell).__name__ for cell in row)
            for row in cursor.fetchall()
        ]
    return sorted(rows)


def test_one_read_in_and_one_added_by_hand_look_the_same_in_every_table_and_in_the_log(lead):
    with recording(actor=lead) as by_hand:
        one = add_organisation(**FULL, **PLACE, by=lead)
        add_site(organisation=one, **SECOND, by=lead)
        add_person(organisation=one, **PERSON, by=lead)
    end_organisation(organisation=one, by=lead)
    header = german(lambda: [c.label for c in columns(places=2, people=1)])
    said = {"name": "Hafenhilfe", "kind": "Bank", "topics": "Schulden; Konto", "languages": "Rumänisch; Deutsch"}
    said |= {"region": "Nord", "website": "example.org", "cost": "kostenlos", "is_anonymous": "ja"}
    said |= {"german_needed": "A1", "waiting_time": "2 Wochen", "note": "Ruft zurück", "stage": "angesprochen"}
    said |= {f"site.{key}": text for key, text in (PLACE | {"hours": "Mo 9–12"}).items()}
    said |= {f"site2.{key}": text for key, text in SECOND.items()} | {f"person.{k}": v for k, v in PERSON.items()}
    plan = plan_of(header, [said.get(column.key, "") for column in columns(places=2, people=1)])
    assert not plan.broken, plan.broken[0].errors
    with recording(actor=lead) as in_bulk:
        import_partners(batch=prepared(plan.new, by=lead, tell=lambda *_: None), known=[], by=lead)
    other = Organisation.objects.living().get()
    Organisation.objects.filter(pk=one.pk).update(ended_on=None)
    for model in TABLES:
        assert _rows_of(model, other) == _rows_of(model, one), model
        assert _rows_of(model, other), model
        assert _raw(model, other) == _raw(model, one), model
    assert _entries_of(in_bulk.cid) == _entries_of(by_hand.cid)
    assert verify().findings == []


def test_whoever_reads_in_holds_the_relation_and_one_event_tells_how_many(lead):
    take_in(plan_of(["Name", "Art"], ["A", "Bank"], ["B", "Bank"]), lead)
    assert set(Liaison.objects.values_list("user", "until")) == {(lead.pk, None)}
    event = AuditEvent.objects.get(event="partners.imported")
    assert [(act["event"], act["reason"]) for act in event.acts] == [("partners.imported", "2")]
    assert "A" not in str(event.acts)


def test_what_is_found_is_found_as_if_it_had_been_added_by_hand(lead):
    take_in(plan_of(HEADER, *partner_rows(12)), lead)
    before = set(Term.objects.values_list("organisation", "kind", "key"))
    rebuild_partner_terms()
    assert set(Term.objects.values_list("organisation", "kind", "key")) == before


def test_filling_writes_only_where_nothing_stands(lead):
    partner = make_partner(name="A", kind="bank", region="Nord", phone="040 1", by=lead)
    header = ["Name", "Art", "Region", "Sprachen", "Telefon", "E-Mail", "Ansprechpartner", "Kosten", "Bemerkung"]
    plan = plan_of(header, ["A", "Bank", "Süd", "Rumänisch", "040 9", "a@example.org", "Elif", "kostenlos", "gut"])
    assert take_in(plan, lead, fill=plan.known) == (0, 1)
    partner.refresh_from_db()
    site = partner.sites.get()
    assert (partner.region, partner.languages, partner.cost, partner.note) == ("Nord", ["ro"], "FREE", "gut")
    assert (site.phone, site.email, partner.people.get().name) == ("040 1", "a@example.org", "Elif")
    before = set(Term.objects.values_list("organisation", "kind", "key"))
    rebuild_partner_terms()
    assert set(Term.objects.values_list("organisation", "kind", "key")) == before
    updates = LogEntry.objects.filter(action=LogEntry.Action.UPDATE)
    told = {entry.content_type.model: entry.changes for entry in updates}
    assert told["organisation"]["note"] == ["", "•••"]
    (event,) = AuditEvent.objects.filter(event="partners.imported")
    assert {(act["event"], act["reason"]) for act in event.acts} == {
        ("partners.imported", "0"),
        ("partner.changed", "1"),
    }
    assert take_in(plan_again(header, "A"), lead, fill=plan_again(header, "A").known) == (0, 0)
    assert verify().findings == []


def plan_again(header, name):
    return plan_of(header, [name, "Bank", "Süd", "Rumänisch", "040 9", "a@example.org", "Elif", "kostenlos", "gut"])


def test_one_that_was_added_meanwhile_stops_everything(lead):
    plan = plan_of(["Name", "Art"], ["A", "Bank"], ["B", "Bank"])
    make_partner(name="B", kind="bank", by=lead)
    with pytest.raises(DomainError, match="Inzwischen hat jemand"):
        take_in(plan, lead)
    assert Organisation.objects.count() == 1


# --- the way of the lead -------------------------------------------------------------------------------------


def send(browser, address, **changes):
    """Open a page, fill its form, send it; where it leads."""
    form = read_page(browser.get(address).content, address).form(address)
    answer = browser.post(address, form.data(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def upload(browser, content, name="liste.xlsx"):
    return browser.post(reverse("network:read_in"), {"table": SimpleUploadedFile(name, content)})


def work():
    call_command("work", "--once")
    job = Job.objects.latest("created_at")
    assert job.state == State.DONE, job.outcome
    return job.outcome["address"]


@pytest.mark.django_db(transaction=True)
def test_a_large_table_with_broken_rows_is_told_row_by_row_and_read_in_without_them():
    lead = make_user(Role.TEAM_LEAD)
    browser, content = Browser(lead), partner_table(ROWS, BROKEN)
    answer = upload(browser, content)
    address = work() if "/vorgaenge/" in answer["Location"] else answer["Location"]
    send(browser, address)
    preview = work()
    (intake,) = Intake.objects.all()
    counts = intake.verdict["counts"]
    assert (counts["new"], counts["broken"], counts["errors"]) == (ROWS - BROKEN, BROKEN, BROKEN + BROKEN // 8)
    assert intake.verdict["left_out"] == ["Laufende Nr."]
    page = browser.get(preview).content.decode()
    first_row = min(number for number, *_rest in intake.verdict["errors"])
    assert f"Zeile {first_row}" in page
    assert "„manchmal“ ist nicht zu verstehen" in page
    told = browser.get(reverse("network:intake_errors", args=[intake.pk])).content
    assert len(read_sheet(told, "fehler.csv").rows) == counts["errors"]
    # Nothing happens unless she says that the broken rows are to be left out.
    assert send(browser, preview) == preview
    assert not Job.objects.filter(kind=WRITE).exists()
    send(browser, preview, without_broken="1")
    began = time.monotonic()
    assert work() == preview
    assert time.monotonic() - began < 60
    assert Organisation.objects.count() == ROWS - BROKEN
    intake.refresh_from_db()
    assert (intake.content, intake.verdict["counts"]["added"]) == ({}, ROWS - BROKEN)
    assert f"{ROWS - BROKEN}" in browser.get(preview).content.decode().replace(".", "")
    assert AuditEvent.objects.filter(event="partners.imported").count() == 1


def test_a_broken_table_is_refused_at_its_field(lead):
    browser = Browser(lead)
    for content, name, said in (
        (b"", "a.csv", "leer"),
        (b"%PDF-1.7", "a.pdf", "Tabelle"),
        (b"PK\x03\x04" + b"x" * 50, "a.xlsx", "besch"),
    ):
        answer = upload(browser, content, name)
        assert answer.status_code == 200
        assert said in read_page(answer.content, reverse("network:read_in")).error_at("table"), name
    assert not Intake.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_long_table_is_read_by_a_job_which_says_what_is_wrong_with_it(monkeypatch):
    monkeypatch.setattr("network.views.exchange.SMALL", 10)
    lead = make_user(Role.TEAM_LEAD)
    browser = Browser(lead)
    upload(browser, partner_table(3, 0, Kind.ODS), "liste.ods")
    assert browser.get(work()).status_code == 200
    assert len(Intake.objects.get().content["rows"]) == 3
    assert Job.objects.get().facts == {}
    upload(browser, b"%PDF-1.7 und so weiter", "liste.pdf")
    call_command("work", "--once")
    job = Job.objects.latest("created_at")
    assert (job.state, job.outcome["message"]) == (
        State.FAILED,
        "Bitte wählen Sie eine Tabelle: .xlsx, .ods oder .csv.",
    )


@pytest.mark.django_db(transaction=True)
def test_what_waits_lies_sealed_in_the_database():
    lead = make_user(Role.TEAM_LEAD)
    browser = Browser(lead)
    address = upload(browser, write_sheet(Kind.CSV, ["Name", "Art"], [["Zqwort", "Zqwort"]]), "Zqwort.csv")["Location"]
    send(browser, address)
    work()
    with connection.cursor() as cursor:
        for table in ("network_intake", "core_job", "core_submitkey", "audit_auditevent", "django_session"):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "Zqwort" not in str(cursor.fetchall()), table


def test_columns_must_name_name_and_kind_and_none_twice(lead):
    browser = Browser(lead)
    address = upload(browser, write_sheet(Kind.CSV, ["Spalte A", "Spalte B"], [["A", "Bank"]]), "a.csv")["Location"]
    form = read_page(browser.get(address).content, address).form(address)
    page = browser.post(address, form.data()).content.decode()
    assert "In welcher Spalte steht der Name?" in page
    assert "In welcher Spalte steht die Art?" in page
    page = browser.post(address, form.data(c0="name", c1="name", kind="bank")).content.decode()
    assert "Das ist schon eine andere Spalte." in page
    assert browser.post(address, form.data(c0="name", c1="nirgends", kind="bank")).status_code == 200
    assert browser.post(address, form.data(c0="name", c1="kind")).status_code == 302


def test_a_table_is_its_owners_alone_and_goes_after_two_weeks_or_when_she_gives_it_up(lead):
    other = Browser(make_user(Role.TEAM_LEAD))
    browser = Browser(lead)
    address = upload(browser, partner_table(2, 0, Kind.CSV), "a.csv")["Location"]
    intake = Intake.objects.get()
    for name in ("intake", "intake_columns", "intake_errors"):
        assert other.get(reverse(f"network:{name}", args=[intake.pk])).status_code == 404
    assert other.post(reverse("network:intake_give_up", args=[intake.pk])).status_code == 404
    assert browser.get(address).status_code == 200
    assert browser.post(reverse("network:intake_give_up", args=[intake.pk])).status_code == 302
    assert not Intake.objects.exists()
    keep_table(sheet=read_sheet(partner_table(2, 0, Kind.CSV), "a.csv"), by=lead)
    assert destroy_old_intakes(timezone.now() + timezone.timedelta(days=13)) == 0
    assert destroy_old_intakes(timezone.now() + timezone.timedelta(days=15)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_about_somebody_elses_table_fails():
    lead = make_user(Role.TEAM_LEAD)
    intake = keep_table(sheet=read_sheet(partner_table(2, 0, Kind.CSV), "a.csv"), by=lead)
    other = make_user(Role.TEAM_LEAD)
    start_job(WRITE, by=other, facts={"intake": str(intake.pk), "known": "skip", "without_broken": False})
    call_command("work", "--once")
    assert Job.objects.get().state == State.FAILED
    assert not Organisation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_table_is_read_in_once_though_it_is_asked_for_twice_and_its_process_is_killed():
    lead = make_user(Role.TEAM_LEAD)
    intake = keep_table(sheet=read_sheet(partner_table(400, 0, Kind.CSV), "a.csv"), by=lead)
    facts = {"intake": str(intake.pk), "known": "skip", "without_broken": False}
    first, second = (start_job(WRITE, by=lead, facts=facts) for _ in range(2))
    for stage in ("Die Zeilen", "Partner"):
        worker, end = Worker().start(), time.monotonic() + 60
        while time.monotonic() < end and not Job.objects.get(pk=first.pk).stage.startswith(stage):
            time.sleep(0.005)
        worker.kill()
        job = Job.objects.get(pk=first.pk)
        if job.state == State.DONE:  # it was quicker than the signal
            break
        assert job.stage.startswith(stage)
        assert (Organisation.objects.count(), Term.objects.count(), LogEntry.objects.filter(action=0).count() > 0) == (
            0,
            0,
            True,
        )
    assert Worker().start().wait() == 0
    assert [Job.objects.get(pk=one.pk).state for one in (first, second)] == [State.DONE, State.FAILED]
    assert Organisation.objects.count() == 400
    assert Liaison.objects.count() == 400
    assert AuditEvent.objects.filter(event="partners.imported").count() == 1
    assert verify().findings == []


def test_cells_that_mean_something_to_other_programs_are_text_or_refused(lead):
    strange = ["=1+1", "@SUM(A1)", "+49 40 1", "-1", "'; DROP TABLE network_organisation; --", "{{7*7}}", "<script>"]
    plan = plan_of(["Name", "Art", "Bemerkung"], *([text, "Bank", text] for text in strange))
    assert not plan.broken
    take_in(plan, lead)
    assert set(Organisation.objects.values_list("name", flat=True)) == set(strange)
    found = errors_of(["Name", "Art", "Bemerkung", "Art 2"], ["A", "' OR 1=1 --", "x" * 30_000, ""])
    assert [heading for _row, heading, _reason in found] == ["Art", "Bemerkung"]
    assert all(len(reason) < 200 for _row, _heading, reason in found)
