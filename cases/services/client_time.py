"""When appointments suit a client, and when not (114-12)."""

from django.utils.translation import gettext as _

from cases.models import ClientTime
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save

from .client import case_numbers

MOST = 20


def add_client_time(*, client, weekdays, begins, ends, by, is_blocked=False) -> ClientTime:
    """A time on some weekdays (0 = Monday), from–to on one day; preferred, or with `is_blocked` not possible."""
    with act("client_time.added", by=by, object_id=client.pk) as done:
        done.about(*case_numbers(client))
        if not weekdays:
            raise DomainError(_("On which days?"), field="weekdays")
        if ends <= begins:
            raise DomainError(_("The end lies before the beginning."), field="ends")
        if client.times.count() >= MOST:
            raise DomainError(_("There are enough times here. Please remove one first."))
        time = ClientTime(
            client=client,
            is_blocked=is_blocked,
            weekdays=sorted({int(day) for day in weekdays}),
            begins=f"{begins:%H:%M}",
            ends=f"{ends:%H:%M}",
        )
        check_and_save(time)
    return time


def remove_client_time(*, time, by) -> None:
    with act("client_time.removed", by=by, object_id=time.client_id) as done:
        done.about(*case_numbers(time.client))
        time.delete()
