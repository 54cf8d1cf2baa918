"""Organisations that help, where they are, how far the cooperation has come, and who of us holds the relation."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.enums import Cost, Experience, Known, Stage
from umstieg.audit.registration import audited
from umstieg.centre.enums import Accessibility
from umstieg.codelists.fields import CodeField, CodesField
from umstieg.core.constraints import not_before, one_of
from umstieg.core.fields import EncryptedTextField
from umstieg.core.validators import not_in_future, readable

from .fields import HoursField, WebField


class OrganisationQuerySet(models.QuerySet):
    def living(self):
        """Still there."""
        return self.filter(ended_on=None)


@audited
class Organisation(models.Model):
    """A cooperation partner, or one that could become one (d.13, 24-11).

    What it offers is in clear: it stands on its own web page as well. What we note about it is encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, db_collation="german", validators=[readable])
    kind = CodeField(_("kind"), codelist="partner_type", blank=False)
    topics = CodesField(_("helps with"), codelist="topic")
    languages = CodesField(_("languages"), codelist="language")
    region = models.CharField(_("region"), max_length=80, blank=True, help_text=_("Town, district or Land they serve."))
    website = WebField(_("website"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=10, choices=Cost, default=Cost.UNKNOWN)
    is_anonymous = models.CharField(_("anonymous possible"), max_length=10, choices=Known, default=Known.UNKNOWN)
    insurance_needed = models.CharField(_("insurance needed"), max_length=10, choices=Known, default=Known.UNKNOWN)
    german_needed = CodeField(_("German needed"), codelist="german_level")
    is_for_target_group = models.BooleanField(
        _("made for our target group"),
        default=False,
        help_text=_("Such programmes ask for less at the door (guide 1.3.2)."),
    )
    waiting_time = models.CharField(_("waiting time"), max_length=80, blank=True)
    preconditions = models.TextField(_("preconditions"), max_length=500, blank=True)
    papers_needed = models.TextField(
        _("papers to bring"),
        max_length=500,
        blank=True,
        help_text=_("Whoever knows them beforehand saves a second visit (guide 1.2.2)."),
    )
    experience = models.CharField(
        _("experience with the target group"), max_length=10, choices=Experience, default=Experience.UNKNOWN
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.IDENTIFIED)
    note = EncryptedTextField(
        _("our experience with them"),
        max_length=4000,
        blank=True,
        default="",
        help_text=_("Only for us. Never about a client."),
    )
    ended_on = models.DateField(_("no longer there since"), null=True, blank=True, validators=[not_in_future])
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(_("last checked"), default=timezone.localdate)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")
        constraints = [
            one_of("cost", Cost, name="network_cost"),
            one_of("is_anonymous", Known, name="network_anonymous"),
            one_of("insurance_needed", Known, name="network_insurance"),
            one_of("experience", Experience, name="network_experience"),
            one_of("stage", Stage, name="network_stage"),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="network_by_name"),
            models.Index(fields=["name", "id"], condition=Q(ended_on=None), name="network_living_by_name"),
        ]

    def __str__(self):
        return str(self.pk)


@audited
class StageChange(models.Model):
    """Since when the cooperation stands at a stage; never overwritten."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    since = models.DateField(_("since"), default=timezone.localdate, validators=[not_in_future])
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("stage of a cooperation")
        constraints = [one_of("stage", Stage, name="network_stage_change")]
        indexes = [models.Index(fields=["organisation", "-since", "-id"], name="network_stages")]

    def __str__(self):
        return str(self.pk)


@audited
class PartnerSite(models.Model):
    """One of the places where an organisation is to be found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(_("name of the place"), max_length=80, blank=True, help_text=_("If there are several."))
    address = models.TextField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = HoursField(_("open"), max_length=400, blank=True)
    hours_note = models.CharField(
        _("about the hours"), max_length=120, blank=True, help_text=_("e.g. only by appointment, closed in August")
    )
    accessibility = models.CharField(
        _("accessibility"), max_length=10, choices=Accessibility, default=Accessibility.UNKNOWN
    )

    class Meta:
        verbose_name = _("place of a partner")
        verbose_name_plural = _("places of partners")
        constraints = [one_of("accessibility", Accessibility, name="network_site_accessibility")]

    def __str__(self):
        return str(self.pk)


class LiaisonQuerySet(models.QuerySet):
    def standing(self):
        """Held today, by somebody who still works here."""
        return self.filter(until=None, user__is_active=True)


@audited
class Liaison(models.Model):
    """Who of us holds the relation (24-05). It must not hang on one person (24-V)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="liaisons")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("colleague")
    )
    since = models.DateField(_("since"), default=timezone.localdate, validators=[not_in_future])
    until = models.DateField(_("until"), null=True, blank=True, validators=[not_in_future])

    objects = LiaisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("who holds the relation")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(until=None),
                name="network_one_liaison",
                violation_error_code="user",
                violation_error_message=_("She holds this relation already."),
            ),
            not_before("until", "since", name="network_liaison_dates", message=_("It ends before it begins.")),
        ]

    def __str__(self):
        return str(self.pk)
