"""Whoever steals the database, a dump, the log or the log files learns nothing of a client (issue 1, point 5).

Marker words are typed into every field of every page about a case, with and without success; then they are searched
for in whatever was written, in every encoding.
"""

import base64
import datetime
import io
import logging
import os
import pickle
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from cases.enums import ChannelKind
from cases.models import Case, CaseNote, ContactChannel, CounsellingSession, PersonalNote
from cases.services.grant import lift_lock, lock_case, open_in_emergency, review_emergency
from network.services.cooperation import make_agreement
from umstieg.access.enums import Role
from umstieg.agenda.services import make_feed
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.core.fields import EncryptedCharField, EncryptedTextField, encrypted_fields
from umstieg.core.jobs import Job, State, start_job
from umstieg.core.models import Draft
from umstieg.core.rotation import sealed_tables
from umstieg.guide.enums import Theme
from umstieg.testing.canaries import STEM, fill, found_in, marker, marker_phone
from umstieg.testing.files import a_pdf, an_upload
from umstieg.testing.jobs import ROOMS
from umstieg.testing.make import make_case, make_partner, make_site, make_user
from umstieg.testing.pages import read_page
from umstieg.testing.typed_records import type_checklist, type_living, type_money
from umstieg.testing.world_goals import type_goals

IMPOSSIBLE = "2026-02-31"


# --- where things are written ------------------------------------------------------------------------


def database_files() -> dict[str, bytes]:
    """The raw bytes of the SQLite files as they lie there now, without a checkpoint; a dump on PostgreSQL."""
    if connection.vendor == "sqlite":
        main = Path(connection.settings_dict["NAME"])
        files = [main, *(Path(f"{main}-{kind}") for kind in ("wal", "journal", "shm"))]
        return {path.name: path.read_bytes() for path in files if path.exists()}
    options = connection.settings_dict
    command = ["pg_dump", "-h", options["HOST"], "-p", str(options["PORT"]), "-U", options["USER"], options["NAME"]]
    dumped = subprocess.run(  # noqa: S603  our own database
        command, env=os.environ | {"PGPASSWORD": options["PASSWORD"]}, capture_output=True, check=True
    )
    return {"pg_dump": dumped.stdout}


