"""What is said after a debt is saved: the task it has brought, with a way back, and who could advise."""

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.queries.money import debt_counselling
from umstieg.agenda.enums import TaskResult
from umstieg.core.back import say_undoable
from umstieg.core.formats import day


def say_debt(request, case, debt) -> None:
    """ "Saved", or what a new demand for back payments has brought (122-13); debt counselling is offered (122-12)."""
    if debt.opened is None:
        said = _("Saved.")
    else:
        said = _("Saved. Task “%(task)s” until %(day)s.") % {"task": debt.opened.text, "day": day(debt.opened.due_on)}
    if not debt.is_settled:
        said = format_html('{} <a href="{}">{}</a>', said, debt_counselling(), _("Find debt counselling"))
    if debt.opened is None:
        messages.success(request, said)
    else:
        drop = reverse("cases:task_settle", args=[debt.opened.pk])
        say_undoable(request, said, f"{drop}?result={TaskResult.DROPPED}")
