"""Every check in the code that decides who may do what, and taking away one of them in the running process.

A check is: a right a view asks for, a password asked for again, a `visible_to`, a guard (`must_…`), a refusal
(`raise PermissionDenied`, `Http404`, `DomainError`), a filter by the person or the case, the parts of the rule of who
sees a case. Taking it away exchanges the code of its function; whoever has imported the function has the changed one.
"""

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from umstieg.access.enums import Permission
from umstieg.access.matrix import EVERYBODY
from umstieg.core.composed import forget_statements

PACKAGES = ("cases", "outreach", "network", "umstieg")
NO_PRODUCT = ("tests", "testing", "demo", "migrations", "settings", "management", "retention")
REFUSALS = ("PermissionDenied", "Http404", "DomainError")
SCOPED_BY = ("filter", "exclude", "get", "get_object_or_404", "visible_to", "exists")
PEOPLE = ("user", "owner", "author", "recipient", "case", "by", "reader", "person")
RULE = "cases.models.case"  # here every filter is part of the rule


@dataclass(frozen=True)
class Check:
    """One check: `place` is where it stands in its function, counted by kind."""

    kind: str
    module: str
    function: str  # its qualified name
    place: int
    line: int
    text: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.module}:{self.function}:{self.place}"

    def __str__(self):
        return f"{self.module}:{self.line} {self.function}: {self.text}"


# --- finding -------------------------------------------------------------------------------------------------


def every_check() -> list[Check]:
    """All checks of the product, in the order of its modules."""
    found = []
    for path in sorted(settings.BASE_DIR.rglob("*.py")):
        parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
        if parts[0] in PACKAGES and not set(parts) & set(NO_PRODUCT):
            found += checks_in(path.read_text(encoding="utf-8"), ".".join(parts).removesuffix(".__init__"))
    return found


def checks_in(text: str, module: str) -> list[Check]:
    found = []
    for name, function in _functions(ast.parse(text)):
        found += _of_view(function, name, module)
        places = {}
        for node in _inside(function):
            for kind in _kinds(node, module, name):
                place = places[kind] = places.get(kind, -1) + 1
                told = " ".join(ast.unparse(node).split())[:90]
                found.append(Check(kind, module, name, place, node.lineno, told))
    return found


def _functions(tree, prefix="") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods with their qualified names; what is defined inside one belongs to it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield f"{prefix}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")


def _inside(function) -> Iterator[ast.AST]:
    for statement in function.body:
        yield from ast.walk(statement)


def _of_view(function, name, module):
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "requires":
            told = " ".join(ast.unparse(decorator).split())
            if Permission[decorator.args[0].attr] not in EVERYBODY:  # what everybody may is asked of nobody
                yield Check("right", module, name, 0, function.lineno, told)
            if any(one.arg == "confirm" for one in decorator.keywords):
                yield Check("confirmation", module, name, 0, function.lineno, told)


def _kinds(node, module, function) -> Iterator[str]:
    if isinstance(node, ast.Raise) and _name(node.exc) in REFUSALS:
        yield "refusal"
    if isinstance(node, ast.Expr) and _name(node.value).lstrip("_").startswith("must_"):
        yield "guard"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("visible_to", "deputised_to"):
            yield "scope"
        elif module == RULE and node.func.attr in ("filter", "exclude", "in_force", "running"):
            yield "rule"
    if isinstance(node, ast.Call) and _name(node) in SCOPED_BY:
        for keyword in node.keywords:
            if _is_about_somebody(keyword):
                yield f"filter by {keyword.arg}"
    if isinstance(node, ast.Return) and module.endswith(".policies") and isinstance(node.value, ast.BoolOp):
        for place, _operand in enumerate(node.value.values):
            yield f"condition {place}"


def _name(node) -> str:
    """What is called or raised: the last part of its name."""
    node = node.func if isinstance(node, ast.Call) else node
    return getattr(node, "attr", None) or getattr(node, "id", None) or ""


def _is_about_somebody(keyword) -> bool:
    return (keyword.arg or "").removesuffix("_id").removesuffix("__in") in PEOPLE and not (
        isinstance(keyword.value, ast.Constant)
    )


