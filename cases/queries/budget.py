"""Household budgets as pages show them, and what a new one begins with."""

import datetime
from dataclasses import replace
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cases.models import Budget, Debt, Income
from cases.models.budget import IN, OUT, Line, month_after
from umstieg.access.enums import Part
from umstieg.codelists.queries import Labels, keys_in_group
from umstieg.core.formats import euro

from .protected import is_shown

MONTHS_BACK, MONTHS_AHEAD = 12, 3
BUDGET_TOPIC = "budget"  # key of the list `topic`
#: What most people pay (122-10); offered, never asked for.
USUAL = (
    gettext_lazy("Rent"),
    gettext_lazy("Electricity"),
    gettext_lazy("Phone and internet"),
    gettext_lazy("Food"),
    gettext_lazy("Transport"),
    gettext_lazy("Insurance"),
    gettext_lazy("Children"),
    gettext_lazy("Sending money home"),
)
#: Groups of incomes that bring nothing into a budget.
NO_INCOME = ("none", "unknown")


def month_name(month) -> str:
    """ "Dezember 2026"."""
    return date_format(month, "F Y")


def budgets_of(case):
    """The budgets of a case, the newest month first."""
    return Budget.objects.filter(case=case).order_by("-month")


def budget_of_key(key, cases) -> Budget | None:
    """The budget of one of `cases` (ids) into which something is typed under such an id."""
    budgets = Budget.objects.filter(case__in=cases).only("case_id")
    return next((budget for budget in budgets if budget.typed_key == str(key)), None)


def budget_card(case, *, today) -> dict | None:
    """The newest budget in short, for the room; None where there is none."""
    newest = budgets_of(case).first()
    if newest is None:
        return None
    return {
        "id": newest.pk,
        "month": month_name(newest.month),
        "scenarios": _scenarios(newest),
        "picture": picture(newest),
        "is_old": newest.month < today.replace(day=1),
    }


def budget_page(budget) -> dict:
    """A month in full: its lines side by side, sums, weeks, the picture, and the other months."""
    months = list(budgets_of(budget.case_id))
    following = month_after(budget.month)
    lines = budget.told_lines()
    return {
        "id": budget.pk,
        "month": month_name(budget.month),
        "note": budget.note,
        "has_job": budget.has_job(),
        "sides": [_side(lines, IN, _("Comes in")), _side(lines, OUT, _("Goes out"))],
        "scenarios": _scenarios(budget),
        "weeks": _weeks(budget),
        "picture": picture(budget),
        "advice": f"{reverse('network:list')}?thema={BUDGET_TOPIC}",
        "months": [_month(one, budget) for one in months],
        "next": "" if any(one.month == following for one in months) else month_name(following),
    }


def _side(lines, side, label):
    rows = [line for line in lines if line.side == side]
    return {
        "label": label,
        "rows": [
            {
                "label": line.label,
                "now": euro(line.now),
                "job": euro(line.in_scenario(with_job=True)) if line.job is not None or line.now is not None else "",
                "changes": line.job is not None and line.job != line.now,
            }
            for line in rows
        ],
        "now": euro(sum((line.in_scenario(with_job=False) for line in rows), Decimal(0))),
        "job": euro(sum((line.in_scenario(with_job=True) for line in rows), Decimal(0))),
    }


def _told(budget) -> list[tuple]:
    """(name, sums) of "now", and of "with the job" where anything is noted about it."""
    told = [(_("Now"), budget.sums())]
    return told + ([(_("With the job"), budget.sums(with_job=True))] if budget.has_job() else [])


def _scenarios(budget) -> list[dict]:
    return [_scenario(label, sums) for label, sums in _told(budget)]


def _weeks(budget) -> list[dict]:
    """Every week of the month with what may be spent in it, in each scenario; a dash where nothing is left."""
    scenarios = [sums.weeks() if sums.left > 0 else None for _label, sums in _told(budget)]
    return [
        {
            "days": f"{first}.–{last}." if first != last else f"{first}.",
            "amounts": [euro(weeks[at][2]) if weeks else "–" for weeks in scenarios],
        }
        for at, (first, last, _amount) in enumerate(budget.sums().weeks())
    ]


def _scenario(label, sums):
    return {
        "label": label,
        "comes_in": euro(sums.comes_in),
        "goes_out": euro(sums.goes_out),
        "left": euro(sums.left),
        "gap": euro(sums.gap) if sums.gap else "",
        "week": euro(sums.week),
    }


