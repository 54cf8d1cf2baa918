"""What waits for somebody at the Ankerhof: an opening to look at, two people to come, a request, a lock.

So that the rooms of the leads, the administration and data protection show something on the first day. Without chance:
the same day gives the same centre.
"""

import datetime

from django.utils import timezone

from cases.services.grant import lock_case, open_in_emergency
from cases.services.note import correct_note, write_note
from umstieg.access.enums import Role
from umstieg.accounts.services import give_role
from umstieg.accounts.services.invitation import invite_person
from umstieg.audit.recording import recording
from umstieg.audit.services import request_person_search

from .course import days_before
from .people import DOMAIN

# (key of the case, text, what it was corrected to, why)
NOTE = (
    "Daria",
    "Jobcenter am Telefon: Widerspruch ist eingegangen, Antwort bis zum 12. des nächsten Monats.",
    "Jobcenter am Telefon: Widerspruch ist eingegangen, Antwort bis zum 21. des nächsten Monats.",
    "Zahlendreher, im Schreiben steht der 21.",
)
EMERGENCY = (
    "Stela",
    "Stand in der Anlaufstelle, in einer Stunde Besichtigung, Adresse nicht dabei. Jana war in einem Gespräch.",
    30,
)
LOCK = ("Thida", "Petra wohnt im selben Haus. Die Klient*in möchte, dass sie von der Beratung nichts sieht.")
# (name, mailbox, role, key of a team, whether the paper is signed)
TO_COME = (
    ("Mirjam Vogt", "mirjam.vogt", Role.COUNSELLOR, "mitte", True),
    ("Tobias Adler", "tobias.adler", Role.OUTREACH_WORKER, "street", False),
)
SEARCH_DAYS = 30
SEARCH = "Eine Klient*in fragt, warum an einem Tag ohne Termin jemand in ihrer Akte war."


class Waiting:
    """Laid over the present: `cases` are those of Jana by pseudonym, the described ones first in a full centre."""

    def __init__(self, *, today, house, cases):
        self.today, self.house = today, house
        self.cases = dict(cases)

    def lay_out(self) -> None:
        self._corrected_note()
        self._emergency()
        self._lock()
        self._people_to_come()
        self._person_search()

    def _corrected_note(self):
        pseudonym, text, corrected, reason = NOTE
        if case := self._take(pseudonym):
            at = datetime.datetime.combine(days_before(self.today, 1), datetime.time(12, 10))
            with recording(actor=case.counsellor):
                at = max(
                    timezone.make_aware(at), timezone.make_aware(datetime.datetime.combine(case.opened_on, at.time()))
                )
                note = write_note(case=case, text=text, noted_at=at, by=case.counsellor)
                correct_note(note=note, version=note.version, text=corrected, reason=reason, by=case.counsellor)

    def _emergency(self):
        """Petra, of the other team, for the lead of this one to look at."""
        pseudonym, reason, minutes = EMERGENCY
        if case := self._take(pseudonym):
            petra = self.house.users["petra"]
            with recording(actor=petra):
                open_in_emergency(number=case.number, reason=reason, duration=minutes, by=petra)

    def _lock(self):
        pseudonym, reason = LOCK
        if case := self._take(pseudonym):
            with recording(actor=case.counsellor):
                lock_case(case=case, user=self.house.users["petra"], reason=reason, by=case.counsellor)

    def _people_to_come(self):
        ole = self.house.users["ole"]
        for name, mailbox, role, team, is_signed in TO_COME:
            with recording(actor=ole):
                bound_on = self.today if is_signed else None
                user, _secret = invite_person(email=f"{mailbox}@{DOMAIN}", name=name, bound_on=bound_on, by=ole)
                give_role(user=user, role=role, team=self.house.teams[team], by=ole)

    def _person_search(self):
        """Ruth asks; a lead decides as the second person."""
        ruth = self.house.users["ruth"]
        since = self.today - datetime.timedelta(days=SEARCH_DAYS)
        with recording(actor=ruth):
            request_person_search(about=self.house.users["emre"], since=since, until=self.today, cause=SEARCH, by=ruth)

    def _take(self, pseudonym):
        """This case, or any that is left: a small centre has not all of them."""
        key = pseudonym if pseudonym in self.cases else next(iter(self.cases), None)
        return self.cases.pop(key, None)
