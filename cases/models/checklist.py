"""Checklists of a case: what to have ready or to explain for something (122-05, 122-17, 121-01), a copy of her own."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import ItemState
from umstieg.audit.registration import audited
from umstieg.codelists.fields import EncryptedCodeField
from umstieg.core.constraints import both_or_neither
from umstieg.core.fields import EncryptedCharField
from umstieg.guide.enums import Theme

from .case import Case


@audited
class Checklist(models.Model):
    """A list that was started in a case. Put away it is out of the way, and can be taken out again.

    Title and theme are encrypted: that somebody applies for something says enough. On a protected theme it is part of
    what is specially protected (`guide.enums.RESTRICTED`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="checklists", verbose_name=_("case"))
    title = EncryptedCharField(_("title"), max_length=80)
    theme = EncryptedCharField(_("theme"), max_length=30, choices=Theme, blank=True, default="")
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_away_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        indexes = [models.Index(fields=["case", "-started_at"], name="cases_checklists_of")]

    def __str__(self):
        return str(self.pk)


@audited
class ChecklistItem(models.Model):
    """One point: open, done or not needed, since a day, by whom; for something explained, in which language."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField(editable=False)
    text = EncryptedCharField(_("point"), max_length=200)
    language = EncryptedCodeField(_("in which language"), codelist="language")
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.OPEN, editable=False)
    settled_on = models.DateField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    class Meta:
        verbose_name = _("point of a checklist")
        verbose_name_plural = _("points of checklists")
        ordering = ["place", "pk"]
        constraints = [
            both_or_neither(
                "settled_on", "settled_by", name="cases_point_settled", message=_("Settled by whom and when?")
            ),
            models.CheckConstraint(
                condition=Q(state=ItemState.OPEN, settled_on=None)
                | Q(state__in=[ItemState.DONE, ItemState.NOT_NEEDED], settled_on__isnull=False),
                name="cases_point_state",
            ),
        ]

    def __str__(self):
        return str(self.pk)
