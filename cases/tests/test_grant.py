"""Access for a time and locks: what opens, for how long, who sees it, and what ends it at once (G4, G6)."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.enums import GrantKind, LeadCause
from cases.models import Case, CaseGrant, CaseLock
from cases.policies import can_view_case, can_write_in_case
from cases.queries.grants import (
    cover_offers,
    open_for,
)
from cases.services.case import change_case, close_case, open_case, set_co_counsellors
from cases.services.grant import (
    end_grant,
    open_in_emergency,
    open_restricted,
    open_with_reason,
    step_in,
)
from umstieg.access.enums import Part, Role
from umstieg.access.matrix import GRANTED
from umstieg.accounts.models import User
from umstieg.accounts.services import add_membership, end_membership
from umstieg.audit.models import AuditEvent
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case, make_session, make_user
from umstieg.testing.pages import read_page

pytestmark = pytest.mark.django_db

WHY = "Sie ist in Gefahr und niemand sonst ist da."


@pytest.fixture
def case(people):
    """The colleague's case, with the counsellor as its named deputy."""
    case = make_case(counsellor=people.colleague, client_facts={"pseudonym": "Ginster"})
    change_case(case=case, deputy=people.counsellor, by=people.colleague)
    return case


def covered(people, *, days=7):
    until = timezone.localdate() + datetime.timedelta(days=days)
    return step_in(colleague=people.colleague, until=until, reason="Urlaub", by=people.counsellor)


def over(grant):
    """The grant as it is when its time is over."""
    now = timezone.now()
    start, end = now - datetime.timedelta(hours=2), now - datetime.timedelta(seconds=1)
    CaseGrant.objects.filter(pk=grant.pk).update(starts_at=start, ends_at=end)


def sent(browser, url, **typed):
    form = read_page(browser.get(url).content, url).form(url)
    return browser.post(url, form.data(**typed))


# --- stepping in ---------------------------------------------------------------------------------------------


def test_only_into_running_cases_one_steps_in(people, case):
    close_case(case=case, reason="umzug", by=people.colleague)
    assert cover_offers(people.counsellor) == []
    with pytest.raises(DomainError):
        covered(people)


def test_nobody_steps_into_a_case_that_is_hidden_from_her(people, case):
    """No service names somebody as deputy from whom the case is hidden; stands both there, the lock counts."""
    with act("lock.set", by=people.lead):
        CaseLock.objects.create(case=case, user=people.counsellor, reason="Nachbarin", created_by=people.lead)
    assert cover_offers(people.counsellor) == []
    with pytest.raises(DomainError):
        covered(people)


def test_stepping_in_opens_the_case_at_once_for_work_and_ends_with_its_day(people, case):
    assert not can_view_case(people.counsellor, case)
    (grant,) = covered(people)
    assert can_write_in_case(people.counsellor, case)
    assert timezone.localtime(grant.ends_at).time() == datetime.time()
    over(grant)
    assert not can_view_case(people.counsellor, case)


def test_one_steps_in_for_all_cases_in_which_one_is_the_named_deputy_and_for_no_other(people, case):
    second = make_case(counsellor=people.colleague)
    change_case(case=second, deputy=people.counsellor, by=people.colleague)
    other = make_case(counsellor=people.colleague)
    assert {grant.case_id for grant in covered(people)} == {case.pk, second.pk}
    assert not can_view_case(people.counsellor, other)


def test_whoever_is_not_the_deputy_cannot_step_in(people, case):
    for who in (people.stranger, people.lead):
        with pytest.raises(DomainError):
            step_in(colleague=people.colleague, until=timezone.localdate(), reason="Urlaub", by=who)


@pytest.mark.parametrize("days", [-1, 43])
def test_a_cover_ends_today_at_the_earliest_and_after_six_weeks_at_the_latest(people, case, days):
    with pytest.raises(DomainError) as refused:
        covered(people, days=days)
    assert refused.value.field == "until"
    covered(people, days=42)


def test_stepping_in_again_replaces_what_was_given_before(people, case):
    covered(people, days=7)
    covered(people, days=1)
    assert CaseGrant.objects.in_force().filter(case=case).count() == 1
    assert CaseGrant.objects.filter(case=case).count() == 2


def test_a_cover_ends_with_ones_place_in_the_team_and_with_ones_account(people, case):
    covered(people)
    end_membership(membership=people.counsellor.memberships.get(), by=None)
    assert not can_view_case(User.objects.get(pk=people.counsellor.pk), case)


def test_whoever_moves_to_another_team_takes_no_cover_along(people, case):
    covered(people)
    add_membership(user=people.counsellor, role=Role.COUNSELLOR, team=people.other_team, by=None)
    end_membership(membership=people.counsellor.memberships.get(team=people.team), by=None)
    assert not can_view_case(User.objects.get(pk=people.counsellor.pk), case)


