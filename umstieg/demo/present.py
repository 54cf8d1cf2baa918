"""What is going on at the Ankerhof today: appointments, tasks, notices, drafts, pauses, and what has come about so far.

Laid over the cases once they stand, through the services; seeded, so that the same day gives the same desk.
"""

import datetime
import random
import uuid

from django.utils import timezone

from cases.enums import AccessDecision, NoticeKind, PauseKind, Phase, TransparencyItem
from cases.queries.access_review import accesses_to_review
from cases.queries.grants import cover_offers
from cases.services.access_review import review_accesses
from cases.services.appointment import make_appointment
from cases.services.client_time import add_client_time
from cases.services.grant import step_in
from cases.services.handover import hand_over
from cases.services.note import write_note, write_personal_note
from cases.services.notice import leave_notice
from cases.services.path import note_explained, note_outcome, note_sex_work_status, start_pause
from cases.services.task import add_task, settle_task
from umstieg.agenda.enums import Every
from umstieg.audit.recording import recording
from umstieg.core.drafts import keep_draft

from . import ahead
from .course import Diary, days_before, workday
from .waiting import Waiting


class Present:
    """Lays the present over the cases: `cases` are pairs of a plan and the case it became."""

    def __init__(self, *, today, house, cases, seed):
        self.today, self.house = today, house
        self.rng = random.Random(seed + 1)
        self.diary = Diary(self.rng)
        self.running = [(plan, case) for plan, case in cases if not plan.closed_on]
        self.all = cases
        self.by_pseudonym = {plan.client.pseudonym: (plan, case) for plan, case in self.running if plan.featured}

    def lay_out(self) -> None:
        for plan, case in self.all:
            with recording(actor=self.house.users[plan.counsellor]):
                self._path(plan, case, self.house.users[plan.counsellor])
        self._jana()
        for plan, case in self.running:
            with recording(actor=self.house.users[plan.counsellor]):
                self._agenda(plan, case, self.house.users[plan.counsellor])
        self._pauses()
        self._notices()
        self._drafts()
        self._accesses()
        hers = [(plan.client.pseudonym, case) for plan, case in self.running if plan.counsellor == "jana"]
        Waiting(today=self.today, house=self.house, cases=[pair for pair in hers if pair[0] != "Mara"]).lay_out()

    # --- what has come about -----------------------------------------------------------------------

    def _path(self, plan, case, by):
        """Explained at the beginning, how she stands to sex work, what has been reached by which phase."""
        items = TransparencyItem.values if len(plan.sessions) > 2 else [TransparencyItem.LIMITS]
        if self.rng.random() < 0.85:
            note_explained(
                case=case, items=items, explained_on=plan.opened_on, language=plan.client.first_language, by=by
            )
        note_sex_work_status(case=case, status=self.rng.choice(ahead.FIRST_STATUS), since_on=plan.opened_on, by=by)
        for on, phases in plan.phases[1:]:
            for phase in sorted(phases):
                for status in ahead.STATUS_WITH.get(phase, ()):
                    if self.rng.random() < 0.5:
                        note_sex_work_status(case=case, status=status, since_on=on, by=by)
                for outcome in ahead.OUTCOMES_WITH.get(phase, ()):
                    if self.rng.random() < 0.35:
                        note_outcome(case=case, outcome=outcome, happened_on=on, by=by)
        if plan.phases[-1][1] & {Phase.FOLLOW_UP} and self.rng.random() < 0.2:
            note_sex_work_status(case=case, status="zurueckgekehrt", since_on=plan.last_on, by=by)
        if self.rng.random() < 0.25:
            at = self._moment(plan.last_on, self.diary.book(plan.counsellor, plan.last_on, 10))
            write_note(case=case, text=self.rng.choice(ahead.NOTES), noted_at=min(at, timezone.now()), by=by)

    # --- what lies ahead -----------------------------------------------------------------------------

    def _agenda(self, plan, case, by):
        """Tasks until some day, a next appointment for most, times that suit some."""
        if plan.featured and plan.client.pseudonym in ahead.JANAS_TASKS:
            return
        for _ in range(self.rng.choice((0, 0, 0, 1, 1, 2))):
            text = self.rng.choice(ahead.TASKS)
            due = self.today + datetime.timedelta(days=self.rng.choice((-9, -3, -1, 0, 1, 2, 4, 7, 10, 14, 21)))
            task = add_task(text=text, due_on=due, case=case, by=by)
            if self.rng.random() < 0.15:
                settle_task(task=task, by=by)
        quiet = (self.today - plan.last_on).days > 30
        if not quiet and self.rng.random() < 0.6:
            day = workday(self.today + datetime.timedelta(days=self.rng.randint(1, 21)))
            if day > self.today:
                self._appointment(plan, case, by, day, mode=self.rng.choice(ahead.MODES))
        if self.rng.random() < 0.2:
            add_client_time(client=case.client, by=by, **self.rng.choice(ahead.TIMES))

    def _appointment(self, plan, case, by, day, *, mode, at=None, minutes=60, **facts):
        start = self.diary.book(plan.counsellor, day, minutes, at=at)
        if mode == "persoenlich_stelle":
            facts.setdefault("room", self.rng.choice(self._protected(case.site)))
            facts["site"] = facts["room"].site
        if plan.client.needs_mediation and "mediation_language" not in facts:
            facts |= {"mediation_language": plan.client.first_language, "mediator": self.rng.choice(("", "M. Dinu"))}
        make_appointment(
            starts_at=self._moment(day, start), mode=mode, minutes=minutes, case=case, owner=by, by=by, **facts
        )

    def _jana(self):
        """The desk of Jana Lorenz, described in full so that it always reads the same."""
        jana = self.house.users["jana"]
        with recording(actor=jana):
            for pseudonym, appointments in ahead.JANAS_APPOINTMENTS.items():
                plan, case = self._featured(pseudonym)
                if case is None:
                    continue
                for ahead_by, time, mode, minutes, facts in appointments:
                    day = days_before(self.today, -ahead_by) if ahead_by < 0 else self._in_days(ahead_by)
                    self._appointment(plan, case, jana, day, mode=mode, at=time, minutes=minutes, **facts)
            for pseudonym, tasks in ahead.JANAS_TASKS.items():
                _plan, case = self._featured(pseudonym)
                if case is not None:
                    for text, due in tasks:
                        add_task(text=text, due_on=self.today + datetime.timedelta(days=due), case=case, by=jana)
            make_appointment(
                starts_at=self._moment(self.today, datetime.time(14, 0)),
                mode="telefon",
                minutes=45,
                title="Neue Anfrage, ohne Namen: Erstgespräch",
                mediation_language="bg",
                by=jana,
            )
            tuesday = self.today + datetime.timedelta(days=(1 - self.today.weekday()) % 7)
            make_appointment(
                starts_at=self._moment(tuesday, datetime.time(9, 0)),
                mode="persoenlich_stelle",
                minutes=90,
                title="Teamsitzung",
                room=self.house.rooms["mitte"][-1],
                site=self.house.rooms["mitte"][-1].site,
                every=Every.WEEK,
                times=12,
                skip_holidays=True,
                by=jana,
            )
            add_task(text="Flyer Rumänisch nachbestellen", due_on=self.today + datetime.timedelta(days=2), by=jana)
            for pseudonym, text in ahead.PERSONAL_NOTES:
                _plan, case = self._featured(pseudonym)
                if case is not None:
                    write_personal_note(case=case, text=text, by=jana)

    def _pauses(self):
        """Two who are away for a while: neither counts as long without contact."""
        silent = sorted(
            (pair for pair in self.running if not pair[0].featured), key=lambda pair: (pair[0].last_on, pair[1].number)
        )
        for (plan, case), (kind, note) in zip(
            silent,
            (
                (PauseKind.ABROAD, ""),
                (PauseKind.PAUSE, ""),
            ),
            strict=False,
        ):
            by = self.house.users[plan.counsellor]
            with recording(actor=by):
                start_pause(case=case, kind=kind, on=plan.last_on, note=note, by=by)

    def _notices(self):
        for sender, recipient, kind, days, time, minutes, who, text in ahead.NOTICES:
            by = self.house.users[sender]
            with recording(actor=by):
                leave_notice(
                    recipient=self.house.users[recipient],
                    kind=getattr(NoticeKind, kind),
                    happened_at=min(self._moment(days_before(self.today, days), time), timezone.now()),
                    minutes=minutes,
                    who=who,
                    text=text,
                    by=by,
                )

    def _drafts(self):
        for pseudonym, note in ahead.DRAFTS:
            plan, case = self._featured(pseudonym)
            if case is not None:
                keep_draft(
                    owner=self.house.users["jana"],
                    key=uuid.UUID(int=self.rng.getrandbits(128), version=4),
                    form="cases.session",
                    about="",
                    facts={"case": [str(case.pk)], "note": [note], "mode": ["telefon"]},
                )

    def _accesses(self):
        """One who reads on after a handover, one who stands in, and a lead who has looked through a part of it all."""
        users = self.house.users
        emre, jana, petra, ines, katrin = (users[key] for key in ("emre", "jana", "petra", "ines", "katrin"))
        own = [case for plan, case in self.running if plan.counsellor == "emre" and plan.team == "mitte"]
        for case in own[:1]:
            until = self.today + datetime.timedelta(days=ahead.READS_ON_DAYS)
            with recording(actor=emre):
                hand_over(moves={case: jana}, keep_until=until, reason=ahead.HANDED_OVER, by=emre)
        if any(one["id"] == ines.pk for one in cover_offers(petra)):
            until = self.today + datetime.timedelta(days=ahead.STANDS_IN_DAYS)
            with recording(actor=petra):
                step_in(colleague=ines, until=until, reason=ahead.STANDS_IN, by=petra)
        found = accesses_to_review(katrin, today=self.today)
        needed = [row.access for _case, rows in found[ahead.LEFT_TO_REVIEW :] for row in rows]
        if needed:
            with recording(actor=katrin):
                review_accesses(decisions=dict.fromkeys(needed, AccessDecision.NEEDED), by=katrin)

    def _protected(self, site):
        """Rooms of a site in which nobody listens."""
        key = next(key for key, row in self.house.sites.items() if row.pk == site.pk)
        return [room for room in self.house.rooms[key] if room.is_protected]

    def _featured(self, pseudonym):
        return self.by_pseudonym.get(pseudonym, (None, None))

    def _in_days(self, days):
        """Today, or a working day so many days ahead."""
        if days == 0:
            return self.today
        day = workday(self.today + datetime.timedelta(days=days))
        return day if day > self.today else self.today + datetime.timedelta(days=days)

    @staticmethod
    def _moment(day, time):
        return timezone.make_aware(datetime.datetime.combine(day, time))
