"""Health insurance, and help for one's health that is looked for (1.2.4). No finding and no diagnosis stands here."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import NEEDS_SETTLED, DeadlineKind, HealthNeedState, InsuranceWay
from umstieg.access.enums import Part
from umstieg.audit.registration import audited
from umstieg.codelists.fields import EncryptedCodeField
from umstieg.core.fields import EncryptedBooleanField, EncryptedCharField, EncryptedDateField

from .claim import AbstractClaim
from .record import SituationRecord


@audited
class Insurance(SituationRecord):
    """How she is insured since a day; the next entry ends the one before. That nothing is there is an entry too.

    `applied_on` and `answer_due_on` are of an application that runs with the insurer (124-02).
    """

    part = Part.RESTRICTED

    insurance = EncryptedCodeField(_("health insurance"), codelist="health_insurance", blank=False)
    since_on = EncryptedDateField(_("since"), default=timezone.localdate)
    way = EncryptedCharField(_("way in"), max_length=20, choices=InsuranceWay, blank=True, default="")
    arrears = EncryptedCodeField(_("back payment"), codelist="health_insurance_arrears")
    applied_on = EncryptedDateField(_("applied on"), null=True, blank=True)
    answer_due_on = EncryptedDateField(_("answer due on"), null=True, blank=True)

    class Meta:
        verbose_name = _("health insurance")
        verbose_name_plural = _("health insurances")

    #: The entry as it was before the change that is being saved; the task that saving it has opened.
    before = None
    opened = None

    def clean(self):
        super().clean()
        if self.applied_on and self.answer_due_on and self.answer_due_on < self.applied_on:
            raise ValidationError({"answer_due_on": _("The answer is due before it was applied for.")})

    def deadlines(self):
        return {DeadlineKind.ANSWER: self.answer_due_on}

    def brought_on(self, before):
        self.before = before


@audited
class HealthClaim(AbstractClaim):
    """Something applied for with an insurer or an office for her health (124-02)."""

    part = Part.RESTRICTED

    subject = EncryptedCharField(_("what for"), max_length=200)

    class Meta(AbstractClaim.Meta):
        verbose_name = _("application about health")
        verbose_name_plural = _("applications about health")


@audited
class HealthNeed(SituationRecord):
    """Help for her health that is looked for, and whether she wants it herself (124-04 to 124-11).

    `is_wanted` is her own will (124-08); None where nobody has asked.
    """

    part = Part.RESTRICTED

    need = EncryptedCodeField(_("what is looked for"), codelist="health_need", blank=False)
    state = EncryptedCharField(_("how it stands"), max_length=20, choices=HealthNeedState, default=HealthNeedState.OPEN)
    is_wanted = EncryptedBooleanField(_("she wants it herself"), null=True, blank=True)
    since_on = EncryptedDateField(_("since"), default=timezone.localdate)

    class Meta:
        verbose_name = _("need about health")
        verbose_name_plural = _("needs about health")

    @property
    def is_settled(self) -> bool:
        """Nothing is to be done about it any more."""
        return self.state in NEEDS_SETTLED
