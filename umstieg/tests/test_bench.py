"""The bench judges what it has measured, counts all statements, and is nowhere but under its own settings."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from umstieg.settings import bench as bench_settings
from umstieg.settings.base import INSTALLED_APPS, MIDDLEWARE
from umstieg.testing.bench.counting import HEADER, StatementsMiddleware
from umstieg.testing.bench.databases import FULL, Database, version_of
from umstieg.testing.bench.document import write
from umstieg.testing.bench.judging import BUDGET, PAGES, judged, judged_together, statements_equal
from umstieg.testing.bench.many import LookedThrough, look_through
from umstieg.testing.bench.measuring import BLOCKS, Measured, ratio
from umstieg.testing.bench.seeding import seed
from umstieg.testing.bench.visits import VISITS
from umstieg.testing.make import make_case

SMALL, LARGE = FULL
TIMES = {"bare": 4, "form": 30, "save": 18, "admin_list": 100, "admin_file": 110}


def measured(**changes):
    """Results in which every goal is met; `changes` are {visit: (milliseconds, statements)} at 100,000 cases."""
    results = {}
    for size in FULL:
        for visit in VISITS:
            time, statements = TIMES.get(visit.key, 16), min(BUDGET.values())
            if size is LARGE and visit.key in changes:
                time, statements = changes[visit.key]
            blocks = [[time, time, time * 3] for _ in range(BLOCKS)]
            results[size.name, visit.key] = Measured(
                blocks, [statements, statements + 2], [min(BUDGET.values())], 40_000
            )
    return results


def not_met(results):
    return [goal.text for goal in judged(results, *FULL) if not goal.is_met]


def test_every_goal_is_met_by_what_is_fast_enough():
    assert not_met(measured()) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mine": (16, 15)}, ["statements equal", "at most 14 statements"]),
        ({"file": (16, 17)}, ["statements equal", "at most 16 statements"]),
        ({"form": (37, 14)}, ["form of a session: median"]),
        ({"save": (21, 14)}, ["at most 5 × the bare view"]),
        ({"all": (20.5, 14)}, ["median at 100,000", "at most 5 × the bare view", "at least 5 × faster"]),
    ],
)
def test_what_is_slow_or_costs_more_statements_is_told(changes, told):
    found = " / ".join(not_met(measured(**changes)))
    assert all(text in found for text in told)


def test_statements_are_compared_without_the_one_that_reads_the_lists_anew():
    assert statements_equal(measured(), *FULL) == []
    assert statements_equal(measured(today=(16, 13)), *FULL) == ["Heute: 14 with one row, 14 at 1,000, 13 at 100,000"]


def test_a_ratio_is_the_middle_one_of_three_blocks():
    results = {"one": Measured([[10], [40], [20]]), "other": Measured([[10], [10], [10]])}
    assert ratio(results, "one", "other") == 2


@pytest.mark.parametrize(
    ("seen", "met"),
    [
        (LookedThrough(100, 10_000, 8, 8, 0.5, 0.55, 900), [True, True]),
        (LookedThrough(100, 10_000, 8, 9, 0.5, 0.7, 900), [False, False]),
        (LookedThrough(100, 10_000, 9, 9, 0.5, 0.5, 0), [False, False]),
    ],
)
def test_many_cases_at_once_cost_no_statement_more_and_have_something_to_look_at(seen, met):
    assert [goal.is_met for goal in judged_together(seen)] == met


@pytest.mark.django_db
def test_looking_through_many_cases_counts_what_it_asks(people):
    for _case in range(3):
        make_case(counsellor=people.counsellor)
    seen = LookedThrough(**look_through(few=1, many=3, rounds=1))
    assert (seen.many, seen.noted) == (3, 0)
    assert seen.statements_few == seen.statements_many == 8


@pytest.mark.django_db
def test_the_document_says_what_holds_and_what_does_not(tmp_path):
    results = measured(save=(40, 14))
    write(tmp_path / "performance.md", results, judged(results, *FULL), FULL, rounds=3)
    text = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert "**not met**" in text
    assert all(visit.label in text for visit in VISITS)
    assert "1,000 / 100,000" in text


@pytest.mark.django_db
def test_all_statements_of_a_request_are_counted_and_savepoints_are_not():
    def answer(request):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.execute("SELECT 2")
        return HttpResponse()

    assert StatementsMiddleware(answer)(RequestFactory().get("/")).headers[HEADER] == "2"


# --- nowhere else --------------------------------------------------------------------------------------


def test_bare_view_and_admin_exist_under_the_settings_of_the_bench_alone():
    for name in ("bench_bare", "bench_admin:index"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert bench_settings.ROOT_URLCONF == "umstieg.testing.bench.urls"
    assert not [app for app in INSTALLED_APPS if "admin" in app or "testing" in app]
    assert not [one for one in MIDDLEWARE if "bench" in one]


def test_it_runs_under_no_other_settings_and_fills_no_other_database():
    with pytest.raises(CommandError, match="settings.bench"):
        call_command("bench")
    with pytest.raises(CommandError, match="database of the bench"):
        seed(cases=10, described=8, tell=print)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_that_is_judged_is_visited(page):
    assert page in {visit.key for visit in VISITS}


def test_a_database_is_seeded_anew_only_when_the_code_that_seeds_has_changed(monkeypatch, tmp_path):
    monkeypatch.setattr("umstieg.testing.bench.databases.SEED_CODE", tmp_path)
    first = version_of(SMALL)
    assert version_of(SMALL) == first != version_of(LARGE)
    (tmp_path / "casework.py").write_text("x = 1")
    assert version_of(SMALL) != first


def test_the_process_on_a_database_has_its_settings_and_none_of_our_keys(monkeypatch):
    monkeypatch.setenv("FIELD_KEYS", "1:secret")
    environment = Database(SMALL).environment
    assert environment["DJANGO_SETTINGS_MODULE"] == "umstieg.settings.bench"
    assert "umstieg_bench_1k" in environment["DATABASE_URL"]
    assert "FIELD_KEYS" not in environment
