"""Wer braucht diesen Fall noch? Once a quarter a lead decides about every access beside the contact person's."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.enums import AccessDecision, GrantKind
from cases.models import AccessReview, Case, CaseGrant
from cases.models.access_review import quarter_of
from cases.policies import can_view_case
from cases.queries.access_review import accesses_to_review, decided_on, waiting_cases
from cases.services.access_review import review_accesses
from cases.services.case import change_case, close_case, set_co_counsellors
from cases.services.grant import end_grant, lock_case, open_with_reason, step_in
from cases.services.handover import hand_over
from umstieg.access.enums import Part, Role
from umstieg.accounts.services import add_membership, disable_user
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case, make_user
from umstieg.testing.pages import read_page
from umstieg.testing.walker import Browser
from umstieg.testing.world import give, share

pytestmark = pytest.mark.django_db

PAGE = reverse("cases:access_reviews")
NEEDED, ENDED = AccessDecision.NEEDED, AccessDecision.ENDED


@pytest.fixture
def case(people):
    """The counsellor's case; the colleague works on it too."""
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    return case


def waiting(user) -> list:
    """(number of the case, row) of everything that waits for a lead."""
    numbers = dict(Case.objects.values_list("pk", "number"))
    return [(numbers[pk], row) for pk, rows in accesses_to_review(user) for row in rows]


def told(user) -> set:
    return {(number, row.who, row.what) for number, row in waiting(user)}


def access_of(lead, person, case=None):
    return next(
        row.access for number, row in waiting(lead) if row.who == person.name and (not case or number == case.number)
    )


def decide(lead, person, decision, case=None):
    return review_accesses(decisions={access_of(lead, person, case): decision}, by=lead)


def led_too(people, **facts):
    """Somebody else who leads the team."""
    return make_user(Role.TEAM_LEAD, team=people.team, name="Mira Falk", **facts)


def as_counsellor_too(user, team):
    add_membership(user=user, role=Role.COUNSELLOR, team=team, by=None)
    user.forget_memberships()
    return user


# --- what waits ----------------------------------------------------------------------------------------------


def test_co_counsellors_deputies_who_stands_in_and_who_reads_on_wait_for_the_lead(people, case):
    change_case(case=case, deputy=people.colleague, by=people.counsellor)
    week = timezone.localdate() + datetime.timedelta(days=7)
    step_in(colleague=people.counsellor, until=week, reason="Urlaub", by=people.colleague)
    given = make_case(counsellor=people.colleague)
    hand_over(moves={given: people.counsellor}, keep_until=week, by=people.colleague)
    assert told(people.lead) == {
        (case.number, "Emre Tan", "Mitberatung"),
        (case.number, "Emre Tan", "benannte Vertretung"),
        (case.number, "Emre Tan", "Vertretung"),
        (given.number, "Emre Tan", "liest nach einer Übergabe weiter"),
    }
    assert waiting_cases(people.lead) == {"cases": 2, "is_late": waiting_cases(people.lead)["is_late"]}


def test_what_is_over_by_midnight_or_has_ended_does_not_wait(people, case):
    set_co_counsellors(case=case, users=[], by=people.counsellor)
    open_with_reason(case=case, cause="QUALITY", reason="Stichprobe im Quartal", by=people.lead)
    give(case, people.colleague, GrantKind.EMERGENCY, Part.NOTES)
    over = give(case, people.colleague, GrantKind.KEEP, Part.NOTES)
    end_grant(grant=over, by=people.lead)
    give(case, people.colleague, GrantKind.COVER, Part.WORK, until=-1)
    share(case, people.stranger, since=-9, until=0)
    assert waiting(people.lead) == []
    assert waiting_cases(people.lead)["cases"] == 0


