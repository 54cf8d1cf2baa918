"""Checklists of a case: started from the centre's or by hand, ticked off, changed, put away with a way back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import ItemState
from cases.forms.checklist import PointForm, StartForm
from cases.models import ChecklistItem
from cases.queries.case_file import case_file
from cases.queries.checklist import checklists_room
from cases.services import checklist as services
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.back import back, say_undoable
from umstieg.guide.queries import offered_checklists

from .entry import entry_page
from .file import room
from .lookup import asked_theme, case_seen_by, must_be_open


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def checklists(request, pk):
    """All lists of the case with their points."""
    case = case_seen_by(request.user, pk, Part.NOTES)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    shown = {"file": file, "case": case, "room": "checklists", "checklists": checklists_room(case, file.part)}
    return room(request, shown)


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def start(request, pk):
    """Start a list; `?thema=` offers those of a theme first."""
    case = _case(request, pk)
    return entry_page(
        request,
        case,
        lambda data: StartForm(data, theme=asked_theme(request)),
        lambda form: form.carry_out(services.start_checklist, case=case, by=request.user, **form.facts()),
        key="checklist",
        title=_("Start a checklist"),
        text=_("It is a copy: points can be added, renamed and left out."),
        submit=_("Start"),
        said=_("Checklist started."),
        room="checklists",
        leads_to=lambda started: f"{_room(case)}#liste-{started.pk}",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def copy(request, pk):
    """Start one of the centre's lists with one click, from its theme."""
    case, asked = _case(request, pk), request.POST.get("template", "")
    template = next((one for one in offered_checklists() if str(one.pk) == asked), None)
    if template is None:
        messages.error(request, _("This list is not offered any more. Another one can be started here."))
        return redirect("cases:checklist_start", pk=case.pk)
    started = services.start_checklist(
        case=case, title=template.title, theme=template.theme, items=template.items, by=request.user
    )
    messages.success(request, _("Checklist started."))
    return redirect(f"{_room(case)}#liste-{started.pk}")


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def put_away(request, pk, checklist):
    case, checklist = _list(request, pk, checklist)
    services.put_away(checklist=checklist, by=request.user)
    undo = reverse("cases:checklist_take_back", args=[case.pk, checklist.pk])
    say_undoable(request, _("The checklist is put away."), undo)
    return redirect(_room(case))


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def take_back(request, pk, checklist):
    case, checklist = _list(request, pk, checklist)
    services.take_back(checklist=checklist, by=request.user)
    messages.success(request, _("The checklist is in use again."))
    return redirect(f"{_room(case)}#liste-{checklist.pk}")


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def item_add(request, pk, checklist):
    """One more point; the room sends it too."""
    case, checklist = _list(request, pk, checklist)
    return entry_page(
        request,
        case,
        PointForm,
        lambda form: form.carry_out(
            services.add_item, checklist=checklist, by=request.user, text=form.cleaned_data["text"]
        ),
        key="checklist_point",
        about=checklist.pk,
        title=_("Add a point"),
        text=checklist.title,
        room="checklists",
        leads_to=lambda _added: f"{_room(case)}#neu-{checklist.pk}",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def item_change(request, pk, item):
    case, item = _item(request, pk, item)
    return entry_page(
        request,
        case,
        lambda data: PointForm(data, instance=item),
        lambda form: form.carry_out(services.change_item, item=item, by=request.user, **form.cleaned_data),
        key="checklist_point",
        about=case.pk,
        title=_("Change a point"),
        text=item.checklist.title,
        room="checklists",
        back=f"{_room(case)}#punkt-{item.pk}",
        remove_url=reverse("cases:checklist_item_remove", args=[case.pk, item.pk]),
        below="cases/file/remove.html",
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def item_settle(request, pk, item):
    """Done, not needed, or open again: one click."""
    case, item = _item(request, pk, item)
    asked = request.POST.get("state")
    services.settle_item(item=item, state=asked if asked in ItemState.values else ItemState.DONE, by=request.user)
    return back(request, "cases:checklists", pk=case.pk)


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def item_move(request, pk, item):
    case, item = _item(request, pk, item)
    services.move_item(item=item, by=request.user, down=request.POST.get("to") == "down")
    return back(request, "cases:checklists", pk=case.pk)


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def item_remove(request, pk, item):
    case, item = _item(request, pk, item)
    services.remove_item(item=item, by=request.user)
    messages.success(request, _("The point is removed."))
    return redirect(_room(case))


def _case(request, pk):
    """The case for a page that works on its lists; what the page shows is recorded here."""
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.RESTRICTED.name, object_id=case.pk)
    return case


def _list(request, pk, checklist):
    case = _case(request, pk)
    return case, get_object_or_404(case.checklists.all(), pk=checklist)


def _item(request, pk, item):
    case = _case(request, pk)
    found = ChecklistItem.objects.filter(checklist__case=case).select_related("checklist")
    return case, get_object_or_404(found, pk=item)


def _room(case) -> str:
    return reverse("cases:checklists", args=[case.pk])
