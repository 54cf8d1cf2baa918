"""What is worth knowing before an appointment is entered. Hints, never locks: whoever books knows more than we do.

An alert (`is_alert`) is a Muss of the guide: protected rooms (114-08), language (114-11), the client's daily life
(114-12); and a room or a person that is taken. Nothing here names another client or what a colleague does.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Appointment
from umstieg.access.enums import Role
from umstieg.accounts.models import Membership, SpokenLanguage
from umstieg.agenda.queries.holidays import holiday_on
from umstieg.centre.queries import the_centre
from umstieg.codelists.queries import Labels

from .case_list import more_of
from .client_times import times_text

# Modes in which people sit together in a room of somebody's; elsewhere (street, telephone, office) no room is ours.
TALKS_IN_A_ROOM = ("persoenlich_stelle", "mobil")
SUNDAY = 6


@dataclass(frozen=True)
class Hint:
    """One hint. `key` is for tests, `guide` the row of the practice guide it comes from ("" for none)."""

    key: str
    text: str
    guide: str = ""
    is_taken: bool = False

    @property
    def is_alert(self):
        return bool(self.guide) or self.is_taken

    @property
    def source(self):
        """Where the guide says so: "1.1.4"."""
        return ".".join(self.guide.partition("-")[0])


def hints(appointment, *, by=None, today=None) -> list[Hint]:
    """All hints about an appointment for its reader `by`, saved or not; alerts first. A cancelled one has none."""
    if appointment.cancelled_at:
        return []
    start = timezone.localtime(appointment.starts_at)
    end = timezone.localtime(appointment.starts_at + datetime.timedelta(minutes=appointment.minutes))
    found = []
    if case := appointment.case:
        found += outside_her_times(case.client, start, end)
        found += unprotected_room(appointment)
        found += nobody_speaks(appointment, by)
    found += double_booked(appointment)
    if case:
        found += while_pausing(case, start.date())
    found += in_the_past(start.date(), today or timezone.localdate())
    found += on_a_day_off(start.date())
    return found


def outside_her_times(client, start, end) -> list[Hint]:
    """114-12, Muss: appointments follow the daily reality of clients, above all in time."""
    times = list(client.times.all())
    blocked = [time for time in times if time.is_blocked and _overlaps(time, start, end)]
    if blocked:
        text = _("At this time it is not possible for her: %(times)s.") % {"times": _listed(blocked)}
        return [Hint("blocked time", text, "114-12")]
    preferred = [time for time in times if not time.is_blocked]
    if preferred and not any(_holds(time, start, end) for time in preferred):
        text = _("Outside the times that suit her: %(times)s.") % {"times": _listed(preferred)}
        return [Hint("outside preferred times", text, "114-12")]
    return []


def unprotected_room(appointment) -> list[Hint]:
    """114-08, Muss: rooms are protected, without outsiders."""
    if appointment.mode not in TALKS_IN_A_ROOM:
        return []
    if appointment.room is None:
        text = _("None of our rooms is named: is the place protected from outsiders?")
        return [Hint("no own room", text, "114-08")]
    if not appointment.room.is_protected:
        return [Hint("unprotected room", _("This room is not protected: outsiders can see or hear."), "114-08")]
    return []


def nobody_speaks(appointment, by=None) -> list[Hint]:
    """114-11, Muss: accessibility in language. Says which colleague of the team speaks what is needed (114-17)."""
    needed = more_of([appointment.case_id], [appointment.case.client_id])[1][appointment.case.client_id]
    if not needed or appointment.mediator:
        return []
    spoken = SpokenLanguage.objects.filter(language__in=needed)
    team = Membership.objects.in_force().filter(team_id=appointment.case.team_id, role=Role.COUNSELLOR)
    speakers = list(
        spoken.filter(Q(user_id=appointment.owner_id) | Q(user__in=team.values("user_id"), user__is_active=True))
        .order_by("user__name")
        .values_list("user_id", "user__name", "language")
    )
    if any(user_id == appointment.owner_id for user_id, _name, _language in speakers):
        return []
    labels = Labels("language")
    spoken_of = {"languages": _(" or ").join(labels.many("language", needed)), "name": appointment.owner.name}
    if by and by.pk == appointment.owner_id:
        text = _("By your profile you do not speak %(languages)s, and no mediator is named.") % spoken_of
    else:
        text = _("By the profile %(name)s does not speak %(languages)s, and no mediator is named.") % spoken_of
    for _user, name, language in speakers[:3]:
        text += " " + _("%(name)s speaks %(language)s.") % {"name": name, "language": labels("language", language)}
    return [Hint("language", text, "114-11")]


def while_pausing(case, day) -> list[Hint]:
    """114-07: a pause is a pause; the appointment may still be wanted."""
    pauses = case.pauses.filter(Q(ended_on=None) | Q(ended_on__gt=day), started_on__lte=day)
    return [Hint("pause", _("On this day the case pauses."))] if pauses.exists() else []


def in_the_past(day, today) -> list[Hint]:
    """It may be meant so (to log it later), or be a slip."""
    return [Hint("past", _("This day lies in the past."))] if day < today else []


def on_a_day_off(day) -> list[Hint]:
    """Public holidays of the centre's Land, and Sundays."""
    centre = the_centre()
    if name := holiday_on(centre.land if centre else "", day):
        return [Hint("holiday", _("This day is a public holiday: %(name)s.") % {"name": name})]
    return [Hint("sunday", _("This day is a Sunday."))] if day.weekday() == SUNDAY else []


def double_booked(appointment) -> list[Hint]:
    """Who holds it, or the room, is taken at this time. By whom or for what is not told."""
    end = appointment.starts_at + datetime.timedelta(minutes=appointment.minutes)
    same = Q(owner_id=appointment.owner_id)
    if appointment.room_id:
        same |= Q(room_id=appointment.room_id)
    others = (
        Appointment.objects.standing()
        .filter(same, starts_at__lt=end, starts_at__gt=appointment.starts_at - datetime.timedelta(days=1))
        .exclude(pk=appointment.pk)
        .values_list("starts_at", "minutes", "owner_id", "room_id")
    )
    found = {}
    for starts_at, minutes, owner_id, room_id in others:
        until = starts_at + datetime.timedelta(minutes=minutes)
        if until <= appointment.starts_at:
            continue
        span = {"from": f"{timezone.localtime(starts_at):%H:%M}", "to": f"{timezone.localtime(until):%H:%M}"}
        if owner_id == appointment.owner_id:
            found["counsellor"] = _("At this time there already is an appointment, %(from)s–%(to)s.") % span
        if appointment.room_id and room_id == appointment.room_id:
            found["room"] = _("The room is taken, %(from)s–%(to)s.") % span
    return [Hint(f"{what} double booked", text, is_taken=True) for what, text in sorted(found.items())]


def _overlaps(time, start, end) -> bool:
    return any(start < upto and begin < end for begin, upto in _spans(time, start, end))


def _holds(time, start, end) -> bool:
    return any(begin <= start and end <= upto for begin, upto in _spans(time, start, end))


def _spans(time, start, end):
    """A client's time on the days an appointment touches, as moments."""
    day = start.date()
    while day <= end.date():
        if day.weekday() in time.weekdays:
            yield tuple(
                timezone.make_aware(datetime.datetime.combine(day, datetime.time.fromisoformat(clock)))
                for clock in (time.begins, time.ends)
            )
        day += datetime.timedelta(days=1)


def _listed(times):
    return "; ".join(times_text(time) for time in times)
