"""What the page of a job shows."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from umstieg.core.formats import moment

from .models import SILENT, Job, State
from .registry import UnknownKind, kind_of


@dataclass(frozen=True)
class JobPage:
    """A job, ready to print."""

    job: Job
    title: str
    since: str
    progress: str  # "120 of 5,000", "" as long as nothing is counted
    is_silent: bool  # it waits, or is said to be done, and nobody works

    @property
    def is_open(self) -> bool:
        return self.job.state in (State.WAITING, State.RUNNING)

    @property
    def is_asked_again(self) -> bool:
        """The page asks by itself only while somebody works: it must not keep a session alive for hours."""
        return self.is_open and not self.is_silent

    @property
    def is_waiting(self) -> bool:
        return self.job.state == State.WAITING

    @property
    def is_done(self) -> bool:
        return self.job.state == State.DONE

    @property
    def is_failed(self) -> bool:
        return self.job.state == State.FAILED

    @property
    def message(self) -> str:
        return self.job.outcome.get("message", "")

    @property
    def address(self) -> str:
        """Where its result is; only an address of ours."""
        to = self.job.outcome.get("address", "")
        return to if to.startswith("/") and not to.startswith("//") else ""


def job_of(owner, key) -> Job | None:
    """A job of hers."""
    return Job.objects.light().filter(pk=key, owner_id=owner.pk).first()


def job_page(job: Job) -> JobPage:
    """Its page; asks for others only where it waits."""
    try:
        title = kind_of(job.kind).title
    except UnknownKind:
        title = _("Job")
    counted = {"done": _number(job.done), "total": _number(job.total)}
    told = _("%(done)s of %(total)s") % counted if job.total else ""
    return JobPage(job, str(title), moment(job.created_at), told, _is_silent(job))


def _number(value):
    return number_format(value, force_grouping=True)


def _is_silent(job):
    before = timezone.now() - SILENT
    if job.state == State.RUNNING:
        return job.heartbeat_at <= before
    if job.state != State.WAITING or max(job.created_at, job.heartbeat_at or job.created_at) > before:
        return False
    return not Job.objects.filter(state=State.RUNNING, heartbeat_at__gt=before).exists()
