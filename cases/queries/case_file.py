"""The case file: its header, and who the person is. The rooms of the file are read apart, when they are opened."""

from dataclasses import dataclass, field

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import ChannelKind, IdentityKind, LanguageLevel, PauseKind, Phase, SessionResult, TransparencyItem
from cases.models import Appointment, Case
from umstieg.access.enums import Part, Permission, Role
from umstieg.access.policies import has_permission
from umstieg.access.readers import Reader
from umstieg.centre.queries import residence_is_on
from umstieg.codelists.queries import Labels
from umstieg.core.composed import ask
from umstieg.core.formats import day, days_ago, duration, moment, weekday_and_day
from umstieg.core.shown import Shown

from .grants import open_for
from .history import History, history

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
class CaseFile(Shown):
    """What stands above every room of a file. What the reader does not see is empty."""

    case: object
    part: Part
    pseudonym: str
    history: History
    phases: list[dict]
    co_counsellors: list[str] = field(default_factory=list)
    languages_needed: str = ""
    last_contact: str = ""
    last_mode: str = ""
    next_appointment: str = ""
    not_explained: str = ""
    review_due: str = ""
    review_is_due: bool = False
    pause: str = ""
    asks_nothing: bool = False
    contact_rule: str = ""
    closing_reason: str = ""
    personal_notes: int = 0
    other_cases: list[dict] = field(default_factory=list)
    open_for: list[dict] = field(default_factory=list)  # who else may look at the file at this moment
    opened_by: dict | None = None  # by which grant the reader does
    leads: bool = False
    works: bool = False  # sees all of it and may write, as long as it is open
    keeps_notes: bool = False
    is_writable: bool = False
    shows_rooms: bool = False
    shows_identity: bool = False
    shows_protected: bool = False  # health, residence, addiction, trauma
    shows_residence: bool = False  # of it, what the centre may work without

    @property
    def shown_part(self) -> str:
        """The name of the part that the page shows, for the log: to work in it shows no more than all of it."""
        return min(self.part, Part.RESTRICTED).name


def open_file(user, pk, part):
    """The case with everything the head of its file needs and `shown_part`; None if `user` sees no `part` of it."""
    found = ask(
        ("open_file", part, Reader.like(user)), _a_file(user, part), reader=user.pk, case=pk, now=timezone.now()
    )
    return found[0] if found else None


def _a_file(user, part):
    def build(reader, case, now):
        reader = Reader.like(user, reader)
        coming = Appointment.objects.standing().filter(case=OuterRef("pk"), starts_at__gte=now)
        return (
            Case.objects.visible_to(reader, part)
            .with_shown_part(reader)
            .select_related("client", "team", "site", "counsellor", "deputy", "closed_by")
            .annotate(
                next_at=Subquery(coming.order_by("starts_at").values("starts_at")[:1]),
                review_on=F("review_plan__due_on"),
            )
            .filter(pk=case)
        )

    return build


def case_file(case, user, *, today=None) -> CaseFile:
    """The head of the file of a case that was opened by `open_file` with `with_shown_part`."""
    today = today or timezone.localdate()
    part = Part(case.shown_part)
    labels = Labels("contact_mode", "language", "closing_reason")
    dated = history(case, part, user, now=timezone.now())
    last = timezone.localtime(case.last_contact_at).date() if case.last_contact_at else None
    shown = CaseFile(
        case=case,
        part=part,
        pseudonym=case.client.pseudonym,
        history=dated,
        phases=running_phases(dated),
        co_counsellors=sorted(
            one.who for one in dated.co_counsellors if one.begun <= today and (not one.ended or one.ended > today)
        ),
        languages_needed=", ".join(labels("language", one.code) for one in dated.languages),
        last_contact=days_ago(last, today),
        last_mode=labels("contact_mode", case.last_contact_mode),
        next_appointment=_coming(case.next_at, today),
        review_due=day(case.review_on) if case.review_on and not case.closed_on else "",
        review_is_due=bool(case.review_on and case.review_on <= today),
        not_explained=_not_explained(dated),
        works=part >= Part.WORK,
        keeps_notes=has_permission(user, Permission.PERSONAL_NOTE_KEEP),
        leads=case.team_id in user.team_ids(Role.TEAM_LEAD),
        is_writable=part >= Part.WORK and case.closed_on is None,
        shows_identity=part >= Part.IDENTITY,
        shows_rooms=part >= Part.NOTES,
        shows_protected=part >= Part.RESTRICTED,
        shows_residence=part >= Part.RESTRICTED and residence_is_on(),
    )
    granted = open_for(case)
    shown.opened_by = next((one for one in granted if one["user_id"] == user.pk), None)
    shown.open_for = [one for one in granted if one["user_id"] != user.pk]
    if part >= Part.IDENTITY:
        shown.contact_rule = case.client.contact_rule
        shown.asks_nothing = case.no_questions_on == today
    if part >= Part.NOTES:
        shown.closing_reason = labels("closing_reason", case.closing_reason, case.closed_on)
        shown.pause = pause_line(dated, today)
        shown.personal_notes = len(dated.personal_notes)
        shown.other_cases = other_cases(case, user)
    return shown


