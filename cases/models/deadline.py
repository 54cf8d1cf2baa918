"""Days that must not be missed: a permit, a paper, an answer. They come up again as often as their kind asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from umstieg.access.enums import Part
from umstieg.audit.registration import audited
from umstieg.core.fields import EncryptedJSONField

from .case import Case


class DeadlineQuerySet(models.QuerySet):
    def visible_to(self, user, part=Part.WORK):
        return self.filter(case__in=Case.objects.visible_to(user, part))

    def due(self, on):
        """Whose reminder has come."""
        return self.filter(next_on__lte=on)


@audited
class Deadline(models.Model):
    """A day that ends something. `facts` is {kind, source, ends_on, seen_on}, encrypted: a permit tells of a status.

    `next_on` is the day of the next reminder, in clear so that Heute finds it; None when none is left.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines", verbose_name=_("case"))
    facts = EncryptedJSONField(_("facts"), default=dict)
    next_on = models.DateField(_("next reminder"), null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        indexes = [models.Index(fields=["case", "next_on"], name="cases_deadlines")]

    def __str__(self):
        return str(self.pk)
