"""What a counsellor's cases hold, drawn at random from what the demo centre knows; plain instances, no statement.

Not as finely told as the Ankerhof's two years, but with every kind of row: forty running cases and ten closed ones a
counsellor, ten sessions a case.
"""

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

from cases import models as cases
from cases.enums import (
    ChannelKind,
    IdentityKind,
    LanguageLevel,
    NoticeKind,
    PauseKind,
    Phase,
    SessionResult,
    TransparencyItem,
)
from cases.pseudonyms import WORDS
from cases.services.numbers import case_number, client_number
from cases.services.search import terms_of
from cases.services.session import facts_of
from umstieg.agenda.enums import TaskResult
from umstieg.core.models import Draft

from .. import ahead, names, texts
from .. import distributions as share
from ..notes import NOTES
from .situations import lay_out_situation

RUNNING, CLOSED = 40, 10  # cases a counsellor
PER_COUNSELLOR = RUNNING + CLOSED
SESSIONS = (20, 2, 6, 10, 14, 4, 8, 12, 16, 8)  # of ten cases each; ten on average
PATH = (Phase.GETTING_TO_KNOW, Phase.STABILISATION, Phase.ORIENTATION, Phase.QUALIFICATION, Phase.JOB_SEARCH)
A_DAY, LONG_AGO = datetime.timedelta(days=1), datetime.timedelta(days=130)
AT_SITE = ("persoenlich_stelle", "anlaufstelle_offen")
NOTE_TEXTS = [(topic, text) for topic, lines in NOTES.items() for text in lines]
SLOTS = {"amount": "120", "date": "12.03.", "weekday": "Dienstag"}


@dataclass
class Desk:
    """Whose cases they are, and where."""

    counsellor: object
    colleague: object
    team: object
    site: object
    today: datetime.date


