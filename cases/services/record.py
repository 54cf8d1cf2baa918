"""Noting the entries of a situation: each dated, each voluntary; what changed over time is a new one."""

import copy

from django.utils.translation import gettext as _

from cases.models import Case
from cases.models.record import SituationRecord
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.meanwhile import still_to_change
from umstieg.core.saving import check_and_save, set_facts

from .deadline import drop_deadlines, keep_deadlines
from .working import must_be_running


def note_record(record: SituationRecord, *, by, also=None) -> SituationRecord:
    """Save a new entry. `also(entry)` is what it brings with it, in the same act."""
    with act("situation.noted", by=by, object_id=record.case_id) as done:
        case = Case.objects.select_for_update(of=("self",)).get(pk=record.case_id)
        must_be_running(case)
        done.about(case.number)
        record.noted_by = by
        check_and_save(record)
        keep_deadlines(record)
        if also:
            also(record)
    return record


def change_record(*, record, by, also=None, seen=None, merge=still_to_change, **facts) -> SituationRecord:
    """Set an entry right, or bring it on; what is not named stays. `seen`: see `core.meanwhile`.

    `merge(record, facts, seen)`: what is still to change in the entry as it reads now.
    """
    with act("situation.changed", by=by, object_id=record.case_id) as done:
        record = _locked(record, done)
        before = copy.copy(record)
        if set_facts(record, merge(record, facts, seen)):
            record.brought_on(before)
            check_and_save(record)
            keep_deadlines(record)
            if also:
                also(record)
    return record


def remove_record(*, record, by, also=None) -> None:
    """Take away an entry that was noted by mistake. `also(entry)` is done when it is gone, in the same act."""
    with act("situation.removed", by=by, object_id=record.case_id) as done:
        record = _locked(record, done)
        drop_deadlines(record)
        record.delete()
        if also:
            also(record)


def _locked(record, done):
    """The entry as it reads now, held until the end."""
    rows = type(record).objects.select_for_update(of=("self",)).select_related("case")
    record = rows.filter(pk=record.pk).first()
    if record is None:
        raise DomainError(_("This entry has been removed meanwhile."))
    must_be_running(record.case)
    done.about(record.case.number)
    return record
