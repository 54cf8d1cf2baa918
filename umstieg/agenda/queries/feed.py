"""The calendar feed: finding it by its secret, and writing it as iCalendar (RFC 5545).

What leaves the house: that there is an appointment, from when to when, and if wished in which mode or at which of our
sites. Never a name, a number, a text, a person, a place of the client's, or an alarm.
"""

import datetime
import hashlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.agenda.enums import FeedDetail
from umstieg.agenda.models import CalendarFeed
from umstieg.core.crypto import keyed_digest

ZONE = "Europe/Berlin"
DAYS_BACK, DAYS_AHEAD = 30, 365


@dataclass(frozen=True)
class Slot:
    """What a feed may take of an appointment. `key` is its id inside; outside only a digest of it is seen."""

    key: str
    start: datetime.datetime
    end: datetime.datetime
    mode: str = ""
    site: str = ""


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def living_feed(secret: str) -> CalendarFeed | None:
    """The feed of a secret while it stands and its owner may still have one; else None."""
    feed = CalendarFeed.objects.select_related("user").filter(secret_digest=digest_of(secret), revoked_at=None).first()
    return feed if feed and has_permission(feed.user, Permission.CALENDAR_FEED) else None


def feed_of(user) -> CalendarFeed | None:
    """The living feed of a person."""
    return CalendarFeed.objects.filter(user=user, revoked_at=None).first()


def written(feed, slots, *, written_at) -> bytes:
    """An iCalendar file of slots, with as much detail as the feed may tell."""
    zone = ZoneInfo(ZONE)
    calendar = Calendar()
    calendar.add("prodid", "-//umstieg//Kalender//DE")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Appointments"))
    calendar.add("refresh-interval", datetime.timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_time_zone())
    for slot in slots:
        event = Event()
        event.add("uid", f"{keyed_digest('calendar feed', str(feed.user_id), slot.key)[:40]}@umstieg.invalid")
        event.add("dtstamp", written_at)
        event.add("dtstart", slot.start.astimezone(zone))
        event.add("dtend", slot.end.astimezone(zone))
        tells_mode = feed.detail in (FeedDetail.MODE, FeedDetail.PLACE)
        event.add("summary", _("Appointment: %(mode)s") % {"mode": slot.mode} if tells_mode else _("Appointment"))
        if slot.site and feed.detail == FeedDetail.PLACE:
            event.add("location", slot.site)
        event.add("class", "PRIVATE")
        event.add("transp", "OPAQUE")
        calendar.add_component(event)
    return calendar.to_ical()


def _time_zone() -> Timezone:
    """German time as the rule that holds since 1996. The library would list every change of the clock since 1970, and
    the parsers of some calendar programs then lose summer time."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    for part, name, month, begins, before, after in (
        (TimezoneDaylight(), "CEST", 3, datetime.datetime(1996, 3, 31, 2), 1, 2),
        (TimezoneStandard(), "CET", 10, datetime.datetime(1996, 10, 27, 3), 2, 1),
    ):
        part.add("dtstart", begins)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", datetime.timedelta(hours=before))
        part.add("tzoffsetto", datetime.timedelta(hours=after))
        zone.add_component(part)
    return zone
