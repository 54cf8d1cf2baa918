"""Tasks for the cooperation with a partner. They know no case."""

from django.utils import timezone
from django.utils.translation import gettext as _

from network.models import PartnerTask
from umstieg.agenda.enums import TaskResult
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.meanwhile import still_to_change
from umstieg.core.saving import check_and_save, set_facts


def add_partner_task(*, organisation, text, by, due_on=None, assigned_to=None) -> PartnerTask:
    """Something to be done with a partner; hers who adds it, if nobody is named."""
    with act("partner_task.added", by=by) as done:
        task = PartnerTask(
            organisation=organisation, text=text, due_on=due_on, assigned_to=assigned_to or by, created_by=by
        )
        check_and_save(task)
        done.object_id = str(task.pk)
    return task


def change_partner_task(*, task, by, seen=None, **facts) -> PartnerTask:
    with act("partner_task.changed", by=by, object_id=task.pk):
        task = _locked(task)
        if task.settled_at:
            raise DomainError(_("This task is settled. It can be taken up again."))
        if changed := set_facts(task, still_to_change(task, facts, seen)):
            check_and_save(task, only=changed)
    return task


def settle_partner_task(*, task, by, result=TaskResult.DONE) -> PartnerTask:
    """Done, or no longer needed. Settled once more it stays as it is."""
    with act("partner_task.settled", by=by, object_id=task.pk):
        task = _locked(task)
        if not task.settled_at:
            task.result, task.settled_at, task.settled_by = result, timezone.now(), by
            check_and_save(task, only=["result", "settled_at", "settled_by"])
    return task


def reopen_partner_task(*, task, by) -> PartnerTask:
    with act("partner_task.reopened", by=by, object_id=task.pk):
        task = _locked(task)
        if task.settled_at:
            task.result, task.settled_at, task.settled_by = "", None, None
            check_and_save(task, only=["result", "settled_at", "settled_by"])
    return task


def _locked(task):
    return PartnerTask.objects.select_for_update().get(pk=task.pk)