def _month(one, shown):
    sums = one.sums()
    return {
        "id": one.pk,
        "label": month_name(one.month),
        "said": _("%(amount)s missing") % {"amount": euro(sums.gap)}
        if sums.gap
        else _("%(amount)s left") % {"amount": euro(sums.left)},
        "is_shown": one.pk == shown.pk,
    }


# --- the picture -----------------------------------------------------------------------------------

WIDTH, LONGEST, BAR, GAP, SCENARIO = 320, 190, 20, 6, 82  # of the drawing, in its own units


def picture(budget) -> dict:
    """Two bars for each scenario, what comes in and what goes out, all in one scale; said in words beside it."""
    told, bars, top = [], [], 0
    scenarios = _told(budget)
    largest = max((amount for _label, sums in scenarios for amount in (sums.comes_in, sums.goes_out)), default=0)
    for label, sums in scenarios:
        bars.append(
            {
                "label": label,
                "label_at": top + 14,
                "rows": [
                    _bar("in", sums.comes_in, largest, top + 22),
                    _bar("out", sums.goes_out, largest, top + 22 + BAR + GAP),
                ],
            }
        )
        told.append(
            _("%(scenario)s: %(in)s come in, %(out)s go out.")
            % {"scenario": label, "in": euro(sums.comes_in), "out": euro(sums.goes_out)}
        )
        top += SCENARIO
    return {"width": WIDTH, "longest": LONGEST, "height": top - 8, "bars": bars, "told": " ".join(told)}


def _bar(css, amount, largest, top):
    said = pgettext("budget", "in") if css == "in" else pgettext("budget", "out")
    return {
        "css": css,
        "top": top,
        "width": round(float(amount / largest) * LONGEST, 1) if largest else 0,
        "height": BAR,
        "said_at": top + BAR - 5.5,
        "said": f"{said} {euro(amount)}",
    }


# --- what a new one begins with ------------------------------------------------------------------------


def months_to_choose(case, *, today) -> list[tuple[str, str, bool]]:
    """(ISO day, name, whether there is a budget of it already) of the months around today, this month first."""
    taken = set(budgets_of(case).values_list("month", flat=True))
    first = today.replace(day=1)
    months = [first]
    while len(months) <= MONTHS_AHEAD:
        months.append(month_after(months[-1]))
    earlier = [first]
    while len(earlier) <= MONTHS_BACK:
        earlier.append((earlier[-1] - datetime.timedelta(days=1)).replace(day=1))
    return [(month.isoformat(), month_name(month), month in taken) for month in [*months, *earlier[1:]]]


def proposed_lines(case, *, today) -> list[Line]:
    """Last month's lines; beside them incomes that run and debts that are open, as far as they stand in no line yet.

    Without an earlier budget the usual expenses are offered too, without an amount.
    """
    before = budgets_of(case).first()
    lines = [replace(line, key=None) for line in before.told_lines()] if before else []
    named = {line.label.casefold() for line in lines}
    usual = [Line(OUT, str(label)) for label in USUAL] if before is None else []
    beside = [*_running_incomes(case, today), *usual, *_open_debts(case)]
    lines += [line for line in beside if line.label.casefold() not in named]
    return sorted(lines, key=lambda line: line.side != IN)


def _running_incomes(case, today):
    labels, empty = Labels("income"), keys_in_group("income", *NO_INCOME)
    for income in Income.objects.filter(case=case, started_on__lte=today).order_by("started_on", "pk"):
        if income.source not in empty and (income.ended_on is None or income.ended_on >= today):
            # A budget is read by who reads notes: how she stands to sex work does not stand in it by itself.
            shown = is_shown("income", income.source, Part.NOTES)
            label = labels("income", income.source, income.started_on) if shown else _("income from work")
            yield Line(IN, label, income.amount)


def _open_debts(case):
    """A debt stands in the budget with what she pays of it a month, or as an empty line."""
    for debt in Debt.objects.filter(case=case).order_by("since_on", "pk"):
        if not debt.is_settled:
            owed_to = debt.creditor or debt.get_kind_display()
            yield Line(OUT, _("Instalment: %(creditor)s") % {"creditor": owed_to}, debt.instalment)
