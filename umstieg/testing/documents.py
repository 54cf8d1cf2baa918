"""The documents that are made from code, so that they cannot say anything else: `manage.py write_docs`."""

import ast
from collections import defaultdict

from django.urls import get_resolver
from django.utils import translation

from umstieg.access.enums import Part, Permission, Relation, Role
from umstieg.access.matrix import CASE_PARTS, CENTRE_ROLES, EVERYBODY, FACTS, PERMISSIONS, SEPARATE_ACCOUNTS
from umstieg.core.retention import Then
from umstieg.retention.registry import registry

from .architecture import HOUSE, package_of, sources

DOCS = HOUSE / "umstieg" / "docs"
MADE = "Made from {source} by `make docs`; a test fails when it is out of date. Do not edit.\n"
PUBLIC = "open to everybody"


def documents() -> dict[str, str]:
    """{file name: text} of every generated document."""
    with translation.override("en"):
        return {"access.md": access(), "guide.md": guide(sources()), "retention.md": retention(registry())}


def table(head, rows) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


# --- access ----------------------------------------------------------------------------------------


def access() -> str:
    """Who may what: permissions, parts of a case, separate accounts, and every address with what it asks for."""
    roles = list(Role)
    permissions = [
        [
            f"{permission.label} (`{permission.value}`)",
            *("●" if permission in PERMISSIONS[role] | EVERYBODY else "" for role in roles),
            "●" if permission in EVERYBODY else "",
        ]
        for permission in Permission
    ]
    parts = [[Role(role).label, Relation(relation).label, part.label] for (role, relation), part in CASE_PARTS.items()]
    silent = ", ".join(str(role.label) for role in roles if role not in {role for role, _ in CASE_PARTS})
    apart = [f"- {Role(one).label} and {Role(other).label}" for one, other in SEPARATE_ACCOUNTS]
    centre = " and ".join(str(Role(role).label) for role in sorted(CENTRE_ROLES))
    return "\n".join(
        (
            "# Who may what\n",
            MADE.format(source="`umstieg/access/matrix.py` and the addresses"),
            "Rights follow from memberships (person × team × role) of today and from this page, from nothing else. "
            "Roles are a set, not a ladder: none includes another. "
            f"{centre} serve the whole centre, the other roles belong to a team.\n",
            "## Permissions\n",
            table(["", *(role.label for role in roles), "without a role yet"], permissions),
            "## Parts of a case\n",
            f"Each part includes the ones before it: {' < '.join(str(part.label) for part in Part)}. "
            f"Nobody else sees any part; that goes for: {silent}.\n",
            table(["Role", "Relation to the case", "Sees up to"], parts),
            "**Facts** are a closed list:\n",
            *(f"- {fact}" for fact in FACTS),
            "\n## Two accounts\n",
            "These roles never stand on one account; whoever holds both has two accounts.\n",
            *apart,
            "\n## Addresses\n",
            table(["Address", "Name", "Asks for", "Shows at most"], [_address(*one) for one in _addresses()]),
        )
    )


def _address(route, name, view):
    permission = getattr(view, "required_permission", None)
    part = getattr(view, "shown_part", None)
    return [f"`/{route}`", f"`{name}`", permission.label if permission else PUBLIC, part.label if part else ""]


def _addresses(resolver=None, route="", namespace=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _addresses(pattern, here, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield here, f"{namespace}{pattern.name}", pattern.callback


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
