"""Proves that the house keeps its rules, and that each check sees the code it forbids.

The rules stand in umstieg/testing/architecture.py; why they are so, in docs/adr/0001.
"""

from pathlib import Path

import pytest

from umstieg.access.enums import Part, Permission
from umstieg.testing import architecture as house
from umstieg.testing.walker import PUBLIC, addresses

CODE = house.sources()
TOP_LEVEL = {
    "manage.py",
    "umstieg",
    "cases",
    "outreach",
    "network",
    "templates",
    "static",
    "requirements.txt",
    "pytest.ini",
    "README.md",
    # what a repository needs
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "conftest.py",
    "deploy",
    "requirements-dev.txt",
    "ruff.toml",
}
MADE_BY_RUNNING = {"staticfiles", "test-results", "screenshots", "__pycache__", "venv", "node_modules"}


def check(function, module, text, **others):
    """What a check says of one module, beside others that are there too."""
    return function({name.replace("__", "."): source for name, source in others.items()} | {module: text})


# --- the house as it stands ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        house.forbidden_imports,
        house.forbidden_layers,
        house.late_imports,
        house.forbidden_writes,
        house.too_long,
        house.vague_names,
    ],
)
def test_the_house_keeps(rule):
    assert rule(CODE) == []


def test_the_check_reads_all_of_the_house():
    assert {
        "cases.models.case",
        "umstieg.core",
        "umstieg.settings.base",
        "outreach.apps",
        "network.apps",
    } <= CODE.keys()
    assert {house.package_of(module) for module in CODE} <= house.MAY_IMPORT.keys()


def test_no_signal_receivers_but_collation_triggers_and_code_lists():
    assert house.signal_receivers(CODE) == house.RECEIVERS


def test_places_that_may_write_past_the_log_still_exist():
    assert house.MAY_WRITE_IN_BULK.keys() | house.MAY_SPEAK_SQL.keys() <= CODE.keys()


def test_the_top_level_is_fixed():
    found = {path.name for path in Path(house.HOUSE).iterdir() if not path.name.startswith(".")}
    assert found - MADE_BY_RUNNING == TOP_LEVEL


# --- every address ---------------------------------------------------------------------------------


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_every_address_names_its_permission_or_is_public(address):
    if address.name in PUBLIC:
        assert address.permission is None
        assert address.view.login_required is False
    else:
        assert isinstance(address.permission, Permission)
        assert address.view.shown_part is None or isinstance(address.view.shown_part, Part)
        assert getattr(address.view, "login_required", True)


def test_of_our_own_pages_only_the_calendar_feed_invitations_the_neutral_page_and_health_are_public():
    assert [address.name for address in addresses() if address.is_ours and address.permission is None] == [
        "desk:feed",
        "accounts:invitation",
        "neutral",
        "health",
    ]


def test_an_address_about_one_case_names_the_part_it_shows():
    silent = [
        a.name for a in addresses() if a.name.startswith("cases:") and "pk" in a.parameters and not a.view.shown_part
    ]
    assert silent == []


