"""A colleague leaves (domain e.2-1): each of her cases gets a contact person and a deputy, and she has nothing any more."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Case, CaseGrant
from cases.services.case import change_case
from cases.services.handover import deputy_field_of, field_of
from cases.services.task import add_task
from umstieg.access.enums import Role
from umstieg.testing.make import make_case, make_session, make_user

from .looks import PHONE, WIDE
from .test_grants import button, gone, link, menu

PLANTS = ["Ahorn", "Birke", "Distel", "Eibe", "Farn", "Ginster", "Hasel", "Iris", "Jasmin", "Kresse", "Linde", "Mohn"]


@pytest.fixture
def third(people):
    return make_user(Role.COUNSELLOR, team=people.team, name="Mira Falk")


@pytest.fixture
def cases(people):
    """Twelve cases of who leaves; in the first four the colleague is the named deputy."""
    made = [make_case(counsellor=people.counsellor, client_facts={"pseudonym": plant}) for plant in PLANTS]
    for case in made[:4]:
        change_case(case=case, deputy=people.colleague, by=people.counsellor)
    make_session(made[0], note="Nordlicht")
    add_task(case=made[0], text="Antrag abgeben", by=people.counsellor)
    return made


def choose(page, case, counsellor, deputy=None):
    page.locator(f"[name={field_of(case)}]").select_option(label=counsellor)
    if deputy:
        page.locator(f"[name={deputy_field_of(case)}]").select_option(label=deputy)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_twelve_cases_of_who_leaves_get_a_contact_person_and_a_deputy_and_none_is_left(
    people, at, cases, third, width, watch, look
):
    page = at(people.lead, width=width)
    page.goto(reverse("desk:team"))
    link(page, "Übergabe").click()
    look(page, "whose cases", PLANTS)
    link(page, "Jana Lorenz").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fälle von Jana Lorenz")
    for case in cases[:4]:  # the deputy of today stands ready
        expect(page.locator(f"[name={field_of(case)}]")).to_have_value(str(people.colleague.pk))
    look(page, "cases to hand over", PLANTS)
    choose(page, cases[0], "Emre Tan", "Emre Tan")
    button(page, "Übergeben").click()
    expect(page.locator(f"#div_id_{deputy_field_of(cases[0])}")).to_contain_text("nicht dieselbe Person")
    look(page, "cases to hand over with messages", PLANTS)
    assert not Case.objects.exclude(counsellor=people.counsellor).exists()  # all or nothing
    for place, case in enumerate(cases):
        choose(page, case, *(("Emre Tan", "Mira Falk") if place % 2 == 0 else ("Mira Falk", "Emre Tan")))
    button(page, "Übergeben").click()
    expect(page.get_by_text("12 Fälle übergeben.")).to_be_visible()
    assert "Jana Lorenz" not in page.inner_text("main")  # she has none any more
    for case in Case.objects.all():
        assert {case.counsellor, case.deputy} == {people.colleague, third}
    assert not CaseGrant.objects.exists()

    hers = at(people.counsellor, width=width)
    for case in cases:
        gone(hers, reverse("cases:detail", args=(case.pk,)), watch)
    for path in ("/", reverse("cases:list") + "?state=all", "/aufgaben/", reverse("cases:handover_sheet")):
        hers.goto(path)
        assert not any(plant in hers.inner_text("main") for plant in PLANTS), path

    theirs = at(people.colleague, width=width)
    theirs.goto("/")
    menu(theirs, "Vertretung") if width == WIDE else theirs.goto(reverse("cases:cover"))
    link(theirs, "Fälle auf Dauer übergeben").click()
    link(theirs, "Was ich übernommen habe").click()
    expect(theirs.locator("main section")).to_have_count(6)
    expect(theirs.get_by_text("von Jana Lorenz am").first).to_be_visible()
    expect(theirs.get_by_text("Antrag abgeben")).to_be_visible()
    look(theirs, "handover sheet", PLANTS)
    theirs.emulate_media(media="print")
    expect(theirs.get_by_text("Antrag abgeben")).to_be_visible()
    expect(theirs.get_by_role("button", name="Drucken")).to_be_hidden()
    theirs.emulate_media(media="screen")
    link(theirs, "Ahorn").click()
    expect(theirs.get_by_text("Nordlicht")).to_be_visible()


def test_who_leaves_reads_on_only_if_that_was_chosen_and_not_longer(people, at, cases, third, watch, look):
    until = timezone.localdate() + datetime.timedelta(days=14)
    page = at(people.lead)
    page.goto(reverse("cases:hand_over", args=(people.counsellor.pk,)))
    for case in cases[1:4]:
        choose(page, case, "–")
    page.get_by_label(re.compile("^Darf weiterlesen bis")).fill(until.isoformat())
    page.get_by_label(re.compile("^Begründung")).fill("Einarbeitung")
    button(page, "Übergeben").click()
    expect(page.get_by_text("1 Fall übergeben.")).to_be_visible()
    expect(page.get_by_text("11 Fälle")).to_be_visible()

    hers, path = at(people.counsellor), reverse("cases:detail", args=(cases[0].pk,))
    hers.goto(path)
    expect(hers.get_by_text("Nordlicht")).to_be_visible()
    expect(hers.get_by_text("nur zum Lesen")).to_be_visible()
    assert not link(hers, "Beratung erfassen").count()
    look(hers, "file one reads on in", PLANTS)
    now = timezone.now()
    long_ago = now - datetime.timedelta(days=15)
    CaseGrant.objects.update(starts_at=long_ago, ends_at=now - datetime.timedelta(seconds=1))
    gone(hers, path, watch)
