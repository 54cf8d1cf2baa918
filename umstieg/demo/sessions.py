"""What happens in the sessions of the planned cases: result, mode, length, topics, mediation, note, correction."""

import datetime
from collections import Counter

from django.utils import timezone

from cases.enums import IdentityKind, SessionResult

from . import distributions as share
from . import names, texts
from .course import CLOSES, DROP_IN, EVENING, OPENS, Diary, days_before, phases_on, workday
from .notes import NOTES

IN_PERSON = ("persoenlich_stelle", "begleitung", "telefon", "video")
BY_TELEPHONE_TOO = ("persoenlich_stelle", "begleitung", "telefon", "video", "anlaufstelle_offen")
WRITTEN = ("textnachricht", "email", "brief", "chat_forum")
AT_THE_CENTRE = ("persoenlich_stelle", "anlaufstelle_offen")
ADDED_TOPICS = ("dokumente", "budget", "existenz", "ressourcen")
# Words of notes that make no sense for somebody who is German.
ABROAD = {"Herkunftsland", "Konsulat", "Erstsprache", "übersetzt", "nach Hause", "Freizügigkeit", "drei Sprachen"}
REVIEW_EVERY = 90  # days
HOURS = {"aufsuchend": EVENING, "anlaufstelle_offen": DROP_IN}


