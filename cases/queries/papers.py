"""Which papers offices usually ask for (122-17). It informs; what is really needed says the office."""

from django.utils.translation import get_language

from cases.enums import GRANTED_CLAIMS, PaperState
from umstieg.codelists.catalogue import shipped
from umstieg.codelists.queries import keys_in_group

#: {group of the list `benefit`: groups of the list `paper`}.
ASKED = {
    "sgb2": ("identity", "address", "bank", "income", "insurance"),
    "social_assistance": ("identity", "address", "bank", "income", "insurance"),
    "asylum": ("identity", "address", "income"),
    "insurance": ("identity", "insurance", "work", "bank", "tax"),
    "housing": ("identity", "address", "income", "bank"),
    "family": ("identity", "status", "tax", "bank", "address"),
    "training": ("identity", "education", "income", "bank"),
    "work_start": ("identity", "work"),
    "emergency": ("identity", "income"),
}


def papers_asked(claim, papers) -> list[dict]:
    """Kinds of papers for a claim that still runs, each with whether one of the kind is at hand."""
    if claim.is_settled or claim.state in GRANTED_CLAIMS:
        return []
    names = shipped()["paper"].groups
    language = (get_language() or "de")[:2]
    groups = next((asked for group, asked in ASKED.items() if claim.benefit in keys_in_group("benefit", group)), ())
    at_hand = {paper.kind for paper in papers if paper.state == PaperState.HAVE}
    return [{"label": names[group][language], "has": bool(at_hand & keys_in_group("paper", group))} for group in groups]
