"""What edges and tips of the guide ask about a case, answered from what is recorded; what is not stays unknown.

Each group of facts is a function of its entries, so that a room that has read them need not read them again.
"""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from django.db.models import Value
from django.utils import timezone

from cases.enums import GRANTED_CLAIMS, ClaimState
from cases.models import Arrival, BenefitClaim, Dwelling, Income, Insurance, ResidenceTitle
from umstieg.access.enums import Part
from umstieg.centre.queries import residence_is_on
from umstieg.codelists.queries import UNKNOWN, group_of
from umstieg.guide.facts import Facts

from .protected import is_shown

FIVE_YEARS = 5  # 125-04: after so many a permanent right of residence may have been gained
NEW_FOR_DAYS = 365  # so long after an insurance began a demand for the time before may come (122-13)

# Of the list `housing`: where somebody has a residence, and where a place says nothing about that.
LIVES_HERE = frozenset(
    {
        "own_contract",
        "household",
        "centre_lease",
        "supported",
        "workplace",
        "self_paid",
        "ethos_3_accommodation",
        "refugee_accommodation",
    }
)
ABROAD = "abroad"
# Of the list `residence_status`.
WORKS = frozenset({"eu_working", "eu_permanent"})
NEEDS_NO_PERMIT = "german"
SAYS_NOTHING = frozenset({"", UNKNOWN, "clarify"})
# How a benefit may stand that surely is not paid.
NOT_PAID = frozenset({ClaimState.REFUSED, ClaimState.ENDED, ClaimState.NO_CLAIM, ClaimState.NOT_WANTED})
# Of the list `health_insurance`.
INSURED, GAP = frozenset({"covered", "partly"}), frozenset({"none", "pending", UNKNOWN})


class Held(NamedTuple):
    """The entries of one case that say something about its facts."""

    dwellings: list
    incomes: list
    claims: list
    insurances: list = ()
    titles: list = ()
    arrivals: list = ()
    nationality: str = ""


def facts_of(case, part, *, today=None) -> Facts:
    """The facts of a case, as far as a reader of `part` may know them. At most six statements."""
    if part < Part.NOTES:
        return Facts()
    held = [list(model.objects.filter(case=case)) for model in _models(part)]
    return _facts(Held(*held, **_nationality(case.client.nationality, part)), part, today or timezone.localdate())


def facts_of_each(cases, part, *, today=None) -> dict[UUID, Facts]:
    """The same of every case of a query set, by its id: at most seven statements, however many there are."""
    if part < Part.NOTES:
        return {}
    today = today or timezone.localdate()
    held = [_by_case(model.objects.filter(case__in=cases)) for model in _models(part)]
    people = cases.values_list("pk", "client__nationality" if part >= Part.RESTRICTED else Value(""))
    return {
        pk: _facts(Held(*(rows[pk] for rows in held), **_nationality(nationality, part)), part, today)
        for pk, nationality in people
    }


def _models(part):
    """What is read for a reader of `part`, in the order of `Held`."""
    read = [Dwelling, Income, BenefitClaim]
    if part >= Part.RESTRICTED:
        read += [Insurance, *([ResidenceTitle, Arrival] if residence_is_on() else [])]
    return read


def _nationality(nationality, part):
    return {"nationality": nationality} if part >= Part.RESTRICTED and residence_is_on() else {}


