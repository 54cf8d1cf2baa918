"""Logging, reading and correcting counselling sessions."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.session import CorrectionForm, NewSessionForm, SessionForm
from cases.models import Case, CounsellingSession
from cases.queries.session_file import session_with_versions
from cases.services import session as session_services
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.errors import ConflictError
from umstieg.core.typed import Typed

from .lookup import case_seen_by, must_be_open, session_seen_by


@requires(Permission.SESSION_LOG, Part.FACTS)
@require_http_methods(["GET", "POST"])
def session_new(request):
    """Log a session from anywhere: first with whom, then the rest."""
    own = Case.objects.visible_to(request.user, Part.RESTRICTED).running().order_by("-number")
    record("cases.listed", cases=own.values_list("number", flat=True), part=Part.FACTS.name)
    typed = Typed(request, form="cases.session")
    form = NewSessionForm(typed.data, cases=own, initial=_as_last_time(request.user))
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if _log(request, form, form.cleaned_data["case"]):
            return typed.finish(redirect("cases:detail", pk=form.cleaned_data["case"].pk))
        typed.release()
    page = {"form": form, "typed": typed, "case": None, "has_cases": own.exists()}
    return render(request, "cases/session_form.html", page)


@requires(Permission.SESSION_LOG, Part.NOTES)
@require_http_methods(["GET", "POST"])
def session_create(request, pk):
    case = case_seen_by(request.user, pk, Part.RESTRICTED)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.FACTS.name, object_id=case.pk)
    typed = Typed(request, form="cases.session", about=case.pk)
    form = SessionForm(typed.data, initial=_as_last_time(request.user))
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if _log(request, form, case):
            return typed.finish(redirect("cases:detail", pk=case.pk))
        typed.release()
    return render(request, "cases/session_form.html", {"form": form, "typed": typed, "case": case, "has_cases": True})


@requires(Permission.SESSION_VIEW, Part.NOTES)
@require_safe
def session_detail(request, pk, session):
    """One session with its earlier versions."""
    session = session_seen_by(request.user, pk, session)
    entry, earlier = session_with_versions(session)
    record("session.viewed", cases=[session.case.number], part=Part.NOTES.name, object_id=session.pk)
    return render(request, "cases/session_detail.html", {"case": session.case, "entry": entry, "earlier": earlier})


@requires(Permission.SESSION_CORRECT, Part.NOTES)
@require_http_methods(["GET", "POST"])
def session_correct(request, pk, session):
    """A correction is a new version; the old one is kept."""
    session = session_seen_by(request.user, pk, session)
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


def _log(request, form, case):
    session = form.carry_out(session_services.log_session, case=case, by=request.user, **form.session_facts())
    if session:
        messages.success(request, _("Counselling session saved."))
    return session


def _as_last_time(user) -> dict:
    """Mode and site of the last session this person logged."""
    last = CounsellingSession.objects.filter(created_by=user).order_by("-created_at").values("mode", "site_id").first()
    return {"mode": last["mode"], "site": last["site_id"]} if last else {}