def test_a_closed_case_waits_as_long_as_somebody_can_read_it_and_stands_first(people, case):
    closed = make_case(counsellor=people.counsellor)
    set_co_counsellors(case=closed, users=[people.colleague], by=people.counsellor)
    change_case(case=closed, deputy=people.colleague, by=people.counsellor)  # nobody steps in in a closed case
    close_case(case=closed, reason="umzug", by=people.counsellor)
    assert [(number, row.what) for number, row in waiting(people.lead)] == [
        (closed.number, "Mitberatung"),
        (case.number, "Mitberatung"),
    ]
    decide(people.lead, people.colleague, ENDED, closed)
    assert not can_view_case(people.colleague, closed)


def test_cases_of_another_team_and_those_hidden_from_the_lead_do_not_wait_for_her(people, case):
    assert waiting(people.other_lead) == []
    other = led_too(people)
    lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.counsellor)
    assert waiting(people.lead) == []
    assert len(waiting(other)) == 1


def test_what_is_confirmed_waits_again_in_the_next_quarter(people, case):
    decide(people.lead, people.colleague, NEEDED)
    later = timezone.localdate() + datetime.timedelta(days=92)
    assert waiting(people.lead) == []
    assert waiting_cases(people.lead, today=later)["cases"] == 1
    assert len(accesses_to_review(people.lead, today=later)) == 1


def test_it_is_late_in_the_last_fourteen_days_of_the_quarter_alone(people):
    for day, late in (("2026-12-17", False), ("2026-12-18", True), ("2026-12-31", True), ("2027-01-01", False)):
        assert waiting_cases(people.lead, today=datetime.date.fromisoformat(day))["is_late"] == late, day


# --- deciding ------------------------------------------------------------------------------------------------


def test_a_confirmed_access_stays_and_is_noted_with_the_day_and_by_whom(people, case):
    (review,) = decide(people.lead, people.colleague, NEEDED)
    assert can_view_case(people.colleague, case, Part.WORK)
    assert (review.decided_by, review.quarter) == (people.lead, quarter_of(timezone.localdate()))
    assert [(one["who"], one["ended"], one["by"]) for one in decided_on(case)] == [
        ("Emre Tan", False, "Katrin Behrens")
    ]


def test_whoever_ends_loses_the_case_with_her_next_request(people, case, sign_in):
    browser, file = sign_in(people.colleague), reverse("cases:detail", args=(case.pk,))
    assert browser.get(file).status_code == 200
    decide(people.lead, people.colleague, ENDED)
    assert browser.get(file).status_code == 404
    assert waiting(people.lead) == []


def test_a_deputy_who_ends_can_no_longer_step_in(people, case):
    change_case(case=case, deputy=people.colleague, by=people.counsellor)
    found = {row.what: row.access for _number, row in waiting(people.lead)}
    review_accesses(decisions={found["benannte Vertretung"]: ENDED}, by=people.lead)
    assert Case.objects.get(pk=case.pk).deputy is None
    assert not Case.objects.deputised_to(people.colleague).exists()
    assert can_view_case(people.colleague, case)  # the co-counselling was not asked about
    change_case(case=Case.objects.get(pk=case.pk), deputy=people.colleague, by=people.counsellor)
    assert (case.number, "Emre Tan", "benannte Vertretung") in told(people.lead)  # named anew, looked at anew


def test_a_grant_that_ends_is_shown_in_the_file_as_one_that_was_ended_early(people, sign_in):
    case = make_case(counsellor=people.colleague)
    week = timezone.localdate() + datetime.timedelta(days=7)
    hand_over(moves={case: people.counsellor}, keep_until=week, by=people.colleague)
    decide(people.lead, people.colleague, ENDED)
    assert not can_view_case(people.colleague, case)
    assert CaseGrant.objects.get().ended_by == people.lead
    page = sign_in(people.counsellor).get(reverse("cases:access", args=(case.pk,))).content.decode()
    assert "vorzeitig beendet von Katrin Behrens" in page
    assert "Wer braucht diesen Fall noch?" in page


