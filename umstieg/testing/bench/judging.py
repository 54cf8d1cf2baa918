"""The goals (issue "A counsellor's day", and the measurements of a small floor project before it), and what holds."""

from dataclasses import dataclass

from . import many
from .databases import Size
from .many import LookedThrough
from .measuring import Results, ratio
from .visits import BY_KEY

BUDGET = {"today": 14, "mine": 14, "all": 14, "all_number": 14, "file": 16, "save": 24, "partners": 14, "need": 14}
PAGES = ("today", "mine", "all", "all_number", "file", "form", "save", "partners", "need", "partner")
GROWTH, OVER_BARE, FASTER = 1.2, 5, 5
AGAINST_BARE = ("mine", "all", "all_number", "file", "save", "partners", "need", "partner")
AGAINST_ADMIN = {"mine": "admin_list", "all": "admin_list", "file": "admin_file"}


@dataclass
class Goal:
    """What was to be reached, and what was seen."""

    text: str
    seen: str
    is_met: bool


def statements_equal(results: Results, small: Size, large: Size) -> list[str]:
    """Pages that cost another number of statements with more cases, or with more rows; none if all is well."""
    wrong = []
    for key in PAGES:
        few, many = results[small.name, key], results[large.name, key]
        counts = {few.usual_statements, many.usual_statements, min(few.with_one), min(many.with_one)}
        if len(counts) > 1:
            wrong.append(
                f"{BY_KEY[key].label}: {min(few.with_one)} with one row, {few.usual_statements} at {small.label}, "
                f"{many.usual_statements} at {large.label}"
            )
    return wrong


def judged_together(seen: LookedThrough) -> list[Goal]:
    """Many cases looked through at once."""
    name = f"pictures of {seen.many:,} cases in one query set"
    return [
        Goal(
            f"{name}: at most {many.STATEMENTS} statements, as many as for {seen.few}",
            f"{seen.statements_many} and {seen.statements_few}",
            seen.statements_many == seen.statements_few <= many.STATEMENTS,
        ),
        Goal(
            f"{name}: a case costs at most {many.GROWTH} × what it costs among {seen.few}",
            f"{seen.growth:.2f} × ({seen.milliseconds_many:.2f} ms a case; {seen.noted:,} with something noted)",
            seen.growth <= many.GROWTH and seen.noted > 0,
        ),
    ]


def judged(results: Results, small: Size, large: Size) -> list[Goal]:
    """Every goal of the pages with what was seen."""
    unequal = statements_equal(results, small, large)
    goals = [
        Goal(
            f"statements equal at {small.label} and {large.label} cases and at one row and a full page",
            "; ".join(unequal) or "equal on every page",
            not unequal,
        )
    ]
    for key, most in BUDGET.items():
        count = max(results[size.name, key].usual_statements for size in (small, large))
        goals.append(Goal(f"{BY_KEY[key].label}: at most {most} statements", str(count), count <= most))
    for key in PAGES:
        times = ratio(results, (large.name, key), (small.name, key))
        text = f"{BY_KEY[key].label}: median at {large.label} at most {GROWTH} × that at {small.label}"
        goals.append(Goal(text, f"{times:.2f} ×", times <= GROWTH))
    for key in AGAINST_BARE:
        times = ratio(results, (large.name, key), (large.name, "bare"))
        text = f"{BY_KEY[key].label}: at most {OVER_BARE} × the bare view"
        goals.append(Goal(text, f"{times:.1f} ×", times <= OVER_BARE))
    for key, other in AGAINST_ADMIN.items():
        times = ratio(results, (large.name, other), (large.name, key))
        text = f"{BY_KEY[key].label}: at least {FASTER} × faster than the Django admin with the same content"
        goals.append(Goal(text, f"{times:.1f} ×", times >= FASTER))
    return goals
