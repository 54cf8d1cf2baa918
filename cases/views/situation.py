"""Where a client stands: the board of the pillars, one theme, and what waits for what."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms.situation import ThemeForm
from cases.queries.case_file import case_file
from cases.queries.checklist import lists_of_theme
from cases.queries.contradictions import contradictions_told, entries_behind
from cases.queries.facts import facts_of
from cases.queries.interplay import interplay
from cases.queries.situation import situation_room, states_of, theme_history, theme_key, themes_shown
from cases.services import situation as services
from network.queries.find import partners_for
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.access.policies import has_permission
from umstieg.audit.recording import record
from umstieg.core.back import back
from umstieg.core.errors import DomainError
from umstieg.guide.enums import RESTRICTED, Theme
from umstieg.guide.queries import shown_tips
from umstieg.guide.tips import tips_for
from umstieg.guide.topics import TOPICS_OF

from .entry import entry_page
from .file import crumb_to, room
from .lookup import case_seen_by, must_be_open

SOME_PARTNERS = 4  # beside a theme; all of them stand in the network


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def situation(request, pk):
    """The board: every theme of every pillar with its state; nothing of it is mandatory."""
    case = case_seen_by(request.user, pk, Part.NOTES)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    return room(
        request, {"file": file, "case": case, "room": "situation", "situation": situation_room(case, file.part)}
    )


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def interplay_page(request, pk):
    """Wechselwirkungen: what waits for what, and which step would free the most. A picture and the same as a list."""
    case = case_seen_by(request.user, pk, Part.NOTES)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    shown = {"file": file, "case": case, "picture": interplay(case, file.part, facts=facts_of(case, file.part))}
    return render(request, "cases/interplay.html", shown)


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def theme(request, pk, theme):
    """One theme: how it came to its state and what the guide says; for who may write, with the form above it."""
    part = Part.RESTRICTED if Theme.of_number(theme) in RESTRICTED else Part.NOTES
    case = case_seen_by(request.user, pk, part)
    chosen = _theme(theme)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    if file.is_writable:
        return _noting(request, case, chosen)
    held = states_of(case, file.part).get(chosen)
    shown = _around(request, case, chosen, held, file.part)
    title, crumb = str(chosen.label), crumb_to("situation", case)
    return render(request, "cases/theme.html", {"case": case, "title": title, "crumb": crumb, **shown})


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def theme_note(request, pk, theme):
    """Note how a theme stands."""
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.RESTRICTED.name, object_id=case.pk)
    return _noting(request, case, _theme(theme))


def _noting(request, case, chosen):
    held = states_of(case, Part.WORK).get(chosen)
    return entry_page(
        request,
        case,
        lambda data: ThemeForm(data, initial={"state": held[0].value} if held else {}),
        lambda form: form.carry_out(
            services.note_theme, case=case, theme=chosen.value, by=request.user, **form.cleaned_data
        ),
        key="cases.theme",
        about=theme_key(case.pk, chosen),
        title=str(chosen.label),
        tab_title=_("Situation"),  # "Sucht · 26-0035" has no place in the browser's history
        room="situation",
        action=reverse("cases:theme_note", args=[case.pk, chosen.number]),
        explains="cases/situation/contradictions.html",
        below="cases/file/theme_below.html",
        **_around(request, case, chosen, held, Part.WORK, is_writable=True),
    )


def _around(request, case, chosen, held, part, *, is_writable=False) -> dict:
    """What stands around the form of a theme, or alone for who only reads."""
    states = {chosen: held[0]} if held else {}
    entries = entries_behind(case, states, part)
    return {
        "contradictions": contradictions_told(
            case, states, entries, today=timezone.localdate(), is_writable=is_writable
        ),
        "history": theme_history(case, chosen.value),
        "tips": shown_tips(tips_for(chosen, facts_of(case, part)), request.user),
        "may_tell": is_writable and has_permission(request.user, Permission.GUIDE_TELL),
        "theme": chosen,
        "partners": partners_for(TOPICS_OF[chosen][:1], most=SOME_PARTNERS),
        "topic": TOPICS_OF[chosen][0],
        "is_writable": is_writable,
        **lists_of_theme(case, chosen, part),
    }


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def theme_confirm(request, pk, theme):
    """ "Stimmt noch", with one click."""
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    chosen = _theme(theme)
    try:
        services.confirm_theme(case=case, theme=chosen.value, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:  # messages wait in the session, where no protected word belongs
        said = _("%(theme)s: still true, noted today.") % {"theme": chosen.label}
        messages.success(request, _("Still true, noted today.") if chosen in RESTRICTED else said)
    return back(request, "cases:situation", pk=pk)


def _theme(number) -> Theme:
    theme = Theme.of_number(number)
    if theme not in themes_shown(Part.WORK):
        raise Http404
    return theme
