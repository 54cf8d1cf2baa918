"""Locks: a case hidden from a named colleague is hidden whatever her role (confidentiality C, rule 4)."""

import pytest
from django.urls import reverse

from cases.enums import LeadCause
from cases.models import Case, CaseGrant, CaseLock
from cases.policies import can_view_case
from cases.queries.ledger import ledger
from cases.services.case import NOT_HERE, change_case, open_case, set_co_counsellors
from cases.services.grant import lift_lock, lock_case, open_in_emergency, open_with_reason
from cases.services.handover import deputy_field_of, field_of, hand_over
from umstieg.access.enums import Part, Role
from umstieg.accounts.services import add_membership
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.core.errors import DomainError
from umstieg.testing import door
from umstieg.testing.make import make_case
from umstieg.testing.pages import read_page

from .test_grant import WHY

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    """The colleague's case, with the counsellor as its named deputy."""
    case = make_case(counsellor=people.colleague, client_facts={"pseudonym": "Ginster"})
    change_case(case=case, deputy=people.counsellor, by=people.colleague)
    return case


def test_a_lock_hides_a_case_whatever_the_role_and_whatever_was_given(people, case):
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Stichprobe im Quartal", by=people.lead)
    lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.colleague)
    assert not can_view_case(people.lead, case)
    assert not CaseGrant.objects.in_force().filter(user=people.lead).exists()
    with pytest.raises(DomainError):
        open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.lead)


def test_a_locked_case_is_like_one_that_does_not_exist(people, case, sign_in):
    lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.colleague)
    browser = sign_in(people.lead)
    assert browser.get(reverse("cases:detail", args=(case.pk,))).status_code == 404
    assert "Ginster" not in browser.get(reverse("desk:team")).content.decode()


def test_a_try_at_a_hidden_case_in_an_emergency_stands_in_its_ledger_and_answers_as_for_no_case(people, case, sign_in):
    change_case(case=case, deputy=None, by=people.colleague)
    lock_case(case=case, user=people.counsellor, reason="Nachbarin", by=people.colleague)
    browser, said = sign_in(people.counsellor), []
    for number in (case.number, "99-9999"):
        answer = browser.post(reverse("cases:emergency"), {"number": number, "duration": "15", "reason": WHY})
        said.append((answer.status_code, dict(answer.context["form"].errors)))
        assert AuditEvent.objects.latest("seq").event == "access.refused"
    assert said[0] == said[1]
    (entry,) = [one for one in ledger(case, Part.NOTES).entries if one.is_refused]
    assert entry.who == people.counsellor.name
    assert not CaseGrant.objects.exists()


def test_who_is_named_on_a_case_leaves_it_before_it_is_hidden_from_her(people, case):
    with pytest.raises(DomainError):
        lock_case(case=case, user=people.counsellor, reason="Nachbarin", by=people.colleague)  # its deputy
    set_co_counsellors(case=case, users=[people.stranger], by=people.colleague)
    with pytest.raises(DomainError):
        lock_case(case=case, user=people.stranger, reason="Nachbarin", by=people.colleague)
    with pytest.raises(DomainError):
        lock_case(case=case, user=people.colleague, reason="Nachbarin", by=people.colleague)


def test_only_data_protection_lifts_a_lock(people, case, sign_in):
    lock = lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.colleague)
    for who in (people.colleague, people.lead, people.admin):
        assert sign_in(who).post(reverse("cases:lock_lift", args=(lock.pk,))).status_code == 403
    auditor = sign_in(people.auditor)
    page = auditor.get(reverse("cases:locks")).content.decode()
    assert case.number in page
    assert "Ginster" not in page
    assert "Schwägerin" not in page
    auditor.post(reverse("cases:lock_lift", args=(lock.pk,)))
    assert CaseLock.objects.get().lifted_by == people.auditor
    assert can_view_case(people.lead, case)


def test_a_lock_is_lifted_only_after_signing_in_again(people, case):
    lock = lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.colleague)
    browser, _ = door.sign_in(people.auditor)
    answer = browser.post(reverse("cases:lock_lift", args=(lock.pk,)))
    assert answer.url.partition("?")[0] == reverse("account_reauthenticate")
    assert CaseLock.objects.in_force().exists()


def test_an_earlier_case_of_the_same_person_is_hidden_too_and_what_was_given_in_it_ends(people, case):
    earlier = open_case(team=people.team, client=case.client, counsellor=people.counsellor, by=people.colleague)
    open_with_reason(case=earlier, cause=LeadCause.QUALITY, reason="Stichprobe im Quartal", by=people.lead)
    lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.colleague)
    assert not can_view_case(people.lead, earlier)
    assert not CaseGrant.objects.in_force().exists()
    assert AuditedCase.objects.filter(case_number=earlier.number, event="lock.set").exists()


