"""Access for a time, and locks: what somebody is given beyond her own cases, and what is hidden from her.

Confidentiality C, rules 2 to 4. Who sees what follows in `Case.objects.visible_to`; here stand the facts.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.enums import GrantKind, LeadCause, ReviewResult
from umstieg.access.enums import Part, Role
from umstieg.audit.registration import audited
from umstieg.core.constraints import one_of
from umstieg.core.fields import EncryptedTextField

REVIEW_DAYS = 7  # after so many days an opening in an emergency nobody has looked at is shown red
PARTS = (Part.NOTES, Part.RESTRICTED, Part.WORK)


class CaseGrantQuerySet(models.QuerySet):
    def in_force(self):
        """Those that open a case at this moment, by the clock of the database: ended a second ago is ended."""
        return self.filter(ended_at=None, starts_at__lte=Now(), ends_at__gt=Now())

    def waiting_for_review(self, user):
        """Openings in an emergency that `user` has to look at as a lead of the team; never her own."""
        led = self.filter(case__team_id__in=user.team_ids(Role.TEAM_LEAD))
        return led.filter(kind=GrantKind.EMERGENCY, reviewed_at=None).exclude(user_id=user.pk)


@audited
class CaseGrant(models.Model):
    """Somebody sees a part of a case from–to, for a reason. Never deleted by hand: it says why she could look."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="grants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_grants", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=GrantKind)
    part = models.PositiveSmallIntegerField(_("part"), choices=[(int(part), part.label) for part in PARTS])
    cause = models.CharField(_("cause"), max_length=12, choices=LeadCause, blank=True, default="")
    reason = EncryptedTextField(_("reason"), max_length=1_000)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    review_result = models.CharField(_("result"), max_length=10, choices=ReviewResult, blank=True, default="")
    review_note = EncryptedTextField(_("note"), max_length=1_000, blank=True, default="")

    objects = CaseGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("access for a time")
        constraints = [
            one_of("kind", GrantKind, name="cases_grant_kind"),
            models.CheckConstraint(condition=Q(part__in=[int(part) for part in PARTS]), name="cases_grant_part"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="cases_grant_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(kind=GrantKind.REASON, cause__in=LeadCause.values)
                | (~Q(kind=GrantKind.REASON) & Q(cause="")),
                name="cases_grant_cause",
                violation_error_message=_("A lead names a cause."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="cases_grant_ended_by",
                violation_error_message=_("An end has a moment and a person."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, review_result="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, review_result__in=ReviewResult.values),
                name="cases_grant_review",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "ends_at"], condition=Q(ended_at=None), name="cases_grants_of"),
            models.Index(fields=["case", "-starts_at"], name="cases_grants_on"),
        ]

    def __str__(self):
        return str(self.pk)


class CaseLockQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(lifted_at=None)


@audited
class CaseLock(models.Model):
    """A case is hidden from a colleague: her relative, her neighbour. Beats every role; data protection lifts it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="locks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_locks", verbose_name=_("colleague")
    )
    reason = EncryptedTextField(_("reason"), max_length=1_000)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = CaseLockQuerySet.as_manager()

    class Meta:
        verbose_name = _("lock")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(lifted_at=None),
                name="cases_one_lock",
                violation_error_message=_("The case is hidden from this person already."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="cases_lock_lifted_by",
                violation_error_message=_("An end has a moment and a person."),
            ),
        ]
        indexes = [models.Index(fields=["user"], condition=Q(lifted_at=None), name="cases_locks_of")]

    def __str__(self):
        return str(self.pk)
