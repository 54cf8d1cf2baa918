"""Tasks (Wiedervorlagen): of a case, or one's own. Letting one drop is a decision like doing it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Task
from umstieg.agenda.enums import TaskResult
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save, set_facts

from .working import must_be_running, must_work_on

SETTLING = ["result", "settled_at", "settled_by", "ended_with_case"]


def add_task(*, text, by, case=None, due_on=None, assigned_to=None, session=None) -> Task:
    """A new task. Nobody named: it is hers who adds it, or the contact person's, if she does not work on the case.

    Raises DomainError for a closed case, and for somebody who does not work on the case: she could not read it.
    """
    with act("task.added", by=by) as done:
        if case is None:
            assigned_to = assigned_to or by
            if by is not None and assigned_to.pk != by.pk:
                raise DomainError(_("A task without a case is always one's own."), field="assigned_to")
        else:
            must_be_running(case)
            assigned_to = must_work_on(case, assigned_to, otherwise=by, field="assigned_to")
            done.about(case.number)
        task = Task(
            text=text, due_on=due_on, case=case, session=session, assigned_to=assigned_to, created_by=by or assigned_to
        )
        check_and_save(task)
        done.object_id = str(task.pk)
    return task


def change_task(*, task, by, **facts) -> Task:
    """Change text, due day or person; what is not named stays. A settled one is taken up again first."""
    with act("task.changed", by=by, object_id=task.pk) as done:
        task = _locked(task, done)
        if task.settled_at:
            raise DomainError(_("This task is settled. It can be taken up again."))
        if task.case is None and facts.get("assigned_to", task.assigned_to) != task.assigned_to:
            raise DomainError(_("A task without a case is always one's own."), field="assigned_to")
        if task.case is not None:
            must_be_running(task.case)
            if facts.get("assigned_to", task.assigned_to) != task.assigned_to:
                must_work_on(task.case, facts["assigned_to"], field="assigned_to")
        if changed := set_facts(task, facts):
            check_and_save(task, only=changed)
    return task


def settle_task(*, task, by, result=TaskResult.DONE, with_case=False) -> Task:
    """Tick a task off, also in a closed case. Settled once more it stays as it is. `with_case`: its case is closed."""
    with act("task.settled", by=by, object_id=task.pk) as done:
        task = _locked(task, done)
        if not task.settled_at:
            task.result, task.settled_at, task.settled_by, task.ended_with_case = result, timezone.now(), by, with_case
            check_and_save(task, only=SETTLING)
    return task


def reopen_task(*, task, by) -> Task:
    """Undo the settling."""
    with act("task.reopened", by=by, object_id=task.pk) as done:
        task = _locked(task, done)
        if task.settled_at:
            task.result, task.settled_at, task.settled_by, task.ended_with_case = "", None, None, False
            check_and_save(task, only=SETTLING)
    return task


def _locked(task, done):
    """The task as it reads now, held until the end: what others changed meanwhile stays."""
    task = Task.objects.select_for_update(of=("self",)).select_related("case", "assigned_to").get(pk=task.pk)
    if task.case:
        done.about(task.case.number)
    return task