def test_what_is_ended_is_gone_with_the_next_request(people, case, sign_in):
    (grant,) = covered(people)
    browser, url = sign_in(people.counsellor), reverse("cases:detail", args=(case.pk,))
    assert browser.get(url).status_code == 200
    end_grant(grant=grant, by=people.colleague)
    assert browser.get(url).status_code == 404


def test_the_contact_person_sees_who_has_stepped_in_and_why(people, case, sign_in):
    covered(people)
    browser = sign_in(people.colleague)
    page = browser.get(reverse("cases:detail", args=(case.pk,))).content.decode()
    assert "Auch offen für" in page
    assert people.counsellor.name in page
    assert "Urlaub" in browser.get(reverse("cases:access", args=(case.pk,))).content.decode()
    assert open_for(case)[0]["who"] == people.counsellor.name


def test_who_stands_in_opens_no_case_of_the_person_that_would_outlast_it(people, case):
    covered(people)
    facts = {"team": people.team, "client": case.client, "by": people.counsellor}
    for named in (people.counsellor, make_user(Role.COUNSELLOR, team=people.team)):
        with pytest.raises(DomainError) as refused:
            open_case(counsellor=named, **facts)
        assert refused.value.field == "counsellor"
    assert open_case(counsellor=people.colleague, **facts).counsellor == people.colleague


def test_who_stands_in_knows_nobody_because_a_colleague_works_with_the_person(people, case):
    set_co_counsellors(case=case, users=[people.stranger], by=people.colleague)
    covered(people)
    with pytest.raises(DomainError) as refused:
        open_case(team=people.team, counsellor=people.counsellor, client=case.client, by=people.counsellor)
    assert refused.value.field == "counsellor"


def test_covered_cases_stand_among_ones_own(people, case, sign_in):
    covered(people)
    assert "Ginster" in sign_in(people.counsellor).get(reverse("cases:list")).content.decode()


def test_the_deputy_steps_in_on_the_page_and_ends_it_there(people, case, sign_in):
    browser, url = sign_in(people.counsellor), reverse("cases:cover")
    assert "Ginster" not in browser.get(url).content.decode()  # how many, not who
    until = (timezone.localdate() + datetime.timedelta(days=3)).isoformat()
    assert sent(browser, url, colleague=str(people.colleague.pk), until=until, reason="Krank").status_code == 302
    assert "Ginster" in browser.get(url).content.decode()
    browser.post(reverse("cases:cover_end"), {"colleague": people.colleague.pk})
    assert not CaseGrant.objects.in_force().exists()
    assert AuditEvent.objects.filter(event="grant.cover_taken").count() == 1
    assert AuditEvent.objects.filter(event="grant.ended").count() == 1


# --- a lead's reason -----------------------------------------------------------------------------------------


def test_a_lead_opens_notes_with_a_reason_until_midnight_and_the_rest_by_a_second_step(people, case):
    assert not can_view_case(people.lead, case, Part.IDENTITY)
    first = open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Stichprobe im Quartal", by=people.lead)
    assert can_view_case(people.lead, case, Part.NOTES)
    assert not can_view_case(people.lead, case, Part.RESTRICTED)
    assert timezone.localtime(first.ends_at).time() == datetime.time()
    assert first.ends_at - timezone.now() <= datetime.timedelta(days=1)
    second = open_restricted(case=case, reason="Frage zum Aufenthalt", by=people.lead)
    assert can_view_case(people.lead, case, Part.RESTRICTED)
    assert not can_write_in_case(people.lead, case)
    over(second)
    assert not can_view_case(people.lead, case, Part.IDENTITY)


def test_a_lead_who_counsels_too_reads_with_a_reason_and_writes_nothing(people, case):
    both = make_user(Role.COUNSELLOR, team=people.team)
    add_membership(user=both, role=Role.TEAM_LEAD, team=people.team, by=None)
    open_with_reason(case=case, cause=LeadCause.COVER, reason="Vertretung im Urlaub", by=both)
    open_restricted(case=case, reason="Vertretung im Urlaub", by=both)
    assert can_view_case(both, case, Part.RESTRICTED)
    assert not can_write_in_case(both, case)


def test_the_second_step_needs_the_first_one(people, case):
    with pytest.raises(DomainError):
        open_restricted(case=case, reason="Frage zum Aufenthalt", by=people.lead)


def test_the_second_step_is_not_taken_by_who_leads_the_team_no_more(people, case):
    make_user(Role.TEAM_LEAD, team=people.team)
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Stichprobe im Quartal", by=people.lead)
    end_membership(membership=people.lead.memberships.get(), by=None)
    with pytest.raises(DomainError):
        open_restricted(case=case, reason="Frage zum Aufenthalt", by=User.objects.get(pk=people.lead.pk))
    assert CaseGrant.objects.get().part == Part.NOTES


