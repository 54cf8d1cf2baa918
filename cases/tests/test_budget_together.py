"""Two people at one household budget: different lines are merged, the same line is told, and nothing typed is lost."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Budget
from cases.models.budget import IN, OUT, Line, numbered
from cases.services.budget import change_budget, note_budget, remove_budget
from cases.services.case import set_co_counsellors
from umstieg.core.drafts import keep_draft
from umstieg.core.models import Draft
from umstieg.testing.filling import fill, filled
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db
MONTH = datetime.date(2026, 11, 1)


@pytest.fixture
def case(people):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    return case


@pytest.fixture
def plan(people, case):
    lines = [Line(IN, "Lohn", Decimal(1200)), Line(OUT, "Miete", Decimal(410)), Line(OUT, "Essen", Decimal(200))]
    return note_budget(case=case, month=MONTH, lines=lines, note="alt", by=people.counsellor)


@pytest.fixture
def at(case, plan):
    return reverse("cases:budget_change", args=[case.pk, plan.pk])


def told(plan):
    return [(line.label, line.now) for line in Budget.objects.get(pk=plan.pk).told_lines()]


def change_of_colleague(people, plan, *lines, note="alt"):
    """What a colleague saves meanwhile; of the lines that stay `lines` hold the keys."""
    change_budget(budget=plan, lines=list(lines), note=note, by=people.colleague)


def test_of_two_who_change_different_lines_both_changes_stay(people, sign_in, plan, at):
    browser = sign_in(people.counsellor)
    opened = filled(browser, at, **{"l1-now": "450"})
    opened |= {"l3-side": OUT, "l3-label": "Strom", "l3-now": "60"}
    other = sign_in(people.colleague)
    added = {"l3-side": OUT, "l3-label": "Bahn", "l3-now": "49"}
    other.post(at, filled(other, at, **{"l2-now": "220", "note": "neu"}) | added)
    assert browser.post(at, opened).status_code == 302
    now = [("Lohn", 1200), ("Miete", 450), ("Essen", 220), ("Bahn", 49), ("Strom", 60)]
    assert told(plan) == now
    assert Budget.objects.get().note == "neu"


def test_the_same_line_changed_by_both_is_told_with_both_values_and_saved_on_second_thought(people, sign_in, plan, at):
    browser, (pay, rent, food) = sign_in(people.counsellor), plan.told_lines()
    opened = filled(browser, at, **{"l1-now": "450", "note": "von ihr"})
    rent_now = Line(OUT, "Warmmiete", Decimal("433.50"), Decimal(500), rent.key)
    change_of_colleague(people, plan, pay, rent_now, Line(OUT, "Essen", Decimal(220), None, food.key))
    answer = browser.post(at, opened)
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "Warmmiete · Jetzt: 433,50\xa0€ · Mit der Arbeit: 500,00\xa0€" in body
    assert 'value="450"' in body
    assert "Miete" not in body.split('role="alert"')[1].split("</div>")[0]  # a message may end up in a log
    assert told(plan)[1] == ("Warmmiete", Decimal("433.50"))
    assert browser.post(at, fill(answer)).status_code == 302
    assert told(plan) == [("Lohn", 1200), ("Miete", 450), ("Essen", 220)]
    assert Budget.objects.get().note == "von ihr"


def test_a_line_taken_away_by_one_and_changed_by_the_other_is_told_to_both_of_them(people, sign_in, plan, at):
    browser, (pay, _rent, food) = sign_in(people.counsellor), plan.told_lines()
    opened = filled(browser, at, **{"l1-now": "450", "l2-label": "", "l2-now": ""})
    change_of_colleague(people, plan, pay, Line(OUT, "Essen", Decimal(220), None, food.key))
    answer = browser.post(at, opened)
    body = answer.content.decode()
    assert "Diese Zeile ist gestrichen worden." in body
    assert "Essen · Jetzt: 220,00\xa0€ · Sie haben diese Zeile gestrichen" in body
    assert told(plan) == [("Lohn", 1200), ("Essen", 220)]
    browser.post(at, fill(answer))
    assert told(plan) == [("Lohn", 1200), ("Miete", 450)]


def test_a_line_untouched_here_and_taken_away_by_a_colleague_stays_away(people, sign_in, plan, at):
    browser, (pay, _rent, food) = sign_in(people.counsellor), plan.told_lines()
    opened = filled(browser, at, **{"l2-now": "220"})
    change_of_colleague(people, plan, pay, food)
    browser.post(at, opened)
    assert told(plan) == [("Lohn", 1200), ("Essen", 220)]


def test_a_line_more_asked_for_without_scripts_forgets_nothing_of_what_was_opened(people, sign_in, plan, at):
    browser, (pay, rent, food) = sign_in(people.counsellor), plan.told_lines()
    longer = fill(browser.post(at, filled(browser, at) | {"more": OUT}), **{"l3-label": "Strom", "l3-now": "60"})
    change_of_colleague(people, plan, pay, Line(OUT, "Miete", Decimal(500), None, rent.key), food)
    browser.post(at, longer)
    assert told(plan) == [("Lohn", 1200), ("Miete", 500), ("Essen", 200), ("Strom", 60)]


@pytest.mark.parametrize("lost", ["", "null", "[]", '{"l1": 3}', '{"l99999": "x"}'])
def test_a_form_that_has_lost_what_it_was_opened_with_never_falls_over(people, sign_in, plan, at, lost):
    browser = sign_in(people.counsellor)
    answer = browser.post(at, filled(browser, at, **{"l1-now": "450"}) | {"opened_with": lost})
    assert answer.status_code in (200, 302)
    assert ("Miete", 450) in told(plan) or "Inzwischen" in answer.content.decode()


def test_a_month_kept_before_lines_had_keys_is_changed_like_any_other(people, sign_in, plan, at):
    bare = [{name: value for name, value in line.items() if name != "key"} for line in plan.lines]
    Budget.objects.update(lines=bare)
    browser = sign_in(people.counsellor)
    browser.post(at, filled(browser, at, **{"l1-now": "450"}))
    assert told(plan) == [("Lohn", 1200), ("Miete", 450), ("Essen", 200)]


def test_keys_are_told_apart_and_never_given_twice():
    lines = [Line(IN, "a", key=2), Line(IN, "b"), Line(IN, "c", key=2), Line(IN, "d", key=0)]
    assert [line.key for line in numbered(lines, taken=[5])] == [2, 6, 7, 0]


def test_of_two_who_begin_the_same_month_the_second_is_told_and_keeps_what_she_wrote(people, case, sign_in):
    browser, create = sign_in(people.counsellor), reverse("cases:budget_create", args=[case.pk])
    sent = filled(browser, create, **{"l0-label": "Hunde", "l0-now": "35"})
    note_budget(case=case, month=timezone.localdate(), lines=[], by=people.colleague)
    body = browser.post(create, sent).content.decode()
    assert "Für diesen Monat gibt es schon einen Haushaltsplan." in body
    assert "Hunde" in body
    assert Budget.objects.count() == 1


def test_what_is_typed_into_a_month_is_kept_and_gone_on_with_until_it_is_saved(people, case, sign_in, plan, at):
    browser, key = sign_in(people.counsellor), uuid.uuid4()
    page = browser.get(at)
    assert page.context["typed"].keeps_drafts
    facts = {name: value if isinstance(value, list) else [value] for name, value in fill(page).items()}
    facts["l1-now"] = ["450"]
    about = page.context["typed"].about
    keep_draft(owner=people.counsellor, key=key, form="cases.budget_change", about=about, facts=facts)
    home = browser.get(reverse("desk:home")).content.decode()
    assert "Haushaltsplan · Ginster" in home
    address = browser.get(reverse("desk:draft", args=[key])).url
    assert address == f"{at}?entwurf={key}"
    _pay, rent, food = plan.told_lines()
    change_of_colleague(people, plan, rent, food)  # a draft remembers what it was opened with
    assert browser.post(address, fill(browser.get(address))).status_code == 302
    assert told(plan) == [("Miete", 450), ("Essen", 200)]
    assert not Draft.objects.exists()


def test_a_month_taken_away_takes_what_is_typed_about_it_along(people, plan):
    keep_draft(owner=people.counsellor, key=uuid.uuid4(), form="cases.budget_change", about=plan.typed_key, facts={})
    remove_budget(budget=plan, by=people.counsellor)
    assert not Draft.objects.exists()


def test_a_draft_of_a_month_that_is_no_longer_hers_to_see_leads_nowhere(people, sign_in, case, plan):
    key = uuid.uuid4()
    keep_draft(owner=people.stranger, key=key, form="cases.budget_change", about=plan.typed_key, facts={})
    assert sign_in(people.stranger).get(reverse("desk:draft", args=[key])).status_code == 404
