"""What a demand for back payments brings with it: a task with a day, once (122-13, 124-03)."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from cases.models import Task
from umstieg.guide.enums import EffectTask

from .task import add_task

BACK_PAYMENT_DAYS = 14  # until it should be cleared


def open_back_payment_task(case, by) -> Task | None:
    """Open the task to clear a back payment, due in two weeks; None where one is open in this case already."""
    if back_payment_task_of(case):
        return None
    due_on = timezone.localdate() + datetime.timedelta(days=BACK_PAYMENT_DAYS)
    return add_task(text=str(EffectTask.CLEAR_BACK_PAYMENT.label), case=case, due_on=due_on, by=by)


def back_payment_task_of(case) -> Task | None:
    """The open task of that kind. Its text lies encrypted, so the open ones are looked through, in every language."""
    said = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.add(str(EffectTask.CLEAR_BACK_PAYMENT.label))
    return next((task for task in case.tasks.open() if task.text in said), None)


def what_debts_bring(by):
    """For `also` of `note_record` and `change_record`: a new demand opens the task, which then is `debt.opened`."""

    def also(debt):
        if debt.is_new_demand:
            debt.opened = open_back_payment_task(debt.case, by)

    return also
