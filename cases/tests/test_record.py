"""Entries of a situation: two who change one at once lose nothing, and nothing protected is put where notes are read."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from cases.models import HealthNeed, Income, Insurance, ResidenceTitle
from cases.services.checklist import start_checklist
from cases.services.record import note_record, remove_record
from cases.services.situation import note_theme
from umstieg.guide.enums import Theme, ThemeState
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def test_of_two_who_change_an_entry_at_once_both_changes_stay(people, case, sign_in):
    entry = note_record(Income(case=case, source="minijob", amount=520, note="alt"), by=people.counsellor)
    first, second = sign_in(people.counsellor), sign_in(people.counsellor)
    address = reverse("cases:income_change", args=[case.pk, entry.pk])
    opened = filled(second, address, amount="540")
    first.post(address, filled(first, address, note="neu"))
    second.post(address, opened)
    changed = Income.objects.get()
    assert (changed.amount, changed.note) == (540, "neu")


def test_of_two_who_change_the_same_the_later_sees_what_was_saved_meanwhile(people, case, sign_in):
    entry = note_record(HealthNeed(case=case, need="zahnarzt", note="alt"), by=people.counsellor)
    first, second = sign_in(people.counsellor), sign_in(people.counsellor)
    address = reverse("cases:health_need_change", args=[case.pk, entry.pk])
    opened = filled(second, address, note="zweite")
    first.post(address, filled(first, address, note="erste"))
    answer = second.post(address, opened)
    assert answer.status_code == 200
    assert HealthNeed.objects.get().note == "erste"
    assert {"erste", "zweite"} <= set(answer.content.decode().replace("<", " ").replace(">", " ").split())


def test_an_answer_is_waited_for_again_when_the_entry_that_ended_it_is_removed(people, case):
    today = timezone.localdate()
    due = today + datetime.timedelta(days=10)
    note_record(
        Insurance(case=case, insurance="beantragt", since_on=today, answer_due_on=due),
        by=people.counsellor,
    )
    assert case.deadlines.count() == 1
    browser = Browser(people.counsellor)
    browser.post(
        reverse("cases:insurance_create", args=[case.pk]),
        {
            "insurance": "gkv_job",
            "since_on": f"{today}",
            "way": "",
            "arrears": "",
            "applied_on": "",
            "answer_due_on": "",
        },
    )
    assert case.deadlines.count() == 0
    later = Insurance.objects.latest("pk")
    browser.post(reverse("cases:insurance_remove", args=[case.pk, later.pk]))
    assert case.deadlines.count() == 1


def test_a_newer_residence_title_ends_the_reminder_of_the_one_before_and_removed_gives_it_back(people, case, sign_in):
    today, browser = timezone.localdate(), sign_in(people.counsellor)
    create = reverse("cases:residence_title_create", args=[case.pk])
    ends = [f"{today + datetime.timedelta(days=days)}" for days in (40, 400)]
    for since, until in ((today - datetime.timedelta(days=300), ends[0]), (today, ends[1])):
        typed = filled(browser, create, status="duldung", since_on=f"{since}", valid_until_on=until)
        assert browser.post(create, typed).status_code == 302
    assert [one.facts["ends_on"] for one in case.deadlines.all()] == [ends[1]]
    later = ResidenceTitle.objects.latest("pk")
    browser.post(reverse("cases:residence_title_remove", args=[case.pk, later.pk]))
    assert [one.facts["ends_on"] for one in case.deadlines.all()] == [ends[0]]


def test_no_protected_word_is_put_into_a_step_by_itself(people, case):
    browser, address = Browser(people.counsellor), reverse("cases:next_step", args=[case.pk])
    assert 'value="Sucht' not in browser.get(f"{address}?thema={Theme.ADDICTION.number}").content.decode()
    listed = start_checklist(
        case=case, title="Liste", theme=Theme.ADDICTION, items=["Entgiftung anmelden"], by=people.counsellor
    )
    shown = browser.get(f"{address}?punkt={listed.items.get().pk}").content.decode()
    assert "Entgiftung" not in shown


def test_confirming_a_protected_theme_leaves_no_word_in_the_session(people, case, sign_in):
    note_theme(case=case, theme=Theme.ADDICTION, state=ThemeState.URGENT, by=people.counsellor)
    browser = sign_in(people.counsellor)
    browser.post(reverse("cases:theme_confirm", args=[case.pk, Theme.ADDICTION.number]))
    held = str([one.get_decoded() for one in Session.objects.all()])
    assert "Stimmt noch" in held
    assert "Sucht" not in held


def test_a_theme_of_which_nothing_is_noted_is_not_confirmed_and_says_so(people, case):
    address = reverse("cases:theme_confirm", args=[case.pk, Theme.FLAT.number])
    assert Browser(people.counsellor).ask("POST", address).status == 302


def test_a_removed_entry_is_gone_for_good(people, case):
    remove_record(record=note_record(Income(case=case, source="minijob"), by=people.counsellor), by=people.counsellor)
    assert not Income.objects.exists()
