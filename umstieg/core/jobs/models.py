"""A job: what somebody has asked for that is done beside the server, and how far it is."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from umstieg.core.constraints import not_before, one_of
from umstieg.core.fields import EncryptedJSONField

SILENT = datetime.timedelta(seconds=60)  # a process that has not been heard of for so long is taken for dead


class State(models.TextChoices):
    WAITING = "WAITING", _("waits")
    RUNNING = "RUNNING", _("is being done")
    DONE = "DONE", _("done")
    FAILED = "FAILED", _("failed")
    CANCELLED = "CANCELLED", _("called off")


class JobQuerySet(models.QuerySet):
    def light(self):
        """Without what it was given, which may be a whole file."""
        return self.defer("facts")

    def to_take(self, silent=SILENT, *, now):
        """Those a process may take, in their order: who waits, and what a dead process has left."""
        is_left = Q(state=State.RUNNING, heartbeat_at__lte=now - silent)
        return self.filter(Q(state=State.WAITING) | is_left).order_by("created_at", "pk")


class Job(models.Model):
    """One job. Encrypted, its owner's alone; not audited itself, since what it does is audited as done by her.

    `lease` is drawn by the process that does it; whoever no longer holds it writes nothing more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)  # in which she is told
    facts = EncryptedJSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=80, blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    outcome = EncryptedJSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="core_jobs_to_do")]
        constraints = [
            one_of("state", State, name="core_job_state_known"),
            not_before(
                "ended_at", "started_at", name="core_job_ends_later", message=_("A job ends after it has begun.")
            ),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease__isnull=False) | ~Q(state=State.RUNNING) & Q(lease__isnull=True),
                name="core_job_leased_while_running",
                violation_error_code="lease",
                violation_error_message=_("A job is held by a process exactly while it is being done."),
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")),
                name="core_job_done_within_total",
                violation_error_code="done",
                violation_error_message=_("No more can be done than there is."),
            ),
        ]

    def __str__(self):
        return str(self.pk)
