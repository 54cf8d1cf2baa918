"""Entries in the file and their corrections, and the counsellor's own notes beside it (for PERSONAL_DAYS days)."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import CaseNote, NoteVersion, PersonalNote
from cases.models.note import PERSONAL_DAYS
from umstieg.audit.recording import act
from umstieg.core.drafts import drop_drafts_about
from umstieg.core.errors import ConflictError, DomainError
from umstieg.core.saving import check_and_save

from . import correcting

FACTS = ("noted_at", "text")  # what a correction may change, and what an earlier version keeps


def write_note(*, case, text, by, noted_at=None) -> CaseNote:
    """An entry in the file without a talk (Vermerk)."""
    with act("case_note.written", by=by) as done:
        done.about(case.number)
        note = CaseNote(case=case, text=text, noted_at=noted_at or timezone.now(), created_by=by)
        _check(note)
        check_and_save(note)
        done.object_id = str(note.pk)
    return note


@transaction.atomic  # the row is locked before the act begins
def correct_note(*, note, by, version, reason="", **facts) -> CaseNote:
    """Correct an entry in the file: the old version is kept, the new one is read from now on.

    `version` is the one the correction was written on; ConflictError when somebody else was faster. Without any change
    nothing is written.
    """
    refusal = _("Somebody else has corrected this entry in the meantime.")
    note = correcting.under_lock(note, version, refusal=refusal)
    earlier = NoteVersion(
        note=note, version=version, facts=correcting.facts_of(note, FACTS), reason=reason, replaced_by=by
    )
    with act("case_note.corrected", by=by, object_id=note.pk) as done:
        done.about(note.case.number)
        correcting.correct(note, facts, earlier, check=_check)
    return note


def write_personal_note(*, case, text, by) -> PersonalNote:
    """The author's own note about a case; no part of the file, seen by nobody else."""
    with act("personal_note.written", by=by) as done:
        done.about(case.number)
        note = PersonalNote(case=case, text=text, author=by)
        check_and_save(note)
        done.object_id = str(note.pk)
    return note


def change_personal_note(*, note, text, by) -> PersonalNote:
    """Write it anew. Its days go on from when it was first written."""
    with act("personal_note.changed", by=by, object_id=note.pk) as done:
        done.about(note.case.number)
        note = _own(note, by)
        note.text = text
        check_and_save(note, only=["text"])
    return note


@transaction.atomic  # the note is locked before the act begins
def move_personal_note(*, note, text, by, noted_at=None) -> CaseNote:
    """Make it an entry in the file, with `text` as it shall stand there, and destroy it."""
    with act("personal_note.moved", by=by, object_id=note.pk) as done:
        done.about(note.case.number)
        note = _own(note, by)
        moved = write_note(case=note.case, text=text, by=by, noted_at=noted_at)
        _destroy(note)
    return moved


def destroy_personal_note(*, note, by) -> None:
    with act("personal_note.destroyed", by=by, object_id=note.pk) as done:
        done.about(note.case.number)
        _destroy(_own(note, by))


def destroy_expired_personal_notes(*, by=None, now=None) -> int:
    """Destroy every personal note older than PERSONAL_DAYS days; returns how many. For the daily run."""
    ended = (now or timezone.now()) - datetime.timedelta(days=PERSONAL_DAYS)
    notes = list(PersonalNote.objects.filter(created_at__lte=ended).select_related("case").order_by("created_at"))
    if not notes:
        return 0
    with act("personal_note.destroyed", by=by) as done:
        done.about(*(note.case.number for note in notes))
        for note in notes:
            _destroy(note)
    return len(notes)


def _check(note):
    if timezone.localtime(note.noted_at).date() > timezone.localdate():
        raise DomainError(_("This date lies in the future."), field="noted_on")


def _destroy(note):
    """With what was being typed about it: a draft must not outlive the note."""
    drop_drafts_about(note.pk)
    note.delete()


def _own(note, by):
    """The note under lock; only its author touches it, and only while it stands."""
    held = (
        PersonalNote.objects.visible_to(by).select_for_update(of=("self",)).select_related("case").filter(pk=note.pk)
    ).first()
    if held is None:
        raise ConflictError(_("This personal note is no longer there."))
    return held
