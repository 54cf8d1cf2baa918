"""What a client lives on (1.2.2). Nothing here ever computes an entitlement."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.audit.registration import audited
from umstieg.codelists.fields import EncryptedCodeField
from umstieg.core.constraints import not_before
from umstieg.core.fields import EncryptedDecimalField

from .record import SituationRecord

NOT_NEGATIVE = MinValueValidator(0, _("An amount is not negative."))


@audited
class Income(SituationRecord):
    """One source she lives on, from–to; several at once are usual (122-V). `amount` is Euro a month, net."""

    source = EncryptedCodeField(_("source"), codelist="income", blank=False)
    amount = EncryptedDecimalField(
        _("Euro a month"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    started_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("income")
        verbose_name_plural = _("incomes")
        constraints = [
            not_before(
                "ended_on", "started_on", name="cases_income_dates", message=_("The end lies before the beginning.")
            )
        ]
