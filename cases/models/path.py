"""The way of a case: pauses, status to sex work, outcomes, what was explained, earlier closings. Dated, not judged."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import PauseKind, TransparencyItem
from umstieg.audit.registration import audited
from umstieg.codelists.fields import EncryptedCodeField
from umstieg.core.constraints import not_before, one_of
from umstieg.core.fields import EncryptedCharField
from umstieg.core.validators import not_in_future

from .case import Case


@audited
class Handover(models.Model):
    """That a case went from one contact person to the next."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_on = models.DateField(_("handed over on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("handover")

    def __str__(self):
        return str(self.pk)


class CasePauseQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(Q(started_on__lte=on) & (Q(ended_on=None) | Q(ended_on__gt=on)))


@audited
class CasePause(models.Model):
    """A time without contact that is meant so: "lange kein Kontakt" does not count it (114-07).

    `ended_on` is the first day after it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    kind = models.CharField(_("kind"), max_length=10, choices=PauseKind, default=PauseKind.PAUSE)
    started_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("to"), null=True, blank=True)
    note = EncryptedCharField(_("note"), max_length=200, blank=True, default="")

    objects = CasePauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause")
        constraints = [
            one_of("kind", PauseKind, name="cases_pause_kind"),
            not_before(
                "ended_on", "started_on", name="cases_pause_dates", message=_("The end lies before the beginning.")
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_on=None),
                name="cases_one_open_pause",
                violation_error_message=_("The case already pauses."),
            ),
        ]

    def __str__(self):
        return str(self.pk)


@audited
class SexWorkStatus(models.Model):
    """How the client stands to sex work from a day on (domain d.12). A return is an entry like any other."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sex_work_statuses")
    status = EncryptedCodeField(_("status to sex work"), codelist="sex_work_status", blank=False)
    since_on = models.DateField(_("since"), default=timezone.localdate, validators=[not_in_future])
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("status to sex work")
        verbose_name_plural = _("statuses to sex work")

    def __str__(self):
        return str(self.pk)


@audited
class Outcome(models.Model):
    """Something that came about, on a day (domain d.12). Several per case; closing is apart, a return deletes none."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outcomes")
    outcome = EncryptedCodeField(_("outcome"), codelist="outcome", blank=False)
    happened_on = models.DateField(_("on"), default=timezone.localdate, validators=[not_in_future])
    note = EncryptedCharField(_("note"), max_length=200, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("outcome")

    def __str__(self):
        return str(self.pk)


@audited
class Explained(models.Model):
    """What was explained to the client, when, in which language, by whom (113-04, 113-05)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="explained")
    item = models.CharField(_("what"), max_length=12, choices=TransparencyItem)
    explained_on = models.DateField(_("on"), default=timezone.localdate, validators=[not_in_future])
    language = EncryptedCodeField(_("in which language"), codelist="language")
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by whom")
    )

    class Meta:
        verbose_name = _("explanation at the beginning")
        constraints = [one_of("item", TransparencyItem, name="cases_explained_item")]

    def __str__(self):
        return str(self.pk)


@audited
class PastClosing(models.Model):
    """That the case was closed for a while, kept when it is reopened."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="past_closings")
    closed_on = models.DateField(_("closed on"))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closing_reason = EncryptedCodeField(_("reason for closing"), codelist="closing_reason")
    reopened_on = models.DateField(_("reopened on"), default=timezone.localdate)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("earlier closing")
        constraints = [
            not_before(
                "reopened_on",
                "closed_on",
                name="cases_reopened_after",
                message=_("A case is reopened after it was closed."),
            )
        ]

    def __str__(self):
        return str(self.pk)
