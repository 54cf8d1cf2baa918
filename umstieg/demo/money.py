"""What the clients of the Ankerhof live on and owe, so that the room about money has something to show."""

import datetime
from decimal import Decimal

from cases.enums import AccountKind, ClaimState, DebtState, PaperState
from cases.models import Account, BenefitClaim, Debt, Income, Paper
from cases.models.budget import IN, OUT, Line
from cases.services.budget import note_budget
from cases.services.record import change_record, note_record
from umstieg.audit.recording import recording

MOST_CASES = 12


def lay_out_money(*, cases, featured, house, today) -> None:
    """`cases` are (plan, case) of running ones; `featured` is the pseudonym of the one with everything."""
    ordered = sorted(cases, key=lambda pair: pair[0].client.pseudonym != featured)[:MOST_CASES]
    for place, (plan, case) in enumerate(ordered):
        by = house.users[plan.counsellor]
        with recording(actor=by):
            if plan.client.pseudonym == featured:
                _everything(case, by, today)
            else:
                _a_little(case, by, today, place)


def _everything(case, by, today):
    """A mini-job beside the old work, a claim that waits, a demand of the insurer, and a month that is planned."""

    def ago(days):
        return today - datetime.timedelta(days=days)

    note_record(Income(case=case, source="sexarbeit", started_on=ago(200), ended_on=ago(50)), by=by)
    note_record(Income(case=case, source="minijob", amount=Decimal(420), started_on=ago(50)), by=by)
    claim = note_record(
        BenefitClaim(case=case, benefit="sgb2_aufstockend", state=ClaimState.PAPERS_MISSING, state_on=ago(35)),
        by=by,
    )
    change_record(
        record=claim,
        by=by,
        state=ClaimState.APPLIED,
        state_on=ago(9),
        applied_on=ago(9),
        answer_due_on=today + datetime.timedelta(days=26),
    )
    note_record(Paper(case=case, kind="reisepass", expires_on=today + datetime.timedelta(days=70)), by=by)
    note_record(Paper(case=case, kind="meldebescheinigung", state=PaperState.MISSING), by=by)
    note_record(Paper(case=case, kind="steuer_id", state=PaperState.APPLIED), by=by)
    note_record(Account(case=case, kind=AccountKind.NONE, since_on=ago(120)), by=by)
    note_record(Account(case=case, kind=AccountKind.BASIC_APPLIED, since_on=ago(6)), by=by)
    note_record(Debt(case=case, creditor="Mobilfunk", amount=Decimal("312.80"), since_on=ago(90)), by=by)
    note_budget(
        case=case,
        month=today,
        lines=[
            Line(IN, "Minijob", Decimal(420), Decimal(0)),
            Line(IN, "Lohn", None, Decimal(1480)),
            Line(IN, "Nothilfe", Decimal(250), Decimal(0)),
            Line(OUT, "Miete", Decimal(380), Decimal(480)),
            Line(OUT, "Lebensmittel", Decimal(220)),
            Line(OUT, "Telefon und Internet", Decimal("19.99")),
            Line(OUT, "Bus und Bahn", None, Decimal("63.00")),
            Line(OUT, "Geld nach Hause", Decimal(100), Decimal(200)),
            Line(OUT, "Rate: Mobilfunk", None, Decimal(25)),
        ],
        by=by,
    )


def _a_little(case, by, today, place):
    """One or two things, in turn."""
    since = today - datetime.timedelta(days=20 + place)
    source = ("partner_familie", "sv_teilzeit", "minijob")[place % 3]
    note_record(Income(case=case, source=source, started_on=since), by=by)
    if place % 2:
        claim = BenefitClaim(case=case, benefit="wohngeld", state=ClaimState.IN_CLARIFICATION, state_on=since)
        note_record(claim, by=by)
    if place % 4 == 0:
        debt = Debt(case=case, creditor="Energieversorger", amount=Decimal(180 + place), state=DebtState.INSTALMENTS)
        debt.instalment, debt.since_on = Decimal(20), since
        note_record(debt, by=by)