# --- taking away ---------------------------------------------------------------------------------------------


class NotApplicable(Exception):
    """The function is not to be found by its name in its module."""


class TakenAway:
    """`with TakenAway(check):` runs the product without the check. `start` and `stop` do the same by hand."""

    def __init__(self, check: Check):
        self.check = check

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.stop()

    def start(self) -> None:
        module = importlib.import_module(self.check.module)
        if self.check.kind in ("right", "confirmation"):
            self._open(module)
        else:
            self.function = _function(module, self.check.function)
            self.before = self.function.__code__
            self.function.__code__ = _code_without(self.check, module, self.function)
        forget_statements()

    def stop(self) -> None:
        if self.check.kind in ("right", "confirmation"):
            self.cell.cell_contents = self.before
        else:
            self.function.__code__ = self.before
        forget_statements()

    def _open(self, module):
        view = getattr(module, self.check.function)
        while "permission" not in view.__code__.co_freevars:
            view = view.__wrapped__
        name = "permission" if self.check.kind == "right" else "confirm"
        self.cell = dict(zip(view.__code__.co_freevars, view.__closure__, strict=True))[name]
        self.before = self.cell.cell_contents
        self.cell.cell_contents = Permission.HOME_VIEW if name == "permission" else False


def _function(module, name):
    """The plain function behind whatever stands in the module under its name."""
    found = module
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
    for _ in range(10):
        if inspect.isfunction(found) and found.__code__.co_qualname == name:
            return found
        inner = [getattr(found, each, None) for each in ("__wrapped__", "__func__", "fget", "func")]
        found = next((one for one in inner if one is not None), None)
        if found is None:
            break
    raise NotApplicable(f"{module.__name__}.{name}")


def _code_without(check, module, function):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    node = dict(_functions(tree))[check.function]
    _Without(check).visit(node)
    if not node.body:
        node.body = [ast.Pass()]
    whole = compile(ast.fix_missing_locations(tree), module.__file__, "exec")
    changed = next(one for one in _codes(whole) if one.co_qualname == check.function)
    # What the function closes over may have become less; it still has to name the same.
    if changed.co_freevars != function.__code__.co_freevars:
        raise NotApplicable(f"{check}: closes over something else without it.")
    return changed


def _codes(code):
    for one in code.co_consts:
        if hasattr(one, "co_qualname"):
            yield one
            yield from _codes(one)


class _Without(ast.NodeTransformer):
    """Removes one check, found by counting as `checks_in` counts."""

    def __init__(self, check):
        self.check = check
        self.order = None

    def visit(self, node):
        if self.order is None:  # the function itself
            found = (
                (one, kind) for one in _inside(node) for kind in _kinds(one, self.check.module, self.check.function)
            )
            of_kind = [one for one, kind in found if kind == self.check.kind]
            self.order = of_kind[self.check.place]
        if node is self.order:
            return self.without(node)
        return self.generic_visit(node)

    def without(self, node):
        kind = self.check.kind
        if kind in ("refusal", "guard"):
            return ast.copy_location(ast.Pass(), node)
        if kind == "scope":
            every = ast.Attribute(value=node.func.value, attr="all", ctx=ast.Load())
            return ast.copy_location(ast.Call(func=every, args=[], keywords=[]), node)
        if kind == "rule":
            every = ast.Attribute(value=node.func.value, attr="all", ctx=ast.Load())
            return ast.copy_location(ast.Call(func=every, args=[], keywords=[]), node)
        if kind.startswith("filter by "):
            node.keywords = [one for one in node.keywords if one.arg != kind.removeprefix("filter by ")]
            return node
        place = int(kind.removeprefix("condition "))
        node.value.values[place] = ast.Constant(value=True)
        return node


def take_away_by_key(key: str) -> None:
    """For a run of the tests without a check: it stays away until the process ends."""
    check = next((one for one in every_check() if one.key == key), None)
    if check is None:
        sys.exit(f"There is no check {key}.")
    TakenAway(check).start()