def test_a_lock_takes_no_other_case_from_somebody_who_works_on_it(people, case):
    other = open_case(team=people.team, client=case.client, counsellor=people.counsellor, by=people.colleague)
    change_case(case=case, deputy=None, by=people.colleague)
    lock_case(case=case, user=people.counsellor, reason="Nachbarin", by=people.colleague)
    assert can_view_case(people.counsellor, other)
    assert not can_view_case(people.counsellor, case)


def test_a_further_case_of_the_same_person_is_hidden_too(people, case):
    lock = lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.colleague)
    facts = {"team": people.team, "client": case.client, "by": people.colleague}
    second = open_case(counsellor=people.colleague, **facts)
    assert not can_view_case(people.lead, second)
    held = second.locks.get()
    assert (held.user, held.reason, held.created_by) == (people.lead, lock.reason, people.colleague)
    assert AuditedCase.objects.filter(case_number=second.number, event="lock.set").exists()
    lift_lock(lock=lock, by=people.auditor)
    lift_lock(lock=held, by=people.auditor)
    assert can_view_case(people.lead, open_case(counsellor=people.colleague, **facts))  # lifted is lifted


def test_a_further_case_is_not_opened_for_somebody_from_whom_the_person_is_hidden(people, case):
    lock_case(case=case, user=people.stranger, reason="Nachbarin", by=people.colleague)
    add_membership(user=people.stranger, role=Role.COUNSELLOR, team=people.team, by=None)
    facts = {"team": people.team, "client": case.client, "by": people.colleague}
    for named in ({"counsellor": people.stranger}, {"counsellor": people.colleague, "deputy": people.stranger}):
        with pytest.raises(DomainError) as refused:
            open_case(**facts, **named)
        assert (refused.value.field, refused.value.message) == (list(named)[-1], NOT_HERE)
    assert Case.objects.count() == 1


def test_from_whom_a_case_is_hidden_is_not_named_on_it_and_nobody_is_told_why(people, case):
    lock_case(case=case, user=people.stranger, reason="Nachbarin", by=people.colleague)
    add_membership(user=people.stranger, role=Role.COUNSELLOR, team=people.team, by=None)
    for field, change in (
        ("deputy", {"deputy": people.stranger}),
        ("counsellor", {"counsellor": people.stranger}),
        ("co_counsellors", {"co_counsellors": [people.stranger]}),
    ):
        with pytest.raises(DomainError) as refused:
            change_case(case=case, by=people.colleague, **change)
        assert (refused.value.field, str(refused.value.message)) == (field, NOT_HERE)
    moves, deputies = {case: people.counsellor}, {case: people.stranger}
    for field, handed in (
        (field_of(case), {"moves": {case: people.stranger}}),
        (deputy_field_of(case), {"moves": moves, "deputies": deputies}),
    ):
        with pytest.raises(DomainError) as refused:
            hand_over(by=people.lead, **handed)
        assert (refused.value.field, str(refused.value.message)) == (field, NOT_HERE)
    assert not can_view_case(people.stranger, case)


def test_from_whom_a_case_is_hidden_is_offered_in_none_of_its_forms(people, case, sign_in):
    add_membership(user=people.stranger, role=Role.COUNSELLOR, team=people.team, by=None)
    for url, names in (
        (reverse("cases:change", args=(case.pk,)), ("counsellor", "deputy", "co_counsellors")),
        (reverse("cases:hand_over", args=(people.colleague.pk,)), (field_of(case), deputy_field_of(case))),
    ):
        browser = sign_in(people.colleague)
        assert people.stranger.name in browser.get(url).content.decode()
        lock = lock_case(case=case, user=people.stranger, reason="Nachbarin", by=people.colleague)
        assert people.stranger.name not in browser.get(url).content.decode()
        for name in names:  # nor is she taken from who sends her all the same
            typed = {name: [str(people.stranger.pk)], "confirm_handover": "on"}
            answer = browser.post(url, read_page(browser.get(url).content, url).form(url).data() | typed)
            assert answer.status_code == 200
            assert "Diese Person kann hier nicht eingetragen werden." in answer.content.decode()
        lift_lock(lock=lock, by=people.auditor)


def test_lifting_twice_is_lifting_once(people, case):
    lock = lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.colleague)
    lift_lock(lock=lock, by=people.auditor)
    at = CaseLock.objects.get().lifted_at
    lift_lock(lock=lock, by=people.auditor)
    assert CaseLock.objects.get().lifted_at == at
