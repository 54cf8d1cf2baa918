"""What a session may be logged from: an appointment that was agreed, or word that a colleague has left."""

from django.utils import timezone

from cases.enums import NoticeKind
from cases.models import Appointment, CounsellingSession, Notice
from umstieg.access.enums import Role
from umstieg.core.blindindex import fold

# What the form proposes as mode; somebody who logs it knows better.
MODES = {NoticeKind.WALK_IN: "persoenlich_stelle", NoticeKind.CALLED: "telefon"}


def open_appointments(user):
    """The appointments she may read that are neither called off nor logged."""
    return Appointment.objects.visible_to(user).standing().filter(session=None)


def open_appointment(user, pk) -> Appointment | None:
    """One of them."""
    return open_appointments(user).select_related("case", "site").filter(pk=pk).first()


def session_of(user, pk) -> CounsellingSession | None:
    """The session as which an appointment was logged already."""
    if pk is None:
        return None
    logged = Appointment.objects.visible_to(user).filter(pk=pk, session__isnull=False).select_related("session").first()
    return logged.session if logged else None


def waiting_notice(user, pk) -> Notice | None:
    """A notice left for her that nobody has settled."""
    return Notice.objects.visible_to(user).waiting().select_related("sender").filter(pk=pk).first()


def as_agreed(appointment) -> dict:
    """The first entries of the form for a talk that was agreed."""
    started = timezone.localtime(appointment.starts_at)
    return {
        "appointment": appointment.pk,
        "case": appointment.case_id or "",
        "started_on": started.date(),
        "started_time": started.time().replace(second=0, microsecond=0),
        "minutes": appointment.minutes,
        "mode": appointment.mode,
        "site": appointment.site_id,
        "place": appointment.place,
        "mediation_language": appointment.mediation_language,
        "mediator": appointment.mediator,
    }


def as_noticed(notice) -> dict:
    """The first entries of the form for what a colleague has noticed; with whom is for the counsellor to know."""
    happened = timezone.localtime(notice.happened_at)
    return {
        "notice": notice.pk,
        "started_on": happened.date(),
        "started_time": happened.time().replace(second=0, microsecond=0),
        "minutes": notice.minutes,
        "mode": MODES.get(notice.kind, ""),
        "note": notice.text,
        "held_by": "sender" if _has_counselled(notice) else "me",
    }


def case_named(notice, offered) -> str:
    """The id of the one case of hers whose pseudonym the notice names; "" where none or several are called so."""
    wanted = fold(notice.who)
    found = [pk for pk, pseudonym, _number in offered if wanted and fold(pseudonym) == wanted]
    return found[0] if len(found) == 1 else ""


def _has_counselled(notice) -> bool:
    """A counsellor who tells how long it took has held the talk herself."""
    is_talk = notice.kind in (NoticeKind.WALK_IN, NoticeKind.CALLED) and notice.minutes
    return bool(is_talk) and Role.COUNSELLOR in notice.sender.roles
