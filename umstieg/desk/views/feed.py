"""The calendar feed: read by a calendar program, without signing in. Whoever has the address reads it."""

import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from cases.queries.agenda import appointments_between
from umstieg.agenda.queries.feed import DAYS_AHEAD, DAYS_BACK, Slot, living_feed, written
from umstieg.audit.recording import record


@login_not_required
@require_safe
def feed(request, secret):
    """Her own standing appointments, without anything about anybody; 404 for every other address."""
    found = living_feed(secret)
    if found is None:
        raise Http404
    request.audit_actor = found.user
    record("calendar_feed.read", object_id=found.user_id)
    today = timezone.localdate()
    start, end = today - datetime.timedelta(days=DAYS_BACK), today + datetime.timedelta(days=DAYS_AHEAD)
    with translation.override(found.user.language):
        rows = appointments_between(found.user, start, end, only_own=True)
        slots = [Slot(key=row.id, start=row.start, end=row.end, mode=row.mode, site=row.site) for row in rows]
        content = written(found, slots, written_at=timezone.now())
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="kalender.ics"'},
    )