class SessionWriter:
    """Fills the planned sessions of all cases; results are dealt over all of them, so that their share is exact."""

    def __init__(self, rng, today):
        self.rng = rng
        self.today = today
        self.diary = Diary(rng)

    def fill(self, cases) -> None:
        """Scripted sessions first: their time is fixed."""
        scripted = {id(case): self._scripted(case) for case in cases}
        results = self._results(cases, scripted)
        for case in cases:
            used = set()
            reviewed_on = case.opened_on
            for place, session in enumerate(case.sessions):
                if session.on in scripted[id(case)]:
                    continue
                is_last = place == len(case.sessions) - 1
                result = results.get((id(case), place), SessionResult.HELD)
                due = place >= 4 and (session.on - reviewed_on).days >= REVIEW_EVERY
                review = due and self.rng.random() < 0.5
                if result != SessionResult.HELD:
                    self._not_held(case, session, result)
                elif place == 0:
                    self._first(case, session, used)
                elif is_last and case.closing_reason in texts.CLOSING:
                    self._closing(case, session)
                elif review and not (is_last and case.featured):
                    reviewed_on = session.on
                    self._review(case, session, used)
                else:
                    mode = case.featured.last_mode if is_last and case.featured else None
                    self._talk(case, session, used, mode)
        self._correct(cases)

    # --- kinds of sessions -----------------------------------------------------------------------

    def _scripted(self, case):
        """The sessions of a described case that are written out; returns their days."""
        done = set()
        by_day = {session.on: session for session in case.sessions}
        for script in case.featured.script if case.featured else ():
            session = by_day.get(days_before(self.today, script.ago))
            if session is None:
                continue
            done.add(session.on)
            facts = {
                "mode": script.mode,
                "setting": script.setting,
                "result": script.result,
                "minutes": script.minutes,
                "topics": list(script.topics),
                "place": script.place,
                "note": script.note,
            }
            if script.mediator:
                facts |= {
                    "mediation_language": case.client.first_language,
                    "mediator": script.mediator,
                    "mediation_minutes": script.minutes,
                }
            self._set(case, session, facts, at=script.time)
        return done

    def _first(self, case, session, used):
        mode = {
            "aufsuchend": "aufsuchend",
            "anlaufstelle": "anlaufstelle_offen",
            "online_aufsuchend": "chat_forum",
        }.get(case.access_route, "persoenlich_stelle")
        if mode in ("aufsuchend", "chat_forum") and self.rng.random() < 0.6:
            mode = "persoenlich_stelle"
        if case.client.facts["identity_kind"] == IdentityKind.ANONYMOUS and self.rng.random() < 0.3:
            mode = "telefon"
        topics = self._topics(case, session.on)
        lines = texts.FIRST
        if case.client.facts["identity_kind"] == IdentityKind.ANONYMOUS:
            lines = texts.FIRST_ANONYMOUS
        elif case.access_route == "aufsuchend":
            lines = texts.FIRST_AFTER_OUTREACH
        note = self._say(case, session, self._fresh(lines, used))
        place = {"place": self.rng.choice(texts.OUTREACH_PLACES)} if mode == "aufsuchend" else {}
        self._set(case, session, self._held(case, mode, topics=topics, note=note) | place)

    def _review(self, case, session, used):
        note = self._say(case, session, self._fresh(texts.REVIEW, used))
        facts = self._held(case, "persoenlich_stelle", topics=self._topics(case, session.on), note=note)
        self._set(case, session, facts | {"setting": "evaluationsgespraech", "minutes": self.rng.choice((45, 60, 75))})

    def _closing(self, case, session):
        note = self._say(case, session, self.rng.choice(texts.CLOSING[case.closing_reason]))
        mode = "persoenlich_stelle" if self.rng.random() < 0.7 else "telefon"
        self._set(case, session, self._held(case, mode, topics=["umstieg_allgemein"], note=note))

    def _talk(self, case, session, used, mode=None):
        rng = self.rng
        mode = mode or share.pick(rng, share.MODE)
        topics = self._topics(case, session.on)
        extra = {}
        if mode == "begleitung":
            possible = self._possible(case, session.on)
            fits = [one for one in texts.ACCOMPANIMENTS if one[1] in possible and one not in used]
            place, topic, line = chosen = rng.choice(fits or texts.ACCOMPANIMENTS_ANY)
            used.add(chosen)
            topics = [topic, *(one for one in topics[:1] if one != topic)]
            extra |= {"place": place, "accompaniment": texts.ACCOMPANIED_TO.get(place, "sonstige")}
        elif mode in WRITTEN:
            topics = topics[:1] if rng.random() < 0.6 else []
            line = rng.choice(texts.LETTERS if mode == "brief" else texts.MESSAGES)
        elif mode == "anlaufstelle_offen":
            line = rng.choice((*texts.DROP_IN, *self._fitting(case, NOTES[topics[0]])))
        elif mode == "aufsuchend":
            topics = topics[:1]
            line = rng.choice(self._fitting(case, texts.OUTREACH))
            extra["place"] = rng.choice(texts.OUTREACH_PLACES)
        else:
            line = self._fresh(self._fitting(case, NOTES[topics[0]]), used)
            if len(topics) > 1 and rng.random() < 0.45:
                line += " " + self._fresh(self._fitting(case, NOTES[topics[1]]), used)
            if rng.random() < 0.3:
                line += "\n" + rng.choice(self._fitting(case, texts.NEXT))
        if rng.random() < 0.06:
            line = ""
        self._set(case, session, self._held(case, mode, topics=topics, note=self._say(case, session, line)) | extra)

    def _not_held(self, case, session, result):
        mode = share.pick(self.rng, {mode: share.MODE[mode] for mode in IN_PERSON})
        note = self._say(case, session, self.rng.choice(texts.NOT_HELD[result]))
        self._set(case, session, {"mode": mode, "setting": "einzel", "result": result, "note": note})

    # --- parts -----------------------------------------------------------------------------------

    def _results(self, cases, scripted):
        """{(case, place): result} for what did not come about; first and last contacts did, and scripts say so."""
        total = sum(len(case.sessions) for case in cases)
        middle = [
            (id(case), place)
            for case in cases
            for place, session in enumerate(case.sessions)
            if 0 < place < len(case.sessions) - 1 and not scripted[id(case)]
        ]
        dealt = share.counts(share.RESULT, total)
        other = [result for result, count in dealt.items() for _ in range(count) if result != SessionResult.HELD]
        return dict(zip(self.rng.sample(middle, min(len(other), len(middle))), other, strict=False))

    def _held(self, case, mode, *, topics, note):
        rng = self.rng
        minutes = rng.choice(share.MINUTES[mode])
        setting = "paar_familie" if mode in AT_THE_CENTRE and rng.random() < 0.06 else "einzel"
        facts = {
            "mode": mode,
            "setting": "" if mode in WRITTEN else setting,
            "result": SessionResult.HELD,
            "minutes": minutes if rng.random() < 0.96 else None,
            "topics": topics,
            "note": note,
        }
        spoken = mode in BY_TELEPHONE_TOO and case.client.first_language in names.MEDIATORS
        if spoken and case.client.needs_mediation and rng.random() < (0.35 if mode == "telefon" else 0.8):
            facts |= {
                "mediation_language": case.client.first_language,
                "mediator": rng.choice(names.MEDIATORS[case.client.first_language]),
                "mediation_minutes": facts["minutes"],
            }
        return facts

    def _set(self, case, session, facts, at=None):
        """Give a session its facts and a time in its counsellor's diary."""
        hours = HOURS.get(facts["mode"], (OPENS, CLOSES))
        time = self.diary.book(session.by, session.on, facts.get("minutes") or 30, hours=hours, at=at)
        session.started_at = datetime.datetime.combine(session.on, time, timezone.get_default_timezone())
        session.facts = {key: value for key, value in facts.items() if value not in ("", None, [])}
        session.facts["at_the_centre"] = facts["mode"] in AT_THE_CENTRE

    def _possible(self, case, day):
        """Topics of the phases that run on a day by weight, without those that make no sense for this client."""
        skip = set(case.featured.avoid) if case.featured else set()
        if not case.client.has_children:
            skip |= {"kinder_familie", "familiennachzug"}
        if case.client.first_language == "de":
            skip |= {"deutsch"}
        if case.client.facts["nationality"] == "de":
            skip |= {"aufenthalt", "familiennachzug", "anerkennung", "rueckkehr_herkunftsland"}
        if case.client.facts["gender"] == "maennlich":
            skip |= {"gyn_schwangerschaft"}
        weights = Counter()
        for phase in phases_on(case.phases, day):
            weights.update(share.TOPICS[phase])
        return {topic: weight for topic, weight in weights.items() if topic not in skip}

    def _topics(self, case, day):
        """One to three topics that fit the phase."""
        possible = self._possible(case, day)
        wanted = self.rng.choice((1, 1, 2, 2, 2, 3))
        topics = []
        while len(topics) < wanted:
            topic = share.pick(self.rng, possible)
            if topic not in topics:
                topics.append(topic)
        return topics

    def _fitting(self, case, lines):
        """Lines that can be true for this client."""
        words = set() if case.client.needs_mediation else {"Sprachmittlung"}
        if case.client.facts["nationality"] == "de":
            words |= ABROAD
        return [line for line in lines if not any(word in line for word in words)]

    def _fresh(self, lines, used):
        """A line that this case has not had yet, as long as there is one."""
        line = self.rng.choice([one for one in lines if one not in used] or list(lines))
        used.add(line)
        return line

    def _say(self, case, session, line):
        """A line with its slots filled."""
        rng = self.rng
        soon = workday(session.on + datetime.timedelta(days=rng.randint(8, 24)))
        return line.format(
            name=case.client.pseudonym,
            amount=rng.choice((20, 35, 45, 60, 80, 90, 120, 150, 180, 240, 320, 480)),
            date=f"{soon.day}.{soon.month}.",
            weekday=rng.choice(("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag")),
        ).replace("..", ".")  # a date at the end of a sentence

    def _correct(self, cases):
        """A few sessions were corrected later."""
        held = [
            (case, session)
            for case in cases
            for session in case.sessions
            if session.facts["result"] == SessionResult.HELD and session.facts.get("note") and not case.featured
        ]
        for case, session in self.rng.sample(held, max(1, round(len(held) * share.CORRECTED_SHARE))):
            reason, line = self.rng.choice(texts.CORRECTIONS)
            facts = {"reason": reason}
            if line:
                facts["note"] = f"{session.facts['note']}\n{line.format(name=case.client.pseudonym)}"
            elif reason.startswith("Dauer"):
                facts["minutes"] = (session.facts.get("minutes") or 30) + 15
            else:
                topics = session.facts.get("topics", [])
                facts["topics"] = [*topics, next(one for one in ADDED_TOPICS if one not in topics)]
            session.correction = facts
