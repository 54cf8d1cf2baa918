"""Where the state of a theme and an entry behind it do not go together: asked about softly, never set right by itself.

`PAIRS` is the whole table. Only what surely contradicts stands in it: that nothing is noted says nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums import ANSWER_EXPECTED, GRANTED_CLAIMS, AccountKind, ClaimState, DebtKind, DebtState, PaperState
from cases.models import Account, BenefitClaim, Debt, Dwelling, Income, Insurance, Paper, ResidenceTitle
from cases.models.money import TAX_ID_PAPER
from umstieg.codelists.queries import Labels, group_of
from umstieg.core.formats import capitalised, day
from umstieg.guide.enums import SETTLED_STATES, Theme, ThemeState

from .facts import income_facts, latest, present_dwelling
from .protected import is_shown

SETTLED = frozenset(SETTLED_STATES)
OVER = SETTLED | {ThemeState.NO_ISSUE}
UNCLEAR = frozenset({ThemeState.UNCLEAR})

NO_ACCOUNT = frozenset({AccountKind.NONE, AccountKind.FOREIGN, AccountKind.BASIC_APPLIED, AccountKind.BASIC_REFUSED})
DEBTS_OPEN = frozenset({DebtState.OPEN, DebtState.IN_CLARIFICATION})
# Of the list `housing`: where nobody has a place, and where nobody has a flat of her own.
NO_SHELTER = frozenset({"ethos_1_street", "ethos_5_makeshift"})
NO_FLAT = NO_SHELTER | {
    "ethos_2_emergency",
    "ethos_3_accommodation",
    "ethos_4_institution",
    "ethos_6_hidden",
    "mobile",
    "refugee_accommodation",
    "self_paid",
    "workplace",
}
NOT_REGISTERED = frozenset({"not_registered", "postal_only"})  # of the list `registration_address`
NOT_INSURED = frozenset({"none", "pending"})  # of the list `health_insurance`


@dataclass(frozen=True)
class Kind:
    """A kind of entry: its model, the name of its addresses, its room; list and field of a code not all may see."""

    model: type
    name: str
    room: str
    code: tuple[str, ...] = ()

    def read(self, case, part) -> list:
        rows = self.model.objects.filter(case=case)
        return [one for one in rows if not self.code or is_shown(self.code[0], getattr(one, self.code[1]), part)]


KINDS = {
    "accounts": Kind(Account, "account", "money"),
    "debts": Kind(Debt, "debt", "money"),
    "incomes": Kind(Income, "income", "money", ("income", "source")),
    "claims": Kind(BenefitClaim, "benefit", "money", ("benefit", "benefit")),
    "papers": Kind(Paper, "paper", "money"),
    "dwellings": Kind(Dwelling, "dwelling", "housing"),
    "insurances": Kind(Insurance, "insurance", "health"),
    "titles": Kind(ResidenceTitle, "residence_title", "residence"),
}


@dataclass(frozen=True)
class Pair:
    """A theme in one of `states` contradicts the entry that `find(entries, today)` gives; what that `says`."""

    theme: Theme
    states: frozenset[ThemeState]
    kind: str
    find: Callable
    says: Callable


def contradictions(states, entries, *, today) -> list[tuple]:
    """[(pair, entry)] of what does not go together. `states`: {theme: state}, `entries`: {kind: entries of a case}.

    What a reader may not see is left out of both by who asks.
    """
    asked = [pair for pair in PAIRS if states.get(pair.theme) in pair.states and pair.kind in entries]
    found = [(pair, pair.find(entries[pair.kind], today)) for pair in asked]
    return [(pair, entry) for pair, entry in found if entry is not None]


def entries_behind(case, themes, part) -> dict:
    """{kind: entries} behind these themes, as far as a reader of `part` sees them; a statement for each kind."""
    kinds = dict.fromkeys(pair.kind for pair in PAIRS if pair.theme in themes)
    return {kind: KINDS[kind].read(case, part) for kind in kinds if KINDS[kind].model.part <= part}


def contradictions_told(case, states, entries, *, today, is_writable) -> list[dict]:
    """The same in words, with the way to both. Who only reads is led to the room of the entry."""
    labels = Labels(
        "income", "benefit", "paper", "housing", "registration_address", "health_insurance", "residence_status"
    )
    told = []
    for pair, entry in contradictions(states, entries, today=today):
        kind, facts = KINDS[pair.kind], {"state": states[pair.theme].label, "entry": pair.says(entry, labels)}
        change = reverse(f"cases:{kind.name}_change", args=(case.pk, entry.pk)) if is_writable else ""
        told.append(
            {
                "theme": capitalised(str(pair.theme.label)),
                "theme_url": reverse("cases:theme", args=(case.pk, pair.theme.number)),
                "text": _("The state says “%(state)s”, the entry says “%(entry)s”. Are both true?") % facts,
                "entry_url": change or reverse(f"cases:{kind.room}", args=(case.pk,)),
            }
        )
    return told


# --- what is found -------------------------------------------------------------------------------------


def _holds(contradicts):
    """The entry that holds today, of those that each end the one before, if it contradicts."""

    def find(entries, today):
        entry = latest(entries, today=today)
        return entry if entry is not None and contradicts(entry) else None

    return find


def _lives(contradicts):
    """Where she lives today, if that contradicts."""

    def find(dwellings, today):
        present = present_dwelling(dwellings, today=today)
        return present if present is not None and contradicts(present) else None

    return find


def _open_debt(debts, _today):
    return next((debt for debt in debts if debt.state in DEBTS_OPEN), None)


def _claim_that_waits(claims, _today):
    """Nothing is granted, and something is still waited for."""
    if any(claim.state in GRANTED_CLAIMS for claim in claims):
        return None
    return next((claim for claim in claims if claim.state in ANSWER_EXPECTED), None)


def _no_income(incomes, today):
    """That there is none at all, if that is what is noted."""
    if income_facts(incomes, today=today).get("has_job") is not False:
        return None
    return next(one for one in incomes if one.started_on <= today and (one.ended_on is None or one.ended_on >= today))


def _missing_paper(papers, today, *, wanted=lambda _kind: True):
    """One that is missing or has run out, where no other of its kind is at hand."""
    at_hand = {one.kind for one in papers if one.state == PaperState.HAVE and not _has_run_out(one, today)}
    missing = (
        one for one in papers if one.state in (PaperState.MISSING, PaperState.EXPIRED) or _has_run_out(one, today)
    )
    return next((one for one in missing if one.kind not in at_hand and wanted(one.kind)), None)


def _has_run_out(paper, today) -> bool:
    return paper.expires_on is not None and paper.expires_on < today


def _missing_tax_id(papers, today):
    return _missing_paper(papers, today, wanted=lambda kind: kind == TAX_ID_PAPER)


def _document_over(titles, today):
    title = latest(titles, today=today)
    return title if title is not None and title.valid_until_on and title.valid_until_on < today else None


# --- what an entry says ----------------------------------------------------------------------------------


def _account(one, _labels):
    return AccountKind(one.kind).label


def _debt(one, _labels):
    return f"{DebtKind(one.kind).label}: {DebtState(one.state).label}"


def _claim(one, labels):
    return f"{labels('benefit', one.benefit, one.state_on)}: {ClaimState(one.state).label}"


def _income(one, labels):
    return labels("income", one.source, one.started_on)


def _paper(one, labels):
    state = PaperState.EXPIRED if one.state == PaperState.HAVE else PaperState(one.state)
    return f"{labels('paper', one.kind)}: {state.label}"


def _dwelling(one, labels):
    return labels("housing", one.kind, one.started_on)


def _registered(one, labels):
    return labels("registration_address", one.registered, one.started_on)


def _insurance(one, labels):
    return labels("health_insurance", one.insurance, one.since_on)


def _title(one, labels):
    return labels("residence_status", one.status, one.since_on)


def _valid_until(one, _labels):
    return _("valid until %(day)s") % {"day": day(one.valid_until_on)}


def _in(list_key, field, groups):
    return lambda one: group_of(list_key, getattr(one, field)) in groups


PAIRS = (
    Pair(Theme.BENEFITS, SETTLED, "claims", _claim_that_waits, _claim),
    Pair(Theme.ACCOUNT, SETTLED, "accounts", _holds(lambda one: one.kind in NO_ACCOUNT), _account),
    Pair(Theme.ACCOUNT, UNCLEAR, "accounts", _holds(lambda one: one.kind not in NO_ACCOUNT), _account),
    Pair(Theme.INCOME, SETTLED, "incomes", _no_income, _income),
    Pair(Theme.DEBTS, OVER, "debts", _open_debt, _debt),
    Pair(Theme.TAX_ID, SETTLED, "papers", _missing_tax_id, _paper),
    Pair(Theme.PAPERS, SETTLED, "papers", _missing_paper, _paper),
    Pair(Theme.SHELTER, SETTLED, "dwellings", _lives(_in("housing", "kind", NO_SHELTER)), _dwelling),
    Pair(Theme.FLAT, SETTLED, "dwellings", _lives(_in("housing", "kind", NO_FLAT)), _dwelling),
    Pair(
        Theme.REGISTERED_ADDRESS,
        SETTLED,
        "dwellings",
        _lives(_in("registration_address", "registered", NOT_REGISTERED)),
        _registered,
    ),
    Pair(Theme.INSURANCE, SETTLED, "insurances", _holds(_in("health_insurance", "insurance", NOT_INSURED)), _insurance),
    Pair(Theme.INSURANCE, UNCLEAR, "insurances", _holds(_in("health_insurance", "insurance", {"covered"})), _insurance),
    Pair(Theme.RESIDENCE, SETTLED, "titles", _holds(_in("residence_status", "status", {"clarify"})), _title),
    Pair(Theme.RESIDENCE, SETTLED, "titles", _document_over, _valid_until),
    Pair(Theme.WORK, SETTLED, "incomes", _no_income, _income),
)
