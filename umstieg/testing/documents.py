"""The documents that are made from code, so that they cannot say anything else: `manage.py write_docs`."""

import ast
from collections import defaultdict

from django.utils import translation

from umstieg.core.retention import Then
from umstieg.retention.registry import registry

from .access_document import access, table
from .architecture import HOUSE, package_of, sources

DOCS = HOUSE / "umstieg" / "docs"
MADE = "Made from {source} by `make docs`; a test fails when it is out of date. Do not edit.\n"


def documents() -> dict[str, str]:
    """{file name: text} of every generated document."""
    with translation.override("de"):
        german = access("de")
    with translation.override("en"):
        return {
            "access.md": access("en"),
            "access.de.md": german,
            "guide.md": guide(sources()),
            "retention.md": retention(registry()),
        }


# --- guide -----------------------------------------------------------------------------------------


def guide(code: dict[str, str]) -> str:
    """Which rows of the practice guide are served, each with the tests that show it."""
    rows = defaultdict(list)
    for module, text in code.items():
        if package_of(module) == "umstieg.tests":
            for row, test in marked_tests(text):
                rows[row].append((module, test))
    lines = [
        [row, "<br>".join(f"{test.removeprefix('test_').replace('_', ' ')} (`{module}`)" for module, test in rows[row])]
        for row in sorted(rows, key=_in_order)
    ]
    return "\n".join(
        (
            "# Rows of the practice guide that are served\n",
            MADE.format(source="the marks `@pytest.mark.guide(row)` on the tests"),
            f"{len(rows)} rows. A row is named by its chapter without dots and its place in it.\n",
            table(["Row", "Shown by the test"], lines),
        )
    )


def marked_tests(text: str) -> list[tuple[str, str]]:
    """(row, name of the test) for every guide mark in a module, at a test, at its class, or for the whole module."""
    found = []

    def walk(body, inherited):
        for node in body:
            if isinstance(node, ast.ClassDef):
                walk(node.body, inherited + _rows(node.decorator_list))
            elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.extend((row, node.name) for row in dict.fromkeys(inherited + _rows(node.decorator_list)))

    tree = ast.parse(text)
    whole = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "pytestmark" for target in node.targets)
    ]
    walk(tree.body, _rows([mark for value in whole for mark in getattr(value, "elts", [value])]))
    return found


def _rows(decorators):
    """The rows named by the guide marks among some decorators."""
    return [
        argument.value
        for decorator in decorators
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "attr", "") == "guide"
        for argument in decorator.args
        if isinstance(argument, ast.Constant)
    ]


def _in_order(row):
    chapter, _, place = row.partition("-")
    return chapter, place.zfill(4)


# --- retention -------------------------------------------------------------------------------------


def retention(rules) -> str:
    """The Löschkonzept: for every table what happens to its fields, from when on, after how long, and why."""
    words = {Then.KEEP: "kept", Then.BLANK: "emptied", Then.DELETE: "deleted with the row"}
    parts = [
        "# How long everything is kept (Löschkonzept)\n",
        MADE.format(source="the `retention.py` of every package"),
        "After DIN 66398: a start event and a period for every kind of data. The periods are defaults; a centre "
        "decides its own and writes down why. Full years are counted to the end of the calendar year. Nothing is "
        "deleted by machine yet: this is the plan it will follow. Backups are the one exception: they are "
        "overwritten in their own rhythm.\n",
    ]
    for label in sorted(rules):
        lines = [
            [
                (f"*{rule.rows}*: " if rule.rows else "") + ", ".join(f"`{field}`" for field in rule.fields),
                words[rule.then],
                rule.period
                + (f" after {rule.start.text}" if rule.months else f" when {rule.start.text}" if rule.start else ""),
                rule.reason,
            ]
            for rule in rules[label]
        ]
        parts += [f"## {label}\n", table(["Fields", "are", "When", "Why"], lines)]
    return "\n".join(parts)
