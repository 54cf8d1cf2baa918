"""Adding, changing and settling tasks. The list itself stands on the desk."""

from urllib.parse import urldefrag

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.task import TaskForm
from cases.models import Case
from cases.services import task as task_services
from cases.services.working import colleagues_of, people_on
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.accounts.models import User
from umstieg.agenda.enums import TaskResult
from umstieg.audit.recording import record
from umstieg.core.back import back, say_undoable
from umstieg.core.typed import Typed

from .lookup import asked_case, must_be_open, task_seen_by


@requires(Permission.AGENDA_KEEP, Part.FACTS)
@require_http_methods(["GET", "POST"])
def task_create(request):
    """A task for a case (`?fall=`) or for oneself."""
    own = Case.objects.visible_to(request.user, Part.WORK).running().order_by("-number")
    record("cases.listed", cases=own.values_list("number", flat=True), part=Part.FACTS.name)
    asked = asked_case(request, own)
    typed = Typed(request, form="cases.task")
    typed.fits(case=asked and asked.pk)
    people = people_on(asked) if asked else colleagues_of(request.user, own.order_by())
    form = TaskForm(typed.data, cases=own, people=people, initial={"case": asked, "assigned_to": request.user})
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if task := form.carry_out(task_services.add_task, by=request.user, **form.cleaned_data):
            messages.success(request, _("Task added."))
            return typed.finish(_page_of(task) if asked else redirect("desk:tasks"))
        typed.release()
    return render(request, "cases/task_form.html", {"form": form, "typed": typed, "case": asked, "task": None})


@requires(Permission.AGENDA_KEEP, Part.WORK)
@require_http_methods(["GET", "POST"])
def task_change(request, task):
    task = task_seen_by(request.user, task, Part.WORK)
    must_be_open(task.case)
    _record(task, "task.viewed")
    people = people_on(task.case) if task.case else User.objects.filter(pk=request.user.pk)
    typed = Typed(request, form="cases.task", about=task.pk)
    form = TaskForm(typed.data, instance=task, people=people)
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if form.carry_out(task_services.change_task, task=task, by=request.user, **form.cleaned_data):
            messages.success(request, _("Saved."))
            return typed.finish(redirect("desk:tasks"))
        typed.release()
    return render(request, "cases/task_form.html", {"form": form, "typed": typed, "case": task.case, "task": task})


@requires(Permission.AGENDA_KEEP, Part.WORK)
@require_POST
def task_settle(request, task):
    """Done, or no longer needed: one click, and one to undo it. Also in a closed case.

    What is undone by letting a task drop names its result in the address.
    """
    task = task_seen_by(request.user, task, Part.WORK)
    asked = request.POST.get("result") or request.GET.get("result")
    result = TaskResult.DROPPED if asked == TaskResult.DROPPED else TaskResult.DONE
    task_services.settle_task(task=task, by=request.user, result=result)
    text = _("Task done.") if result == TaskResult.DONE else _("The task is no longer needed.")
    say_undoable(request, text, reverse("cases:task_reopen", args=[task.pk]))
    return back(request, "desk:tasks")


@requires(Permission.AGENDA_KEEP, Part.WORK)
@require_POST
def task_reopen(request, task):
    task = task_seen_by(request.user, task, Part.WORK)
    task_services.reopen_task(task=task, by=request.user)
    messages.success(request, _("The task is open again."))
    page = back(request, "desk:tasks")
    page["Location"] = f"{urldefrag(page.url).url}#aufgabe-{task.pk}"  # to where it stands again, not to the top
    return page


def _record(task, event):
    record(event, cases=[task.case.number] if task.case else (), part=Part.NOTES.name, object_id=task.pk)


def _page_of(task):
    return redirect("cases:detail", pk=task.case.pk) if task.case else redirect("desk:tasks")
