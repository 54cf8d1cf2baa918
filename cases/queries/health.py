"""What the room about health shows."""

from django.utils.translation import gettext as _

from cases.enums import HealthNeedState, InsuranceWay
from cases.models import HealthClaim, HealthNeed, Insurance
from umstieg.codelists.queries import Labels
from umstieg.core.formats import day

from .claim import claim_facts
from .facts import insurance_facts, latest


def health_room(case, *, today) -> dict:
    """How she is insured, what is applied for, what help is looked for. Three statements."""
    labels = Labels("health_insurance", "health_insurance_arrears", "health_need")
    insurances = list(Insurance.objects.filter(case=case))
    present = latest(insurances, today=today)
    insurances.sort(key=lambda one: (one.since_on, one.pk), reverse=True)
    claims = HealthClaim.objects.filter(case=case).order_by("-state_on", "-pk")
    needs = sorted(HealthNeed.objects.filter(case=case), key=lambda one: (one.since_on, one.pk), reverse=True)
    return {
        "insurances": [_insurance(one, labels, one is present or one.since_on > today) for one in insurances],
        "claims": sorted((_claim(one) for one in claims), key=lambda row: not row["runs"]),
        "needs": sorted((_need(one, labels) for one in needs), key=lambda row: not row["runs"]),
        "facts": insurance_facts(insurances, today=today),
        "entries": {"insurances": insurances},
    }


def _insurance(one, labels, runs):
    arrears = labels("health_insurance_arrears", one.arrears, one.since_on)
    meta = [
        _("since %(day)s") % {"day": day(one.since_on)},
        str(InsuranceWay(one.way).label) if one.way else "",
        _("back payment: %(how)s") % {"how": arrears} if arrears else "",
        _("applied for on %(day)s") % {"day": day(one.applied_on)} if one.applied_on else "",
        _("answer due %(day)s") % {"day": day(one.answer_due_on)} if one.answer_due_on else "",
    ]
    return {
        "id": one.pk,
        "label": labels("health_insurance", one.insurance, one.since_on),
        "meta": [said for said in meta if said],
        "note": one.note,
        "runs": runs,
    }


def _claim(one):
    return {"id": one.pk, "label": one.subject, "note": one.note} | claim_facts(one)


def _need(one, labels):
    state = HealthNeedState(one.state)
    said = {True: _("she wants it herself"), False: _("she does not want it herself")}
    return {
        "id": one.pk,
        "label": labels("health_need", one.need, one.since_on),
        "state": str(state.label),
        "glyph": state.glyph,
        "since": day(one.since_on),
        "meta": [said.get(one.is_wanted, _("not asked yet whether she wants it herself"))],
        "note": one.note,
        "runs": not one.is_settled,
    }
