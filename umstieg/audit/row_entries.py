"""Row entries of rows written many at once: what django-auditlog would have noted of each, without its signals.

Whoever writes past the signals adds them in the same transaction (`LogEntry`), and a test holds the rows of both ways
side by side.
"""

import datetime

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.encoding import smart_str

from .registration import mask


def entry_of(instance, action, changes, *, cid, at) -> LogEntry:
    """The entry of one row that has its id; `changes` are made by its Shape, before or after it has got one."""
    number = instance.pk if isinstance(instance.pk, int) else None
    if action == LogEntry.Action.CREATE and number is not None:
        changes["id"] = ["None", str(number)]
    return LogEntry(
        content_type_id=ContentType.objects.get_for_model(type(instance)).pk,
        object_pk=str(instance.pk),
        object_id=number,
        object_repr=str(instance),
        action=action,
        changes=changes,
        cid=cid,
        timestamp=at,
    )


class Shape:
    """What is known of a model once: which columns django-auditlog tells of, and how."""

    def __init__(self, model):
        fields = model._meta.concrete_fields
        self.stamped = [
            field.attname for field in fields if getattr(field, "auto_now", 0) or getattr(field, "auto_now_add", 0)
        ]
        self.is_logged = auditlog.contains(model)
        told = auditlog.get_model_fields(model) if self.is_logged else {"include_fields": (), "mask_fields": ()}
        self.logged = [
            (
                field.name,
                field.attname,
                field.name in told["mask_fields"],
                isinstance(field, models.DateTimeField),
                field.is_relation or isinstance(field, models.DateTimeField),
            )
            for field in fields
            if field.name in told["include_fields"]
        ]

    def changes(self, instance):
        """What django-auditlog notes of a new row: every column that is not NULL, masked where encrypted.

        Of moments and of keys of other rows it notes NULL as well.
        """
        noted = {}
        for name, attname, is_masked, is_time, tells_null in self.logged:
            value = getattr(instance, attname)
            if value is not None:
                told = _told(value, is_time)
                noted[name] = ["", mask(told)] if is_masked else ["None", told]
            elif tells_null:
                noted[name] = ["None", "None"]
        return noted

    def changed(self, instance, facts):
        """The same for a change."""
        noted = {}
        for name, attname, is_masked, is_time, _tells_null in self.logged:
            if attname in facts and (before := getattr(instance, attname)) != (after := facts[attname]):
                pair = [_told(before, is_time), _told(after, is_time)]
                noted[name] = [mask(one) for one in pair] if is_masked else pair
        return noted


_shapes = {}


def shape_of(model) -> Shape:
    if model not in _shapes:
        _shapes[model] = Shape(model)
    return _shapes[model]


def _told(value, is_time):
    if is_time and value is not None:
        return str(timezone.make_naive(value, datetime.UTC))
    return smart_str(value)
