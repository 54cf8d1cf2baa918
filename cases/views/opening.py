"""Opening a case: what the person should know, whether she is known here, then the case."""

import json

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.opening import CompareForm, HereWithUsForm, OpenCaseForm
from cases.policies import can_view_case
from cases.pseudonyms import propose_pseudonym
from cases.queries.matches import possible_matches
from cases.services import case as case_services
from cases.services.client import add_channel, add_language
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.crypto import DecryptionError, decrypt, encrypt
from umstieg.core.typed import Typed

from .entry import entry_page
from .lookup import case_seen_by

COMPARED = "session.compared"  # key in the session, and the place its encrypted value is bound to


@requires(Permission.CASE_OPEN, Part.FACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request):
    """First step: what the person should know, and a search by what she has told. Nothing of it is stored yet."""
    form = CompareForm(request.POST if request.method == "POST" else None, initial=compared(request.session))
    if request.method == "POST" and form.is_valid():
        typed = form.typed()
        request.session[COMPARED] = encrypt(json.dumps(typed), COMPARED)
        return redirect("cases:matches" if typed else "cases:create")
    return render(request, "cases/case_compare.html", {"form": form})


@requires(Permission.CASE_OPEN, Part.IDENTITY)
@require_safe
def matches(request):
    """Second step: cases that may be hers, among those the asker may see."""
    typed = compared(request.session)
    found = possible_matches(request.user, typed)
    record("case.compared", cases=[one.number for one in found], part=Part.IDENTITY.name)
    return render(request, "cases/case_matches.html", {"matches": found, "typed": typed})


@requires(Permission.CASE_OPEN)
@require_http_methods(["GET", "POST"])
def case_create(request):
    """Last step: a new client and her case, anonymous, with a pseudonym, or with her name (114-13)."""
    typed = Typed(request, form="cases.case_create")
    known = {"pseudonym": propose_pseudonym()} | compared(request.session)
    form = OpenCaseForm(typed.data, user=request.user, initial=known)
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if case := _open(form, request.user):
            request.session.pop(COMPARED, None)
            messages.success(request, _("Case %(number)s opened.") % {"number": case.number})
            return typed.finish(back_to(case, request.user))
        typed.release()
    return render(request, "cases/case_create.html", {"form": form, "typed": typed})


def _open(form, user):
    case = form.carry_out(case_services.open_case, client_facts=form.client_facts(), by=user, **form.case_facts())
    if case:
        if language := form.language_facts():
            add_language(client=case.client, by=user, **language)
        if channel := form.channel_facts():
            add_channel(client=case.client, by=user, **channel)
    return case


@requires(Permission.CASE_OPEN, Part.WORK)
@require_http_methods(["GET", "POST"])
def next_case(request, pk):
    """A further case of the same person, for instance years later."""
    case = case_seen_by(request.user, pk, Part.WORK)
    record("case.viewed", cases=[case.number], part=Part.FACTS.name, object_id=case.pk)
    contact = case.counsellor if case_services.only_stands_in(request.user, case.client) else request.user
    return entry_page(
        request,
        case,
        lambda data: HereWithUsForm(data, user=request.user, contact=contact),
        lambda form: form.carry_out(case_services.open_case, client=case.client, by=request.user, **form.case_facts()),
        key="next_case",
        title=_("New case for this person"),
        text=_("What is known of the person stays. The earlier case stays as it is and can be read."),
        submit=_("Open the case"),
        said=_("The case is opened."),
        leads_to=lambda opened: back_to(opened, request.user).url,
    )


def back_to(case, user):
    """To the file, or to the list where she handed the case to somebody else."""
    return redirect("cases:detail", pk=case.pk) if can_view_case(user, case) else redirect("cases:list")


def compared(session) -> dict:
    """What was typed in the first step; nothing after a key was dropped from the ring."""
    try:
        return json.loads(decrypt(session[COMPARED], COMPARED)) if COMPARED in session else {}
    except (DecryptionError, ValueError):
        return {}
