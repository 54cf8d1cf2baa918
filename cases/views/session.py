"""Reading and correcting counselling sessions; logging them stands in session_log."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.session import CorrectionForm
from cases.queries.session_file import session_with_versions
from cases.services import session as session_services
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.errors import ConflictError
from umstieg.core.typed import Typed

from .lookup import must_be_open, session_seen_by


@requires(Permission.SESSION_VIEW, Part.NOTES)
@require_safe
def session_detail(request, pk, session):
    """One session with its earlier versions."""
    session = session_seen_by(request.user, pk, session)
    entry, earlier = session_with_versions(session)
    record("session.viewed", cases=[session.case.number], part=Part.NOTES.name, object_id=session.pk)
    return render(request, "cases/session_detail.html", {"case": session.case, "entry": entry, "earlier": earlier})


@requires(Permission.SESSION_CORRECT, Part.WORK)
@require_http_methods(["GET", "POST"])
def session_correct(request, pk, session):
    """A correction is a new version; the old one is kept."""
    session = session_seen_by(request.user, pk, session, Part.WORK)
    must_be_open(session.case)
    record("session.viewed", cases=[session.case.number], part=Part.NOTES.name, object_id=session.pk)
    typed = Typed(request, form="cases.session_correct", about=session.pk)
    form = CorrectionForm(typed.data, instance=session)
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        corrected = form.carry_out(
            session_services.correct_session,
            session=session,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            **form.session_facts(),
        )
        if corrected:
            is_new = corrected.version > session.version
            messages.success(request, _("Corrected. The earlier version is kept.") if is_new else _("Nothing changed."))
            return typed.finish(redirect("cases:session_detail", pk=pk, session=session.pk))
        typed.release()
    saved_meanwhile = None
    if isinstance(form.broken_rule, ConflictError):
        session = session_seen_by(
            request.user, pk, session.pk, Part.WORK
        )  # anew: it was read before the other one saved
        form.write_on(session.version)
        saved_meanwhile = session_with_versions(session)[0]
    return render(
        request,
        "cases/session_correct.html",
        {
            "form": form,
            "typed": typed,
            "case": session.case,
            "session": session,
            "saved_meanwhile": saved_meanwhile,
        },
    )
