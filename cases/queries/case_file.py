"""The case file: facts for whoever sees the case, identity and sessions for whoever sees those parts."""

from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import ChannelKind, IdentityKind, LanguageLevel, Phase, SessionResult
from cases.models import CounsellingSession
from umstieg.access.enums import Part
from umstieg.codelists.queries import Labels
from umstieg.core.formats import day, days_ago, duration, moment, weekday_and_day

from .case_list import last_held, needed_languages

PAGE = 20
# Icons of the modes; anything else is a talk.
ICONS = {
    "telefon": "phone",
    "textnachricht": "message-square-text",
    "email": "mail",
    "brief": "mail",
    "video": "video",
    "chat_forum": "message-square-text",
    "begleitung": "footprints",
    "aufsuchend": "footprints",
    "anlaufstelle_offen": "house",
}


@dataclass
class CaseFile:
    """What one page of a file shows. `identity` and `timeline` are None where the reader does not see that part."""

    case: object
    part: Part
    pseudonym: str
    phases: list[dict]
    co_counsellors: list[str] = field(default_factory=list)
    languages_needed: str = ""
    last_contact: str = ""
    last_mode: str = ""
    closing_reason: str = ""
    identity: dict | None = None
    timeline: object | None = None
    is_writable: bool = False


def open_file(cases, pk):
    """The case for a file page from a queryset limited by `visible_to`, with everything its header needs, or None."""
    return (
        cases.select_related("client", "team", "site", "counsellor", "deputy", "closed_by")
        .annotate(last_at=last_held("started_at"), last_mode=last_held("mode"))
        .filter(pk=pk)
        .first()
    )


def case_file(case, *, page=1, today=None) -> CaseFile:
    """The file of a case that was opened by `open_file` with `with_shown_part`."""
    today = today or timezone.localdate()
    part = Part(case.shown_part)
    labels = Labels("contact_mode", "contact_setting", "topic", "language", "access_route", "closing_reason", "gender")
    last = timezone.localtime(case.last_at).date() if case.last_at else None
    shown = CaseFile(
        case=case,
        part=part,
        pseudonym=case.client.pseudonym,
        phases=[
            {"label": Phase(row.phase).label, "since": day(row.started_on)}
            for row in sorted(case.phases.filter(ended_on=None), key=lambda row: Phase.values.index(row.phase))
        ],
        co_counsellors=list(
            case.co_counsellings.in_force(today).order_by("user__name").values_list("user__name", flat=True)
        ),
        languages_needed=", ".join(labels.many("language", needed_languages([case.client_id])[case.client_id])),
        last_contact=days_ago(last, today),
        last_mode=labels("contact_mode", case.last_mode),
        is_writable=part >= Part.RESTRICTED and case.closed_on is None,
    )
    if part >= Part.IDENTITY:
        shown.identity = identity(case, labels, part, today)
    if part >= Part.NOTES:
        shown.closing_reason = labels("closing_reason", case.closing_reason, case.closed_on)
        shown.timeline = timeline(case, labels, page)
    return shown


def identity(case, labels, part, today) -> dict:
    """Names, contact and languages; nationality only with the restricted part."""
    client = case.client
    if part >= Part.RESTRICTED and client.nationality:
        nationality = Labels("country")("country", client.nationality)
    else:
        nationality = ""
    return {
        "facts": [
            (_("kept"), IdentityKind(client.identity_kind).label),
            (_("name"), client.name),
            (_("names used"), client.names_used),
            (_("pronoun"), client.pronoun),
            (_("code word"), client.code_word),
            (
                _("gender"),
                ", ".join(filter(None, (labels("gender", client.gender), client.gender_description))),
            ),
            (_("age"), _age(client, today)),
            (_("nationality"), nationality),
            (_("place of residence"), client.residence_place),
            (_("way to us"), labels("access_route", case.access_route)),
        ],
        "contact_rule": client.contact_rule,
        "languages": [
            {
                "id": row.pk,
                "label": labels("language", row.language),
                "level": LanguageLevel(row.level).label if row.level else "",
                "needs_mediation": row.needs_mediation,
            }
            for row in client.languages.order_by("pk")
        ],
        "channels": [
            {
                "id": str(row.pk),
                "kind": ChannelKind(row.kind).label,
                "value": row.value,
                "times": row.times,
                "sender_name": row.sender_name,
                "who_may_hear": row.who_may_hear,
                "no_voicemail": row.no_voicemail,
                "is_usable": row.is_usable,
            }
            for row in client.channels.order_by("-is_usable", "kind", "pk")
        ],
    }


def _age(client, today) -> str:
    """ "34", or "etwa 34" where it follows from an age told earlier or a year of birth."""
    age = client.age_on(today)
    if age is None:
        return ""
    if client.age_told_on == today:
        return str(age)
    return _("about %(age)s") % {"age": age}


def timeline(case, labels, page):
    """A page of sessions, newest first, each as a dictionary ready to print."""
    sessions = (
        CounsellingSession.objects.filter(case=case).select_related("counsellor", "site").order_by("-started_at", "-id")
    )
    shown = Paginator(sessions, PAGE).get_page(page)
    shown.object_list = [session_entry(session, labels) for session in shown.object_list]
    return shown


def session_entry(session, labels) -> dict:
    """One session ready to print."""
    started = timezone.localtime(session.started_at)
    on = started.date()
    entry = {
        "id": str(session.pk),
        "day": weekday_and_day(on, timezone.localdate()),
        "time": f"{started:%H:%M}",
        "moment": moment(session.started_at),
        "held": session.result == SessionResult.HELD,
        "result": SessionResult(session.result).label,
        "mode": labels("contact_mode", session.mode, on),
        "icon": ICONS.get(session.mode, "message-circle"),
        "setting": labels("contact_setting", session.setting, on),
        "minutes": duration(session.minutes),
        "place": session.place or (session.site.name if session.site else ""),
        "counsellor": session.counsellor.name,
        "topics": labels.many("topic", session.topics, on),
        "mediation_language": labels("language", session.mediation_language),
        "mediator": session.mediator,
        "mediation_minutes": duration(session.mediation_minutes),
        "note": session.note,
        "version": session.version,
    }
    mediated = " ".join(filter(None, (entry["mediator"], f"({entry['mediation_language']})")))
    entry["aside"] = " · ".join(
        filter(
            None,
            (
                entry["minutes"],
                entry["place"],
                _("with %(mediator)s") % {"mediator": mediated} if session.mediation_language else "",
                entry["counsellor"],
            ),
        )
    )
    return entry
