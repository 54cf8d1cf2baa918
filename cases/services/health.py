"""What an insurance brings with it beside its entry: a task about back payments, and answers nobody waits for now."""

from cases.models import Insurance
from cases.queries.facts import INSURED, is_gap, latest
from umstieg.codelists.queries import group_of

from .deadline import keep_of_the_latest
from .money import open_back_payment_task


def what_an_insurance_brings(by):
    """For `also` of `note_record` and `change_record`; the task that was opened then is `insurance.opened`.

    A new insurance after a gap and open arrears both ask who pays for the time before (122-13, 124-03: Muss). A change
    that tells nothing new of that opens no second task.
    """

    def also(insurance):
        entries = list(Insurance.objects.filter(case=insurance.case_id))
        keep_of_the_latest(insurance)
        if _asks(insurance, entries) and not (insurance.before and _asks(insurance.before, entries)):
            insurance.opened = open_back_payment_task(insurance.case, by)

    return also


def _asks(insurance, entries) -> bool:
    """Whether a back payment is to be cleared because of this entry."""
    if group_of("health_insurance_arrears", insurance.arrears) == "open":
        return True
    if group_of("health_insurance", insurance.insurance) not in INSURED:
        return False
    before = latest(_earlier(insurance, entries), today=insurance.since_on)
    return before is not None and is_gap(before)


def _earlier(insurance, entries) -> list[Insurance]:
    place = (insurance.since_on, insurance.pk)
    return [one for one in entries if one.pk != insurance.pk and (one.since_on, one.pk) < place]
