import logging

from django.core.management.base import BaseCommand, CommandError

from umstieg.retention.daily import daily_tasks

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Destroys what is over: expired drafts, old jobs, personal notes after 14 days, notices a month after they "
        "were settled."
    )

    def handle(self, **options):
        failed = []
        for what, destroy in daily_tasks():
            try:
                self.stdout.write(f"{what}: {destroy()}")
            except Exception:  # the others still go
                log.exception("tidy_up failed")
                failed.append(what)
        if failed:
            raise CommandError(f"Still there: {', '.join(failed)}.")
