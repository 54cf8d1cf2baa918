import datetime
import signal

from django.core.management.base import BaseCommand

from umstieg.access.policies import has_permission
from umstieg.audit.models import Channel
from umstieg.audit.recording import recording, refuse
from umstieg.core.jobs.models import SILENT
from umstieg.core.jobs.running import House, work


def record_as(owner):
    """The transaction of a job: its acts stand in the log as done by its owner, by way of a command."""
    return recording(actor=owner, channel=Channel.COMMAND)


def refuse_job(job):
    """She may not, or no longer: it stands in the log like a refused page."""
    refuse(actor=job.owner, channel=Channel.COMMAND, about=str(job.pk), reason=f"job {job.kind}")


HOUSE = House(recording=record_as, may=has_permission, refuse=refuse_job)


class Command(BaseCommand):
    help = (
        "Does the jobs that people have started, one after the other, until it is ended. Several may run; a job that a "
        "killed one has left is done anew, and takes effect once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="end when there is nothing more to do")
        parser.add_argument(
            "--silent",
            type=float,
            default=SILENT.total_seconds(),
            help="take a job again after so many seconds without a sign of life; 0 only where no other process works",
        )

    def handle(self, *, once, silent, **options):
        self.is_to_end = False
        if not once:
            signal.signal(signal.SIGTERM, self._end)
            signal.signal(signal.SIGINT, self._end)
        work(HOUSE, once=once, silent=datetime.timedelta(seconds=silent), is_to_end=lambda: self.is_to_end)

    def _end(self, *_):
        """Ends after the job, or gives it back where it can."""
        self.is_to_end = True
