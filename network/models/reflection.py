"""The reflection sheet of guide 2.4 (24-02)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from umstieg.audit.registration import audited
from umstieg.codelists.fields import CodeField

from .organisation import Organisation


@audited
class ReflectionSheet(models.Model):
    """One topic: what is needed, what we can do ourselves, which expertise is missing, who could bring it."""

    topic = CodeField(_("topic"), codelist="topic", blank=False, unique=True)
    need = models.TextField(
        _("What is needed?"), max_length=2000, blank=True, help_text=_("What do clients ask for, how often, by when?")
    )
    own_part = models.TextField(_("What can we do ourselves?"), max_length=2000, blank=True)
    missing = models.TextField(_("Which expertise is missing?"), max_length=2000, blank=True)
    actors = models.TextField(
        _("Who could bring it?"),
        max_length=2000,
        blank=True,
        help_text=_("Who works on it here, which round tables are there already, who knows somebody?"),
    )
    organisations = models.ManyToManyField(
        Organisation, related_name="sheets", blank=True, verbose_name=_("relevant partners")
    )
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reflection sheet")
        verbose_name_plural = _("reflection sheets")

    def __str__(self):
        return str(self.pk)