def _by_case(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _facts(held, part, today):
    known = housing_facts(held.dwellings, today=today)
    known |= income_facts(_shown(held.incomes, "income", "source", part), today=today)
    known |= benefit_facts(_shown(held.claims, "benefit", "benefit", part), today=today)
    if part >= Part.RESTRICTED:
        known |= insurance_facts(held.insurances, today=today)
        if residence_is_on():
            known |= residence_facts(held.titles, held.arrivals, held.nationality, today=today)
    return Facts(**known)


def present_dwelling(dwellings, *, today) -> Dwelling | None:
    """Where she lives on a day: of those that run, the one that began last."""
    running = [one for one in dwellings if one.runs(today)]
    return max(running, key=lambda one: (one.started_on, one.pk), default=None)


def latest(entries, *, today, then=False):
    """Of entries that each end the one before: the one that holds on a day, or with `then` the one before that."""
    begun = sorted((one for one in entries if one.since_on <= today), key=lambda one: (one.since_on, one.pk))
    place = -2 if then else -1
    return begun[place] if len(begun) >= -place else None


def _shown(rows, list_key, field, part):
    return [one for one in rows if is_shown(list_key, getattr(one, field), part)]


def housing_facts(dwellings, *, today) -> dict:
    """E06, E07, E14, E20, E21. A registered address is a residence wherever she sleeps."""
    present = present_dwelling(dwellings, today=today)
    group = group_of("housing", present.kind) if present else ""
    if group in ("", UNKNOWN):
        return {"lives_in_germany": True} if present and _is_registered(present) else {}
    return {
        "lives_at_work": group == "workplace",
        "centre_holds_lease": group == "centre_lease",
        "lives_in_germany": _lives_here(present, group),
    }


def _lives_here(present, group) -> bool | None:
    if group == ABROAD:
        return False
    return True if _is_registered(present) or group in LIVES_HERE else None


def _is_registered(dwelling) -> bool:
    return group_of("registration_address", dwelling.registered) == "registered"


def income_facts(incomes, *, today) -> dict:
    """E13. Only that she has no income at all says that there is no job: other incomes may stand beside one."""
    running = [one for one in incomes if one.started_on <= today and (one.ended_on is None or one.ended_on >= today)]
    groups = {group_of("income", one.source) for one in running}
    if "employment" in groups:
        return {"has_job": True}
    return {"has_job": False} if groups == {"none"} else {}


def benefit_facts(claims, *, today) -> dict:
    """E12, E17. A claim that is looked into says nothing yet; one that ended or was refused says no."""
    of_sgb2 = [one for one in claims if group_of("benefit", one.benefit) == "sgb2"]
    if any(_is_paid(one, today) for one in of_sgb2):
        return {"receives_benefits": True}
    is_over = of_sgb2 and all(one.state in (*NOT_PAID, *GRANTED_CLAIMS) for one in of_sgb2)
    return {"receives_benefits": False} if is_over else {}


def _is_paid(claim, today) -> bool:
    return claim.state in GRANTED_CLAIMS and (claim.granted_until_on is None or claim.granted_until_on >= today)


def insurance_facts(insurances, *, today) -> dict:
    """E12 to E15, 122-13: a new insurance after a gap may ask for payments for the time before."""
    insurances = list(insurances)
    now, before = latest(insurances, today=today), latest(insurances, today=today, then=True)
    if now is None:
        return {}
    return {"insurance": group_of("health_insurance", now.insurance), "newly_insured": _is_new(now, before, today)}


def _is_new(now, before, today) -> bool | None:
    """Whether the insurance is new: begun within a year or applied for, and the entry before was none."""
    group = group_of("health_insurance", now.insurance)
    if group not in INSURED and group != "pending":
        return None if group == UNKNOWN else False
    if before is None:
        return None
    begun_lately = group == "pending" or (today - now.since_on).days <= NEW_FOR_DAYS
    return begun_lately and is_gap(before)


def is_gap(insurance) -> bool:
    """Whether nothing, or nothing yet, or nobody knows what was insured."""
    return group_of("health_insurance", insurance.insurance) in GAP


def residence_facts(titles, arrivals, nationality, *, today) -> dict:
    """E04, E05, E22, E34. The status says most; where it says nothing, the nationality may."""
    arrived = latest(arrivals, today=today)
    known = {"five_years_here": has_been_here(arrived.since_on, today)} if arrived else {}
    title = latest(titles, today=today)
    group = group_of("residence_status", title.status) if title else ""
    if group in SAYS_NOTHING:
        return known | _by_nationality(group_of("country", nationality))
    is_eu = group.startswith("eu_")
    known |= {"is_eu": is_eu, "needs_permit": not is_eu and group != NEEDS_NO_PERMIT}
    if group in WORKS:
        known["worker_status"] = True
    elif group == "eu_job_seeking":
        known["worker_status"] = False
    return known


def _by_nationality(group) -> dict:
    if group in ("", UNKNOWN):
        return {}
    return {"is_eu": group == "eu", "needs_permit": group not in ("eu", "germany")}


def has_been_here(since_on, today) -> bool:
    """Whether five years have passed; whose day is 29 February has it on 1 March."""
    return (today.year - FIVE_YEARS, today.month, today.day) >= (since_on.year, since_on.month, since_on.day)
