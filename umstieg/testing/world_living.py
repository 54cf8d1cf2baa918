"""One of every entry about housing, health and residence; see world.py (place_records)."""

import datetime

from cases.models import Address, Arrival, Dwelling, FlatSearch, HealthClaim, HealthNeed, Insurance, ResidenceTitle

ARRIVED = datetime.date(1931, 7, 8)  # in Germany since: a day that stands nowhere else


def living_records(case, word, code, amount) -> dict:
    """{name of a kind: an entry, not saved yet}; the arguments are those of `place_records`."""
    return {
        "dwelling": Dwelling(
            case=case,
            kind=code("Dwelling.kind", "housing"),
            registered=code("Dwelling.registered", "registration_address"),
            note=word("Dwelling.note"),
        ),
        "address": Address(case=case, text=word("Address.text"), note=word("Address.note")),
        "flat": FlatSearch(case=case, what=word("FlatSearch.what"), rent=amount, note=word("FlatSearch.note")),
        "insurance": Insurance(
            case=case,
            insurance=code("Insurance.insurance", "health_insurance"),
            arrears=code("Insurance.arrears", "health_insurance_arrears"),
            note=word("Insurance.note"),
        ),
        "health_claim": HealthClaim(case=case, subject=word("HealthClaim.subject"), note=word("HealthClaim.note")),
        "health_need": HealthNeed(case=case, need=code("HealthNeed.need", "health_need"), note=word("HealthNeed.note")),
        "residence_title": ResidenceTitle(
            case=case, status=code("ResidenceTitle.status", "residence_status"), note=word("ResidenceTitle.note")
        ),
        "arrival": Arrival(case=case, since_on=ARRIVED, note=word("Arrival.note")),
    }
