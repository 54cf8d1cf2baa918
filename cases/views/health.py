"""What is said after an insurance is saved: the task it has brought, with a way back."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from umstieg.agenda.enums import TaskResult
from umstieg.core.back import say_undoable
from umstieg.core.formats import day


def say_insurance(request, case, insurance) -> None:
    """ "Saved", or the task about back payments that has come with it (124-03)."""
    if (task := insurance.opened) is None:
        messages.success(request, _("Saved."))
        return
    said = _("Saved. Task “%(task)s” until %(day)s.") % {"task": task.text, "day": day(task.due_on)}
    say_undoable(request, said, f"{reverse('cases:task_settle', args=[task.pk])}?result={TaskResult.DROPPED}")
