"""A household budget: exact sums, weeks that never promise more than there is, written with and without scripts."""

import datetime
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Budget, Debt, Income
from cases.models.budget import IN, OUT, Line, Sums, days_of, month_after
from cases.queries.budget import USUAL, proposed_lines
from cases.services.budget import MOST_LINES, change_budget, copy_budget, note_budget
from cases.services.case import close_case
from cases.services.record import note_record
from umstieg.codelists.queries import keys_of
from umstieg.core.errors import DomainError
from umstieg.testing.filling import fill, filled
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

TODAY = timezone.localdate
MONTH = datetime.date(2026, 11, 1)
AMOUNTS = st.none() | st.decimals(0, Decimal("99999.99"), places=2)
LINES = st.lists(st.builds(Line, st.sampled_from([IN, OUT]), st.just("Zeile"), AMOUNTS, AMOUNTS), max_size=30)
MONTHS = st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 12, 31)).map(lambda day: day.replace(day=1))


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


@pytest.fixture
def plan(people, case):
    lines = [Line(IN, "Grundsicherung", Decimal("563.00"), Decimal(0)), Line(IN, "Lohn", None, Decimal("1450.10"))]
    lines += [Line(OUT, "Miete", Decimal("410.55")), Line(OUT, "Essen", Decimal("200"))]
    return note_budget(case=case, month=MONTH, lines=lines, by=people.counsellor)


def address(name, case, *more):
    return reverse(f"cases:{name}", args=[case.pk, *more])


# --- arithmetic ---------------------------------------------------------------------------------------------


@given(LINES, MONTHS, st.booleans())
def test_sums_are_exact(lines, month, with_job):
    sums = Sums.of(lines, month, with_job=with_job)
    cents = {IN: 0, OUT: 0}
    for line in lines:
        cents[line.side] += int(line.in_scenario(with_job) * 100)
    assert (sums.comes_in, sums.goes_out) == (Decimal(cents[IN]) / 100, Decimal(cents[OUT]) / 100)
    assert sums.left == sums.comes_in - sums.goes_out
    assert sums.gap == max(0, -sums.left)


@given(LINES, MONTHS)
@pytest.mark.guide("122-11")
def test_weeks_never_come_to_more_than_what_is_left_and_lose_less_than_a_cent_each(lines, month):
    sums = Sums.of(lines, month)
    weeks = sums.weeks()
    assert [day for first, last, _amount in weeks for day in range(first, last + 1)] == list(range(1, sums.days + 1))
    together, left = sum(amount for _first, _last, amount in weeks), max(sums.left, 0)
    assert 0 <= left - together < Decimal("0.01") * len(weeks)
    assert sums.week == weeks[0][2]


@given(LINES)
def test_lines_come_back_from_the_database_as_they_were(lines):
    assert [Line.of(kept) for kept in json.loads(json.dumps([line.kept() for line in lines]))] == lines


def test_a_short_month_and_a_long_one_part_differently():
    lines = [Line(IN, "Lohn", Decimal(280))]
    assert Sums.of(lines, datetime.date(2026, 2, 1)).week == Decimal("70.00")
    assert Sums.of(lines, datetime.date(2026, 1, 1)).week == Decimal("63.22")
    assert [last - first + 1 for first, last, _amount in Sums.of(lines, MONTH).weeks()] == [7, 7, 7, 7, 2]


@given(MONTHS)
def test_the_next_month_begins_where_this_one_ends(month):
    assert (month_after(month) - month).days == days_of(month)
    assert month_after(month).day == 1


# --- writing and reading ---------------------------------------------------------------------------------------


