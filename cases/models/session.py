"""A counselling session and its earlier versions."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import SessionResult
from umstieg.audit.registration import audited
from umstieg.centre.models import Site
from umstieg.codelists.fields import CodeField, EncryptedCodeField, EncryptedCodeListField
from umstieg.core.constraints import one_of
from umstieg.core.fields import EncryptedCharField, EncryptedTextField

from .case import Case
from .version import EarlierVersion

DAY_MINUTES = 24 * 60
NOTE_LENGTH = 50_000


@audited
class Occasion(models.Model):
    """One talk with several clients: counted once as counselling, in each file as a participation.

    No file shows who else took part; nothing but this row joins the sessions.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("occasion")

    def __str__(self):
        return str(self.pk)


@audited
class CounsellingSession(models.Model):
    """One talk, message or accompaniment. Topics and language are encrypted: they tell of health and origin."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sessions")
    counsellor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("counsellor")
    )
    started_at = models.DateTimeField(_("date and time"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(DAY_MINUTES)]
    )
    mode = CodeField(_("mode"), codelist="contact_mode", blank=False)
    setting = CodeField(_("setting"), codelist="contact_setting")
    result = models.CharField(_("result"), max_length=20, choices=SessionResult, default=SessionResult.HELD)
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("site")
    )
    place = EncryptedCharField(
        _("other place"), max_length=120, blank=True, default="", help_text=_("e.g. bank, job centre, café")
    )
    accompaniment = EncryptedCodeField(_("accompanied to"), codelist="accompaniment")
    topics = EncryptedCodeListField(_("topics"), codelist="topic")
    mediation_language = EncryptedCodeField(_("language mediation in"), codelist="language")
    mediator = EncryptedCharField(_("mediator"), max_length=120, blank=True, default="")
    mediation_minutes = models.PositiveSmallIntegerField(
        _("minutes of mediation"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(DAY_MINUTES)],
    )
    note = EncryptedTextField(
        _("note"), max_length=NOTE_LENGTH, blank=True, default="", help_text=_("Only what you need for counselling.")
    )
    occasion = models.ForeignKey(
        Occasion, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True, editable=False
    )
    version = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("counselling session")
        verbose_name_plural = _("counselling sessions")
        constraints = [
            one_of("result", SessionResult, name="cases_session_result"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__range=(1, DAY_MINUTES)),
                name="cases_session_minutes",
                violation_error_message=_("A session lasts between one minute and a day."),
            ),
            models.CheckConstraint(
                condition=Q(mediation_minutes=None) | Q(mediation_minutes__range=(1, DAY_MINUTES)),
                name="cases_session_mediation_minutes",
                violation_error_message=_("Mediation lasts between one minute and a day."),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-started_at", "-id"], name="cases_session_of_case"),
            models.Index(fields=["started_at"], name="cases_session_by_time"),
            models.Index(fields=["created_by", "-created_at"], name="cases_session_last_logged"),
        ]

    def __str__(self):
        return str(self.pk)


@audited
class SessionVersion(EarlierVersion):
    """How a session read before it was corrected. Never changed again."""

    session = models.ForeignKey(CounsellingSession, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        verbose_name = _("earlier version of a session")
        constraints = [models.UniqueConstraint(fields=["session", "version"], name="cases_one_row_per_version")]

    def __str__(self):
        return f"{self.session_id} v{self.version}"
