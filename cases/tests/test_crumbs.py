"""The path above a small form leads to the room its entries stand in, and says nothing that a title must not say."""

import re

import pytest
from django.urls import reverse

from cases.enums import WishKind
from cases.models import HealthNeed, Income
from cases.services.budget import note_budget
from cases.services.checklist import start_checklist
from cases.services.goal import agree_on_goals, note_wish
from cases.services.record import note_record
from umstieg.guide.enums import Theme
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


@pytest.fixture
def pages(people, case):
    """{address: room it belongs to} of small forms and of what is read below a room."""
    by = people.counsellor
    income = note_record(Income(case=case, source="minijob"), by=by)
    need = note_record(HealthNeed(case=case, need="zahnarzt"), by=by)
    budget = note_budget(case=case, month=case.opened_on, lines=[], by=by)
    wish = note_wish(case=case, kind=WishKind.WISH, text="Ruhe", by=by)
    (goal,) = agree_on_goals(case=case, goals=[{"title": "Konto"}], by=by)
    checklist = start_checklist(case=case, title="Liste", items=["Punkt"], by=by)
    rooms = {
        "money": [("income_create",), ("income_change", income.pk), ("budget_create",)]
        + [("budget", budget.pk), ("budget_change", budget.pk)],
        "housing": [("flat_create",)],
        "health": [("health_need_change", need.pk)],
        "goals": [("wish_create",), ("wish_change", wish.pk), ("goal_create",), ("small_goals",), ("review_plan",)]
        + [(name, goal.pk) for name in ("goal_steps", "goal_change", "goal_state")],
        "checklists": [("checklist_start",), ("checklist_item_add", checklist.pk)]
        + [("checklist_item_change", checklist.items.get().pk)],
        "situation": [("theme", Theme.FLAT.number)],
        "way": [("outcome_create",), ("status_create",)],
    }
    return {
        reverse(f"cases:{name}", args=[case.pk, *keys]): room for room, named in rooms.items() for name, *keys in named
    }


def path_of(page):
    return re.findall(r'href="([^"]+)"', page.content.decode().split('class="crumb"')[1].split("</nav>")[0])


def test_the_path_above_a_small_form_leads_to_its_room(people, case, pages, sign_in):
    browser = sign_in(people.counsellor)
    for address, room in pages.items():
        path = path_of(browser.get(address))
        assert path[1:] == [reverse("cases:detail", args=[case.pk]), reverse(f"cases:{room}", args=[case.pk])], address


def test_opened_from_the_timeline_it_leads_back_there(people, case, sign_in):
    address = reverse("cases:outcome_create", args=[case.pk])
    page = sign_in(people.counsellor).get(f"{address}?zu=verlauf")
    assert path_of(page)[-1] == page.context["cancel_url"] == reverse("cases:detail", args=[case.pk])


def test_the_title_names_no_protected_room(people, case, sign_in):
    page = sign_in(people.counsellor).get(reverse("cases:health_need_create", args=[case.pk]))
    assert "Gesundheit" not in page.content.decode().split("</title>")[0]
