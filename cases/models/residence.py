"""On what a client's residence rests (1.2.5). Never mandatory, never a condition of help, never a filter or a list."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import DeadlineKind
from umstieg.access.enums import Part
from umstieg.audit.registration import audited
from umstieg.codelists.fields import EncryptedCodeField
from umstieg.core.fields import EncryptedDateField

from .record import SituationRecord


@audited
class ResidenceTitle(SituationRecord):
    """The status since a day, and until when the document holds (125-03). The next entry ends the one before."""

    part = Part.RESTRICTED

    status = EncryptedCodeField(_("residence status"), codelist="residence_status", blank=False)
    since_on = EncryptedDateField(_("since"), default=timezone.localdate)
    valid_until_on = EncryptedDateField(_("document valid until"), null=True, blank=True)
    seen_on = EncryptedDateField(_("document seen on"), null=True, blank=True)

    class Meta:
        verbose_name = _("residence status")
        verbose_name_plural = _("residence statuses")

    def clean(self):
        super().clean()
        if self.valid_until_on and self.since_on and self.valid_until_on < self.since_on:
            raise ValidationError({"valid_until_on": _("The end lies before the beginning.")})
        if self.seen_on and self.seen_on > timezone.localdate():
            raise ValidationError({"seen_on": _("This date lies in the future.")})

    def deadlines(self):
        return {DeadlineKind.PERMIT: self.valid_until_on}


@audited
class Arrival(SituationRecord):
    """Since when she has lived in Germany, as she tells it; about so much is enough (125-04)."""

    part = Part.RESTRICTED

    since_on = EncryptedDateField(_("in Germany since"))

    class Meta:
        verbose_name = _("in Germany since")
        verbose_name_plural = _("in Germany since")

    def clean(self):
        super().clean()
        if self.since_on and self.since_on > timezone.localdate():
            raise ValidationError({"since_on": _("This date lies in the future.")})
