"""What the room about money shows."""

from django.utils.translation import gettext as _

from cases.models import Income
from umstieg.codelists.queries import Labels
from umstieg.core.formats import day, euro


def money_room(case, *, today) -> dict:
    """Incomes, the running ones first."""
    labels = Labels("income")
    return {"incomes": [_income(one, labels, today) for one in _latest_first(Income, case)]}


def _income(one, labels, today):
    until = _("%(begun)s to %(ended)s") % {"begun": day(one.started_on), "ended": day(one.ended_on)}
    since = _("since %(day)s") % {"day": day(one.started_on)}
    return {
        "id": one.pk,
        "label": labels("income", one.source, one.started_on),
        "meta": [said for said in (euro(one.amount), until if one.ended_on else since) if said],
        "note": one.note,
        "runs": one.ended_on is None or one.ended_on >= today,
    }


def _latest_first(model, case):
    return model.objects.filter(case=case).order_by("-started_on", "-pk")
