"""All retention rules of the installation, and whether they name every field of every table."""

from collections import Counter, defaultdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings

from umstieg.core.retention import Rule, Then


def our_packages() -> list[str]:
    """Names of the installed packages that stand in this repository."""
    house = Path(settings.BASE_DIR)
    return [config.name for config in apps.get_app_configs() if Path(config.path).parent in (house, house / "umstieg")]


def registry() -> dict[str, list[Rule]]:
    """{model label: its rules}, from `<app>.retention` of every package of ours that has one."""
    rules = defaultdict(list)
    for package in our_packages():
        if find_spec(f"{package}.retention") and package != "umstieg.retention":
            for rule in getattr(import_module(f"{package}.retention"), "RULES", []):
                rules[rule.model].append(rule)
    return dict(rules)


def fields_of_tables() -> dict[str, set[str]]:
    """{model label: names of its fields}, for every table of the installation, those of libraries too."""
    return {
        model._meta.label: {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
        for model in apps.get_models(include_auto_created=False)
    }


def findings(tables: dict[str, set[str]], rules: dict[str, list[Rule]]) -> list[str]:
    """What is wrong with the rules, in sentences: everything that is not named exactly once. Empty when all is well."""
    found = [f"{label} has no rule." for label in sorted(tables.keys() - rules.keys())]
    found += [f"{label} has a rule, but no such model exists." for label in sorted(rules.keys() - tables.keys())]
    for label in sorted(rules.keys() & tables.keys()):
        by_rows = defaultdict(list)
        for rule in rules[label]:
            by_rows[rule.rows].append(rule)
        for rows, of_these in by_rows.items():
            name = f"{label} ({rows})" if rows else label
            named = Counter(field for rule in of_these for field in rule.fields)
            found += [f"{name}.{field} has no rule." for field in sorted(tables[label] - named.keys())]
            found += [
                f"{name}.{field} has a rule, but no such field exists."
                for field in sorted(named.keys() - tables[label])
            ]
            found += [f"{name}.{field} has several rules." for field in sorted(named) if named[field] > 1]
            if {Then.KEEP, Then.DELETE} <= {rule.then for rule in of_these}:
                found.append(f"{name}: rows cannot be kept and deleted.")
        if "" in by_rows and len(by_rows) > 1:
            found.append(f"{label}: a rule for all rows stands beside rules for some.")
    return found
