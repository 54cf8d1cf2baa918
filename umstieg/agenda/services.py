"""Making, changing and ending the secret address of one's calendar."""

import secrets

from django.utils import timezone

from umstieg.audit.recording import act

from .enums import FeedDetail
from .models import CalendarFeed
from .queries.feed import digest_of

SECRET_BYTES = 32  # 256 bits: nobody guesses it


def make_feed(*, user, by, detail=FeedDetail.BUSY) -> tuple[CalendarFeed, str]:
    """A new feed and its secret, which is told now and never again. An older one of this person ends."""
    with act("calendar_feed.made", by=by, object_id=user.pk):
        for old in CalendarFeed.objects.select_for_update().filter(user=user, revoked_at=None):
            old.revoked_at = timezone.now()
            old.save(update_fields=["revoked_at"])
        secret = secrets.token_urlsafe(SECRET_BYTES)
        feed = CalendarFeed(user=user, secret_digest=digest_of(secret), detail=detail)
        feed.full_clean()
        feed.save()
    return feed, secret


def change_feed(*, feed, by, detail) -> CalendarFeed:
    """Tell the calendar outside more or less; it follows with its next reading."""
    with act("calendar_feed.changed", by=by, object_id=feed.user_id):
        feed.detail = detail
        feed.full_clean()
        feed.save(update_fields=["detail"])
    return feed


def revoke_feed(*, feed, by) -> None:
    """The address leads nowhere any more, at once. What was read before stays in the calendar outside."""
    with act("calendar_feed.revoked", by=by, object_id=feed.user_id):
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
