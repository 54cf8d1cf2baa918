"""What every entry of a situation has: the incomes, claims, dwellings … that stand behind the states of the themes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.access.enums import Part
from umstieg.core.fields import EncryptedTextField

from .case import Case


class RecordQuerySet(models.QuerySet):
    def visible_to(self, user, part=None):
        """Entries of the cases of which `user` sees the part that this kind of entry belongs to."""
        return self.filter(case__in=Case.objects.visible_to(user, part or self.model.part))


class SituationRecord(models.Model):
    """One dated fact about the situation of a client. Nothing of it is mandatory; none is a condition of help.

    A kind of entry says in `part` what a reader must see of a case to see it, and in `deadlines()` which days to
    remind of.
    """

    part = Part.NOTES

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)s_records", verbose_name=_("case"))
    note = EncryptedTextField(_("note"), max_length=1000, blank=True, default="")
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.pk)

    def deadlines(self) -> dict:
        """{DeadlineKind: the day it ends, or None}: what to remind of before it is over."""
        return {}

    def brought_on(self, before) -> None:
        """Called before a changed entry is saved, with the entry as it was: what is kept of that goes in here."""
