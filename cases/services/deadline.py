"""Keeping the days to remind of beside what they come from, and saying that a reminder was seen."""

import datetime

from django.utils import timezone

from cases.enums import DEADLINE_STEPS, DeadlineKind
from cases.models import Deadline
from umstieg.agenda.reminding import first_reminder, next_reminder
from umstieg.audit.recording import act
from umstieg.core.saving import check_and_save


def keep_deadlines(record) -> None:
    """Bring the deadlines of an entry up to date, within the act that saves it. An unchanged day is not told again."""
    today = timezone.localdate()
    held = {Source.of(one): one for one in record.case.deadlines.all()}
    for kind, ends_on in record.deadlines().items():
        source = Source(kind, record)
        one = held.get(source.key)
        if one and ends_on is None:
            one.delete()
        elif ends_on and (one is None or one.facts["ends_on"] != ends_on.isoformat()):
            one = one or Deadline(case=record.case)
            one.facts = {"kind": kind, "source": source.key, "ends_on": ends_on.isoformat()}
            one.next_on = first_reminder(ends_on, DEADLINE_STEPS[kind], today=today)
            check_and_save(one)


def drop_deadlines(record) -> None:
    """Take away the deadlines of an entry that is removed."""
    sources = {Source(kind, record).key for kind in record.deadlines()}
    for one in record.case.deadlines.all():
        if Source.of(one) in sources:
            one.delete()


def keep_of_the_latest(record) -> None:
    """Where entries of a kind follow each other, the one that holds today ends those before: they remind no more.

    For `also` of the services that note, change and remove an entry; what a removed one had ended reminds again.
    """
    entries, today = list(type(record).objects.filter(case=record.case_id)), timezone.localdate()
    begun = [(one.since_on, one.pk) for one in entries if one.since_on <= today]
    for one in entries:
        one.case = record.case
        is_ended = bool(begun) and (one.since_on, one.pk) < max(begun)
        (drop_deadlines if is_ended else keep_deadlines)(one)


def see_reminder(*, deadline, by) -> Deadline:
    """This reminder was seen; the next one comes in its time. Seen twice it stays as it is."""
    with act("deadline.seen", by=by, object_id=deadline.case_id) as done:
        deadline = Deadline.objects.select_for_update(of=("self",)).select_related("case").get(pk=deadline.pk)
        done.about(deadline.case.number)
        today = timezone.localdate()
        if deadline.next_on and deadline.next_on <= today:
            ends_on = datetime.date.fromisoformat(deadline.facts["ends_on"])
            steps = DEADLINE_STEPS[DeadlineKind(deadline.facts["kind"])]
            deadline.facts = {**deadline.facts, "seen_on": today.isoformat()}
            deadline.next_on = next_reminder(ends_on, steps, after=today)
            check_and_save(deadline, only=["facts", "next_on"])
    return deadline


def unsee_reminder(*, deadline, by) -> Deadline:
    """Undo it: the reminder stands again."""
    with act("deadline.unseen", by=by, object_id=deadline.case_id) as done:
        deadline = Deadline.objects.select_for_update(of=("self",)).select_related("case").get(pk=deadline.pk)
        done.about(deadline.case.number)
        if seen_on := deadline.facts.get("seen_on"):
            deadline.facts = {key: value for key, value in deadline.facts.items() if key != "seen_on"}
            deadline.next_on = datetime.date.fromisoformat(seen_on)
            check_and_save(deadline, only=["facts", "next_on"])
    return deadline


class Source:
    """From what a deadline comes: an entry, and which of its days."""

    def __init__(self, kind, record):
        self.key = f"{kind}:{record._meta.model_name}:{record.pk}"

    @staticmethod
    def of(deadline) -> str:
        return deadline.facts["source"]
