"""Proves that the generated documents say what the code says, and that the written ones keep their form."""

import re

import pytest
from django.apps import apps
from django.utils import translation

from umstieg.access.enums import Role
from umstieg.access.matrix import FACTS
from umstieg.testing.architecture import ROOTS, sources
from umstieg.testing.documents import DOCS, documents, guide, marked_tests, table

ADRS = sorted((DOCS / "adr").glob("*.md"))


@pytest.mark.parametrize("name", ["access.md", "access.de.md", "guide.md", "retention.md"])
def test_a_generated_document_is_up_to_date(name):
    assert (DOCS / name).read_text(encoding="utf-8") == documents()[name], "`make docs` brings it up to date."


def test_guide_marks_are_found_at_a_test_its_class_and_its_module():
    text = """
pytestmark = [pytest.mark.django_db, pytest.mark.guide("0-06")]

@pytest.mark.guide("114-13", "125-V")
def test_one(): ...

@pytest.mark.guide("111-09")
class TestTwo:
    @pytest.mark.parametrize("x", [1])
    def test_three(self, x): ...

def make_guide(): ...
"""
    assert marked_tests(text) == [
        ("0-06", "test_one"),
        ("114-13", "test_one"),
        ("125-V", "test_one"),
        ("0-06", "test_three"),
        ("111-09", "test_three"),
    ]


def test_the_guide_names_a_row_with_its_tests_in_order():
    mark = "@pytest.mark.guide('{}')\ndef test_it_works(): ...\n"
    text = guide({"cases.tests.test_b": mark.format("114-13"), "cases.tests.test_a": mark.format("0-06")})
    assert text.index("| 0-06 | it works (`cases.tests.test_a`) |") < text.index("| 114-13 | it works")


def test_bars_do_not_break_a_table():
    assert table(["a"], [["x|y"]]).endswith("| x\\|y |\n")


def test_decisions_are_numbered_without_gap():
    assert [path.name[:4] for path in ADRS] == [f"{number:04d}" for number in range(1, len(ADRS) + 1)]
    assert len(ADRS) >= 10


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.name)
def test_a_decision_has_context_decision_and_consequences_on_one_page(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 30


def test_links_between_documents_lead_somewhere():
    broken = []
    for path in [*DOCS.rglob("*.md"), DOCS.parents[1] / "README.md", *(DOCS.parents[1] / "deploy").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
            if "://" not in link and not (path.parent / link).exists():
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_every_claim_about_a_compromise_names_tests_that_exist():
    parts = (DOCS / "compromise.md").read_text(encoding="utf-8").split("\n## ")[1:]
    code = sources()
    named = {part.partition("\n")[0]: re.findall(r"`([\w.]+):(test_\w+)`", part) for part in parts}
    assert len(named) == 7
    assert all(named.values()), named
    missing = [
        f"{module}:{test}" for tests in named.values() for module, test in tests if not _is_test(code, module, test)
    ]
    assert missing == []


def _is_test(code, module, test):
    return f"def {test}(" in code.get(module, "")


def test_what_is_made_of_the_matrix_speaks_both_languages():
    german, english = documents()["access.de.md"], documents()["access.md"]
    for role in Role:
        with translation.override("de"):
            assert str(role.label) in german
        with translation.override("en"):
            assert str(role.label) in english
    assert german.count("●") == english.count("●")
    assert german.count("\n| `/") == english.count("\n| `/")
    assert "Fallnummer" in german
    for language, text in (("de", german), ("en", english)):
        with translation.override(language):
            assert [fact for fact in FACTS if f"- {fact}\n" not in text] == []


def test_the_glossary_names_models_and_fields_that_exist():
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    labels = {config.label for config in apps.get_app_configs()}
    models = {model.__name__: model for model in apps.get_models() if model.__module__.split(".")[0] in ROOTS}
    named = re.findall(r"(?<!\*)`(\w+)\.(\w+)`", text)  # in italics: reserved for what is not built yet
    wrong = [
        f"{first}.{second}"
        for first, second in named
        if (first in labels and second[0].isupper() and second not in models)
        or (first in models and second not in {field.name for field in models[first]._meta.get_fields()})
    ]
    assert len(named) > 25
    assert wrong == []
