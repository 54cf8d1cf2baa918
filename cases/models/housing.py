"""Where a client lives, can be reached by post, and what flats were looked at (1.2.3)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import FLATS_OPEN, AddressKind, DeadlineKind, FlatSearchState
from umstieg.access.enums import Part
from umstieg.audit.registration import audited
from umstieg.codelists.fields import EncryptedCodeField
from umstieg.core.constraints import not_before
from umstieg.core.fields import (
    EncryptedBooleanField,
    EncryptedCharField,
    EncryptedDecimalField,
    EncryptedIntegerField,
    EncryptedTextField,
)

from .record import SituationRecord

MOST_IN_A_HOUSEHOLD = 30


@audited
class Dwelling(SituationRecord):
    """A place she lives or lived at, from–to (123-V). A temporary one may have a day until which she may stay."""

    kind = EncryptedCodeField(_("how she lives"), codelist="housing", blank=False)
    registered = EncryptedCodeField(_("registered there"), codelist="registration_address")
    started_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("to"), null=True, blank=True)
    is_temporary = EncryptedBooleanField(_("only for a time"), default=False)
    stay_until_on = models.DateField(_("may stay until"), null=True, blank=True)
    is_threatened = EncryptedBooleanField(_("may be lost"), default=False)
    household = EncryptedIntegerField(
        _("people in the household"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_IN_A_HOUSEHOLD)],
    )

    class Meta:
        verbose_name = _("dwelling")
        verbose_name_plural = _("dwellings")
        constraints = [
            not_before(
                "ended_on", "started_on", name="cases_dwelling_dates", message=_("The end lies before the beginning.")
            ),
            not_before(
                "stay_until_on",
                "started_on",
                name="cases_dwelling_stay",
                message=_("The end lies before the beginning."),
            ),
        ]

    def runs(self, on) -> bool:
        return self.started_on <= on and (self.ended_on is None or self.ended_on >= on)

    def deadlines(self):
        """Who has moved out needs no reminder."""
        return {DeadlineKind.STAY: self.stay_until_on if self.ended_on is None else None}


@audited
class Address(SituationRecord):
    """One address and what it is good for. A postal address is no registered one (122-09, 123-06)."""

    part = Part.IDENTITY

    kind = EncryptedCharField(_("what for"), max_length=20, choices=AddressKind, default=AddressKind.POSTAL)
    text = EncryptedTextField(_("address"), max_length=300)
    started_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            not_before(
                "ended_on", "started_on", name="cases_address_dates", message=_("The end lies before the beginning.")
            )
        ]


@audited
class FlatSearch(SituationRecord):
    """A flat that was found, and what came of it (123-03). `rent` is Euro a month, with all costs."""

    what = EncryptedCharField(_("what was found"), max_length=200)
    found_on = models.DateField(_("found on"), default=timezone.localdate)
    rent = EncryptedDecimalField(
        _("rent in Euro a month"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, _("An amount is not negative."))],
    )
    state = EncryptedCharField(
        _("how it stands"), max_length=20, choices=FlatSearchState, default=FlatSearchState.FOUND
    )
    viewing_on = models.DateField(_("viewing on"), null=True, blank=True)

    class Meta:
        verbose_name = _("flat looked at")
        verbose_name_plural = _("flats looked at")
        constraints = [
            not_before(
                "viewing_on",
                "found_on",
                name="cases_flat_viewing",
                message=_("The viewing lies before the day it was found."),
            )
        ]

    @property
    def is_open(self) -> bool:
        """Something may still come of it."""
        return self.state in FLATS_OPEN
