"""The client: what is known of a person. Only pseudonym and number are ever mandatory (114-13, 125-V)."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import ChannelKind, IdentityKind, LanguageLevel
from umstieg.audit.registration import audited
from umstieg.codelists.fields import EncryptedCodeField
from umstieg.core.constraints import one_of
from umstieg.core.fields import (
    EncryptedCharField,
    EncryptedDateField,
    EncryptedIntegerField,
    EncryptedJSONField,
    EncryptedTextField,
)
from umstieg.core.validators import not_in_future, readable

YOUNGEST = 10  # years; a typing error below it, a case for the youth office above


def latest_birth_year() -> int:
    return timezone.localdate().year - YOUNGEST


@audited
class Client(models.Model):
    """A person who is advised beyond a single contact (0-06). May be anonymous for years."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("client number"), max_length=12, unique=True)
    identity_kind = models.CharField(_("kept"), max_length=20, choices=IdentityKind, default=IdentityKind.PSEUDONYMOUS)
    pseudonym = EncryptedCharField(_("pseudonym"), max_length=60, validators=[readable])
    name = EncryptedCharField(_("name"), max_length=120, blank=True, default="")
    names_used = EncryptedCharField(
        _("names used"), max_length=120, blank=True, default="", help_text=_("How the person wants to be addressed.")
    )
    code_word = EncryptedCharField(
        _("code word"),
        max_length=40,
        blank=True,
        default="",
        help_text=_("Said on the phone to be recognised without a name."),
    )
    pronoun = EncryptedCharField(_("pronoun"), max_length=40, blank=True, default="")
    gender = EncryptedCodeField(_("gender"), codelist="gender")
    gender_description = EncryptedCharField(_("gender in own words"), max_length=80, blank=True, default="")
    birth_year = EncryptedIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(latest_birth_year)],
    )
    age = EncryptedIntegerField(
        _("age"), null=True, blank=True, validators=[MinValueValidator(YOUNGEST), MaxValueValidator(120)]
    )
    age_told_on = EncryptedDateField(_("age told on"), null=True, blank=True, validators=[not_in_future])
    nationality = EncryptedCodeField(_("nationality"), codelist="country")
    residence_place = EncryptedCharField(_("place of residence"), max_length=80, blank=True, default="")
    contact_rule = EncryptedTextField(
        _("how to reach safely"),
        max_length=500,
        blank=True,
        default="",
        help_text=_("Holds for every way of contact and is shown before any number."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [
            one_of("identity_kind", IdentityKind, name="cases_client_identity_kind"),
            models.CheckConstraint(
                condition=models.Q(age__isnull=True, age_told_on__isnull=True)
                | models.Q(age__isnull=False, age_told_on__isnull=False),
                name="cases_client_age_told",
                violation_error_code="age_told_on",
                violation_error_message=_("An age needs the day on which it was told."),
            ),
            models.CheckConstraint(
                condition=models.Q(age__isnull=True) | models.Q(birth_year__isnull=True),
                name="cases_client_age_or_birth_year",
                violation_error_code="age",
                violation_error_message=_("Either the year of birth or the age, not both."),
            ),
        ]

    def __str__(self):
        return self.number

    def age_on(self, day):
        """Her age on a day in whole years, as near as it is known; None when it is not.

        From a birth year it is the age she turns in that year; from an age told on a day, a year more for every full
        year since.
        """
        if self.birth_year:
            return day.year - self.birth_year
        if self.age is None:
            return None
        told = self.age_told_on
        return self.age + (day.year - told.year) - ((day.month, day.day) < (told.month, told.day))


@audited
class ClientLanguage(models.Model):
    """A language a client speaks, how well, and whether talks in it need a mediator (111-09, 114-11)."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="languages")
    language = EncryptedCodeField(_("language"), codelist="language", blank=False)
    level = models.CharField(_("level"), max_length=5, choices=LanguageLevel, blank=True, default="")
    needs_mediation = models.BooleanField(_("language mediation needed"), default=False)

    class Meta:
        verbose_name = _("language of a client")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=["", *LanguageLevel.values]), name="cases_client_language_level"
            )
        ]

    def __str__(self):
        return str(self.pk)


@audited
class ContactChannel(models.Model):
    """A way to reach a client, and the rules that keep her safe when it is used (114-04)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="channels")
    kind = models.CharField(_("kind"), max_length=20, choices=ChannelKind)
    value = EncryptedCharField(_("number or address"), max_length=200)
    times = EncryptedCharField(_("when"), max_length=120, blank=True, default="", help_text=_("e.g. weekdays 10 to 14"))
    sender_name = EncryptedCharField(
        _("we are called"), max_length=60, blank=True, default="", help_text=_("The name under which we write or call.")
    )
    who_may_hear = EncryptedCharField(_("who may hear or read it"), max_length=120, blank=True, default="")
    no_voicemail = models.BooleanField(_("never leave a message"), default=False)
    is_usable = models.BooleanField(_("may be used"), default=True)

    class Meta:
        verbose_name = _("way of contact")
        constraints = [one_of("kind", ChannelKind, name="cases_channel_kind")]

    def __str__(self):
        return str(self.pk)


@audited
class ClientTime(models.Model):
    """When appointments suit a client, and when not (114-12). `weekdays`: 0 = Monday … 6 = Sunday."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="times")
    is_blocked = models.BooleanField(_("not at these times"), default=False)
    weekdays = EncryptedJSONField(_("weekdays"), default=list)
    begins = EncryptedCharField(_("from"), max_length=5)
    ends = EncryptedCharField(_("to"), max_length=5)

    class Meta:
        verbose_name = _("time of a client")

    def __str__(self):
        return str(self.pk)
