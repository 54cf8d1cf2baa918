"""Keeping the lists: codes are added, renamed from a day on, ended and put in order; none is ever deleted.

Groups are fixed: rules and indicators count by them, so nothing here can change what a rule says of a record.
"""

import datetime

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from umstieg.audit.recording import act
from umstieg.core.blindindex import fold
from umstieg.core.errors import DomainError

from .models import Code, CodeLabel
from .queries import keys_of

LANGUAGES = ("de", "en")
KEY_LENGTH = 40


def add_code(*, list_key, group, german, english, by, valid_from=None) -> Code:
    """A new value of a list; it joins one of the fixed groups."""
    with act("codelist.code_added", by=by) as done:
        held = list(Code.objects.select_for_update().filter(list_key=list_key).values_list("key", "order"))
        code = Code(
            list_key=list_key,
            key=_free_key(german, {key for key, _order in held}),
            group=group,
            order=max((order for _key, order in held), default=-1) + 1,
            valid_from=valid_from,
        )
        code.full_clean()
        code.save()
        for language, text in zip(LANGUAGES, (german, english), strict=True):
            _label(code, language, text, valid_from)
        done.object_id = str(code)
    return code


def change_label(*, code, german, english, since, by) -> None:
    """From a day on the code reads otherwise; records of before keep the words of their day."""
    with act("codelist.label_changed", by=by, object_id=code):
        for language, text in zip(LANGUAGES, (german, english), strict=True):
            newest = _newest(code.labels.select_for_update().filter(language=language))
            if newest and newest.text == text:
                continue
            if newest and newest.valid_from and newest.valid_from >= since:
                raise DomainError(_("The words of today begin on this day or later."), field="since")
            if newest:
                newest.valid_to = since - datetime.timedelta(days=1)
                newest.full_clean()
                newest.save(update_fields=["valid_to"])
            _label(code, language, text, since)


def end_code(*, code, on, by) -> Code:
    """The last day on which a code is offered, or None for until further notice. Records that hold it keep it.

    Every group keeps a code, "not stated" among them: otherwise something could no longer be answered.
    """
    with act("codelist.code_ended", by=by, object_id=code):
        code = Code.objects.select_for_update().get(pk=code.pk)
        if on:
            valid = keys_of(code.list_key, on=max(on, timezone.localdate()) + datetime.timedelta(days=1))
            others = Code.objects.filter(list_key=code.list_key, group=code.group, key__in=valid, valid_to=None)
            if not others.exclude(pk=code.pk).exists():
                raise DomainError(_("This is the last code of its group. Add another one first."), field="on")
        code.valid_to = on
        code.full_clean()
        code.save(update_fields=["valid_to"])
    return code


def move_code_up(*, code, by) -> None:
    """One place towards the beginning of its list."""
    with act("codelist.code_moved", by=by, object_id=code):
        codes = list(Code.objects.select_for_update().filter(list_key=code.list_key).order_by("order", "pk"))
        place = next(place for place, one in enumerate(codes) if one.pk == code.pk)
        if place:
            codes[place - 1], codes[place] = codes[place], codes[place - 1]
        for order, one in enumerate(codes):
            if one.order != order:
                one.order = order
                one.save(update_fields=["order"])


def _label(code, language, text, since):
    label = CodeLabel(code=code, language=language, text=text, valid_from=since)
    label.full_clean()
    label.save()


def _newest(labels):
    return max(labels, key=lambda label: label.valid_from or datetime.date.min, default=None)


def _free_key(text, taken):
    """A key made of the German words, with a number where it is taken."""
    stem = slugify(fold(text)).replace("-", "_")[: KEY_LENGTH - 4] or "code"
    return next(key for key in (stem, *(f"{stem}_{number}" for number in range(2, 999))) if key not in taken)
