"""Hinweis an Kolleg*in: left by anybody in the team, read and settled by its recipient alone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import NoticeResult
from cases.forms.notice import NoticeForm, NoticeTaskForm
from cases.models import Case, Notice
from cases.models.agenda import Task
from cases.queries.my_day import settled_notices, waiting_notices
from cases.services import notice as notice_services
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.back import back, say_undoable
from umstieg.core.errors import DomainError
from umstieg.core.typed import Typed

TASK_LENGTH = Task._meta.get_field("text").max_length


@requires(Permission.NOTICE_LEAVE)
@require_http_methods(["GET", "POST"])
def notice_create(request):
    """Leave word. The answer is always the same: it tells of no case and of nobody."""
    recipients = notice_services.recipients_for(request.user)
    typed = Typed(request, form="cases.notice")
    form = NoticeForm(typed.data, recipients=recipients)
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if form.carry_out(notice_services.leave_notice, by=request.user, **form.facts()):
            messages.success(request, _("The notice is left. Only the person it is for can read it."))
            return typed.finish(redirect("desk:home"))
        typed.release()
    shown = {"form": form, "typed": typed, "has_recipients": recipients.exists()}
    return render(request, "cases/notice_form.html", shown)


@requires(Permission.NOTICE_SETTLE)
@require_safe
def notices(request):
    """What waits, and what became of the others in the last weeks."""
    waiting, settled = waiting_notices(request.user), settled_notices(request.user)
    record("notices.listed")
    return render(request, "cases/notice_list.html", {"waiting": waiting, "settled": settled})


@requires(Permission.NOTICE_SETTLE, Part.FACTS)
@require_http_methods(["GET", "POST"])
def notice_task(request, notice):
    """A task of it, for one of her cases or for herself."""
    notice = _notice(request.user, notice, waiting=True)
    own = Case.objects.visible_to(request.user, Part.WORK).running().order_by("-number")
    record("notices.listed", object_id=notice.pk)
    record("cases.listed", cases=own.values_list("number", flat=True), part=Part.FACTS.name)
    typed = Typed(request, form="cases.notice_task", about=notice.pk)
    form = NoticeTaskForm(typed.data, cases=own, initial={"text": " ".join(notice.text.split())[:TASK_LENGTH]})
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        facts = {"notice": notice, "by": request.user, **form.cleaned_data}
        if form.carry_out(notice_services.make_task_of_notice, **facts):
            messages.success(request, _("Task added."))
            return typed.finish(redirect("desk:home"))
        typed.release()
    return render(request, "cases/notice_task.html", {"form": form, "typed": typed, "notice": notice})


@requires(Permission.NOTICE_SETTLE)
@require_POST
def notice_discard(request, notice):
    notice = _notice(request.user, notice)
    try:
        notice_services.settle_notice(notice=notice, result=NoticeResult.DISCARDED, by=request.user)
    except DomainError as error:
        messages.warning(request, error.message)
    else:
        say_undoable(request, _("Notice discarded."), reverse("cases:notice_reopen", args=[notice.pk]))
    return back(request, "cases:notices")


@requires(Permission.NOTICE_SETTLE)
@require_POST
def notice_reopen(request, notice):
    """Undo the discarding."""
    notice = _notice(request.user, notice)
    try:
        notice_services.reopen_notice(notice=notice, by=request.user)
    except DomainError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The notice waits again."))
    return back(request, "cases:notices")


def _notice(user, pk, *, waiting=False):
    """A notice of hers; somebody else's answers like one that does not exist."""
    hers = Notice.objects.visible_to(user)
    return get_object_or_404(hers.waiting() if waiting else hers, pk=pk)