def test_only_a_lead_of_the_team_decides(people, case):
    access = access_of(people.lead, people.colleague)
    for who in (people.other_lead, people.counsellor, people.auditor, people.admin):
        with pytest.raises(DomainError):
            review_accesses(decisions={access: NEEDED}, by=who)
    assert not AccessReview.objects.exists()


def test_one_foreign_case_among_them_and_nothing_is_decided(people, case):
    foreign = make_case(counsellor=people.stranger)
    set_co_counsellors(case=foreign, users=[people.counsellor], by=people.stranger)
    both = {access_of(people.lead, people.colleague): ENDED, access_of(people.other_lead, people.counsellor): ENDED}
    with pytest.raises(DomainError):
        review_accesses(decisions=both, by=people.lead)
    assert can_view_case(people.colleague, case)
    assert can_view_case(people.counsellor, foreign)


def test_of_two_leads_at_once_the_first_decides_and_the_second_is_told(people, case):
    other, second = led_too(people), make_case(counsellor=people.counsellor)
    set_co_counsellors(case=second, users=[people.colleague], by=people.counsellor)
    seen = {row.access: ENDED for _number, row in waiting(other)}
    decide(people.lead, people.colleague, NEEDED, case)
    assert [review.case for review in review_accesses(decisions=seen, by=other)] == [second]
    assert can_view_case(people.colleague, case)
    with pytest.raises(DomainError):
        review_accesses(decisions=seen, by=other)
    assert AccessReview.objects.count() == 2


def test_the_database_holds_one_confirmation_an_access_and_quarter(people, case):
    (review,) = decide(people.lead, people.colleague, NEEDED)
    review.pk, review._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic(), act("access.reviewed", by=people.lead):
        review.pk = review._meta.pk.get_default()
        review.save()


# --- one's own access ----------------------------------------------------------------------------------------


def test_a_lead_does_not_confirm_her_own_access_while_another_leads_too(people, case):
    lead, other = as_counsellor_too(people.lead, people.team), led_too(people)
    set_co_counsellors(case=case, users=[people.colleague, lead], by=people.counsellor)
    with pytest.raises(DomainError) as refused:
        decide(lead, lead, NEEDED)
    assert refused.value.field == access_of(lead, lead).key
    decide(other, lead, NEEDED)
    assert (case.number, lead.name, "Mitberatung") not in told(lead)


def test_a_lead_gives_her_own_access_up_by_herself(people, case):
    lead, _other = as_counsellor_too(people.lead, people.team), led_too(people)
    set_co_counsellors(case=case, users=[lead], by=people.counsellor)
    decide(lead, lead, ENDED)
    assert not can_view_case(lead, case, Part.WORK)


def test_a_lead_who_is_alone_confirms_her_own_access_and_is_told_so(people, case, sign_in):
    lead, other = as_counsellor_too(people.lead, people.team), led_too(people)
    set_co_counsellors(case=case, users=[lead], by=people.counsellor)
    alone, another = "Sie sind die einzige Leitung", "eine andere Leitung des Teams"
    assert another in sign_in(lead).get(PAGE).content.decode()
    disable_user(user=other, by=None)
    assert alone in sign_in(lead).get(PAGE).content.decode()
    assert decide(lead, lead, NEEDED)


def test_a_lead_from_whom_the_case_is_hidden_is_no_other_pair_of_eyes(people, case):
    lead, other = as_counsellor_too(people.lead, people.team), led_too(people)
    set_co_counsellors(case=case, users=[lead], by=people.counsellor)
    lock_case(case=case, user=other, reason="Nachbarin", by=people.counsellor)
    assert decide(lead, lead, NEEDED)


# --- the page ------------------------------------------------------------------------------------------------


def form_of(browser):
    return read_page(browser.get(PAGE).content, PAGE).form(PAGE)


