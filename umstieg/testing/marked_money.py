"""What of the entries about money belongs to which part of a case; see marked.py."""

from cases.models import Account, BenefitClaim, Budget, Debt, Income, Paper
from umstieg.access.enums import Part

FIELDS: dict[type, dict[str, Part]] = {
    Income: dict.fromkeys(("source", "amount", "note"), Part.NOTES),
    BenefitClaim: dict.fromkeys(("benefit", "note"), Part.NOTES),
    Paper: dict.fromkeys(("kind", "note"), Part.NOTES),
    Account: {"note": Part.NOTES},
    Debt: dict.fromkeys(("creditor", "amount", "instalment", "note"), Part.NOTES),
    Budget: dict.fromkeys(("lines", "note"), Part.NOTES),
}
AMOUNTS = ("Income.amount", "Debt.amount", "Debt.instalment")
RECORD = {"id", "case", "noted_at", "noted_by"}  # of every entry of a situation
SAY_NOTHING: dict[type, set[str]] = {
    Income: {*RECORD, "started_on", "ended_on"},
    BenefitClaim: {*RECORD, "state", "state_on", "steps", "applied_on", "answer_due_on", "granted_until_on"},
    Paper: {*RECORD, "state", "expires_on"},
    Account: {*RECORD, "kind", "since_on"},
    Debt: {*RECORD, "kind", "state", "since_on"},
    Budget: {*RECORD, "month"},
}
