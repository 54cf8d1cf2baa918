"""Every person with every kind of access to a case, at every address: the words she finds, and what the log says of it."""

import logging
from dataclasses import dataclass

from django.core import mail
from django.db import transaction

from cases.enums import GrantKind, LeadCause
from cases.services.grant import end_grant, lock_case
from umstieg.access.enums import Part, Relation
from umstieg.testing.crawling import crawl, part_of, written_log_files
from umstieg.testing.marked import STEM, make_marked_cases
from umstieg.testing.marked_fields import NOT_SHOWN_YET
from umstieg.testing.world import ANONYMOUS, ROLES, give, make_world

from .base import Proof

FALSE_AT_MOST = 0.01  # of the cases that the log says were shown (G20)


@dataclass(frozen=True)
class Access:
    """Somebody, and by what she sees the marked cases. `ends`: when the grant ends, in days from now."""

    person: str
    by: GrantKind | None = None
    part: Part | None = None
    ends: float = 1
    is_revoked: bool = False
    is_elsewhere: bool = False  # the grant is for another case of the same counsellor
    is_locked: bool = False

    @property
    def label(self) -> str:
        told = [self.person, self.by and f"{self.by.lower()} {self.part.name}", self.ends < 0 and "over"]
        told += [self.is_revoked and "revoked", self.is_elsewhere and "for another case", self.is_locked and "locked"]
        return ", ".join(filter(None, told))

    @property
    def expected(self) -> int:
        """The part that the matrix gives, from what stands here and nothing else."""
        holds = self.by and self.ends > 0 and not (self.is_revoked or self.is_elsewhere)
        granted = {(self.person, Relation(self.by)): self.part} if holds else {}
        locked = frozenset({self.person} if self.is_locked else ())
        return part_of(self.person, granted=granted, locked_out=locked)

    def arrange(self, world) -> None:
        counsellor, user = world.people["counsellor"], world.people[self.person]
        cases = [world.cases["own"].case] if self.is_elsewhere else [one.case for one in world.marked]
        if self.by:
            cause = LeadCause.QUALITY if self.by == GrantKind.REASON else ""
            for case in cases:
                grant = give(case, user, self.by, self.part, until=self.ends, cause=cause)
                if self.is_revoked:
                    end_grant(grant=grant, by=counsellor)
        if self.is_locked:
            for one in world.marked:
                lock_case(case=one.case, user=user, reason="Nachbarin", by=counsellor)


def every_access() -> list[Access]:
    """Everybody as she is, then those who may be given something, with each kind of it while it holds and after."""
    grants = [
        ("colleague", GrantKind.COVER, Part.WORK),
        ("colleague", GrantKind.KEEP, Part.RESTRICTED),
        ("colleague", GrantKind.KEEP, Part.NOTES),
        ("colleague", GrantKind.EMERGENCY, Part.RESTRICTED),
        ("lead", GrantKind.REASON, Part.NOTES),
        ("lead", GrantKind.REASON, Part.RESTRICTED),
        ("counselling_lead", GrantKind.REASON, Part.NOTES),
        ("stranger", GrantKind.EMERGENCY, Part.RESTRICTED),
        # A grant of a kind that goes with no role of hers opens nothing.
        ("stranger", GrantKind.COVER, Part.WORK),
        ("other_lead", GrantKind.REASON, Part.RESTRICTED),
        ("outreach", GrantKind.COVER, Part.WORK),
        ("admin", GrantKind.EMERGENCY, Part.RESTRICTED),
        ("auditor", GrantKind.REASON, Part.RESTRICTED),
        ("nobody", GrantKind.KEEP, Part.RESTRICTED),
    ]
    found = [Access(person) for person in [*ROLES, ANONYMOUS]]
    found += [Access(*one) for one in grants]
    found += [Access(*one, ends=-1) for one in grants[:8]]
    found += [Access(*one, is_revoked=True) for one in grants[:8]]
    found += [Access(*one, is_elsewhere=True) for one in grants[:8]]
    found += [Access(*one, is_locked=True) for one in grants[:8]]
    return [*found, Access("lead", is_locked=True), Access("counselling_lead", is_locked=True)]


class WordsShown(Proof):
    name = "words-shown"
    proves = (
        "Every field of a case holds a word of its own: every person with every kind of access (in force, over, "
        "revoked, for another case, locked) reads at all addresses, in pages, PDF and feed, the "
        "words of her part and no other, none in titles, addresses, headers, cookies, mails and log files; and the log "
        "tells of every answer that showed one (G3, G5, G20)."
    )
    sizes = {"smoke": 4, "full": len(every_access())}

    def steps(self):
        logging.disable(logging.NOTSET)
        chosen = every_access()
        if self.size < len(chosen):  # the ones that differ most
            chosen = [Access("outreach"), *chosen[len(ROLES) + 1 :: len(chosen) // self.size]][: self.size]
        self.state.total, self.state.done, self.state.facts = len(chosen), 0, {}
        world = make_world()
        world.marked = make_marked_cases(world.people["counsellor"])
        mail.outbox = []
        for access in chosen:
            with written_log_files() as written, transaction.atomic():
                access.arrange(world)
                self._look(world, access)
                if STEM.lower() in written.getvalue().lower():
                    self.state.find(f"{access.label}: a word stands in the log files.")
                transaction.set_rollback(True)
            self.state.done += 1
            yield
        if told := [one.subject for one in mail.outbox if STEM.lower() in str(one.message()).lower()]:
            self.state.find(f"A word stands in {len(told)} mails.")

    def _look(self, world, access):
        seen, part = crawl(world, access.person, access.expected), access.expected
        self.state.find(*(f"{access.label}: {one}" for one in seen.out_of_place + seen.untold))
        for one in world.marked:
            allowed = one.belonging_to(part) if part else set()
            found = seen.fields[one.case.number]
            if too_much := sorted(found - allowed):
                self.state.find(f"{access.label} reads {', '.join(too_much)}")
            missing = allowed - found - NOT_SHOWN_YET
            if access.person == "counsellor" and not one.case.closed_on and missing:  # all of it is hers
                self.state.find(f"{access.label} does not find {', '.join(sorted(missing))}")
        for name in ("pages", "shown", "told"):
            self.state.count(name, getattr(seen, name))
        self.state.count("false", len(seen.false))
        if self.state.facts["false"] > FALSE_AT_MOST * max(self.state.facts["told"], 100):
            self.state.find(f"{self.state.facts['false']} entries of the log tell of a case that was not shown.")

    def lines(self):
        facts = self.state.facts
        return [
            f"{self.state.done} of {len(every_access())} kinds of access, each at every address: "
            f"{facts.get('pages', 0):,} answers",
            f"{facts.get('shown', 0):,} of them showed a word of a case, and the log tells of each",
            f"{facts.get('false', 0)} of {facts.get('told', 0):,} entries tell of a case that was not shown",
            f"{facts.get('findings', 0)} words where they may not stand",
        ]