def test_it_is_sent_in_part_and_what_is_left_stays_open(people, case, sign_in):
    others = [make_case(counsellor=people.counsellor) for _number in range(2)]
    for one in others:
        set_co_counsellors(case=one, users=[people.colleague], by=people.counsellor)
    browser, (first, second) = sign_in(people.lead), [access_of(people.lead, people.colleague, one) for one in others]
    form = form_of(browser)
    assert not any(name.startswith("access_") for name in form.data())  # nothing is chosen beforehand
    answer = browser.post(PAGE, form.data(**{first.key: NEEDED, second.key: ENDED}), follow=True)
    said = answer.content.decode()
    assert "1 Zugriff bestätigt. 1 Zugriff beendet." in said
    assert [number for number, _row in waiting(people.lead)] == [case.number]


def test_what_was_chosen_stays_when_something_does_not_fit(people, case, sign_in):
    browser, key = sign_in(people.lead), access_of(people.lead, people.colleague).key
    other = make_case(counsellor=people.counsellor)
    set_co_counsellors(case=other, users=[people.colleague], by=people.counsellor)
    wrong = access_of(people.lead, people.colleague, other).key
    answer = browser.post(PAGE, form_of(browser).data(**{key: ENDED, wrong: "VIELLEICHT"}))
    assert read_page(answer.content, PAGE).form(PAGE).data()[key] == [ENDED]
    assert not AccessReview.objects.exists()


def test_without_a_choice_nothing_is_noted_and_she_is_told(people, case, sign_in):
    browser = sign_in(people.lead)
    answer = browser.post(PAGE, form_of(browser).data())
    assert "Bitte wählen Sie bei mindestens einem." in answer.content.decode()
    assert not AccessReview.objects.exists()


def test_who_comes_second_on_the_page_is_told_how_much_was_decided_before(people, case, sign_in):
    other = led_too(people)
    second = make_case(counsellor=people.counsellor)
    set_co_counsellors(case=second, users=[people.colleague], by=people.counsellor)
    keys = [access_of(other, people.colleague, one).key for one in (case, second)]
    browser = sign_in(other)
    form = form_of(browser)
    decide(people.lead, people.colleague, NEEDED, case)
    answer = browser.post(PAGE, form.data(**dict.fromkeys(keys, ENDED)), follow=True)
    assert "1 hatte inzwischen jemand anderes entschieden." in answer.content.decode()
    assert can_view_case(people.colleague, case)
    assert not can_view_case(people.colleague, second)


def test_a_choice_about_a_foreign_case_is_none(people, case, sign_in):
    foreign = make_case(counsellor=people.stranger)
    set_co_counsellors(case=foreign, users=[people.counsellor], by=people.stranger)
    key, browser = access_of(people.other_lead, people.counsellor).key, sign_in(people.lead)
    assert browser.post(PAGE, form_of(browser).data() | {key: ENDED}).status_code == 200
    assert can_view_case(people.counsellor, foreign)


def test_where_nothing_waits_the_page_says_what_it_is_for(people, sign_in):
    page = sign_in(people.lead).get(PAGE).content.decode()
    assert "Nichts zu bestätigen" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_the_page_shows_facts_and_nothing_of_what_somebody_has_read(people, case, sign_in):
    browser = sign_in(people.lead)
    before = browser.get(PAGE).content.decode()
    sign_in(people.colleague).get(reverse("cases:detail", args=(case.pk,)))
    after = browser.get(PAGE).content.decode()
    assert all(word in after for word in (case.number, "Ginster", "Jana Lorenz", "Emre Tan"))
    main = [page.split('<ul class="list two">')[1].split("</ul>")[0] for page in (before, after)]
    assert main[0] == main[1]


def test_the_list_costs_the_same_with_one_case_and_with_thirty(people, case):
    browser = Browser(people.lead)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        browser.get(PAGE)
    for _number in range(29):
        more = make_case(counsellor=people.counsellor)
        set_co_counsellors(case=more, users=[people.colleague], by=people.counsellor)
        change_case(case=more, deputy=people.colleague, by=people.counsellor)
        give(more, people.colleague, GrantKind.KEEP, Part.NOTES)
    with CaptureQueriesContext(connection) as many:
        browser.get(PAGE)
    assert len(many) == len(one)
