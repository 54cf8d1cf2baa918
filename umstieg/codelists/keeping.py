"""What the pages for keeping the lists show: codes by group, and how often one is used, as far as may be told."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from umstieg.core.collation import sort_key

from .catalogue import shipped
from .models import Code
from .queries import Labels

FEW = 5


@dataclass
class CodeRow:
    id: int
    label: str
    key: str
    group: str
    begins: str
    ended: str
    is_offered: bool


@dataclass
class ListRow:
    key: str
    name: str
    where: list[str]


@dataclass
class Use:
    """Where a code is used, and how often in words."""

    where: str
    often: str


def language() -> str:
    return (get_language() or "de")[:2]


def lists_to_keep() -> list[ListRow]:
    """Every list with the fields that offer it, by name."""
    where = defaultdict(list)
    for model, field in _fields():
        where[field.codelist].append(_place(model, field))
    rows = [ListRow(key, listed.name[language()], where[key]) for key, listed in shipped().items()]
    return sorted(rows, key=lambda row: sort_key(row.name))


def group_choices(list_key) -> list[tuple[str, str]]:
    return [(group, names[language()]) for group, names in shipped()[list_key].groups.items()]


def code_rows(list_key) -> list[CodeRow]:
    """Every code of a list in its order, ended ones too."""
    labels, groups, today = Labels(list_key), dict(group_choices(list_key)), timezone.localdate()
    return [
        CodeRow(
            id=code.pk,
            label=labels(list_key, code.key),
            key=code.key,
            group=groups.get(code.group, code.group),
            begins=date_format(code.valid_from, "SHORT_DATE_FORMAT") if code.valid_from else "",
            ended=date_format(code.valid_to, "SHORT_DATE_FORMAT") if code.valid_to else "",
            is_offered=not code.valid_to or code.valid_to >= today,
        )
        for code in Code.objects.filter(list_key=list_key).order_by("order", "pk")
    ]


def uses_of(code) -> list[Use]:
    """How often a code is used, by field. Counts go in steps of five, so that nobody reads a single client off them.

    What lies encrypted is not counted: the administration learns nothing of it, not even a number.
    """
    found = []
    for model, field in _fields():
        if field.codelist != code.list_key:
            continue
        where = _place(model, field)
        if getattr(field, "encrypted", False):
            found.append(Use(where, _("encrypted, is not counted")))
        else:
            holds = {f"{field.name}__contains": f"|{code.key}|"} if field.is_list else {field.name: code.key}
            found.append(Use(where, _in_words(model._default_manager.filter(**holds).count())))
    return found


def _fields():
    """(model, field) of every field that offers a list."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if getattr(field, "codelist", None):
                yield model, field


def _place(model, field):
    return f"{model._meta.verbose_name}: {field.verbose_name}"


def _in_words(count):
    if count < FEW:
        return _("fewer than %(number)s") % {"number": FEW}
    least = count - count % FEW
    return _("at least %(number)s") % {"number": least}