def running_phases(dated) -> list[dict]:
    """The phases that run, in the order of the path."""
    running = [one for one in dated.phases if not one.ended]
    return [
        {"label": Phase(one.code).label, "since": day(one.begun)}
        for one in sorted(running, key=lambda one: Phase.values.index(one.code))
    ]


def pause_line(dated, today) -> str:
    """ "Pause seit 3.11.2026", "Ausland bis 15.1.2027", or nothing."""
    for one in dated.pauses:
        if one.begun <= today and (not one.ended or one.ended > today):
            what = {"what": PauseKind(one.code).label, "since": day(one.begun), "back": day(one.ended)}
            return _("%(what)s, back on %(back)s") % what if one.ended else _("%(what)s since %(since)s") % what
    return ""


def other_cases(case, user) -> list[dict]:
    """Further cases of the same client, as far as `user` sees them; the newest first."""

    def build(reader, client, case):
        found = Case.objects.visible_to(Reader.like(user, reader), Part.NOTES).filter(client=client).exclude(pk=case)
        return found.order_by("-opened_on", "-number").values_list("pk", "number", "opened_on", "closed_on")

    key = ("other_cases", Reader.like(user))
    rows = ask(key, build, reader=user.pk, client=case.client_id, case=case.pk)
    return [{"id": str(pk), "number": number, "span": _span(begun, ended)} for pk, number, begun, ended in rows]


def _span(begun, ended) -> str:
    spoken = {"begun": day(begun), "ended": day(ended)}
    return _("%(begun)s to %(ended)s") % spoken if ended else _("since %(begun)s") % spoken


def _coming(at, today) -> str:
    """When the next appointment is; a date and a time are facts."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    on = _("today") if local.date() == today else weekday_and_day(local.date(), today)
    return f"{on}, {local:%H:%M}"


def _not_explained(dated) -> str:
    missing = len(set(TransparencyItem.values) - {one.code for one in dated.explained})
    said = ngettext("%(number)s of %(all)s not yet", "%(number)s of %(all)s not yet", missing)
    return said % {"number": missing, "all": len(TransparencyItem.values)} if missing else ""


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


def session_entry(session, labels) -> dict:
    """One session ready to print."""
    started = timezone.localtime(session.started_at)
    on = started.date()
    return {
        "id": str(session.pk),
        "day": weekday_and_day(on, timezone.localdate()),
        "time": f"{started:%H:%M}",
        "moment": moment(session.started_at),
        "held": session.result == SessionResult.HELD,
        "result": SessionResult(session.result).label,
        "mode": labels("contact_mode", session.mode, on),
        "icon": mode_icon(session.mode),
        "setting": labels("contact_setting", session.setting, on),
        "minutes": duration(session.minutes),
        "place": session.place or (session.site.name if session.site else ""),
        # Versions from before it was asked for do not hold it.
        "accompaniment": labels("accompaniment", getattr(session, "accompaniment", ""), on),
        "counsellor": session.counsellor.name,
        "topics": labels.many("topic", session.topics, on),
        "mediation_language": labels("language", session.mediation_language),
        "mediator": session.mediator,
        "mediation_minutes": duration(session.mediation_minutes),
        "note": session.note,
        "version": session.version,
    }


def mode_icon(mode) -> str:
    return ICONS.get(mode, "message-circle")


def aside(session, labels, on) -> str:
    """What stands beside the mode in one line: how long, where, through whom, with whom."""
    told = [
        duration(session.minutes),
        labels("accompaniment", session.accompaniment, on),
        session.place or session.site,
        _mediated(session, labels) if session.mediation_language else "",
        session.counsellor,
    ]
    return " · ".join(filter(None, told))


def _mediated(session, labels) -> str:
    language = labels("language", session.mediation_language)
    return _("with %(mediator)s") % {"mediator": " ".join(filter(None, (session.mediator, f"({language})")))}