@pytest.mark.guide("122-10", "122-11")
def test_a_month_is_planned_in_the_browser_and_read_with_gap_and_weeks(people, case, sign_in):
    browser, at = sign_in(people.counsellor), address("budget_create", case)
    sent = filled(browser, at, **{"l0-label": "Miete", "l0-now": "1.234,50", "l0-job": "1.000"})
    sent |= {"l90-side": "IN", "l90-label": "Lohn", "l90-now": "1234", "l90-job": "1.500,00"}
    answer = browser.post(at, sent)
    budget = Budget.objects.get()
    assert answer.url == address("budget", case, budget.pk)
    assert budget.told_lines() == [
        Line(IN, "Lohn", Decimal(1234), Decimal("1500.00")),
        Line(OUT, "Miete", Decimal("1234.50"), Decimal(1000)),
    ]
    body = browser.get(answer.url).content.decode()
    assert "0,50\xa0€ fehlen" in body
    assert "500,00\xa0€ übrig" in body
    assert "<svg" in body
    assert "kommen herein" in body  # the picture in words


@pytest.mark.guide("121-09")
def test_help_with_the_budget_is_searched_among_partners_with_one_click(people, case, plan):
    body = Browser(people.counsellor).ask("GET", address("budget", case, plan.pk)).body
    assert f"{reverse('network:list')}?thema=budget" in body
    assert "budget" in keys_of("topic")


def test_the_job_changes_only_what_is_written_in_its_column(plan):
    assert plan.sums().left == Decimal("-47.55")
    assert plan.sums(with_job=True).left == Decimal("839.55")


def test_a_line_comes_and_goes_without_scripts_and_nothing_is_saved(people, case, sign_in):
    browser, at = sign_in(people.counsellor), address("budget_create", case)
    sent = filled(browser, at, **{"l0-label": "Miete", "l0-now": "keine Ahnung"})
    more = browser.post(at, sent | {"more": "OUT"})
    assert more.status_code == 200
    told = fill(more)
    assert told["l0-now"] == ["keine Ahnung"]
    assert sum(name.endswith("-side") for name in told) == sum(name.endswith("-side") for name in sent) + 1
    gone = fill(browser.post(at, told | {"gone": "0"}))
    assert "l0-label" not in gone
    assert not Budget.objects.exists()
    assert browser.post(at, gone | {"l1-now": "5"}).status_code == 302
    assert Budget.objects.get().told_lines()[0].now == 5


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"l0-label": "", "l0-now": "5"}, "Wofür ist dieser Betrag?"),
        ({"l0-now": "viel"}, "Bitte einen Betrag wie 1.234,50 eingeben."),
        ({"l0-now": "-5"}, "größer oder gleich 0"),
        ({"month": "2026-02-31"}, "gültige Auswahl"),
    ],
)
def test_what_does_not_fit_is_told_and_stays(people, case, sign_in, typed, told):
    browser, at = sign_in(people.counsellor), address("budget_create", case)
    body = browser.post(at, filled(browser, at, **typed)).content.decode()
    assert told in body
    assert "noch da" in body
    assert not Budget.objects.exists()


def test_a_new_budget_begins_with_what_runs_and_what_is_usual(people, case):
    for source, days in (("sv_teilzeit", 30), ("keine", 30)):
        income = Income(case=case, source=source, amount=Decimal(900), started_on=TODAY() - datetime.timedelta(days))
        note_record(income, by=people.counsellor)
    over = TODAY() - datetime.timedelta(days=1)
    note_record(Income(case=case, source="minijob", started_on=over, ended_on=over), by=people.counsellor)
    note_record(Debt(case=case, creditor="Krankenkasse", instalment=Decimal(50)), by=people.counsellor)
    note_record(Debt(case=case, creditor="Alt", state="PAID"), by=people.counsellor)
    lines = proposed_lines(case, today=TODAY())
    assert [(line.side, line.now) for line in lines if line.now is not None] == [(IN, 900), (OUT, 50)]
    labels = [line.label for line in lines]
    assert "Rate: Krankenkasse" in labels
    assert {str(one) for one in USUAL} < set(labels)
    assert not any("Alt" in label for label in labels)


