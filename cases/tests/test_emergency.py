"""Opening a case in an emergency: for an hour at most, told, reviewed, and never silent (G6)."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cases.enums import LeadCause, ReviewResult
from cases.models import CaseGrant
from cases.policies import can_view_case, can_write_in_case
from cases.queries.grants import (
    emergencies,
    emergencies_of_the_centre,
    emergency_counts,
    grants_on,
)
from cases.services.case import change_case
from cases.services.grant import (
    lock_case,
    open_in_emergency,
    open_with_reason,
    review_emergency,
)
from cases.services.telling import tell_of_emergency
from umstieg.access.enums import Part, Role
from umstieg.accounts.models import User
from umstieg.accounts.services import add_membership
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case

from .test_grant import WHY, covered, over, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    """The colleague's case, with the counsellor as its named deputy."""
    case = make_case(counsellor=people.colleague, client_facts={"pseudonym": "Ginster"})
    change_case(case=case, deputy=people.counsellor, by=people.colleague)
    return case


def test_in_an_emergency_one_case_is_open_for_reading_for_an_hour_at_most(people, case):
    grant = open_in_emergency(number=case.number, reason=WHY, duration=60, by=people.stranger)
    assert grant.ends_at - grant.starts_at == datetime.timedelta(minutes=60)
    assert can_view_case(people.stranger, case, Part.RESTRICTED)
    assert not can_write_in_case(people.stranger, case)
    other = make_case(counsellor=people.colleague)
    assert not can_view_case(people.stranger, other)
    over(grant)
    assert not can_view_case(people.stranger, case)


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("reason", {"reason": "Notfall"}),
        ("duration", {"duration": 61}),
        ("duration", {"duration": 0}),
        ("number", {"number": "99-9999"}),
    ],
)
def test_an_emergency_says_why_and_for_which_case_and_not_for_longer(people, case, field, facts):
    with pytest.raises(DomainError) as refused:
        open_in_emergency(**{"number": case.number, "reason": WHY, "duration": 30, "by": people.stranger} | facts)
    assert refused.value.field == field
    assert not CaseGrant.objects.exists()


def test_the_lead_and_data_protection_are_told_without_a_word_about_the_client(
    people, case, sign_in, django_capture_on_commit_callbacks
):
    browser = sign_in(people.stranger)
    with django_capture_on_commit_callbacks(execute=True):
        answer = sent(browser, reverse("cases:emergency"), number=case.number, duration="15", reason=WHY)
    assert answer.status_code == 302
    assert {letter.to[0] for letter in mail.outbox} == {people.lead.email, people.auditor.email}
    for letter in mail.outbox:
        told = f"{letter.subject}\n{letter.body}"
        assert case.number not in told
        assert "Ginster" not in told
        assert WHY not in told


def test_who_leads_another_team_and_only_counsels_here_is_not_told(people, case, django_capture_on_commit_callbacks):
    add_membership(user=people.other_lead, role=Role.COUNSELLOR, team=people.team, by=None)
    grant = open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.stranger)
    with django_capture_on_commit_callbacks(execute=True):
        tell_of_emergency(grant)
    assert people.other_lead.email not in {letter.to[0] for letter in mail.outbox}


def test_who_must_not_know_of_the_case_is_not_told(people, case, django_capture_on_commit_callbacks):
    lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.colleague)
    grant = open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.stranger)
    with django_capture_on_commit_callbacks(execute=True):
        tell_of_emergency(grant)
    assert {letter.to[0] for letter in mail.outbox} == {people.auditor.email}


def test_a_lead_from_whom_the_case_is_hidden_reviews_nothing_of_it(people, case):
    open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.stranger)
    lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.colleague)
    assert not emergencies(people.lead)
    assert emergency_counts(people.lead) == (0, 0)


def test_the_lead_reviews_it_and_nobody_her_own(people, case):
    grant = open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.stranger)
    assert [row.id for row in emergencies(people.lead)] == [str(grant.pk)]
    assert not emergencies(people.other_lead)
    add_membership(user=people.stranger, role=Role.TEAM_LEAD, team=people.team, by=None)
    assert not emergencies(User.objects.get(pk=people.stranger.pk)), "nobody looks at her own opening"
    with pytest.raises(DomainError):
        review_emergency(grant=grant, result=ReviewResult.FINE, by=people.stranger)
    review_emergency(grant=grant, result=ReviewResult.DOUBTED, note="Bitte im Team besprechen", by=people.lead)
    assert not emergencies(people.lead)
    assert grants_on(case)[0].review == str(ReviewResult.DOUBTED.label)
    with pytest.raises(DomainError):
        review_emergency(grant=grant, result=ReviewResult.FINE, by=people.lead)


def test_data_protection_sees_that_an_opening_waits_also_if_nobody_may_review_it(people, case, sign_in):
    add_membership(user=people.lead, role=Role.COUNSELLOR, team=people.team, by=None)  # she leads the team alone
    grant = open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.lead)
    assert not emergencies(people.lead)
    assert emergencies_of_the_centre() == (1, 0)
    page = sign_in(people.auditor).get("/").content.decode()
    assert "1 Notfallöffnung" in page
    assert not any(word in page for word in (case.number, "Ginster", people.lead.name, WHY))
    long_ago = timezone.now() - datetime.timedelta(days=8)
    CaseGrant.objects.filter(pk=grant.pk).update(starts_at=long_ago, ends_at=long_ago + datetime.timedelta(minutes=15))
    assert emergencies_of_the_centre() == (1, 1)
    assert "Notfallöffnung" not in sign_in(people.admin).get("/").content.decode()


def test_an_opening_that_nobody_has_looked_at_for_seven_days_is_shown_late(people, case, sign_in):
    grant = open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.stranger)
    assert emergency_counts(people.lead) == (1, 0)
    long_ago = timezone.now() - datetime.timedelta(days=8)
    CaseGrant.objects.filter(pk=grant.pk).update(starts_at=long_ago, ends_at=long_ago + datetime.timedelta(minutes=15))
    assert emergency_counts(people.lead) == (1, 1)
    page = sign_in(people.lead).get(reverse("desk:team")).content.decode()
    assert "seit mehr als sieben Tagen" in page


def test_a_reason_that_was_read_stands_in_the_log_as_a_note_does(people, case, sign_in):
    grant = open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.stranger)
    shown = {
        reverse("cases:review", args=(case.pk, grant.pk)): (people.lead, "NOTES"),
        reverse("cases:access", args=(case.pk,)): (people.colleague, "NOTES"),
    }
    for url, (who, part) in shown.items():
        assert WHY in sign_in(who).get(url).content.decode()
        assert AuditedCase.objects.filter(case_number=case.number).latest("seq").part == part
    url = reverse("cases:access", args=(case.pk,))
    facts = sign_in(people.lead).get(url).content.decode()
    assert f"{people.stranger.name}: Notfall" in facts  # who, and not why
    assert WHY not in facts
    assert AuditedCase.objects.filter(case_number=case.number).latest("seq").part == "FACTS"


def test_no_opening_is_silent(people, case):
    open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.stranger)
    covered(people)
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Stichprobe im Quartal", by=people.lead)
    told = set(AuditedCase.objects.filter(case_number=case.number).values_list("event", flat=True))
    assert {"grant.emergency_opened", "grant.cover_taken", "grant.reason_given"} <= told
    assert WHY not in str(list(AuditEvent.objects.values()))
