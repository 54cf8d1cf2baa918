"""What of the cases goes by itself, see `cases.retention`."""

import datetime

from django.utils import timezone

from cases.models import Notice
from umstieg.audit.recording import act

NOTICE_DAYS = 30  # a month to undo a mistake


def destroy_settled_notices(*, now=None) -> int:
    """Destroy every notice settled more than 30 days ago; returns how many. One event tells of all of them."""
    ended = (now or timezone.now()) - datetime.timedelta(days=NOTICE_DAYS)
    notices = list(Notice.objects.filter(settled_at__lte=ended).select_related("case").order_by("settled_at"))
    if not notices:
        return 0
    with act("notice.destroyed", by=None) as done:
        done.about(*(notice.case.number for notice in notices if notice.case))
        for notice in notices:
            notice.delete()
    return len(notices)
