"""Where a client stands: the state of each theme, as of today and as it was. Voluntary, and never overwritten."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.access.enums import Part
from umstieg.audit.registration import audited
from umstieg.core.fields import EncryptedCharField, EncryptedDateField, EncryptedJSONField, EncryptedTextField
from umstieg.guide.enums import Theme, ThemeState

from .case import Case


class ThemeEntryQuerySet(models.QuerySet):
    def visible_to(self, user, part=Part.NOTES):
        """Entries in cases of which `user` sees `part`; of those, the specially protected themes need RESTRICTED."""
        return self.filter(case__in=Case.objects.visible_to(user, part))


@audited
class ThemeEntry(models.Model):
    """What was found about a theme on a day: a state, or that the state before still holds.

    The theme is encrypted too: that there is anything about addiction says enough.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="theme_entries", verbose_name=_("case"))
    theme = EncryptedCharField(_("theme"), max_length=30, choices=Theme)
    state = EncryptedCharField(_("state"), max_length=20, choices=ThemeState)
    since_on = EncryptedDateField(_("since"))
    note = EncryptedTextField(_("note"), max_length=1000, blank=True, default="")
    is_confirmation = models.BooleanField(default=False, editable=False)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ThemeEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("state of a theme")
        verbose_name_plural = _("states of themes")
        indexes = [models.Index(fields=["case", "noted_at", "id"], name="cases_theme_entries")]

    def __str__(self):
        return str(self.pk)


@audited
class Situation(models.Model):
    """The states of a case as they are today; says what its entries say, so that lists need not read them all.

    `themes` is {theme: [state, since as ISO date, last confirmed as ISO date]}.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="situation", verbose_name=_("case"))
    themes = EncryptedJSONField(_("themes"), default=dict)

    class Meta:
        verbose_name = _("situation")
        verbose_name_plural = _("situations")

    def __str__(self):
        return str(self.pk)