class Caseworker:
    """Adds a counsellor's cases to a batch."""

    def __init__(self, batch, desk, rng):
        self.batch, self.desk, self.rng = batch, desk, rng
        self.case_numbers = []

    def fill(self, numbers) -> None:
        """A case for each (year, number), and what lies on the desk beside them."""
        for place, (year, number) in enumerate(numbers):
            self._case(place, year, number, is_closed=place % PER_COUNSELLOR >= RUNNING)
        self._desk()

    def _case(self, place, year, number, *, is_closed):
        rng, desk, batch = self.rng, self.desk, self.batch
        count = SESSIONS[place % len(SESSIONS)]
        begin = datetime.date(year, 1, 2)
        end = min(datetime.date(year, 12, 31), desk.today - LONG_AGO)
        opened_on = begin + datetime.timedelta(days=rng.randrange((end - begin).days))
        span = min((desk.today - opened_on).days, 20 * count + 60)
        last_on = desk.today - datetime.timedelta(days=1 + rng.randrange(90))
        if is_closed:
            last_on = opened_on + datetime.timedelta(days=span - rng.randrange(30))
        self.case_numbers.append(case_number(year, number))
        client, language = self._client(client_number(year, number), opened_on)
        case = cases.Case(
            number=case_number(year, number),
            client=client,
            team=desk.team,
            site=desk.site,
            counsellor=desk.counsellor,
            deputy=desk.colleague if rng.random() < 0.85 else None,
            access_route=share.pick(rng, share.ACCESS_ROUTE),
            opened_on=opened_on,
        )
        batch.add(case)
        self._phases(case, last_on, is_closed=is_closed)
        days = self._days(max(opened_on, last_on - datetime.timedelta(days=span)), last_on, count)
        sessions = [self._session(case, client, day, language) for day in days]
        self._path(case, sessions, language)
        if sessions:
            batch.change(case, client_since=timezone.localtime(sessions[-1].started_at).date())
        if held := [session for session in sessions if session.result == SessionResult.HELD]:
            latest = max(held, key=lambda session: session.started_at)
            case.last_contact_at, case.last_contact_mode = latest.started_at, latest.mode  # derived, not audited
        if is_closed:
            reason = share.pick(rng, share.CLOSING_REASON)
            facts = {"closed_on": max(last_on, opened_on), "closed_by_id": desk.counsellor.pk, "closing_reason": reason}
            batch.change(case, **facts)
        else:
            self._agenda(case, sessions, language)
            lay_out_situation(case, batch, desk)
            if place % 20 == 0:
                self._share(case)

    # --- the client ------------------------------------------------------------------------------

    def _client(self, number, opened_on):
        rng = self.rng
        nationality = share.pick(rng, share.NATIONALITY)
        first = share.pick(rng, names.FIRST_LANGUAGES[nationality])
        kind, gender = share.pick(rng, share.IDENTITY), share.pick(rng, share.GENDER)
        named = kind == IdentityKind.NAMED
        known_as = first if first in names.FIRST_NAMES else ""
        name = f"{rng.choice(names.FIRST_NAMES[known_as])} {rng.choice(names.LAST_NAMES[known_as])}" if named else ""
        age = rng.randint(*share.pick(rng, share.AGE_BAND))
        pseudonym = f"{rng.choice(WORDS)} {rng.randrange(10_000)}"
        client = cases.Client(
            number=number,
            identity_kind=kind,
            pseudonym=pseudonym,
            name=name,
            names_used=name.partition(" ")[0] if rng.random() < 0.5 else "",
            code_word=rng.choice(names.CODE_WORDS) if rng.random() < 0.15 else "",
            pronoun=rng.choice(names.PRONOUNS[gender]) if gender and rng.random() < 0.2 else "",
            gender=gender,
            nationality=nationality,
            residence_place=rng.choice(names.PLACES) if kind != IdentityKind.ANONYMOUS and rng.random() < 0.6 else "",
            contact_rule=rng.choice(texts.CONTACT_RULES[ChannelKind.TEXT_MESSAGE]).format(name=pseudonym),
        )
        if kind != IdentityKind.ANONYMOUS and rng.random() < 0.6:
            client.birth_year = opened_on.year - age
        elif rng.random() < 0.5:
            client.age, client.age_told_on = age, opened_on
        self.batch.add(client)
        channels = [self._channel(client) for _ in range(share.pick(rng, share.CHANNELS))]
        self.batch.add(*terms_of(client, channels))
        needs = first != "de" and rng.random() < 0.5
        self._language(client, first, LanguageLevel.FIRST, needs)
        if first != "de":
            self._language(client, "de", share.pick(rng, share.GERMAN), False)
        if rng.random() < 0.1:
            times = rng.choice(ahead.TIMES)
            hours = {name: f"{times[name]:%H:%M}" for name in ("begins", "ends")}
            self.batch.add(cases.ClientTime(client=client, **times | hours))
        return client, first if needs else ""

    def _language(self, client, language, level, needs):
        self.batch.add(cases.ClientLanguage(client=client, language=language, level=level, needs_mediation=needs))

    def _channel(self, client):
        rng = self.rng
        return self.batch.add(
            cases.ContactChannel(
                client=client,
                kind=rng.choice((ChannelKind.TEXT_MESSAGE, ChannelKind.MESSENGER, ChannelKind.CALL)),
                value=f"0176 040690{rng.randrange(100):02d}",
                times=rng.choice(texts.TIMES),
                sender_name=self.desk.counsellor.name.partition(" ")[0],
                who_may_hear=rng.choice(texts.WHO_MAY_HEAR),
                no_voicemail=rng.random() < 0.6,
            )
        )

    # --- what happens ----------------------------------------------------------------------------

    def _days(self, first, last, count):
        """So many days from the first on, the last one among them; ascending."""
        whole = max(1, (last - first).days)
        days = sorted(first + datetime.timedelta(days=self.rng.randrange(whole)) for _ in range(count - 1))
        return [*days, last] if count else []

    def _session(self, case, client, on, language):
        rng, desk = self.rng, self.desk
        mode = share.pick(rng, share.MODE)
        result = share.pick(rng, share.RESULT)
        chosen = rng.sample(NOTE_TEXTS, rng.choice((1, 2, 3, 4, 6)))
        is_held = result == SessionResult.HELD
        session = cases.CounsellingSession(
            case=case,
            counsellor=desk.counsellor,
            created_by=desk.counsellor,
            started_at=_at(on, rng.randrange(9, 17), rng.randrange(0, 60, 15)),
            minutes=rng.choice(share.MINUTES[mode]) if is_held else None,
            mode=mode,
            setting="einzel",
            result=result,
            site=desk.site if mode in AT_SITE else None,
            place=rng.choice(texts.OUTREACH_PLACES) if mode == "aufsuchend" else "",
            accompaniment=rng.choice(("bank", "jobcenter", "arzt_klinik")) if mode == "begleitung" else "",
            topics=list(dict.fromkeys(topic for topic, _text in chosen))[:3] if is_held else [],
            note="\n".join(text.format(name=client.pseudonym, **SLOTS) for _topic, text in chosen),
        )
        session.created_at = session.started_at + datetime.timedelta(hours=1)
        if language and is_held and rng.random() < 0.6:
            session.mediation_language = language
            session.mediator = rng.choice(names.MEDIATORS.get(language, ["A. Cole"]))
            session.mediation_minutes = session.minutes
        self.batch.add(session)
        if rng.random() < share.CORRECTED_SHARE:
            self._correct(session)
        return session

    def _correct(self, session):
        self.batch.add(
            cases.SessionVersion(
                session=session,
                version=session.version,
                facts=facts_of(session),
                reason="Ergänzt",
                replaced_by=self.desk.counsellor,
            )
        )
        self.batch.change(session, note=f"{session.note}\nErgänzt.", version=session.version + 1)

    def _phases(self, case, last_on, *, is_closed):
        steps = 1 + self.rng.randrange(len(PATH))
        length = max(1, (last_on - case.opened_on).days // steps)
        for place, phase in enumerate(PATH[:steps]):
            started_on = case.opened_on + datetime.timedelta(days=place * length)
            row = self.batch.add(cases.CasePhase(case=case, phase=phase, started_on=started_on))
            runs_on = place == steps - 1 or (place == steps - 2 and self.rng.random() < 0.3)
            if is_closed or not runs_on:
                self.batch.change(row, ended_on=started_on + datetime.timedelta(days=length))

    def _path(self, case, sessions, language):
        """What was explained, the status to sex work, what has come about, and entries without a talk."""
        rng, desk, batch = self.rng, self.desk, self.batch
        by = desk.counsellor
        if rng.random() < 0.85:
            for item in TransparencyItem:
                batch.add(
                    cases.Explained(
                        case=case, item=item, explained_on=case.opened_on, language=language or "de", explained_by=by
                    )
                )
        for status in ("aktiv", *(("umstiegswunsch",) if rng.random() < 0.4 else ())):
            batch.add(cases.SexWorkStatus(case=case, status=status, since_on=case.opened_on, created_by=by))
        if rng.random() < 0.5:
            batch.add(cases.Outcome(case=case, outcome=rng.choice(("kv", "wohnung", "minijob")), created_by=by))
        if rng.random() < 0.5:
            at = sessions[len(sessions) // 2].started_at + A_DAY
            batch.add(cases.CaseNote(case=case, noted_at=at, text=rng.choice(ahead.NOTES), created_by=by))

    # --- what lies ahead -------------------------------------------------------------------------

    def _agenda(self, case, sessions, language):
        rng, desk, batch = self.rng, self.desk, self.batch
        by = desk.counsellor
        for session in sessions[-1:]:
            for _ in range(rng.choice((0, 1, 1, 2, 3))):
                due_on = desk.today + datetime.timedelta(days=rng.randint(-5, 40))
                batch.add(
                    cases.Task(
                        text=rng.choice(ahead.TASKS),
                        due_on=due_on,
                        case=case,
                        session=session,
                        assigned_to=by,
                        created_by=by,
                    )
                )
        for session in sessions[-3:-1]:
            done = batch.add(
                cases.Task(text=rng.choice(ahead.TASKS), case=case, session=session, assigned_to=by, created_by=by)
            )
            batch.change(done, result=TaskResult.DONE, settled_at=session.started_at + A_DAY, settled_by_id=by.pk)
            kept = self._appointment(case, session.started_at)
            batch.change(kept, session_id=session.pk)
        if rng.random() < 0.6:
            on = desk.today + datetime.timedelta(days=rng.randrange(28))
            self._appointment(case, _at(on, rng.randrange(9, 17), 0), language)
        if rng.random() < 0.05:
            batch.add(cases.CasePause(case=case, kind=rng.choice(PauseKind.values), started_on=desk.today - 7 * A_DAY))

    def _appointment(self, case, starts_at, language=""):
        return self.batch.add(
            cases.Appointment(
                owner=self.desk.counsellor,
                created_by=self.desk.counsellor,
                case=case,
                starts_at=starts_at,
                mode="persoenlich_stelle",
                site=self.desk.site,
                title=self.rng.choice(("", "", "Unterlagen", "Ziele durchgehen")),
                mediation_language=language,
            )
        )

    def _share(self, case):
        self.batch.add(
            cases.CoCounselling(case=case, user=self.desk.colleague, started_on=self.desk.today - 30 * A_DAY)
        )
        self.batch.add(cases.PersonalNote(case=case, author=self.desk.counsellor, text=self.rng.choice(ahead.NOTES)))

    def _desk(self):
        """Two notices from a colleague, and a form that was not finished."""
        desk, batch = self.desk, self.batch
        for kind in (NoticeKind.WALK_IN, NoticeKind.CALLED):
            batch.add(
                cases.Notice(
                    recipient=desk.counsellor,
                    sender=desk.colleague,
                    kind=kind,
                    happened_at=self.batch.now - A_DAY,
                    text=self.rng.choice(ahead.NOTICES)[-1],
                )
            )
        batch.add(
            Draft(
                owner=desk.counsellor,
                form="cases.session",
                about="",
                facts={"note": [self.rng.choice(ahead.DRAFTS)[1]]},
                page=uuid.uuid4(),
            )
        )


def _at(day, hour, minute):
    return datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_default_timezone())
