"""The auditor's room: what is looked for stands in no address, the state of the chain is on the page, and everybody
reads what is logged about herself.
"""

import datetime
import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.audit.queries import PAGE, log_page, own_log
from umstieg.audit.recording import record, recording
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db
LOG = "audit:log"


def found(browser):
    return [row["labels"] for row in browser.get(reverse(LOG)).context["rows"]]


def test_whoever_looks_for_a_case_reads_its_number_and_how_many_others_the_event_names(people, sign_in):
    case, other = make_case(counsellor=people.counsellor), make_case(counsellor=people.counsellor)
    with recording(actor=people.counsellor):
        record("cases.listed", cases=[case.number, other.number])
    row = log_page(case_number=other.number)[1][0]
    assert (row["cases"], row["more_cases"]) == ([other.number], 1)


def test_what_is_looked_for_stands_in_no_address_and_not_readable_in_the_session(people, sign_in):
    case, other = make_case(counsellor=people.counsellor), make_case(counsellor=people.counsellor)
    browser = sign_in(people.auditor)
    answer = browser.post(reverse(LOG), {"case_number": case.number})
    assert (answer.status_code, answer.url) == (302, reverse(LOG))
    assert case.number not in str(dict(browser.session))
    rows = browser.get(reverse(LOG)).context["rows"]
    assert rows
    assert all(row["cases"] == [case.number] for row in rows)
    browser.post(reverse(LOG), {})
    assert any(other.number in row["cases"] for row in browser.get(reverse(LOG)).context["rows"])


def test_whoever_asks_about_a_case_stands_in_its_log_and_a_number_that_is_none_is_not_kept(people, sign_in):
    case = make_case(counsellor=people.counsellor)
    browser = sign_in(people.auditor)
    for number, kept in ((case.number, {case.number}), ("Ginster", set())):
        browser.get(browser.post(reverse(LOG), {"case_number": number}).url)
        asked = AuditEvent.objects.filter(event="audit.read").latest("seq")
        assert set(AuditedCase.objects.filter(seq=asked.seq).values_list("case_number", flat=True)) == kept


def test_a_number_in_the_address_narrows_nothing(people, sign_in):
    case = make_case(counsellor=people.counsellor)
    rows = sign_in(people.auditor).get(reverse(LOG), {"case_number": case.number}).context["rows"]
    assert any(row["cases"] != [case.number] for row in rows)


def test_the_log_is_narrowed_by_event_and_by_whole_days(people):
    make_case(counsellor=people.counsellor)
    today = timezone.localdate()
    assert {row["labels"][0] for row in log_page(event="case.opened")[1]} == {"Fall eröffnet"}
    assert log_page(since=today, until=today)[1]
    assert not log_page(until=today - datetime.timedelta(days=1))[1]
    assert not log_page(since=today + datetime.timedelta(days=1))[1]


def test_an_end_before_the_beginning_is_said_at_the_field(people, sign_in):
    answer = sign_in(people.auditor).post(reverse(LOG), {"since": "2026-05-02", "until": "2026-05-01"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["until"]


def test_the_page_says_how_long_the_chain_is_and_when_it_was_verified_and_kept(people, sign_in):
    browser = sign_in(people.auditor)
    before = browser.get(reverse(LOG)).context["chain"]
    assert (before["verified"], before["checkpoint"]) == ("", "")
    call_command("audit_checkpoint", stdout=io.StringIO())
    call_command("verify_audit", stdout=io.StringIO())
    length = AuditEvent.objects.count()
    after = browser.get(reverse(LOG)).context["chain"]
    assert (after["length"], after["is_intact"]) == (length, True)
    assert after["verified"]
    assert after["checkpoint"]


def test_everybody_reads_what_is_logged_about_herself_and_nothing_of_others(people, sign_in):
    for who in ("counsellor", "lead", "outreach", "admin", "auditor", "nobody"):
        user = people.by_name[who]
        with recording(actor=user):
            record("audit.read")
        answer = sign_in(user).get(reverse("accounts:own_log"))
        assert answer.status_code == 200
        assert {AuditEvent.objects.get(seq=row["seq"]).actor_id for row in answer.context["rows"]} == {user.pk}


def test_the_log_and_ones_own_are_paged_in_a_constant_number_of_statements(people):
    counts = []
    for number in (3, PAGE + 10):
        for _each in range(number):
            with recording(actor=people.counsellor):
                record("audit.read", cases=["26-0001"])
        with CaptureQueriesContext(connection) as asked:
            log_page(case_number="26-0001")
            shown, rows = own_log(people.counsellor)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
    assert len(rows) == PAGE
    assert shown.has_next()
