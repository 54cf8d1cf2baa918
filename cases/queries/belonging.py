"""Which case something belongs to whose address names no case, so that a refusal there stands in its ledger."""

from functools import partial

from cases.models import Appointment, CaseLock, Notice, Task


def _case_of(model, pk):
    return model.objects.filter(pk=pk).values_list("case_id", flat=True).first()


# By the name of the id in the addresses.
CASE_OF = {
    "task": partial(_case_of, Task),
    "appointment": partial(_case_of, Appointment),
    "notice": partial(_case_of, Notice),
    "lock": partial(_case_of, CaseLock),
}
