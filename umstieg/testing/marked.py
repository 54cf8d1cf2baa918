"""Cases in which every field holds a word of its own, and the part of the case that each word belongs to.

A field of these models that is neither marked nor known to say nothing makes `unmarked` report it.
"""

import datetime
import decimal
from dataclasses import dataclass, field

from django.utils import timezone

from cases.models import (
    Case,
)
from cases.services.appointment import make_appointment
from cases.services.case import change_case, close_case, reopen_case
from cases.services.client import add_channel, add_language
from cases.services.client_time import add_client_time
from cases.services.note import correct_note
from cases.services.session import correct_session
from cases.services.situation import note_theme
from cases.services.task import add_task
from umstieg.access.enums import Part
from umstieg.audit.recording import act
from umstieg.codelists.models import KEPT, Code, CodeLabel
from umstieg.core.formats import euro
from umstieg.core.kept import forget
from umstieg.guide.enums import Theme, ThemeState

from . import marked_living, marked_money, world_goals
from .make import make_case, make_deadline, make_session
from .marked_fields import FIELDS, SAY_NOTHING
from .world import leave_word, place_checklist, place_records, place_way
from .world_living import ARRIVED

STEM = "Zqwort"
AGE, BIRTH_YEAR, MINUTES, MEDIATION_MINUTES = 114, 1903, 1234, 1177
AMOUNT = decimal.Decimal("9176.43")
DEADLINE_DAYS = 3711
TOLD_DAYS_AGO = 400  # the age has grown by one since
BEGINS, ENDS = datetime.time(3, 17), datetime.time(4, 41)
OPENED = datetime.date(2019, 3, 4)
CLIENT_SINCE = datetime.date(2019, 5, 6)


def unmarked() -> list[str]:
    """Fields nobody has decided about."""
    return [
        f"{model.__name__}.{one.name}"
        for model in FIELDS
        for one in model._meta.concrete_fields
        if one.name not in FIELDS[model] and one.name not in SAY_NOTHING[model]
    ]


@dataclass
class Marked:
    """A case, the ids of what hangs on it, and its words: {field: shapes in which it may stand on a page}."""

    case: Case
    ids: dict
    words: dict[str, tuple[str, ...]]
    parts: dict[str, Part] = field(default_factory=dict)

    def belonging_to(self, part: int) -> set[str]:
        """Names of the fields that somebody who sees up to `part` may read."""
        return {name for name in self.words if self.parts[name] <= part}


def make_marked_cases(counsellor) -> list[Marked]:
    """Two running cases (one with a year of birth, one with an age) and a closed one."""
    return [
        _marked(counsellor, "eins", birth_year=BIRTH_YEAR),
        _marked(counsellor, "zwei", age=AGE, age_told_on=_told_on()),
        _marked(counsellor, "drei", closed=True),
    ]


def _told_on():
    return timezone.localdate() - datetime.timedelta(days=TOLD_DAYS_AGO)


