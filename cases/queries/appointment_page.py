"""One appointment ready to print."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from umstieg.codelists.queries import Labels
from umstieg.core.formats import duration


@dataclass
class AppointmentFacts:
    """When it is, in words, and its facts as (label, value)."""

    day: str
    span: str
    facts: list[tuple[str, str]]


def appointment_facts(appointment) -> AppointmentFacts:
    labels = Labels("contact_mode", "language")
    start = timezone.localtime(appointment.starts_at)
    end = timezone.localtime(appointment.starts_at + datetime.timedelta(minutes=appointment.minutes))
    room = appointment.room
    mediation = ", ".join(filter(None, (labels("language", appointment.mediation_language), appointment.mediator)))
    return AppointmentFacts(
        day=date_format(start, "l, j. F Y"),
        span=_("%(from)s to %(to)s") % {"from": f"{start:%H:%M}", "to": f"{end:%H:%M}"},
        facts=[
            (_("Mode"), labels("contact_mode", appointment.mode, start.date())),
            (_("Duration"), duration(appointment.minutes)),
            (_("About"), appointment.title),
            (_("Site"), appointment.site.name if appointment.site else ""),
            (_("Room"), "" if room is None else room.name + ("" if room.is_protected else _(" (not protected)"))),
            (_("Other place"), appointment.place),
            (_("Language mediation"), mediation),
            (_("Who"), appointment.owner.name),
        ],
    )


def can_be_logged(appointment, now=None) -> bool:
    """Whether its session can be logged: with a running case, begun today or earlier, not logged."""
    if appointment.session_id or appointment.cancelled_at:
        return False
    if appointment.case is None or appointment.case.closed_on:
        return False
    today = timezone.localdate(now)
    return timezone.localtime(appointment.starts_at).date() <= today
