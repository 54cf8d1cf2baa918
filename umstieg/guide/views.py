"""The guide to look things up in (0-03), what the centre puts beside it, and its checklists. No case near."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.core.back import back, own_page
from umstieg.core.entry import entry_page
from umstieg.core.errors import DomainError
from umstieg.core.searched import keep_term, kept_term

from . import services
from .enums import Level
from .forms import ChecklistForm, HelpedForm, RuleForm
from .models import ChecklistTemplate
from .queries import (
    Choice,
    checklist_rows,
    chosen,
    current_rule,
    earlier_rules,
    guide_page,
    may_take_back,
    shown_tips,
    themes_by_pillar,
)
from .tips import tip_of

SEARCHED = "guide.searched"  # key in the session, and the place its encrypted value is bound to
FROM = "von"  # parameter of the address: the page that led here
FORM = "guide/form.html"


@requires(Permission.GUIDE_VIEW)
@require_safe
def tips(request):
    """All tips, or those of a theme (`?thema=`) or level (`?stufe=`); `?von=` leads back to the page it came from."""
    return _page(request, chosen(request.GET))


@requires(Permission.GUIDE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request):
    """Words are sent by POST and wait in the session, encrypted; theme and level stand in the address."""
    if request.method == "POST":
        typed = keep_term(request.session, SEARCHED, request.POST.get("q", ""))
        choice = chosen(request.POST)
        asked = {"thema": choice.theme.lower(), "stufe": choice.level.lower(), FROM: own_page(request.POST.get(FROM))}
        asked = {name: value for name, value in asked.items() if value}
        return redirect(reverse("guide:search" if typed else "guide:tips", query=asked))
    return _page(request, chosen(request.GET, typed=kept_term(request.session, SEARCHED)))


def _page(request, choice: Choice):
    shown = {
        "page": guide_page(request.user, choice),
        "choice": choice,
        "pillars": themes_by_pillar(),
        "levels": Level.choices,
        "came_from": own_page(request.GET.get(FROM)),
        "may_keep_guide": has_permission(request.user, Permission.GUIDE_KEEP),
        "may_tell": has_permission(request.user, Permission.GUIDE_TELL),
    }
    return render(request, "guide/tips.html", shown)


@requires(Permission.GUIDE_KEEP)
@require_http_methods(["GET", "POST"])
def rule(request, tip):
    """The rule of the house to one tip."""
    tip = _tip(tip)
    return entry_page(
        request,
        lambda data: RuleForm(data, initial={"text": current_rule(tip)}),
        lambda form: _kept(form, services.keep_house_rule, tip=tip, by=request.user, **form.cleaned_data),
        template=FORM,
        key="house_rule",
        about=tip.row,
        back=_at(tip),
        title=_("Rule of the house"),
        tip=shown_tips([tip], request.user)[0],
        earlier=earlier_rules(tip),
    )


@requires(Permission.GUIDE_TELL)
@require_http_methods(["GET", "POST"])
def helped_create(request, tip):
    """What has helped with a tip here, in words that name nobody."""
    tip = _tip(tip)
    came_from = own_page(request.GET.get(FROM))
    return entry_page(
        request,
        HelpedForm,
        lambda form: form.carry_out(services.note_helped, tip=tip, by=request.user, **form.cleaned_data),
        template=FORM,
        key="helped_here",
        about=tip.row,
        back=came_from or _at(tip),
        title=_("What has helped here"),
        tip=shown_tips([tip], request.user)[0],
    )


@requires(Permission.GUIDE_TELL)
@require_POST
def helped_remove(request, pk):
    """Its author or a lead takes it back."""
    helped = get_object_or_404(may_take_back(request.user), pk=pk)
    services.take_back_helped(helped=helped, by=request.user)
    messages.success(request, _("Taken back: nobody reads it any more."))
    return back(request, "guide:tips")


# --- checklists --------------------------------------------------------------------------------------


@requires(Permission.GUIDE_VIEW)
@require_safe
def checklists(request):
    """The lists of the centre, to read and, for who keeps them, to change."""
    shown = {"rows": checklist_rows(), "may_keep_guide": has_permission(request.user, Permission.GUIDE_KEEP)}
    return render(request, "guide/checklists.html", shown)


@requires(Permission.GUIDE_KEEP)
@require_http_methods(["GET", "POST"])
def checklist_create(request):
    return entry_page(
        request,
        ChecklistForm,
        lambda form: form.carry_out(services.add_checklist, by=request.user, **form.cleaned_data),
        template=FORM,
        key="checklist_template",
        back=reverse("guide:checklists"),
        title=_("New checklist"),
    )


@requires(Permission.GUIDE_KEEP)
@require_http_methods(["GET", "POST"])
def checklist_change(request, pk):
    template = get_object_or_404(ChecklistTemplate, pk=pk)
    held = {"title": template.title, "theme": template.theme, "items": "\n".join(template.items)}
    return entry_page(
        request,
        lambda data: ChecklistForm(data, initial=held),
        lambda form: form.carry_out(services.change_checklist, template=template, by=request.user, **form.cleaned_data),
        template=FORM,
        key="checklist_template",
        about=template.pk,
        back=reverse("guide:checklists"),
        title=_("Change checklist"),
        checklist=template,
    )


@requires(Permission.GUIDE_KEEP)
@require_POST
def checklist_retire(request, pk):
    services.retire_checklist(template=get_object_or_404(ChecklistTemplate, pk=pk), by=request.user)
    messages.success(request, _("The checklist is offered no more. What was started from it stays."))
    return redirect("guide:checklists")


@requires(Permission.GUIDE_KEEP)
@require_POST
def checklist_restore(request, pk):
    template = get_object_or_404(ChecklistTemplate, pk=pk)
    try:
        services.restore_checklist(template=template, by=request.user)
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The checklist is offered again."))
    return redirect("guide:checklists")


def _kept(form, service, **facts):
    """A service that may give nothing back, and whether it was carried out."""
    form.carry_out(service, **facts)
    return None if form.broken_rule else True


def _tip(row):
    if found := tip_of(row):
        return found
    raise Http404


def _at(tip) -> str:
    return f"{reverse('guide:tips')}#{tip.anchor}"