# --- each check sees what it forbids ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "text", "finding"),
    [
        ("umstieg.core.forms", "import cases.models", "umstieg.core may not import cases"),
        ("umstieg.core.forms", "from cases.models import Case", "umstieg.core may not import cases"),
        ("umstieg.core.forms", "from umstieg import audit", "umstieg.core may not import umstieg.audit"),
        (
            "umstieg.centre.models",
            "from ..accounts.models import User",
            "umstieg.centre may not import umstieg.accounts",
        ),
        ("umstieg.audit.queries", "from umstieg.codelists.queries import Labels", "may not import umstieg.codelists"),
        ("cases.services.case", "from outreach.models import Contact", "cases may not import outreach"),
        ("network.models", "import cases", "network may not import cases"),
        ("umstieg.retention.registry", "from cases.retention import RULES", "umstieg.retention may not import cases"),
        ("cases.views.case", "from umstieg.desk.navigation import navigation", "cases may not import umstieg.desk"),
        ("cases.views.case", "from umstieg.testing.make import make_case", "cases may not import umstieg.testing"),
        (
            "cases.models.case",
            "from django.db import models\nfrom umstieg.demo import x",
            "cases may not import umstieg.demo",
        ),
        ("cases.models.case", "import_module('outreach.models')", "cases may not import outreach"),
        ("umstieg.desk.views", "from cases.services.case import open_case", "takes only queries"),
        ("umstieg.desk.views", "from cases.models import Case", "takes only queries"),
        ("umstieg.reports.tables", "from cases.services import case", "takes only models and queries"),
        ("umstieg.newroom.models", "x = 1", "belongs to no package"),
        ("cases.migrations.0002_more", "models.ForeignKey(to='outreach.contact')", "cases may not import outreach"),
    ],
)
def test_a_forbidden_import_is_seen(module, text, finding):
    found = check(house.forbidden_imports, module, text, umstieg__audit="", umstieg__demo="", cases__services="")
    assert len(found) == 1
    assert finding in found[0]


@pytest.mark.parametrize(
    "field",
    [
        "models.ForeignKey('cases.Case', on_delete=models.PROTECT)",
        "models.ForeignKey(to='cases.Case', on_delete=models.PROTECT)",
        "models.OneToOneField('cases.Case', models.PROTECT)",
        "models.ManyToManyField('cases.Case')",
        "models.ManyToManyField('self', through='cases.CoCounselling')",
        "ForeignKey('cases.Case', on_delete=PROTECT)",
        "apps.get_model('cases.Case')",
        "apps.get_model('cases', 'Case')",
    ],
)
def test_a_forbidden_string_foreign_key_is_seen(field):
    (found,) = check(house.forbidden_imports, "umstieg.centre.models", f"case = {field}")
    assert "umstieg.centre may not import cases" in found


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("umstieg.centre.models", "user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)"),
        ("umstieg.centre.models", "parent = models.ForeignKey('self', on_delete=models.PROTECT)"),
        ("umstieg.centre.models", "site = models.ForeignKey('Site', on_delete=models.PROTECT)"),
        ("umstieg.accounts.models", "team = models.ForeignKey('centre.Team', on_delete=models.PROTECT)"),
        ("cases.models.case", "from umstieg.centre.models import Team"),
        ("outreach.models", "from cases.models import Case"),
        ("umstieg.desk.views", "from cases.queries.case_list import case_rows"),
        ("cases.tests.test_case", "from umstieg.testing.make import make_case"),
        ("umstieg.demo.build", "from cases.services.case import open_case"),
    ],
)
def test_an_allowed_import_is_left_alone(module, text):
    assert check(house.forbidden_imports, module, text) == []


@pytest.mark.parametrize(
    ("module", "text", "others"),
    [
        ("cases.models.case", "from cases.services.case import open_case", {}),
        ("cases.models.case", "from .. import services", {"cases": "", "cases__services": "", "cases__models": ""}),
        ("cases.queries.case_file", "from cases.services.case import open_case", {}),
        ("cases.queries.case_file", "from cases.forms.case import CaseForm", {}),
        ("cases.services.case", "from cases.views.case import case_list", {}),
        ("cases.services.case", "from cases.forms.case import CaseForm", {}),
        ("cases.forms.case", "from cases.views.case import case_list", {}),
        ("cases.policies", "from cases.queries.case_file import case_file", {}),
        ("cases.views.case", "from cases.urls import urlpatterns", {}),
        ("cases.models.case", "from umstieg.centre.services import add_team", {}),
        ("cases.models.case", "from cases.words import W", {"cases__words": "from cases.queries.search import find"}),
        ("cases.enums", "from cases.models import Case", {}),
        ("cases.enums", "from cases.formats import day", {}),
    ],
)
def test_pointing_back_up_is_seen(module, text, others):
    assert len(check(house.forbidden_layers, module, text, **others)) == 1


