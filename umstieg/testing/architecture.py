"""The rules of the house, checked on source text: who may import whom, and who may write. See docs/adr/0001.

Every function takes sources ({module name: text}) and returns findings as sentences, so that the tests can feed it
forbidden code too.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
ROOTS = ("umstieg", "cases", "outreach", "network")

KERNEL = ("umstieg.core", "umstieg.access", "umstieg.audit", "umstieg.codelists", "umstieg.centre")
SHARED = (*KERNEL, "umstieg.guide", "umstieg.accounts", "umstieg.agenda")
ALL = ("umstieg", "cases", "outreach", "network")

# Package -> the packages it may import beside itself. Names of packages not built yet stand here already.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "umstieg": (),
    "umstieg.core": (),
    "umstieg.access": ("umstieg.core",),
    "umstieg.audit": ("umstieg.core", "umstieg.access"),
    "umstieg.codelists": ("umstieg.core", "umstieg.access", "umstieg.audit"),
    "umstieg.centre": ("umstieg.core", "umstieg.access", "umstieg.audit", "umstieg.codelists"),
    "umstieg.guide": KERNEL,
    "umstieg.accounts": KERNEL,
    "umstieg.agenda": KERNEL,
    "network": SHARED,
    "cases": (*SHARED, "network"),
    "outreach": (*SHARED, "network", "cases"),
    "umstieg.retention": ("umstieg.core", "umstieg.access", "umstieg.audit"),
    "umstieg.reports": (*SHARED, "network", "cases", "outreach"),
    "umstieg.desk": (*SHARED, "network", "cases", "outreach", "umstieg.reports"),
    "umstieg.demo": ALL,
    "umstieg.testing": ALL,
    "umstieg.tests": ALL,
    "umstieg.settings": ALL,
    "umstieg.urls": ALL,
    "umstieg.wsgi": ("umstieg.settings",),
}
# Packages that read across the apps take only these layers of an app; the kernel serves them whole.
ONLY_LAYERS = {"umstieg.desk": ("queries",), "umstieg.reports": ("models", "queries", "enums")}
SERVES_EVERY_PAGE = ("umstieg.core", "umstieg.access", "umstieg.audit")

# Layer -> the layers it may import. A module of another name is looked through to what it imports in its own app.
LAYERS: dict[str, tuple[str, ...]] = {
    "enums": (),
    "models": ("enums",),
    "policies": ("enums", "models"),
    "queries": ("enums", "models", "policies"),
    "services": ("enums", "models", "policies", "queries"),
    "forms": ("enums", "models", "policies", "queries", "services"),
    "views": ("enums", "models", "policies", "queries", "services", "forms"),
    "urls": ("views",),
}
READ_ONLY = ("enums", "policies", "queries", "forms", "views", "urls")
WRITES = {"save", "delete", "create", "get_or_create", "update_or_create"}
BULK = {"bulk_create", "bulk_update", "abulk_create", "abulk_update"}
SQL = {"execute", "executemany", "raw"}
# Where rows may change past django-auditlog. Each with its reason.
MAY_WRITE_IN_BULK = {
    "umstieg.accounts.sessions": "a session's later end; the framework's row, not audited",
    "umstieg.audit.appending": "writes the log itself",
    "umstieg.codelists.loading": "part of migrate; the event says that lists were loaded",
    "network.services.terms": "what a partner is found by repeats what is known of it, and is not audited",
    "network.services.exchange": "reads thousands of partners in; writes the row entries of each itself, see its test",
    "cases.services.search": "search terms are digests, made anew with every change, and not audited",
    "cases.services.contact": "the last contact of a case repeats what its sessions say, and is not audited",
}
MAY_SPEAK_SQL = {
    "network.services.terms": "writes the search terms of thousands of partners at once; they are not audited",
    "cases.queries.history": "asks one statement of the ORM again and again without composing it anew; reads only",
    "umstieg.audit.appending": "writes the log itself, in one statement",
    "umstieg.audit.triggers": "creates the append-only triggers",
    "umstieg.core.composed": "counts by a statement that the ORM has composed; reads only",
    "umstieg.core.rotation": "seals every stored value anew without changing it",
    "umstieg.core.views": "health asks whether the database answers",
}
BULK_PACKAGES = ("umstieg.retention", "umstieg.demo", "umstieg.testing", "umstieg.tests")
# (module, signal): the only receivers of ours.
RECEIVERS = {
    ("umstieg.core.apps", "connection_created"),
    ("umstieg.audit.apps", "post_migrate"),
    ("umstieg.codelists.apps", "post_migrate"),
    ("umstieg.guide.apps", "post_migrate"),
}
# May be imported inside a function, because importing it takes a second.
HEAVY_LIBRARIES = {"weasyprint"}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
LONGEST_MODULE = 400


@dataclass(frozen=True)
class Import:
    """One import of ours, one string foreign key, or one get_model: `target` is the module or package it needs."""

    target: str
    line: int
    kind: str = "imports"


def sources(house: Path = HOUSE) -> dict[str, str]:
    """Every Python module of ours by name; migrations included, because they hold string foreign keys."""
    found = {}
    for root in ROOTS:
        for path in sorted((house / root).rglob("*.py")):
            parts = list(path.relative_to(house).with_suffix("").parts)
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def package_of(module: str) -> str:
    """The package of the table a module belongs to; tests of an app count as `umstieg.tests`."""
    parts = module.split(".")
    if "tests" in parts:
        return "umstieg.tests"
    return ".".join(parts[:2]) if parts[0] == "umstieg" else parts[0]


def layer_of(module: str) -> str:
    """The layer of a module inside its app ("" for modules outside the layers, e.g. `apps`)."""
    inside = module.split(".")[package_of(module).count(".") + 1 :]
    return inside[0] if inside and inside[0] in LAYERS else ""


def is_migration(module: str) -> bool:
    return "migrations" in module.split(".")


# --- what a module needs ---------------------------------------------------------------------------


def imports_of(module: str, text: str, modules=()) -> list[Import]:
    """What a module needs of ours: imports (relative ones resolved), string foreign keys, get_model, import_module.

    `modules` are the names of all modules, so that `from cases import models` means `cases.models`.
    """
    known, found = set(modules), []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(module, node, known)
            for alias in node.names:
                full = f"{base}.{alias.name}"
                found.append(Import(full if full in known else base, node.lineno))
        elif isinstance(node, ast.Call):
            found += _named_in(node)
    return [one for one in found if one.target.split(".")[0] in ROOTS]


def _absolute(module, node, known):
    if not node.level:
        return node.module or ""
    # A package (`__init__`) is its own parent for relative imports.
    is_package = any(other.startswith(f"{module}.") for other in known)
    parts = module.split(".")
    parts = parts[: len(parts) - node.level + (1 if is_package else 0)]
    return ".".join([*parts, node.module] if node.module else parts)


def _named_in(call):
    """Models and modules that a call names as text."""
    name = _called(call)
    first = _text(call.args[0]) if call.args else None
    if name in RELATIONS:
        named = [first, *(_text(k.value) for k in call.keywords if k.arg in ("to", "through"))]
        return [Import(_package_of_label(n.split(".")[0]), call.lineno, "points to") for n in named if n and "." in n]
    if name == "get_model" and first:
        return [Import(_package_of_label(first.split(".")[0]), call.lineno, "asks for a model of")]
    if name == "import_module" and first:
        return [Import(first, call.lineno)]
    return []


def _package_of_label(label):
    """The package of an app label: "centre" -> "umstieg.centre". Labels of libraries stay as they are."""
    return next((package for package in MAY_IMPORT if package.rpartition(".")[2] == label.lower()), label)


def _called(call):
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _text(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


# --- who may import whom ---------------------------------------------------------------------------


def forbidden_imports(code: dict[str, str]) -> list[str]:
    """Imports and string foreign keys against the table."""
    found = []
    for module, text in code.items():
        package = package_of(module)
        if package not in MAY_IMPORT:
            found.append(f"{module} belongs to no package of the table MAY_IMPORT.")
            continue
        for need in imports_of(module, text, code):
            other = package_of(need.target)
            if other in (package, "umstieg"):
                continue
            where = f"{module}:{need.line} {need.kind} {need.target}"
            allowed = MAY_IMPORT[package]
            if allowed != ALL and other not in allowed:
                found.append(f"{where}, but {package} may not import {other}.")
            elif package in ONLY_LAYERS and other not in SERVES_EVERY_PAGE:
                layers = ONLY_LAYERS[package]
                if layer_of(need.target) not in layers:
                    found.append(f"{where}, but {package} takes only {' and '.join(layers)} of other packages.")
    return found


def forbidden_layers(code: dict[str, str]) -> list[str]:
    """Imports that point back up inside an app, also through modules outside the layers, and those between apps."""
    needs = {module: imports_of(module, text, code) for module, text in code.items() if not is_migration(module)}
    found = []
    for module in needs:
        layer = layer_of(module)
        if not layer or package_of(module) in ("umstieg.tests", "umstieg.testing", "umstieg.demo"):
            continue
        if layer == "enums":
            found += [
                f"{module}:{need.line} imports {need.target}: enums import nothing of ours."
                for need in needs[module]
                if need.target != "umstieg.access.enums" and not need.target.startswith(f"{package_of(module)}.enums.")
            ]
            continue
        for other, way in _reached(module, needs):
            reached = layer_of(other)
            if reached and reached != layer and reached not in LAYERS[layer]:
                found.append(f"{way} imports {other}: {layer} may not reach {reached}.")
    return found


def _reached(module, needs):
    """Modules that `module` imports, seen through those outside the layers of its own app; with the way there."""
    seen, todo = {module}, [(module, module)]
    while todo:
        current, way = todo.pop()
        for need in needs.get(current, ()):
            if need.target in seen:
                continue
            seen.add(need.target)
            yield need.target, way
            if package_of(need.target) == package_of(module) and not layer_of(need.target):
                todo.append((need.target, f"{way} > {need.target}"))


def late_imports(code: dict[str, str]) -> list[str]:
    """Imports inside functions: they hide circles. AppConfigs need them, since they load before any model."""
    found = []
    for module, text in code.items():
        if package_of(module) in ("umstieg.tests", "umstieg.testing"):
            continue
        for node, parents in _with_parents(ast.parse(text)):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            inside = [parent for parent in parents if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef)]
            in_config = module.endswith(".apps") and any(isinstance(parent, ast.ClassDef) for parent in parents)
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            if inside and not in_config and not {name.split(".")[0] for name in names} <= HEAVY_LIBRARIES:
                found.append(f"{module}:{node.lineno} imports inside {inside[-1].name}().")
    return found


def _with_parents(tree, parents=()):
    for child in ast.iter_child_nodes(tree):
        yield child, parents
        yield from _with_parents(child, (*parents, child))


# --- who may write ---------------------------------------------------------------------------------


def forbidden_writes(code: dict[str, str]) -> list[str]:
    """Writing outside the services; writing past the log; SQL of one's own.

    `.update(` counts when it is called as a queryset's, with keywords only: `rows.update(name="x")`.
    """
    found = []
    for module, text in code.items():
        package = package_of(module)
        if is_migration(module) or package in BULK_PACKAGES:
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            name, where = node.func.attr, f"{module}:{node.lineno} calls .{node.func.attr}("
            if (name in WRITES or name[:1] == "a" and name[1:] in WRITES) and layer_of(module) in READ_ONLY:
                found.append(f"{where}: only services write.")
            elif (name in BULK or name in ("update", "aupdate") and node.keywords and not node.args) and (
                module not in MAY_WRITE_IN_BULK
            ):
                found.append(f"{where}: rows would change past the log.")
            elif name in SQL and module not in MAY_SPEAK_SQL:
                found.append(f"{where}: rows could change past the log.")
    return found


def signal_receivers(code: dict[str, str]) -> set[tuple[str, str]]:
    """(module, signal) for every signal of Django or a library that a module of ours takes in hand."""
    found = set()
    for module, text in code.items():
        if package_of(module) in ("umstieg.tests", "umstieg.testing"):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1] in ("signals", "dispatch"):
                found |= {(module, alias.name) for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith(ROOTS):
                found |= {(module, alias.name) for alias in node.names if alias.name in ("signals", "dispatch")}
    return found


# --- size and names --------------------------------------------------------------------------------


def too_long(code: dict[str, str]) -> list[str]:
    """Modules past the length at which they want a second room."""
    lengths = {module: text.count("\n") for module, text in code.items() if not is_migration(module)}
    return [f"{module} has {lines} lines." for module, lines in lengths.items() if lines > LONGEST_MODULE]


def vague_names(code: dict[str, str]) -> list[str]:
    """Modules whose name says nothing."""
    vague = {"utils", "util", "helpers", "helper", "misc", "common"}
    return [module for module in code if vague & set(module.split("."))]
