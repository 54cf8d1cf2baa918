"""Logging a counselling session, and correcting it without losing how it read before."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import CounsellingSession, SessionVersion
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.formats import day
from umstieg.core.saving import check_and_save

from . import correcting
from .contact import find_contact_anew, note_contact
from .review import is_review, reckon_review

# What a correction may change, and what an earlier version keeps.
FACTS = (
    "started_at",
    "minutes",
    "mode",
    "setting",
    "result",
    "site_id",
    "place",
    "accompaniment",
    "topics",
    "mediation_language",
    "mediator",
    "mediation_minutes",
    "note",
)


def log_session(*, case, started_at, mode, by, counsellor=None, occasion=None, **facts) -> CounsellingSession:
    """Log a session of a case. Only date and mode are needed; a talk that did not come about is a valid entry.

    `occasion` joins it to those of others who took part; see `cases.services.occasion`, which makes it.
    """
    with act("session.logged", by=by) as done:
        session = write_session(
            case=case, started_at=started_at, mode=mode, by=by, counsellor=counsellor, occasion=occasion, **facts
        )
        done.object_id = str(session.pk)
        done.about(case.number)
    return session


def write_session(*, case, by, counsellor=None, **facts) -> CounsellingSession:
    """The row of a session with its rules, inside of an act."""
    session = CounsellingSession(case=case, counsellor=counsellor or by, created_by=by, **facts)
    _check(session)
    check_and_save(session)
    note_contact(session)
    if is_review(session):
        reckon_review(case)
    return session


@transaction.atomic  # the row is locked before the act begins
def correct_session(*, session, by, version, reason="", **facts) -> CounsellingSession:
    """Correct a session: the old version is kept, the new one is read from now on.

    `version` is the one the correction was written on; ConflictError when somebody else was faster. Without any change
    nothing is written.
    """
    refusal = _("Somebody else has corrected this session in the meantime.")
    session = correcting.under_lock(session, version, refusal=refusal)
    earlier = SessionVersion(session=session, version=version, facts=facts_of(session), reason=reason, replaced_by=by)
    was_review = is_review(session)
    with act("session.corrected", by=by, object_id=session.pk) as done:
        done.about(session.case.number)
        if correcting.correct(session, facts, earlier, check=_check):
            find_contact_anew(session.case)
            if was_review or is_review(session):
                reckon_review(session.case)
    return session


def facts_of(session) -> dict:
    """The facts of a session as plain values, times in ISO format."""
    return correcting.facts_of(session, FACTS)


def _check(session):
    if timezone.localtime(session.started_at).date() > timezone.localdate():
        raise DomainError(_("A session is logged when it has taken place, not ahead."), field="started_on")
    if timezone.localtime(session.started_at).date() < session.case.opened_on:
        raise DomainError(
            _("The case was opened on %(day)s. The date of opening can be changed under “Phases and people”.")
            % {"day": day(session.case.opened_on)},
            field="started_on",
        )
    if not session.mediation_language and (session.mediator or session.mediation_minutes):
        raise DomainError(_("Language mediation needs a language."), field="mediation_language")
