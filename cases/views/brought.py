"""What is said after an entry is saved that has brought a task with it: which, until when, with a way back."""

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.queries.money import debt_counselling
from umstieg.agenda.enums import TaskResult
from umstieg.core.back import say_undoable
from umstieg.core.formats import day


def say_brought(request, task, *, also=lambda said: said) -> None:
    """ "Saved", or the task that was opened (None where none was); `also(said)` adds to what is said."""
    if task is None:
        messages.success(request, also(_("Saved.")))
        return
    said = _("Saved. Task “%(task)s” until %(day)s.") % {"task": task.text, "day": day(task.due_on)}
    say_undoable(request, also(said), f"{reverse('cases:task_settle', args=[task.pk])}?result={TaskResult.DROPPED}")


def say_debt(request, case, debt) -> None:
    """A new demand for back payments brings a task (122-13); debt counselling is offered while it is owed (122-12)."""

    def offered(said):
        return (
            said
            if debt.is_settled
            else format_html('{} <a href="{}">{}</a>', said, debt_counselling(), _("Find debt counselling"))
        )

    say_brought(request, debt.opened, also=offered)


def say_insurance(request, case, insurance) -> None:
    """A new insurance after a gap brings the task about back payments (124-03)."""
    say_brought(request, insurance.opened)
