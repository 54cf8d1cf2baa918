"""Proves that the retention rules name every field of every table exactly once, and that the check sees what is not."""

import pytest

from umstieg.core.retention import Rule, Start, Then, blank, delete, keep
from umstieg.retention.registry import fields_of_tables, findings, our_packages, registry

ENDED = Start("ended", "it ended")
TABLE = {"app.Thing": {"id", "text"}}


def test_every_field_of_every_table_has_exactly_one_rule():
    assert findings(fields_of_tables(), registry()) == []


def test_the_tables_of_libraries_are_covered_too():
    tables = fields_of_tables()
    assert {"auditlog.LogEntry", "mfa.Authenticator", "sessions.Session"} <= tables.keys()


def test_the_rules_of_every_package_of_ours_are_found():
    assert {"umstieg.core", "umstieg.audit", "umstieg.accounts", "cases", "outreach", "network"} <= set(our_packages())
    assert "allauth.account" not in our_packages()


@pytest.mark.parametrize(
    ("rules", "finding"),
    [
        ({}, "app.Thing has no rule."),
        ({"app.Thing": [keep("app.Thing", "id", reason="x")]}, "app.Thing.text has no rule."),
        (
            {"app.Thing": [keep("app.Thing", "id", "text", "gone", reason="x")]},
            "app.Thing.gone has a rule, but no such field exists.",
        ),
        (
            {"app.Thing": [keep("app.Thing", "id", "text", "text", reason="x")]},
            "app.Thing.text has several rules.",
        ),
        (
            {
                "app.Thing": [keep("app.Thing", "id", "text", reason="x")],
                "app.Other": [keep("app.Other", "id", reason="x")],
            },
            "app.Other has a rule, but no such model exists.",
        ),
        (
            {
                "app.Thing": [
                    keep("app.Thing", "id", reason="x"),
                    delete("app.Thing", "text", start=ENDED, months=1, reason="x"),
                ]
            },
            "app.Thing: rows cannot be kept and deleted.",
        ),
        (
            {
                "app.Thing": [
                    keep("app.Thing", "id", "text", reason="x"),
                    keep("app.Thing", "id", "text", reason="x", rows="some"),
                ]
            },
            "app.Thing: a rule for all rows stands beside rules for some.",
        ),
        (
            {"app.Thing": [delete("app.Thing", "id", start=ENDED, months=1, reason="x", rows="some")]},
            "app.Thing (some).text has no rule.",
        ),
    ],
)
def test_the_check_finds(rules, finding):
    assert findings(TABLE, rules) == [finding]


def test_blank_stands_beside_keep_or_delete():
    emptied = blank("app.Thing", "text", start=ENDED, months=6, reason="x")
    for rest in (keep("app.Thing", "id", reason="x"), delete("app.Thing", "id", start=ENDED, months=36, reason="x")):
        assert findings(TABLE, {"app.Thing": [emptied, rest]}) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"then": Then.DELETE, "fields": ("id",), "reason": "x"},
        {"then": Then.DELETE, "fields": ("id",), "reason": "x", "start": ENDED},
        {"then": Then.KEEP, "fields": ("id",), "reason": "x", "start": ENDED, "months": 3},
        {"then": Then.KEEP, "fields": (), "reason": "x"},
        {"then": Then.KEEP, "fields": ("id",), "reason": ""},
    ],
)
def test_a_rule_without_start_period_fields_or_reason_is_refused(facts):
    with pytest.raises(ValueError, match="app.Thing"):
        Rule("app.Thing", **facts)


@pytest.mark.parametrize(
    ("months", "until_year_end", "words"),
    [(0, False, "at once"), (6, False, "6 months"), (36, True, "3 full years"), (12, False, "12 months")],
)
def test_a_period_reads_in_words(months, until_year_end, words):
    rule = delete("app.Thing", "id", start=ENDED, months=months, reason="x", until_year_end=until_year_end)
    assert rule.period == words
