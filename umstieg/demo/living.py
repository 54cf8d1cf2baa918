"""Where the clients of the Ankerhof live, how they are insured and on what their residence rests."""

import datetime
from decimal import Decimal

from cases.enums import AddressKind, ClaimState, FlatSearchState, HealthNeedState, InsuranceWay
from cases.models import Address, Arrival, Dwelling, FlatSearch, HealthClaim, HealthNeed, Insurance, ResidenceTitle
from cases.services.record import note_record
from umstieg.audit.recording import recording

MOST_CASES = 12
A_LITTLE = (
    ("bei_bekannten", "nicht_versichert", "eu_arbeitsuche"),
    ("wg", "gkv_job", "eu_arbeitnehmer"),
    ("notunterkunft", "anonym_clearing", "klaerung"),
    ("eigen_miete", "gkv_sgb2", "ae_24"),
    ("mietvertrag_beratungsstelle", "gkv_job", "eu_arbeitnehmer"),
)


def lay_out_living(*, cases, featured, house, today) -> None:
    """`cases` are (plan, case) of running ones; `featured` is the pseudonym of the one with everything."""
    ordered = sorted(cases, key=lambda pair: pair[0].client.pseudonym != featured)[:MOST_CASES]
    for place, (plan, case) in enumerate(ordered):
        by = house.users[plan.counsellor]
        entries = _everything(today) if plan.client.pseudonym == featured else _a_little(today, place)
        with recording(actor=by):
            for entry in entries:
                entry.case = case
                note_record(entry, by=by)


def _everything(today):
    """As her notes tell it: she lived where she worked and now in our flat for a time; she is not insured yet, and five
    years are over.
    """

    def on(days):
        return today + datetime.timedelta(days=days)

    return [
        Dwelling(kind="pension_selbst", registered="nein", started_on=on(-420), ended_on=on(-200)),
        Dwelling(
            kind="am_arbeitsort",
            registered="nur_postadresse",
            started_on=on(-200),
            ended_on=on(-17),
        ),
        Dwelling(
            kind="traegerwohnung",
            registered="nur_postadresse",
            started_on=on(-17),
            is_temporary=True,
            stay_until_on=on(76),
            household=1,
        ),
        Address(kind=AddressKind.POSTAL, text="c/o Ankerhof\nHafenstraße 12\n20359 Hamburg", started_on=on(-120)),
        FlatSearch(what="WG-Zimmer, 14 m²", rent=Decimal(480), found_on=on(-12), state=FlatSearchState.REFUSED),
        FlatSearch(
            what="Ein Zimmer, Genossenschaft",
            rent=Decimal(520),
            found_on=on(-5),
            state=FlatSearchState.VIEWING,
            viewing_on=on(4),
        ),
        Insurance(insurance="nicht_versichert", since_on=on(-420)),
        Insurance(
            insurance="beantragt",
            since_on=on(-20),
            way=InsuranceWay.BENEFITS,
            arrears="in_klaerung",
            applied_on=on(-20),
            answer_due_on=on(12),
        ),
        HealthClaim(subject="Anonymer Behandlungsschein", state=ClaimState.GRANTED, state_on=on(-60)),
        HealthNeed(need="gynaekologie", state=HealthNeedState.ARRANGED, is_wanted=True, since_on=on(-30)),
        HealthNeed(need="psychologische_hilfe", state=HealthNeedState.OFFERED, since_on=on(-8)),
        ResidenceTitle(status="eu_arbeitsuche", since_on=on(-100)),
        Arrival(since_on=on(-365 * 5 - 40)),
    ]


def _a_little(today, place):
    """One entry of each kind, in turn."""
    since = today - datetime.timedelta(days=40 + place * 9)
    dwelling, insurance, status = A_LITTLE[place % len(A_LITTLE)]
    place_to_live = Dwelling(
        kind=dwelling, started_on=since, is_temporary=dwelling in ("bei_bekannten", "notunterkunft")
    )
    if dwelling == "mietvertrag_beratungsstelle":
        place_to_live.stay_until_on = today + datetime.timedelta(days=180)
    yield place_to_live
    yield Insurance(insurance=insurance, since_on=since)
    title = ResidenceTitle(status=status, since_on=since)
    if status == "ae_24":
        title.valid_until_on = today + datetime.timedelta(days=100 + place)
    yield title
