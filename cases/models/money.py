"""What a client lives on (1.2.2). Nothing here ever computes an entitlement."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import (
    GRANTED_CLAIMS,
    SETTLED_DEBTS,
    AccountKind,
    DeadlineKind,
    DebtKind,
    DebtState,
    PaperState,
)
from umstieg.audit.registration import audited
from umstieg.codelists.fields import EncryptedCodeField
from umstieg.core.constraints import not_before
from umstieg.core.fields import EncryptedCharField, EncryptedDecimalField

from .claim import AbstractClaim
from .record import SituationRecord

NOT_NEGATIVE = MinValueValidator(0, _("An amount is not negative."))
TAX_ID_PAPER = "steuer_id"  # key of the list `paper`
# Eleven digits that do not begin with 0, however parted: so the number is built, and no phone number is.
_TAX_NUMBER = re.compile(r"(?<![\d+])[1-9](?:[\s./-]?\d){10}(?!\d)", re.ASCII)


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


@audited
class BenefitClaim(AbstractClaim):
    """A benefit that is looked into together (122-04). Whether she is entitled is said by the office alone."""

    benefit = EncryptedCodeField(_("benefit"), codelist="benefit", blank=False)
    granted_until_on = models.DateField(_("granted until"), null=True, blank=True)

    class Meta(AbstractClaim.Meta):
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")

    def deadlines(self):
        granted = self.granted_until_on if self.state in GRANTED_CLAIMS else None
        return super().deadlines() | {DeadlineKind.GRANT: granted}


@audited
class Paper(SituationRecord):
    """A paper that offices and banks ask for: whether she has it, never what it says (122-05, 122-08, 122-17)."""

    kind = EncryptedCodeField(_("paper"), codelist="paper", blank=False)
    state = EncryptedCharField(_("how it stands"), max_length=10, choices=PaperState, default=PaperState.HAVE)
    expires_on = models.DateField(_("runs out on"), null=True, blank=True)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")

    def clean(self):
        super().clean()
        if self.kind == TAX_ID_PAPER and _TAX_NUMBER.search(self.note):
            raise ValidationError(
                {"note": _("This looks like the number itself. The file does not need it; how it stands is enough.")}
            )

    def deadlines(self):
        return {DeadlineKind.PAPER: self.expires_on if self.state == PaperState.HAVE else None}


@audited
class Account(SituationRecord):
    """Through what she gets her money since a day (122-06, 122-07). No number, no name of a bank is asked for."""

    kind = EncryptedCharField(_("account"), max_length=20, choices=AccountKind)
    since_on = models.DateField(_("since"), default=timezone.localdate)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")


@audited
class Debt(SituationRecord):
    """What somebody demands of her (122-12). Amounts are Euro; `instalment` is what she pays of it a month."""

    kind = EncryptedCharField(_("kind"), max_length=20, choices=DebtKind, default=DebtKind.DEBT)
    creditor = EncryptedCharField(_("owed to"), max_length=120, blank=True, default="")
    amount = EncryptedDecimalField(
        _("amount in Euro"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    state = EncryptedCharField(_("how it stands"), max_length=20, choices=DebtState, default=DebtState.OPEN)
    instalment = EncryptedDecimalField(
        _("instalment a month"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    since_on = models.DateField(_("since"), default=timezone.localdate)

    class Meta:
        verbose_name = _("debt")
        verbose_name_plural = _("debts")

    #: It was a back payment before the change that is being saved; the task that saving it has opened.
    was_demand = False
    opened = None

    def clean(self):
        super().clean()
        if self.amount is not None and self.instalment is not None and self.instalment > self.amount:
            raise ValidationError({"instalment": _("The instalment is larger than the whole.")})

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED_DEBTS

    @property
    def is_new_demand(self) -> bool:
        """A demand for back payments that the file has not known as one: Muss of 122-13 and 124-03."""
        return self.kind == DebtKind.BACK_PAYMENT and not self.was_demand and not self.is_settled

    def brought_on(self, before):
        self.was_demand = before.kind == DebtKind.BACK_PAYMENT
