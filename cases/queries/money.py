"""What the room about money shows."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import AccountKind, DebtKind, DebtState, PaperState
from cases.models import Account, BenefitClaim, Debt, Income, Paper
from umstieg.access.enums import Part
from umstieg.codelists.queries import Labels
from umstieg.core.formats import day, euro

from .budget import budget_card
from .claim import claim_facts
from .facts import benefit_facts, income_facts
from .papers import papers_asked
from .protected import is_shown

DEBT_TOPIC = "schulden"  # key of the list `topic`


def money_room(case, *, today, part=Part.WORK) -> dict:
    """What she lives on and owes, what runs first in every card.

    Below RESTRICTED nothing is shown that tells how she stands to sex work, or on what her residence rests.
    """
    labels = Labels("income", "benefit", "paper")
    incomes = [one for one in _latest_first(Income, case, "started_on") if is_shown("income", one.source, part)]
    papers = list(Paper.objects.filter(case=case))
    accounts = list(_latest_first(Account, case, "since_on"))
    debts = sorted(_latest_first(Debt, case, "since_on"), key=lambda debt: debt.is_settled)
    claims = BenefitClaim.objects.filter(case=case).order_by("-pk")
    claims = sorted(
        (one for one in claims if is_shown("benefit", one.benefit, part)), key=lambda claim: claim.is_settled
    )
    return {
        "incomes": [_income(one, labels, today) for one in incomes],
        "benefits": [_benefit(one, labels, papers) for one in claims],
        "papers": _papers(papers, labels, today),
        "accounts": [_account(one, is_latest=one is accounts[0]) for one in accounts],
        "account_hint": _account_hint(accounts[0].kind if accounts else ""),
        "debts": [_debt(one) for one in debts],
        "owed": _owed(debts),
        "advice": debt_counselling(),
        "budget": budget_card(case, today=today),
        "facts": income_facts(incomes, today=today) | benefit_facts(claims, today=today),
        "entries": {
            "accounts": accounts,
            "debts": debts,
            "incomes": incomes,
            "claims": claims,
            "papers": papers,
        },
    }


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


def _benefit(one, labels, papers):
    """Papers are named while something may still have to be handed in."""
    shown = claim_facts(one) | {
        "id": one.pk,
        "label": labels("benefit", one.benefit, one.state_on),
        "note": one.note,
        "asked": papers_asked(one, papers),
    }
    if one.granted_until_on:
        shown["meta"].append(_("granted until %(day)s") % {"day": day(one.granted_until_on)})
    return shown


def _papers(papers, labels, today):
    """What is missing first, then by name."""
    rows = [_paper(one, labels, today) for one in papers]
    return sorted(rows, key=lambda row: (row["is_at_hand"], row["label"].casefold(), row["id"]))


def _paper(one, labels, today):
    state = PaperState(one.state)
    is_over = state == PaperState.HAVE and one.expires_on is not None and one.expires_on < today
    if is_over:
        state = PaperState.EXPIRED
    return {
        "id": one.pk,
        "label": labels("paper", one.kind),
        "state": str(state.label),
        "glyph": state.glyph,
        "since": "",
        "meta": [_("until %(day)s") % {"day": day(one.expires_on)}] if one.expires_on else [],
        "note": one.note,
        "runs": True,
        "is_at_hand": state == PaperState.HAVE,
    }


def _account(one, *, is_latest):
    kind = AccountKind(one.kind)
    return {
        "id": one.pk,
        "label": str(kind.label),
        "meta": [_("since %(day)s") % {"day": day(one.since_on)}],
        "note": one.note,
        "runs": is_latest,
    }


def _account_hint(kind) -> str:
    """What the guide says where there is no account yet, or where a bank has refused one (122-07)."""
    if kind == AccountKind.BASIC_REFUSED:
        return _(
            "The bank has to give its reasons. The BaFin can order it to open the account; it has a form for that."
        )
    if kind in ("", AccountKind.NONE, AccountKind.FOREIGN):
        return _("A basic account is possible without an address, so the account need not wait for a flat.")
    return ""


def _debt(one):
    state = DebtState(one.state)
    instalment = _("%(amount)s a month") % {"amount": euro(one.instalment)} if one.instalment else ""
    since = _("since %(day)s") % {"day": day(one.since_on)}
    kind = str(DebtKind(one.kind).label)
    return {
        "id": one.pk,
        "label": f"{kind}, {one.creditor}" if one.creditor else kind,
        "state": str(state.label),
        "glyph": state.glyph,
        "since": "",
        "meta": [said for said in (euro(one.amount), instalment, since) if said],
        "note": one.note,
        "runs": not one.is_settled,
    }


def _owed(debts) -> str:
    """ "Offen: 4.800,00 € aus 2 Forderungen"; "" where nothing is open."""
    running = [debt for debt in debts if not debt.is_settled]
    if not running:
        return ""
    known = [debt.amount for debt in running if debt.amount is not None]
    if not known:
        return ngettext(
            "%(number)s is open, the amount is not known.",
            "%(number)s are open, the amounts are not known.",
            len(running),
        ) % {"number": len(running)}
    if len(known) < len(running):
        return ngettext(
            "%(number)s is open, not all amounts are known: at least %(sum)s.",
            "%(number)s are open, not all amounts are known: at least %(sum)s.",
            len(running),
        ) % {"number": len(running), "sum": euro(sum(known))}
    return ngettext("%(number)s is open: %(sum)s.", "%(number)s are open: %(sum)s in all.", len(running)) % {
        "number": len(running),
        "sum": euro(sum(known)),
    }


def debt_counselling() -> str:
    """Where partners are searched, with the topic filled in (122-12)."""
    return f"{reverse('network:list')}?thema={DEBT_TOPIC}"


def _latest_first(model, case, day_field):
    return model.objects.filter(case=case).order_by(f"-{day_field}", "-pk")