def test_a_later_budget_begins_with_the_last_one_and_what_is_new(people, case, plan):
    note_record(Debt(case=case, creditor="Krankenkasse"), by=people.counsellor)
    lines = proposed_lines(case, today=TODAY())
    assert lines[:-1] == plan.told_lines()
    assert lines[-1] == Line(OUT, "Rate: Krankenkasse")


def test_a_month_is_taken_over_with_one_click_and_once(people, case, plan, sign_in):
    browser = sign_in(people.counsellor)
    copy_at = address("budget_copy", case, plan.pk)
    assert "In den Dezember 2026 übernehmen" in browser.get(address("budget", case, plan.pk)).content.decode()
    browser.post(copy_at)
    browser.post(copy_at)
    assert [one.month for one in Budget.objects.order_by("month")] == [MONTH, month_after(MONTH)]
    assert Budget.objects.latest("month").lines == plan.lines
    assert "übernehmen" not in browser.get(address("budget", case, plan.pk)).content.decode()


def test_a_month_has_one_budget(people, case, plan):
    with pytest.raises(DomainError) as refused:
        note_budget(case=case, month=MONTH.replace(day=17), lines=[], by=people.counsellor)
    assert refused.value.field == "month"


def test_a_budget_has_room_for_many_lines_and_not_for_any_number(people, case):
    lines = [Line(OUT, "Zeile", Decimal(1))] * (MOST_LINES + 1)
    with pytest.raises(DomainError):
        note_budget(case=case, month=MONTH, lines=lines, by=people.counsellor)
    assert note_budget(case=case, month=MONTH, lines=lines[1:], by=people.counsellor).sums().goes_out == MOST_LINES


def test_a_month_is_changed_and_taken_away(people, case, plan, sign_in):
    browser, at = sign_in(people.counsellor), address("budget_change", case, plan.pk)
    browser.post(at, filled(browser, at, **{"l0-now": "600"}))
    plan.refresh_from_db()
    assert plan.told_lines()[0] == Line(IN, "Grundsicherung", Decimal(600), Decimal(0))
    browser.post(address("budget_remove", case, plan.pk))
    assert not Budget.objects.exists()


def test_labels_and_amounts_lie_encrypted(plan):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_budget")
        rows = str(cursor.fetchall())
    assert "Miete" not in rows
    assert "410.55" not in rows


def test_nobody_else_finds_a_budget_nor_one_of_another_case(people, case, plan):
    assert Browser(people.colleague).ask("GET", address("budget", case, plan.pk)).status == 404
    assert Browser(people.lead).ask("GET", address("budget", case, plan.pk)).status == 404
    other = make_case(counsellor=people.counsellor)
    assert Browser(people.counsellor).ask("GET", address("budget", other, plan.pk)).status == 404


def test_a_closed_case_keeps_its_budgets_and_takes_no_new_one(people, case, plan):
    close_case(case=case, reason="umzug", by=people.counsellor)
    body = Browser(people.counsellor).ask("GET", address("budget", case, plan.pk)).body
    assert "Miete" in body
    assert address("budget_change", case, plan.pk) not in body
    plan.refresh_from_db()
    with pytest.raises(DomainError):
        change_budget(budget=plan, lines=[], by=people.counsellor)
    with pytest.raises(DomainError):
        copy_budget(budget=plan, by=people.counsellor)


def test_pages_cost_the_same_however_many_months_and_lines(people, case, plan):
    browser = Browser(people.counsellor)
    pages = [address("budget", case, plan.pk), address("money", case), address("budget_create", case)]
    few = [browser.ask("GET", page).statements for page in pages]
    newest = plan
    for _month in range(11):
        newest = copy_budget(budget=newest, by=people.counsellor)
    change_budget(budget=plan, lines=[Line(OUT, "Zeile", Decimal(1))] * 40, by=people.counsellor)
    assert [browser.ask("GET", page).statements for page in pages] == few
