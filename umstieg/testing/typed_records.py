"""Typing into every form about a checklist and the situation of a client; `hands` submits forms, see test_leaks.py."""

import datetime

from django.urls import reverse
from django.utils import timezone

from cases.models import BenefitClaim, HealthClaim


def type_checklist(hands, case):
    """A list with a point that says in which language something was given."""
    at = {"pk": case.pk}
    hands.submit(reverse("cases:checklist_start", kwargs=at))
    checklist = case.checklists.get()
    hands.submit(reverse("cases:checklist_item_add", kwargs={**at, "checklist": checklist.pk}))
    hands.submit(reverse("cases:checklist_item_change", kwargs={**at, "item": checklist.items.get().pk}), language="bg")


def type_money(hands, at):
    """What she lives on and owes, and a month that is planned."""
    later = f"{timezone.localdate() + datetime.timedelta(days=100)}"
    amounts = {f"l{line}-{name}": "" for line in range(20) for name in ("now", "job")}
    for name, facts in (
        ("income_create", {"amount": "12,50", "started_on": "2026-04-01", "ended_on": ""}),
        ("benefit_create", {"state": "APPLIED", "state_on": "2026-04-01"}),
        ("paper_create", {"expires_on": later, "state": "HAVE"}),
        ("account_create", {"since_on": "2026-04-01"}),
        ("debt_create", {"amount": "4800", "instalment": "50", "since_on": "2026-04-01"}),
        ("budget_create", amounts | {"l0-now": "1.234,50"}),
    ):
        hands.submit(reverse(f"cases:{name}", kwargs=at), **facts)
    claim = BenefitClaim.objects.get(case=at["pk"])
    change = reverse("cases:benefit_change", kwargs={**at, "benefit": claim.pk})
    hands.submit(change, state="REFUSED", state_on="2026-05-01")


def type_living(hands, at):
    """Where she lives, how she is insured, on what her residence rests."""
    later = f"{timezone.localdate() + datetime.timedelta(days=100)}"
    for name, facts in (
        (
            "dwelling_create",
            {"kind": "wg", "household": "2", "started_on": "2026-04-01", "ended_on": "", "stay_until_on": later},
        ),
        ("address_create", {"started_on": "2026-04-01", "ended_on": ""}),
        ("flat_create", {"found_on": "2026-04-01", "rent": "480", "viewing_on": ""}),
        ("insurance_create", {"since_on": "2026-04-01", "applied_on": "2026-04-01", "answer_due_on": later}),
        ("health_claim_create", {"state": "APPLIED", "state_on": "2026-04-01", "answer_due_on": later}),
        ("health_need_create", {"since_on": "2026-04-01", "is_wanted": "1"}),
        ("residence_title_create", {"since_on": "2026-04-01", "valid_until_on": later, "seen_on": "2026-04-02"}),
        ("arrival_create", {"since_on": "2019-04-01"}),
    ):
        hands.submit(reverse(f"cases:{name}", kwargs=at), **facts)
    claim = HealthClaim.objects.get(case=at["pk"])
    change = reverse("cases:health_claim_change", kwargs={**at, "health_claim": claim.pk})
    hands.submit(change, state="REFUSED", state_on="2026-05-01")
