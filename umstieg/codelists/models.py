"""Codes and their dated labels. Records keep the key of a code; a code is never deleted, only ended."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from umstieg.audit.registration import audited
from umstieg.core.constraints import not_before
from umstieg.core.kept import forget

from .catalogue import shipped

KEPT = "codelists"  # under this name all lists are kept in the process, see `queries.all_lists`


class NeverDeleted(models.QuerySet):
    def delete(self):
        raise TypeError("Codes are never deleted, records may hold them. End them with valid_to.")


class Period(models.Model):
    """From–to, both days included; empty means open."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        forget(KEPT)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        forget(KEPT)
        return super().delete(*args, **kwargs)


@audited
class Code(Period):
    """One value of a list."""

    list_key = models.CharField(_("list"), max_length=40)
    key = models.CharField(_("code"), max_length=40)
    group = models.CharField(_("group"), max_length=40)
    order = models.PositiveIntegerField(default=0)

    objects = NeverDeleted.as_manager()

    class Meta:
        verbose_name = _("code")
        constraints = [
            models.UniqueConstraint(fields=["list_key", "key"], name="codelists_one_code_per_key"),
            not_before(
                "valid_to", "valid_from", name="codelists_code_dates", message=_("The end lies before the beginning.")
            ),
        ]
        indexes = [models.Index(fields=["list_key", "order"], name="codelists_in_order")]

    def __str__(self):
        return f"{self.list_key}.{self.key}"

    def clean(self):
        known = shipped().get(self.list_key)
        if known and self.group not in known.groups:
            raise ValidationError({"group": _("A code joins one of the fixed groups of its list.")})

    def delete(self, *args, **kwargs):
        raise TypeError("Codes are never deleted, records may hold them. End them with valid_to.")


@audited
class CodeLabel(Period):
    """How a code reads in a language during a period, e.g. "Bürgergeld" until 30.06.2026."""

    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="labels")
    language = models.CharField(max_length=5)
    text = models.CharField(max_length=120)

    class Meta:
        constraints = [
            not_before(
                "valid_to", "valid_from", name="codelists_label_dates", message=_("The end lies before the beginning.")
            ),
            models.UniqueConstraint(
                fields=["code", "language", "valid_from"],
                name="codelists_one_label_per_start",
            ),
        ]

    def __str__(self):
        return f"{self.code_id} {self.language}"
