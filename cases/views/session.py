"""Reading and correcting counselling sessions; logging them stands in session_log."""

from functools import partial

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.session import CorrectionForm
from cases.queries.earlier import session_with_versions
from cases.services.session import correct_session
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record

from .correcting import correction_page, written_page
from .lookup import must_be_open, session_seen_by

FACTS = "components/session_facts.html"


@requires(Permission.SESSION_VIEW, Part.NOTES)
@require_safe
def session_detail(request, pk, session):
    """One session with its earlier versions."""
    session = session_seen_by(request.user, pk, session)
    record("session.viewed", cases=[session.case.number], part=Part.NOTES.name, object_id=session.pk)
    return written_page(
        request,
        session,
        session_with_versions,
        title=_("Counselling session"),
        facts=FACTS,
        correct="cases:session_correct",
    )


@requires(Permission.SESSION_CORRECT, Part.WORK)
@require_http_methods(["GET", "POST"])
def session_correct(request, pk, session):
    """A correction is a new version; the old one is kept."""
    session = session_seen_by(request.user, pk, session, Part.WORK)
    must_be_open(session.case)
    record("session.viewed", cases=[session.case.number], part=Part.NOTES.name, object_id=session.pk)
    return correction_page(
        request,
        session,
        partial(CorrectionForm, instance=session),
        partial(correct_session, session=session),
        key="cases.session_correct",
        title=_("Correct session"),
        facts=FACTS,
        with_versions=session_with_versions,
        again=partial(session_seen_by, request.user, pk, session.pk),
        back="cases:session_detail",
    )