def test_only_the_lead_of_the_team_opens_a_case_with_a_reason(people, case):
    for who in (people.other_lead, people.counsellor, people.admin, people.auditor):
        with pytest.raises(DomainError):
            open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Stichprobe im Quartal", by=who)


def test_one_case_is_opened_and_no_other_of_the_team(people, case):
    other = make_case(counsellor=people.colleague)
    open_with_reason(case=case, cause=LeadCause.COMPLAINT, reason="Beschwerde der Klientin", by=people.lead)
    assert not can_view_case(people.lead, other, Part.IDENTITY)


def test_the_lead_reads_the_notes_on_the_page_and_the_counsellor_sees_why(people, case, sign_in):
    make_session(case, note="Vertrauliches")
    browser, url = sign_in(people.lead), reverse("cases:detail", args=(case.pk,))
    assert "Vertrauliches" not in browser.get(url).content.decode()
    sent(browser, reverse("cases:reason", args=(case.pk,)), cause="CONSULTATION", reason="Fallberatung am Dienstag")
    assert "Vertrauliches" in browser.get(url).content.decode()
    assert reverse("cases:note_create", args=(case.pk,)) not in browser.get(url).content.decode()
    counsellor = sign_in(people.colleague)
    assert "Fallberatung am Dienstag" in counsellor.get(reverse("cases:access", args=(case.pk,))).content.decode()


@pytest.mark.parametrize("reason", ["x", "Stichprobe", " " * 30 + "Stichprobe" + " " * 30])
def test_a_letter_or_a_word_is_no_reason_and_it_is_said_at_the_field(people, case, sign_in, reason):
    browser = sign_in(people.lead)
    url = reverse("cases:reason", args=(case.pk,))
    answer = sent(browser, url, cause="QUALITY", reason=reason)
    assert answer.context["form"].errors["reason"] == ["Bitte in einem Satz sagen, wofür."]
    assert reason.strip() in answer.content.decode()
    assert not CaseGrant.objects.exists()
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Stichprobe im Quartal", by=people.lead)
    answer = sent(browser, reverse("cases:restricted", args=(case.pk,)), reason=reason)
    assert "reason" in answer.context["form"].errors
    assert CaseGrant.objects.count() == 1


def test_before_access_is_given_the_password_is_asked_for_and_nothing_is_opened(people, case, sign_in):
    browser = sign_in(people.lead)
    session = browser.session
    session.pop("account_authentication_methods", None)
    session.save()
    for name, typed in (
        ("reason", {"cause": "QUALITY", "reason": "Stichprobe im Quartal"}),
        ("lock_create", {"user": str(people.stranger.pk), "reason": "Nachbarin"}),
    ):
        answer = sent(browser, reverse(f"cases:{name}", args=(case.pk,)), **typed)
        assert answer.status_code == 302
        assert reverse("cases:detail", args=(case.pk,)) not in answer.url
    assert not CaseGrant.objects.exists()
    assert not CaseLock.objects.exists()


# --- views ask for the team besides ---------------------------------------------------------------------------


def test_pages_for_the_lead_stay_closed_for_who_works_in_the_case_without_leading_its_team(people, sign_in):
    both = make_user(Role.COUNSELLOR, team=people.team, name="Mira Falk")
    add_membership(user=both, role=Role.TEAM_LEAD, team=people.team, by=None)
    foreign = make_case(counsellor=people.stranger)
    set_co_counsellors(case=foreign, users=[both], by=people.stranger)
    browser = sign_in(both)
    assert browser.get(reverse("cases:detail", args=(foreign.pk,))).status_code == 200
    assert browser.get(reverse("cases:reason", args=(foreign.pk,))).status_code == 404


def test_somebody_elses_grant_is_ended_by_who_works_in_the_case_or_leads_its_team_and_by_nobody_else(
    people, case, sign_in
):
    covered(people)
    grant = CaseGrant.objects.get()
    url = reverse("cases:grant_end", args=(case.pk, grant.pk))
    open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.stranger)
    assert sign_in(people.stranger).post(url).status_code == 404
    assert sign_in(people.other_lead).post(url).status_code == 404
    assert sign_in(people.lead).post(url).status_code == 302
    assert CaseGrant.objects.get(pk=grant.pk).ended_by == people.lead


def test_the_kinds_of_grants_are_the_relations_of_the_matrix():

    assert set(GrantKind.values) == {relation.value for relation in GRANTED}


def test_the_file_costs_the_same_with_and_without_grants(people, case, sign_in, django_assert_num_queries):
    browser, url = sign_in(people.colleague), reverse("cases:detail", args=(case.pk,))
    browser.get(url)

    with CaptureQueriesContext(connection) as without:
        browser.get(url)
    covered(people)
    open_with_reason(case=Case.objects.get(), cause=LeadCause.QUALITY, reason="Stichprobe im Quartal", by=people.lead)
    with django_assert_num_queries(len(without)):
        browser.get(url)
