"""Centre, sites, teams: kept by the administration, seen by everybody who works here."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.audit.registration import audited
from umstieg.core.constraints import one_of
from umstieg.core.kept import forget

from .enums import Accessibility, Land, PrintedAs, SiteKind

KEPT = "centre"  # under this name the centre is kept in the process, see `queries.shown_centre`


@audited
class Centre(models.Model):
    """The one counselling centre of this installation."""

    name = models.CharField(_("name"), max_length=120)
    carrier = models.CharField(_("carrier"), max_length=120, blank=True)
    land = models.CharField(
        _("Land"), max_length=2, choices=Land, blank=True, default="", help_text=_("For public holidays.")
    )
    staff_printed_as = models.CharField(
        _("colleagues on printouts for clients"), max_length=10, choices=PrintedAs, default=PrintedAs.NAME
    )
    keeps_residence = models.BooleanField(_("We note facts about residence"), default=True)

    class Meta:
        verbose_name = _("centre")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="centre_only_one"),
            one_of("staff_printed_as", PrintedAs, name="centre_staff_printed_as"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        forget(KEPT)
        super().save(*args, **kwargs)


@audited
class Site(models.Model):
    """A place where counselling happens (114-09)."""

    name = models.CharField(_("name"), max_length=80, unique=True, db_collation="german")
    kind = models.CharField(_("kind"), max_length=20, choices=SiteKind, default=SiteKind.COUNSELLING)
    address = models.TextField(_("address"), max_length=300, blank=True)
    reachability = models.TextField(
        _("when and how we can be reached"), max_length=300, blank=True, help_text=_("Guide 1.1.3: clients must know.")
    )
    accessibility = models.CharField(
        _("accessibility"), max_length=10, choices=Accessibility, default=Accessibility.UNKNOWN
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            one_of("kind", SiteKind, name="centre_site_kind"),
            one_of("accessibility", Accessibility, name="centre_site_accessibility"),
        ]

    def __str__(self):
        return self.name


@audited
class Room(models.Model):
    """A room of a site in which people talk; whether it is protected from outsiders matters (114-08)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=80, db_collation="german")
    is_protected = models.BooleanField(
        _("protected"), default=True, help_text=_("Guide 1.1.4: nobody from outside sees or hears what is said.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="centre_one_room_of_a_name",
                violation_error_message=_("This site already has a room of this name."),
            )
        ]

    def __str__(self):
        return self.name


@audited
class Team(models.Model):
    """People who share cases' facts through their lead."""

    name = models.CharField(_("name"), max_length=80, unique=True, db_collation="german")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="teams", verbose_name=_("site"))
    is_active = models.BooleanField(_("in use"), default=True)
    no_contact_days = models.PositiveSmallIntegerField(
        _("long without contact after"),
        default=60,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
        help_text=_("Days. Can be set otherwise for a single case."),
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self):
        return self.name


@audited
class ConfirmedText(models.Model):
    """That somebody of the centre has confirmed a translation for clients, in exactly these words."""

    key = models.CharField(_("printout"), max_length=40)
    language = models.CharField(_("language"), max_length=5)
    version = models.CharField(_("version"), max_length=64)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("confirmed translation")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "language", "version"],
                name="centre_text_confirmed_once",
                violation_error_message=_("This translation has been confirmed already."),
            )
        ]

    def __str__(self):
        return f"{self.key} {self.language}"


@audited
class SecrecyText(models.Model):
    """The words by which people are bound to secrecy (§ 203 StGB), from a day on.

    A text is never changed, only followed by the next: whoever was bound by an older one was bound by those words.
    """

    valid_from = models.DateField(
        _("valid from"),
        unique=True,
        error_messages={"unique": _("There is already a text from this day on.")},
    )
    text = models.TextField(_("text"), max_length=20_000)

    class Meta:
        verbose_name = _("text of the binding to secrecy")

    def __str__(self):
        return str(self.pk)
