"""Logging one talk with one or several clients: a session in each file, and what follows from it, all or nothing."""

from django.utils.translation import gettext as _

from cases.enums import NoticeResult
from cases.models import CounsellingSession, Occasion
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save

from .appointment import log_appointment
from .notice import settle_notice
from .session import write_session
from .task import add_task, settle_task

MOST_ROWS = 12


def log_sessions(
    *, rows, by, settled=(), appointment=None, appointments=(), notice=None, **shared
) -> list[CounsellingSession]:
    """Log a session for each of `rows`: {"case", "note", "next_step", "next_step_on"}; only the case is needed.

    With several rows they are joined by an Occasion: counted once as counselling, in each file as a participation.
    A next step becomes a task of its case. `shared` are facts of the session. `settled` are tasks that this talk has
    settled, `appointment` the one it was agreed for, `appointments` further ones with others who took part, `notice`
    the word a colleague had left of it.
    """
    _check(rows)
    with act("session.logged", by=by) as done:
        done.about(*(row["case"].number for row in rows))
        if len(rows) > 1:
            shared["occasion"] = Occasion(created_by=by)
            check_and_save(shared["occasion"])
        sessions, logged = [], set()
        for row in rows:
            session = write_session(case=row["case"], note=row.get("note", ""), by=by, **shared)
            sessions.append(session)
            if step := row.get("next_step"):
                add_task(text=step, due_on=row.get("next_step_on"), case=row["case"], session=session, by=by)
        for task in settled:
            settle_task(task=task, by=by)
        for agreed in _agreed(appointment, appointments):
            session = _of(sessions, agreed.case_id)
            if session.pk in logged:
                raise DomainError(_("Two appointments of the same person: please choose the one this talk was."))
            logged.add(session.pk)
            log_appointment(appointment=agreed, session=session, by=by)
        if notice is not None:
            settle_notice(notice=notice, result=NoticeResult.SESSION, case=sessions[0].case, by=by)
        if len(sessions) == 1:
            done.object_id = str(sessions[0].pk)
    return sessions


def _check(rows):
    if not rows:
        raise DomainError(_("With whom?"))
    if len({row["case"].pk for row in rows}) < len(rows):
        raise DomainError(_("The same person is named twice."))
    if len(rows) > MOST_ROWS:
        raise DomainError(_("More than %(most)s people at once are a group offer.") % {"most": MOST_ROWS})


def _agreed(appointment, further):
    """Each appointment once."""
    return {one.pk: one for one in (appointment, *further) if one is not None}.values()


def _of(sessions, case_id):
    """The session that an appointment led to; that of the first client where it was agreed with nobody known."""
    if case_id is None:
        return sessions[0]
    found = next((session for session in sessions if session.case_id == case_id), None)
    if found is None:
        raise DomainError(_("The appointment was agreed with somebody else. Please name that person too."))
    return found
