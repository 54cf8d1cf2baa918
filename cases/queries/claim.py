"""How a claim is told in a card."""

from django.utils.translation import gettext as _

from cases.enums import ClaimState
from umstieg.core.formats import day


def claim_facts(claim) -> dict:
    """What records.html shows of every claim: its state with a sign, its days, and how it stood before."""
    state = ClaimState(claim.state)
    said = [
        _("applied for on %(day)s") % {"day": day(claim.applied_on)} if claim.applied_on else "",
        _("answer due %(day)s") % {"day": day(claim.answer_due_on)} if claim.answer_due_on else "",
    ]
    return {
        "state": str(state.label),
        "glyph": state.glyph,
        "since": day(claim.state_on),
        "meta": [one for one in said if one],
        "steps": [{"state": str(one.label), "since": day(since)} for one, since in claim.history()[:-1]],
        "runs": not claim.is_settled,
    }