def rows_read_back() -> dict[str, str]:
    """What lies in tables in a packed form: sessions, the cache; and the log, row by row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM core_cache")
        cached = [(key, pickle.loads(base64.b64decode(value))) for key, value in cursor.fetchall()]  # noqa: S301
    return {
        "sessions": repr([session.get_decoded() for session in Session.objects.all()]),
        "cache": repr(cached),
        "auditlog": repr(list(LogEntry.objects.values())),
        "audit events": repr(list(AuditEvent.objects.values())),
        "audited cases": repr(list(AuditedCase.objects.values())),
    }


@pytest.fixture
def written_logs():
    """Everything the handlers of the product write during a test."""
    stream = io.StringIO()
    handlers = {
        handler
        for name in (None, *logging.root.manager.loggerDict)
        for handler in logging.getLogger(name).handlers
        if isinstance(handler, logging.StreamHandler)
        and any(type(f).__name__ == "ContentFree" for f in handler.filters)
    }
    assert handlers, "the settings name a handler whose records are freed of content"
    before = {handler: handler.setStream(stream) for handler in handlers}
    yield stream
    for handler, old in before.items():
        handler.setStream(old)


def leaks(logs) -> dict[str, set]:
    """{place: patterns found there}."""
    mails = "".join(str(message.message()) for message in mail.outbox)
    places = {**database_files(), **rows_read_back(), "logs": logs.getvalue(), "mails": mails}
    return {name: hits for name, content in places.items() if (hits := found_in(content))}


# --- what people do ----------------------------------------------------------------------------------


class Typist:
    """Somebody who fills the forms of the pages as a browser would."""

    def __init__(self, browser):
        self.browser = browser

    def submit(self, address, *, expect=302, typing=fill, **changes):
        """Open a page, fill its own form, send it."""
        shown = self.browser.get(address)
        assert shown.status_code == 200, address
        form = read_page(shown.content, address).form(address)
        answer = self.browser.post(address, typing(form, **changes))
        assert answer.status_code == expect, (address, read_page(answer.content, address).errors)
        return answer

    def submit_both_ways(self, address, *, wrong, **changes):
        """First with something that does not fit, then as it should be."""
        refused = self.submit(address, expect=200, **{**changes, **wrong})
        assert STEM in refused.content.decode(), "what was typed is still there"
        return self.submit(address, **changes)


def work_a_day(browser):
    """Every page on which somebody types about a client, refused and accepted."""
    hands = Typist(browser)
    new = {"identity_kind": "NAMED", "opened_on": "2026-01-07"}
    for told in (
        {"birth_year": "", "age": "34", "age_told_on": "2026-02-03"},
        {"birth_year": "1987", "age": "", "age_told_on": ""},
    ):
        hands.submit_both_ways(reverse("cases:create"), wrong={"opened_on": IMPOSSIBLE}, **new)
        case = Case.objects.latest("number")
        at = {"pk": case.pk}
        client_page = reverse("cases:client_change", kwargs=at)
        hands.submit_both_ways(client_page, wrong={"age": "5" * 500}, identity_kind="NAMED", **told)
    for kind in ChannelKind.values:
        value = marker_phone() if kind in ("CALL", "TEXT_MESSAGE", "MESSENGER") else marker()
        hands.submit(reverse("cases:channel_create", kwargs=at), kind=kind, value=value)
    hands.submit(reverse("cases:channel_create", kwargs=at), kind="FAX", expect=200)
    first, second, *_ = ContactChannel.objects.filter(client=case.client).order_by("pk")
    hands.submit(reverse("cases:channel_change", kwargs={**at, "channel": first.pk}))
    browser.post(reverse("cases:channel_remove", kwargs={**at, "channel": second.pk}))
    hands.submit(reverse("cases:language_create", kwargs=at), language="tr")
    log = {"started_on": "2026-03-04", "started_time": "10:00", "minutes": "45", "mediation_minutes": "30"}
    hands.submit_both_ways(reverse("cases:session_create", kwargs=at), wrong={"started_on": IMPOSSIBLE}, **log)
    hands.submit_both_ways(reverse("cases:session_new"), wrong={"started_on": IMPOSSIBLE}, case=str(case.pk), **log)
    session = CounsellingSession.objects.latest("created_at")
    correction = reverse("cases:session_correct", kwargs={**at, "session": session.pk})
    hands.submit_both_ways(correction, wrong={"minutes": "-1"}, **log)
    hands.submit(correction, expect=200, version="1", **log)  # somebody else was faster
    hands.submit(reverse("cases:change", kwargs=at), typing=lambda form, **changes: form.data(**changes))
    plan_ahead(hands, case)
    walk_on(hands, case)
    give_access(case)
    keep_a_file(hands, case.counsellor)
    type_without_saving(browser)
    for term in (marker(), STEM.lower(), STEM.upper(), marker_phone(), f"{STEM[:4]}*"):
        assert browser.post(reverse("cases:search"), {"q": term}, follow=True).status_code == 200
    for name in ("cases:list", "desk:home"):
        assert browser.get(reverse(name), {"page": marker(), "sort": marker(), "q": marker()}).status_code == 200
    assert browser.get(reverse("cases:detail", kwargs=at), {"page": marker()}).status_code == 200
    assert browser.get(reverse("cases:session_detail", kwargs={**at, "session": session.pk})).status_code == 200
    browser.post(reverse("cases:reading_search", kwargs=at), {"q": marker()})
    hands.submit(reverse("cases:close", kwargs=at), reason="einvernehmlich", closed_on=f"{timezone.localdate()}")
    hands.submit(reverse("cases:reopen", kwargs=at))
    hands.submit(reverse("cases:close", kwargs=at), reason="einvernehmlich", closed_on=f"{timezone.localdate()}")
    return case


def plan_ahead(hands, case):
    """Tasks, appointments and times of a client, refused and accepted; and what a calendar outside would read."""
    soon = f"{timezone.localdate() + datetime.timedelta(days=7)}"
    task = {"due_on": soon, "case": str(case.pk)}
    hands.submit_both_ways(reverse("cases:task_create"), wrong={"due_on": IMPOSSIBLE}, **task)
    when = {"starts_on": soon, "starts_time": "10:00", "mode": "telefon", "case": str(case.pk), "every": ""}
    when |= {"room": "", "times": "", "until": ""}
    hands.submit_both_ways(
        reverse("cases:appointment_create"), wrong={"starts_on": IMPOSSIBLE}, mediation_language="bg", **when
    )
    times = reverse("cases:times", kwargs={"pk": case.pk})
    hands.submit(times, weekdays=["0"], begins="09:00", ends="12:00", is_blocked="blocked")
    _feed, secret = make_feed(user=case.counsellor, by=case.counsellor, detail="PLACE")
    assert not found_in(Browser().get(reverse("desk:feed", args=[secret])).content)


def walk_on(hands, case):
    """The way of a case, notes in the file and beside it, word left for a colleague; looking for somebody known."""
    at, today = {"pk": case.pk}, f"{timezone.localdate()}"
    for name, facts in (
        ("pause_create", {"started_on": "2026-04-01", "ended_on": "2026-04-20"}),
        ("outcome_create", {"happened_on": "2026-05-01", "outcome": "wohnung"}),
        ("status_create", {"since_on": "2026-05-01", "status": "im_umstieg"}),
        ("explained_create", {"explained_on": "2026-03-01", "language": "tr", "items": ["SECRECY"]}),
        ("note_create", {"noted_on": "2026-05-01", "noted_time": "10:00"}),
        ("personal_note_create", {}),
        ("personal_note_create", {}),
    ):
        hands.submit(reverse(f"cases:{name}", kwargs=at), **facts)
    hands.submit(
        reverse("cases:theme_note", kwargs={**at, "theme": Theme.FLAT.number}), since_on="2026-05-01", state="URGENT"
    )
    assert STEM in type_goals(hands, case)
    type_checklist(hands, case)
    type_money(hands, at)
    type_living(hands, at)
    written = CaseNote.objects.filter(case=case).latest("created_at")
    hands.submit(reverse("cases:note_correct", kwargs={**at, "note": written.pk}))
    first, _second = PersonalNote.objects.filter(case=case).order_by("created_at")
    moved = reverse("cases:personal_note_move", kwargs={**at, "personal": first.pk})
    hands.submit(moved, noted_on=today, noted_time="00:01")
    hands.browser.post(reverse("cases:no_questions", kwargs=at), {"on": "1"})
    word = {"recipient": "", "happened_on": today, "happened_time": "00:01", "minutes": "5", "kind": "CALLED"}
    form = read_page(hands.browser.get(reverse("cases:notice_create")).content, reverse("cases:notice_create")).forms
    (choice,) = (one.controls["recipient"] for one in form if "recipient" in one.controls)
    hands.submit(reverse("cases:notice_create"), **{**word, "recipient": next(filter(None, choice.options))})
    hands.submit(reverse("cases:compare"), phone=marker_phone())
    assert hands.browser.get(reverse("cases:matches")).status_code == 200


def give_access(case):
    """Access for a time and a lock, each with its reason; nobody keeps them."""
    team, by = case.team, case.counsellor
    other = make_user(Role.COUNSELLOR, team=team)
    lead = make_user(Role.TEAM_LEAD, team=team)
    grant = open_in_emergency(number=case.number, reason=f"{marker()} " * 2, duration=5, by=other)
    review_emergency(grant=grant, result="FINE", note=marker(), by=lead)
    lift_lock(lock=lock_case(case=case, user=other, reason=marker(), by=by), by=make_user(Role.AUDITOR))


def keep_a_file(hands, by):
    """A paper of an agreement, refused and accepted, seen and taken along; its name and what it holds."""
    agreement = make_agreement(organisation=make_partner(by=by), title="Kurzer Weg", by=by)
    address = reverse("network:agreement_file_create", args=[agreement.pk])
    text = f"{marker()} hat am {marker()} unterschrieben."
    for content, status in ((text.encode(), 200), (a_pdf(text), 302)):
        hands.submit(address, expect=status, file=an_upload(f"{marker()}.pdf", content))
    row = agreement.files.get()
    assert STEM in hands.browser.get(reverse("network:detail", args=[agreement.organisation_id])).content.decode()
    taken = hands.browser.get(reverse("network:agreement_file", args=[agreement.pk, row.pk]))
    assert found_in(taken.getvalue(), taken["Content-Disposition"])
    removed = hands.browser.post(reverse("network:agreement_file_remove", args=[agreement.pk, row.pk]))
    assert removed.status_code == 302
    hands.submit(address, file=an_upload(f"{marker()}.pdf", a_pdf(text)))


def type_without_saving(browser):
    """What is only being typed lies on the server too."""
    page = read_page(browser.get(reverse("cases:session_new")).content, reverse("cases:session_new"))
    (form,) = (one for one in page.forms if "typed_key" in one.controls)
    typed = {name: one.values for name, one in form.controls.items() if one.values}
    typed |= {"note": marker(), "next_step": marker(), "typed_form": "cases.session", "typed_about": ""}
    key = form.controls["typed_key"].values[0]
    assert browser.post(reverse("drafts:keep", args=[key]), typed).status_code == 204
    assert Draft.objects.filter(pk=key).exists()


def work_beside(by):
    """Jobs that were given something: one waits, one breaks down over it, one says what came of it."""
    site = make_site()
    for more in ({"wrong": "error"}, {"told": marker()}):
        facts = {"mark": marker(), "rooms": 0, "site": site.pk} | more
        start_job(ROOMS, by=by, facts=facts)
    call_command("work", "--once")
    start_job(ROOMS, by=by, facts={"mark": marker()})
    assert {State.FAILED, State.DONE, State.WAITING} == set(Job.objects.values_list("state", flat=True))


def try_from_outside(browser, case):
    """Somebody who may not see the case tries all the same, and mistypes addresses."""
    at = {"pk": case.pk}
    for name in ("client_change", "change", "channel_create", "session_create"):
        assert browser.post(reverse(f"cases:{name}", kwargs=at), {"note": marker(), "name": marker()}).status_code in (
            403,
            404,
        )
    for address in (f"/faelle/{marker()}/", f"/faelle/{quote(marker())}/person/", f"/{marker()}?q={marker()}"):
        assert browser.get(address).status_code == 404


def knock_at_the_door():
    """Name and password typed into the wrong field, twice over."""
    browser = Browser()
    for data in (
        {"login": marker(), "password": marker()},
        {"login": f"{marker()}@example.org", "password": marker()},
    ):
        assert browser.post(reverse("account_login"), data).status_code == 200
    browser.post(reverse("account_reset_password"), {"email": f"{marker()}@example.org"})
    assert browser.get(reverse("cases:list"), {"q": marker()}).status_code == 302
    assert Browser(enforce_csrf_checks=True).post(reverse("account_login"), {"login": marker()}).status_code == 403


# --- the tests ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_no_marker_is_found_in_database_dump_log_sessions_or_log_files(people, sign_in, written_logs, capfd):
    case = work_a_day(sign_in(people.counsellor))
    try_from_outside(sign_in(people.stranger), case)
    try_from_outside(sign_in(people.admin), case)
    assert sign_in(people.lead).get(reverse("desk:team"), {"sort": marker()}).status_code == 200
    assert sign_in(people.auditor).get(reverse("audit:log"), {"case_number": marker()}).status_code == 200
    work_beside(people.admin)
    knock_at_the_door()
    assert_every_personal_field_was_filled()
    assert_every_value_is_sealed()
    assert leaks(written_logs) == {}
    assert not found_in(*capfd.readouterr())


def assert_every_personal_field_was_filled():
    """Otherwise the search above would prove less than it says."""
    for model in apps.get_app_config("cases").get_models():
        for one in encrypted_fields(model):
            held = model.objects.values_list(one.name, flat=True)
            is_free_text = isinstance(one, EncryptedCharField | EncryptedTextField) and not hasattr(one, "codelist")
            is_free_text = (
                is_free_text and not one.choices and (one.max_length or len(STEM) + 1) > len(STEM)
            )  # a clock time is none
            assert any(STEM in value if is_free_text else value for value in held), f"{one} was never filled"


def assert_every_value_is_sealed():
    """What a marker cannot show: codes, numbers, dates and empty texts are ciphertext too."""
    seen = 0
    for table in sealed_tables():
        for rows in table.rows():
            for _key, *values in rows:
                assert [value for value in values if value is not None and not value.startswith("enc:1:")] == []
                seen += len(values)
    assert seen > 60


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_into_a_request_that_crashes_reaches_no_log(people, sign_in, written_logs, capfd, monkeypatch):
    case = make_case(counsellor=people.counsellor)
    browser = sign_in(people.counsellor)
    browser.raise_request_exception = False

    def crash(**facts):
        typed = facts["rows"][0]["note"]
        raise ValueError(f"cannot save {typed!r}")

    monkeypatch.setattr("cases.services.occasion.log_sessions", crash)
    address = reverse("cases:session_create", kwargs={"pk": case.pk})
    data = {
        "started_on": f"{timezone.localdate()}",
        "started_time": "10:00",
        "mode": "telefon",
        "result": "HELD",
        "case": case.pk,
    }
    answer = browser.post(f"{address}?next={marker()}", data | {"note": marker(), "place": marker()})
    assert answer.status_code == 500
    assert "ValueError" in written_logs.getvalue(), "the log says that something went wrong, and where"
    assert "test_leaks.py" in written_logs.getvalue()
    assert not found_in(answer.content)
    assert leaks(written_logs) == {}
    assert not found_in(*capfd.readouterr())


@pytest.mark.django_db(transaction=True)
def test_what_somebody_typed_stays_out_of_the_log_also_when_the_error_has_a_cause(people, sign_in, written_logs):
    """`raise … from …` brings two tracebacks along."""
    log = logging.getLogger("django.request")
    try:
        try:
            raise KeyError(marker())
        except KeyError as error:
            raise RuntimeError(marker()) from error
    except RuntimeError:
        log.exception("failed for %s", marker())
    logging.getLogger("umstieg.somewhere").error("failed", exc_info=(ValueError, ValueError(marker()), None))
    assert "RuntimeError" in written_logs.getvalue()
    assert not found_in(written_logs.getvalue())
