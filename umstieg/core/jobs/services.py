"""Starting a job, calling it off, and what goes by itself."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from umstieg.core.errors import DomainError

from .models import SILENT, Job, State
from .registry import kind_of

DAYS_KEPT = 14


def start_job(kind: str, *, by, facts) -> Job:
    """Put a job of this kind in the queue for somebody; it is done in her name and her language."""
    return Job.objects.create(kind=kind_of(kind).name, owner=by, facts=facts, language=get_language() or "de")


def cancel_job(*, job, by) -> Job:
    """Call off a job of hers that nobody has begun yet."""
    with transaction.atomic():
        held = Job.objects.light().select_for_update().get(pk=job.pk, owner_id=by.pk)
        if held.state != State.WAITING:
            raise DomainError(_("It has been begun meanwhile and can no longer be called off."))
        end(held, State.CANCELLED)
    return held


def end(job, state, outcome=None) -> None:
    """A job is over: what it was given goes, what came of it stays. In the transaction of the caller."""
    job.state, job.ended_at = state, timezone.now()
    job.facts, job.outcome, job.lease = {}, outcome or {}, None
    job.save(update_fields=["state", "ended_at", "facts", "outcome", "lease"])


def destroy_old_jobs(now=None) -> int:
    """Jobs of two weeks ago, whatever has become of them, unless a process is at one just now; returns how many."""
    now = now or timezone.now()
    is_at_work = Q(state=State.RUNNING, heartbeat_at__gt=now - SILENT)
    old = Job.objects.filter(created_at__lt=now - datetime.timedelta(days=DAYS_KEPT)).exclude(is_at_work)
    return old.delete()[0]
