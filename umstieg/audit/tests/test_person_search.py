"""The log by person: only with a cause and a second person, for a day, logged on both sides, and never counted."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from umstieg.access.enums import Role
from umstieg.audit.models import AuditEvent, PersonSearch
from umstieg.audit.recording import record, recording
from umstieg.audit.services import decide_person_search, request_person_search
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_user

pytestmark = pytest.mark.django_db
CAUSE = "Eine Klientin sagt, ihre Adresse sei bekannt geworden."
SEARCHES, SECOND = "audit:person_searches", "audit:second_person"


@pytest.fixture
def search(people):
    day = timezone.localdate()
    return request_person_search(about=people.counsellor, since=day, until=day, cause=CAUSE, by=people.auditor)


def result(search):
    return reverse("audit:person_search", args=(search.pk,))


def last():
    return AuditEvent.objects.latest("seq")


def asked(people, **changes):
    day = timezone.localdate().isoformat()
    return {"about": people.counsellor.pk, "since": day, "until": day, "cause": CAUSE} | changes


def test_nothing_opens_before_a_second_person_has_agreed_and_then_only_to_who_asked(people, search, sign_in):
    with recording(actor=people.counsellor):
        record("audit.read")
    with recording(actor=people.colleague):
        record("audit.read")
    other = make_user(Role.AUDITOR, name="Nora Kern")
    assert sign_in(people.auditor).get(result(search)).status_code == 404
    sign_in(people.lead).post(reverse(SECOND), {"search": search.pk, "decision": "approve"})
    rows = sign_in(people.auditor).get(result(search)).context["rows"]
    assert rows
    assert {AuditEvent.objects.get(seq=row["seq"]).actor_id for row in rows} == {people.counsellor.pk}
    assert sign_in(other).get(result(search)).status_code == 404
    assert sign_in(people.lead).get(result(search)).status_code == 403


def test_what_somebody_does_after_the_second_persons_consent_is_not_watched(people, sign_in):
    day = timezone.localdate()
    until = day + datetime.timedelta(days=30)
    search = request_person_search(about=people.counsellor, since=day, until=until, cause=CAUSE, by=people.auditor)
    decide_person_search(search=search, approve=True, by=people.lead)
    with recording(actor=people.counsellor):
        record("audit.read")
    assert not sign_in(people.auditor).get(result(search)).context["rows"]


def test_it_is_over_after_a_day(people, search, sign_in, monkeypatch):
    decide_person_search(search=search, approve=True, by=people.lead)
    now = timezone.now()
    for hours, readable in ((23, True), (25, False)):
        monkeypatch.setattr(
            "umstieg.audit.models.timezone.now", lambda hours=hours: now + datetime.timedelta(hours=hours)
        )
        assert PersonSearch.objects.readable_by(people.auditor).exists() == readable


def test_refused_stays_closed_and_is_decided_once(people, search, sign_in):
    decide_person_search(search=search, approve=False, by=people.lead)
    assert sign_in(people.auditor).get(result(search)).status_code == 404
    with pytest.raises(DomainError):
        decide_person_search(search=search, approve=True, by=people.other_lead)


@pytest.mark.parametrize("cause", ["", "nur so", " " * 30 + "kurz" + " " * 30])
def test_without_a_cause_that_says_something_nothing_is_requested(people, sign_in, cause):
    answer = sign_in(people.auditor).post(reverse(SEARCHES), asked(people, cause=cause))
    assert answer.status_code == 200
    assert answer.context["form"].errors["cause"]
    assert not PersonSearch.objects.exists()


def test_nobody_searches_herself(people, sign_in):
    assert sign_in(people.auditor).post(reverse(SEARCHES), asked(people, about=people.auditor.pk)).status_code == 200
    day = timezone.localdate()
    with pytest.raises(DomainError):
        request_person_search(about=people.auditor, since=day, until=day, cause=CAUSE, by=people.auditor)
    assert not PersonSearch.objects.exists()


def test_the_second_person_is_neither_who_asks_nor_who_is_asked_about(people, sign_in):
    day = timezone.localdate()
    search = request_person_search(about=people.lead, since=day, until=day, cause=CAUSE, by=people.auditor)
    for who in (people.auditor, people.lead):
        browser = sign_in(who)
        assert str(search.pk) not in browser.get(reverse(SECOND)).content.decode()
        browser.post(reverse(SECOND), {"search": search.pk, "decision": "approve"})
        with pytest.raises(DomainError):
            decide_person_search(search=search, approve=True, by=who)
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonSearch.objects.filter(pk=search.pk).update(decided_by=who, decided_at=timezone.now())
    search.refresh_from_db()
    assert search.decided_at is None
    sign_in(make_user(Role.AUDITOR)).post(reverse(SECOND), {"search": search.pk, "decision": "approve"})
    search.refresh_from_db()
    assert search.is_approved


def test_who_may_ask_and_who_may_decide(people, search, sign_in):
    for who in ("counsellor", "outreach", "admin", "nobody"):
        browser = sign_in(people.by_name[who])
        assert browser.post(reverse(SEARCHES), asked(people)).status_code == 403
        assert browser.post(reverse(SECOND), {"search": search.pk, "decision": "approve"}).status_code == 403
    assert sign_in(people.lead).post(reverse(SEARCHES), asked(people)).status_code == 403
    search.refresh_from_db()
    assert search.decided_at is None


def test_request_decision_and_every_reading_stand_in_the_log_without_the_cause(people, sign_in):
    auditor = sign_in(people.auditor)
    assert auditor.post(reverse(SEARCHES), asked(people)).status_code == 302
    search, told = PersonSearch.objects.get(), [(last().event, last().actor_id)]
    sign_in(people.lead).post(reverse(SECOND), {"search": search.pk, "decision": "approve"})
    told.append((last().event, last().actor_id))
    auditor.get(result(search))
    told.append((last().event, last().actor_id))
    assert told == [
        ("person_search.requested", people.auditor.pk),
        ("person_search.approved", people.lead.pk),
        ("person_log.read", people.auditor.pk),
    ]
    assert last().acts[0]["about"] == str(search.pk)
    assert "Adresse" not in str(list(AuditEvent.objects.values_list("acts", flat=True)))


def test_the_result_is_kept_to_its_days_and_counts_nothing(people, search, sign_in):
    for _each in range(60):
        with recording(actor=people.counsellor):
            record("audit.read")
    decide_person_search(search=search, approve=True, by=people.lead)
    answer = sign_in(people.auditor).get(result(search))
    assert len(answer.context["rows"]) == 50
    text = answer.content.decode()
    assert " bis 50 von " not in text
    assert 'class="count"' not in text
    day = timezone.localdate() - datetime.timedelta(days=3)
    before = request_person_search(about=people.counsellor, since=day, until=day, cause=CAUSE, by=people.auditor)
    decide_person_search(search=before, approve=True, by=people.lead)
    assert sign_in(people.auditor).get(result(before)).context["rows"] == []
