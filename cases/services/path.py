"""The way of a case: phases, pauses, status to sex work, outcomes, what was explained. Dated facts, never judged."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import PauseKind
from cases.models import CasePause, CasePhase, Explained, Outcome, SexWorkStatus
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save, set_facts


def start_phase(*, case, phase, by, on=None, until=None) -> CasePhase:
    """Start a phase beside those already running; with `until` it lies in the past already."""
    with act("phase.started", by=by, object_id=case.pk) as done:
        done.about(case.number)
        started = CasePhase(case=case, phase=phase, started_on=on or timezone.localdate(), ended_on=until)
        _check_phase(started)
        check_and_save(started)
    return started


def end_phase(*, phase, by, on=None) -> CasePhase:
    with act("phase.ended", by=by, object_id=phase.case_id) as done:
        done.about(phase.case.number)
        phase.ended_on = on or timezone.localdate()
        check_and_save(phase)
    return phase


def change_phase(*, phase, by, **facts) -> CasePhase:
    """Set right when a phase began or ended."""
    with act("phase.changed", by=by, object_id=phase.case_id) as done:
        done.about(phase.case.number)
        phase = CasePhase.objects.select_for_update(of=("self",)).select_related("case").get(pk=phase.pk)
        if changed := set_facts(phase, facts):
            _check_phase(phase)
            check_and_save(phase, only=changed)
    return phase


def remove_phase(*, phase, by) -> None:
    """Take away a phase that was noted by mistake."""
    with act("phase.removed", by=by, object_id=phase.case_id) as done:
        done.about(phase.case.number)
        phase.delete()


def _check_phase(phase):
    _not_ahead(phase.started_on, "started_on")
    if phase.ended_on:
        _not_ahead(phase.ended_on, "ended_on")
    if phase.started_on < phase.case.opened_on:
        raise DomainError(_("A phase begins with the opening of the case or later."), field="started_on")


def start_pause(*, case, by, kind=PauseKind.PAUSE, on=None, until=None, note="") -> CasePause:
    """A time without contact that is meant so (114-07). `until` is the first day after it; None: open."""
    with act("case_pause.started", by=by, object_id=case.pk) as done:
        done.about(case.number)
        pause = CasePause(case=case, kind=kind, started_on=on or timezone.localdate(), ended_on=until, note=note)
        _check_pause(pause)
        check_and_save(pause)
    return pause


def end_pause(*, pause, by, on=None) -> CasePause:
    """She is back: `on` is the first day after the pause."""
    with act("case_pause.ended", by=by, object_id=pause.case_id) as done:
        done.about(pause.case.number)
        back = max(on or timezone.localdate(), pause.started_on)
        if pause.ended_on is None or pause.ended_on > back:  # one that is over stays as it was
            pause.ended_on = back
            check_and_save(pause, only=["ended_on"])
    return pause


def change_pause(*, pause, by, **facts) -> CasePause:
    with act("case_pause.changed", by=by, object_id=pause.case_id) as done:
        done.about(pause.case.number)
        pause = CasePause.objects.select_for_update(of=("self",)).select_related("case").get(pk=pause.pk)
        if changed := set_facts(pause, facts):
            _check_pause(pause)
            check_and_save(pause, only=changed)
    return pause


def remove_pause(*, pause, by) -> None:
    """Take away a pause that was noted by mistake."""
    with act("case_pause.removed", by=by, object_id=pause.case_id) as done:
        done.about(pause.case.number)
        pause.delete()


def _check_pause(pause):
    """Pauses of a case do not overlap; the database itself allows one open pause."""
    for other in CasePause.objects.filter(case=pause.case_id).exclude(pk=pause.pk):
        begins_in_time = other.ended_on is None or pause.started_on < other.ended_on
        ends_late = pause.ended_on is None or pause.ended_on > other.started_on
        if begins_in_time and ends_late:
            raise DomainError(_("At that time the case already pauses."), field="started_on")


def note_sex_work_status(*, case, status, by, since_on=None) -> SexWorkStatus:
    """How she stands to sex work since a day. A return is an entry like any other and deletes nothing."""
    with act("sex_work_status.noted", by=by, object_id=case.pk) as done:
        done.about(case.number)
        entry = SexWorkStatus(case=case, status=status, since_on=since_on or timezone.localdate(), created_by=by)
        _not_ahead(entry.since_on, "since_on")
        check_and_save(entry)
    return entry


def remove_sex_work_status(*, entry, by) -> None:
    """Take away what was noted by mistake."""
    with act("sex_work_status.removed", by=by, object_id=entry.case_id) as done:
        done.about(entry.case.number)
        entry.delete()


def note_outcome(*, case, outcome, by, happened_on=None, note="") -> Outcome:
    """Something that came about, on a day (domain d.12); any number per case, closing is apart."""
    with act("outcome.noted", by=by, object_id=case.pk) as done:
        done.about(case.number)
        noted = Outcome(
            case=case, outcome=outcome, happened_on=happened_on or timezone.localdate(), note=note, created_by=by
        )
        _not_ahead(noted.happened_on, "happened_on")
        check_and_save(noted)
    return noted


def change_outcome(*, row, by, **facts) -> Outcome:
    """`facts`: outcome, happened_on, note; what is not named stays."""
    with act("outcome.changed", by=by, object_id=row.case_id) as done:
        done.about(row.case.number)
        row = Outcome.objects.select_for_update(of=("self",)).select_related("case").get(pk=row.pk)
        if changed := set_facts(row, facts):
            _not_ahead(row.happened_on, "happened_on")
            check_and_save(row, only=changed)
    return row


def remove_outcome(*, outcome, by) -> None:
    """Take away what was noted by mistake."""
    with act("outcome.removed", by=by, object_id=outcome.case_id) as done:
        done.about(outcome.case.number)
        outcome.delete()


def note_explained(*, case, items, by, explained_on=None, language="", explained_by=None) -> list[Explained]:
    """What was explained on a day, in which language, by whom (113-04, 113-05); `items` of TransparencyItem."""
    with act("explanation.noted", by=by, object_id=case.pk) as done:
        done.about(case.number)
        on = explained_on or timezone.localdate()
        _not_ahead(on, "explained_on")
        noted = [
            Explained(case=case, item=item, explained_on=on, language=language, explained_by=explained_by or by)
            for item in items
        ]
        for row in noted:
            check_and_save(row)
    return noted


def remove_explained(*, explained, by) -> None:
    """Take away what was noted by mistake."""
    with act("explanation.removed", by=by, object_id=explained.case_id) as done:
        done.about(explained.case.number)
        explained.delete()


def _not_ahead(day, field):
    if day > timezone.localdate():
        raise DomainError(_("This date lies in the future."), field=field)