def test_queries_and_services_may_be_imported_by_forms_and_the_roles_by_enums():
    forms = "from cases.services.case import all_counsellors\nfrom cases.queries.search import find_cases"
    assert check(house.forbidden_layers, "cases.forms.case", forms) == []
    assert check(house.forbidden_layers, "cases.enums", "from umstieg.access.enums import Role") == []


@pytest.mark.parametrize(
    ("module", "text", "is_seen"),
    [
        ("cases.models.case", "def f():\n    from cases.models import Client", True),
        ("cases.models.case", "def f():\n    import json", True),
        ("cases.models.case", "class A:\n    def f(self):\n        import json", True),
        ("cases.apps", "def ready():\n    from .events import LABELS", True),
        ("cases.apps", "class C:\n    def ready(self):\n        from .events import LABELS", False),
        ("cases.printing", "def pdf():\n    from weasyprint import HTML", False),
        ("cases.tests.test_case", "def test_x():\n    from cases.models import Case", False),
        ("cases.models.case", "import json", False),
    ],
)
def test_an_import_inside_a_function_is_seen(module, text, is_seen):
    assert bool(check(house.late_imports, module, text)) is is_seen


@pytest.mark.parametrize(
    ("module", "text", "is_seen"),
    [
        ("cases.views.case", "case.save()", True),
        ("cases.views.case", "form.save(commit=False)", True),
        ("cases.views.case", "Case.objects.create(number=1)", True),
        ("cases.views.case", "case.delete()", True),
        ("cases.queries.case_file", "Case.objects.get_or_create(number=1)", True),
        ("cases.forms.case", "case.asave()", True),
        ("cases.services.case", "case.save()", False),
        ("cases.services.case", "Case.objects.filter(pk=1).update(number=1)", True),
        ("cases.services.case", "Case.objects.update(**facts)", True),
        ("cases.services.case", "Case.objects.bulk_create(rows)", True),
        ("cases.services.case", "Case.objects.bulk_update(rows, ['number'])", True),
        ("cases.services.case", "cursor.execute('DELETE FROM cases_case')", True),
        ("cases.services.case", "seen.update(numbers)", False),
        ("cases.services.search", "SearchTerm.objects.bulk_create(rows)", False),
        ("umstieg.demo.build", "Case.objects.bulk_create(rows)", False),
        ("cases.migrations.0002_more", "Case.objects.update(number=1)", False),
    ],
)
def test_writing_outside_the_services_or_past_the_log_is_seen(module, text, is_seen):
    assert bool(check(house.forbidden_writes, module, text)) is is_seen


@pytest.mark.parametrize(
    "text",
    [
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "from django.dispatch import receiver",
        "from allauth.account.signals import user_logged_in",
    ],
)
def test_a_signal_in_hand_is_seen(text):
    assert check(house.signal_receivers, "cases.models.case", text) - house.RECEIVERS


def test_a_long_module_and_a_vague_name_are_seen():
    assert check(house.too_long, "cases.models.case", "x = 1\n" * (house.LONGEST_MODULE + 1))
    assert check(house.too_long, "cases.models.case", "x = 1\n" * house.LONGEST_MODULE) == []
    assert check(house.vague_names, "cases.utils", "") == ["cases.utils"]


def test_the_table_has_no_circle():
    """What `a` may import may not import `a`; only what may import everything stands outside."""
    open_to_all = {name for name, allowed in house.MAY_IMPORT.items() if allowed == house.ALL}
    for name in house.MAY_IMPORT.keys() - open_to_all:
        assert not _below(name, name, set()), name


def _below(start, name, seen):
    for other in house.MAY_IMPORT.get(name, ()):
        if other == start:
            return True
        if other not in seen:
            seen.add(other)
            if _below(start, other, seen):
                return True
    return False