def _marked(counsellor, name, *, closed=False, **age):
    words: dict[str, tuple[str, ...]] = {}

    def word(of, said=""):
        words[of] = (f"{STEM}{said or of.partition('.')[2].replace('_', '') or 'needed'}{name}",)
        return words[of][0]

    def code(of, list_key, said=""):
        """A code that is offered no more: its label stands on a page only where a record holds it."""
        label = word(of, said)
        _ended_code(list_key, label.lower(), label)
        words[of] = (label, label.lower())
        return label.lower()

    texts = ("pseudonym", "name", "names_used", "code_word", "pronoun", "gender_description")
    facts = {one: word(f"Client.{one}") for one in (*texts, "residence_place", "contact_rule")}
    facts |= {"gender": code("Client.gender", "gender"), "nationality": code("Client.nationality", "country"), **age}
    case = make_case(
        counsellor=counsellor,
        client_facts={"identity_kind": "NAMED", **facts},
        opened_on=OPENED,
        access_route=code("Case.access_route", "access_route"),
    )
    change_case(case=case, by=counsellor, client_since=CLIENT_SINCE)
    rules = {one: word(f"ContactChannel.{one}") for one in ("times", "sender_name", "who_may_hear")}
    channel = add_channel(client=case.client, by=counsellor, kind="EMAIL", value=word("ContactChannel.value"), **rules)
    speaks = code("ClientLanguage.language", "language")
    spoken = add_language(client=case.client, by=counsellor, language=speaks)
    needed = code("language needed", "language")
    add_language(client=case.client, by=counsellor, language=needed, needs_mediation=True)
    session = make_session(
        case,
        minutes=MINUTES,
        mediation_minutes=MEDIATION_MINUTES,
        mode=code("CounsellingSession.mode", "contact_mode"),
        setting=code("CounsellingSession.setting", "contact_setting"),
        topics=[code("CounsellingSession.topics", "topic")],
        mediation_language=code("CounsellingSession.mediation_language", "language"),
        place=word("CounsellingSession.place"),
        accompaniment=code("CounsellingSession.accompaniment", "accompaniment"),
        mediator=word("CounsellingSession.mediator"),
        note=word("SessionVersion.facts"),
    )
    correct_session(
        session=session,
        by=counsellor,
        version=1,
        note=word("CounsellingSession.note"),
        reason=word("SessionVersion.reason"),
    )
    task = add_task(case=case, text=word("Task.text"), by=counsellor)
    (appointment,) = make_appointment(
        case=case,
        starts_at=timezone.now() + datetime.timedelta(hours=1),
        mode="persoenlich_stelle",
        by=counsellor,
        title=word("Appointment.title"),
        place=word("Appointment.place"),
        mediation_language=code("Appointment.mediation_language", "language", "agreed"),
        mediator=word("Appointment.mediator"),
    )
    time = add_client_time(client=case.client, weekdays=[0], begins=BEGINS, ends=ENDS, by=counsellor)
    way = place_way(
        case,
        pause=word("CasePause.note", "pausenote"),
        outcome=code("Outcome.outcome", "outcome"),
        outcome_note=word("Outcome.note", "outcomenote"),
        status=code("SexWorkStatus.status", "sex_work_status"),
        explained=code("Explained.language", "language", "explained"),
        note=word("NoteVersion.facts", "vermerkalt"),
        personal=word("PersonalNote.text", "personal"),
    )
    correct_note(
        note=case.notes.get(),
        by=counsellor,
        version=1,
        text=word("CaseNote.text", "vermerk"),
        reason=word("NoteVersion.reason", "vermerkgrund"),
    )
    note_theme(
        case=case, theme=Theme.FLAT, state=ThemeState.URGENT, note=word("ThemeEntry.note", "thema"), by=counsellor
    )
    records = place_records(
        case,
        lambda of: word(of, of.replace(".", "").lower()),
        lambda of, list_key: code(of, list_key, of.replace(".", "").lower()),
        AMOUNT,
    )
    amounts = (*marked_money.AMOUNTS, *marked_living.AMOUNTS)
    words |= dict.fromkeys(amounts, (f"{AMOUNT}", f"{AMOUNT}".replace(".", ","), euro(AMOUNT)))
    words["Arrival.since_on"] = _shapes(ARRIVED)
    ends_on = timezone.localdate() + datetime.timedelta(days=DEADLINE_DAYS)
    deadline = make_deadline(case, ends_on=ends_on)
    words["Deadline.facts"] = _shapes(ends_on)
    goals = world_goals.mark_goals(case, word)
    listed = place_checklist(
        case,
        title=word("Checklist.title", "liste"),
        text=word("ChecklistItem.text", "punkt"),
        language=code("ChecklistItem.language", "language", "listlanguage"),
    )
    close_case(case=case, by=counsellor, reason=code("PastClosing.closing_reason", "closing_reason", "pastclosing"))
    reopen_case(case=case, by=counsellor, phase="STABILISATION")
    words |= {
        "ClientTime.begins": (f"{BEGINS:%H:%M}",),
        "ClientTime.ends": (f"{ENDS:%H:%M}",),
        "CounsellingSession.minutes": (f"{MINUTES}",),
        "CounsellingSession.mediation_minutes": (f"{MEDIATION_MINUTES}",),
        "Case.opened_on": _shapes(OPENED),
        "Case.client_since": _shapes(CLIENT_SINCE),
    }
    if "birth_year" in age:
        words["Client.birth_year"] = (f"{BIRTH_YEAR}", f"etwa {timezone.localdate().year - BIRTH_YEAR}")
    if "age" in age:
        words["Client.age"] = (f'name="age" value="{AGE}"', f"etwa {AGE + 1}")
        words["Client.age_told_on"] = _shapes(_told_on())
    if closed:
        close_case(case=case, by=counsellor, reason=code("Case.closing_reason", "closing_reason"))
    ids = (
        way
        | records
        | goals
        | listed
        | {
            "deadline": deadline.pk,
            "pk": case.pk,
            "session": session.pk,
            "channel": channel.pk,
            "spoken": spoken.pk,
            "task": task.pk,
            "appointment": appointment.pk,
            "time": time.pk,
            "theme": Theme.FLAT.number,
            "notice": leave_word(case, text=word("Notice.text", "notice"), who=word("Notice.who", "noticewho")).pk,
        }
    )
    parts = {f"{model.__name__}.{one}": part for model, fields in FIELDS.items() for one, part in fields.items()}
    return Marked(case, ids, words, parts | {"language needed": Part.FACTS})


def _shapes(day):
    return (day.isoformat(), f"{day:%d.%m.%Y}")


def _ended_code(list_key, key, label):
    last_year = timezone.localdate() - datetime.timedelta(days=365)
    with act("codelists.loaded", by=None):
        forget(KEPT)
        group = Code.objects.filter(list_key=list_key).values_list("group", flat=True)[0]
        # In bulk like the shipped codes, so that the labels stand in no row entry of the log.
        (code,) = Code.objects.bulk_create(
            [Code(list_key=list_key, key=key, group=group, order=9999, valid_to=last_year)]
        )
        CodeLabel.objects.bulk_create(CodeLabel(code=code, language=language, text=label) for language in ("de", "en"))
