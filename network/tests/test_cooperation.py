"""Agreements, activities, tasks and reflection sheets: what keeps a cooperation from hanging on one person."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from network.enums import Stage
from network.models import Agreement, ReflectionSheet
from network.queries import review
from network.queries.task import agreements_due, open_partner_tasks, partner_tasks_due
from network.services.cooperation import (
    change_activity,
    change_agreement,
    end_agreement,
    make_agreement,
    note_activity,
    remove_activity,
    review_agreement,
)
from network.services.organisation import end_organisation, end_relation, hold_relation, set_stage
from network.services.reflection import write_sheet
from network.services.task import add_partner_task, change_partner_task, reopen_partner_task, settle_partner_task
from umstieg.access.enums import Role
from umstieg.audit.models import AuditEvent
from umstieg.core.errors import DomainError
from umstieg.testing.filling import filled
from umstieg.testing.make import make_contact_person, make_partner, make_user
from umstieg.testing.walker import Browser


def ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


@pytest.fixture
def by(db):
    return make_user(Role.COUNSELLOR)


@pytest.fixture
def partner(by):
    return make_partner(name="Hafenhilfe", by=by)


def names(rows):
    return [row["name"] for row in rows]


# --- agreements ----------------------------------------------------------------------------------------------


@pytest.mark.guide("24-08")
def test_an_agreement_says_who_does_what_and_comes_back_after_a_year(by, partner):
    agreement = make_agreement(
        organisation=partner, title="Kurzer Weg", our_part="begleiten", their_part="Termin in drei Tagen", by=by
    )
    assert (agreement.review_on - agreement.agreed_on).days in (365, 366)
    partner.refresh_from_db()
    assert partner.stage == Stage.COOPERATING


def test_a_looked_through_agreement_comes_back_a_year_from_today(by, partner):
    agreement = make_agreement(organisation=partner, title="Alt", agreed_on=ago(500), by=by)
    assert [row["title"] for row in review.old_agreements()] == ["Alt"]
    review_agreement(agreement=agreement, by=by)
    agreement.refresh_from_db()
    assert agreement.reviewed_on == timezone.localdate()
    assert review.old_agreements() == []


def test_an_ended_agreement_and_one_of_a_partner_that_is_gone_wait_for_nobody(by, partner):
    agreement = make_agreement(organisation=partner, title="Alt", agreed_on=ago(500), by=by)
    assert agreements_due(by, timezone.localdate()) == 1
    end_agreement(agreement=agreement, by=by)
    assert agreements_due(by, timezone.localdate()) == 0
    make_agreement(organisation=partner, title="Auch alt", agreed_on=ago(500), by=by)
    end_organisation(organisation=partner, by=by)
    assert agreements_due(by, timezone.localdate()) == 0
    assert review.old_agreements() == []


def test_an_agreement_waits_for_those_who_hold_the_relation(by, partner):
    make_agreement(organisation=partner, title="Alt", agreed_on=ago(500), by=by)
    other, today = make_user(Role.COUNSELLOR), timezone.localdate()
    assert (agreements_due(by, today), agreements_due(other, today)) == (1, 0)
    assert "1 Vereinbarung" in Browser(by).ask("GET", reverse("desk:network_waiting")).body
    end_relation(liaison=partner.liaisons.get(), by=by)
    assert agreements_due(by, today) == 0


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"agreed_on": timezone.localdate() + datetime.timedelta(days=2)}, "agreed_on"),
        ({"agreed_on": ago(10), "review_on": ago(20)}, "review_on"),
        ({"title": ""}, "title"),
    ],
)
def test_a_wrong_agreement_is_told_at_its_field(by, partner, facts, field):
    with pytest.raises(DomainError) as refused:
        make_agreement(**{"organisation": partner, "title": "Kurzer Weg", "by": by, **facts})
    assert refused.value.field == field


def test_an_agreement_is_changed(by, partner):
    agreement = make_agreement(organisation=partner, title="Alt", by=by)
    change_agreement(agreement=agreement, title="Neu", goals="Weniger Wege", by=by)
    assert (Agreement.objects.get().title, Agreement.objects.get().goals) == ("Neu", "Weniger Wege")


def test_ending_an_agreement_is_undone_by_one_click_and_that_is_told(by, partner):
    agreement = make_agreement(organisation=partner, title="Alt", agreed_on=ago(500), by=by)
    browser, page = Browser(by), reverse("network:detail", args=[partner.pk])
    undo = reverse("network:agreement_resume", args=[agreement.pk])
    browser.post(reverse("network:agreement_end", args=[agreement.pk]))
    assert Agreement.objects.get().ended_on == ago(0)
    shown = browser.get(page).content.decode()
    assert shown.count(f'action="{undo}"') == 2  # in the receipt, and later at the agreement
    assert "Rückgängig" in shown
    browser.post(undo)
    assert Agreement.objects.get().ended_on is None
    assert agreements_due(by, timezone.localdate()) == 1
    told = AuditEvent.objects.latest("seq")
    assert [(one["event"], one["about"]) for one in told.acts] == [("agreement.resumed", str(agreement.pk))]
    assert told.entry_count == 1
    shown = browser.get(page).content.decode()
    assert undo not in shown
    browser.post(undo)
    assert Agreement.objects.get().ended_on is None


# --- activities ----------------------------------------------------------------------------------------------


@pytest.mark.guide("24-06", "24-07")
@pytest.mark.parametrize(
    ("kind", "stage"),
    [
        ("FIRST_CONTACT", Stage.CONTACTED),
        ("INTRODUCTION", Stage.INFORMED),
        ("SENSITISATION", Stage.INFORMED),
        ("EVENT", Stage.IDENTIFIED),
    ],
)
def test_a_first_step_moves_a_cooperation_on(by, partner, kind, stage):
    note_activity(kind=kind, organisations=[partner], by=by)
    partner.refresh_from_db()
    assert partner.stage == stage


def test_a_first_step_takes_no_cooperation_back(by, partner):
    set_stage(organisation=partner, stage=Stage.COOPERATING, by=by)
    note_activity(kind="FIRST_CONTACT", organisations=[partner], by=by)
    partner.refresh_from_db()
    assert partner.stage == Stage.COOPERATING


@pytest.mark.guide("24-03", "24-09", "24-10", "112-10")
@pytest.mark.parametrize("kind", ["ROUND_TABLE", "INVITATION", "EVENT", "TALK"])
def test_an_activity_with_several_partners_stands_with_each_of_them(by, partner, kind):
    other = make_partner(name="Brücke", by=by)
    activity = note_activity(kind=kind, title="Wohnraum", organisations=[partner, other], text="Weiter im Mai", by=by)
    for one in (partner, other):
        assert "Weiter im Mai" in Browser(by).ask("GET", reverse("network:detail", args=[one.pk])).body
    change_activity(activity=activity, organisations=[partner], by=by)
    assert "Weiter im Mai" not in Browser(by).ask("GET", reverse("network:detail", args=[other.pk])).body
    remove_activity(activity=activity, by=by)
    assert not partner.activities.exists()


# --- tasks ---------------------------------------------------------------------------------------------------


def test_a_task_with_a_partner_is_settled_and_taken_up_again(by, partner):
    task = add_partner_task(organisation=partner, text="Anrufen", due_on=ago(1), by=by)
    today = timezone.localdate()
    assert [row.is_overdue for row in open_partner_tasks(by)] == [True]
    assert partner_tasks_due(by, today) == 1
    settle_partner_task(task=task, by=by)
    settle_partner_task(task=task, by=by)
    assert (open_partner_tasks(by), partner_tasks_due(by, today)) == ([], 0)
    with pytest.raises(DomainError):
        change_partner_task(task=task, text="Anders", by=by)
    reopen_partner_task(task=task, by=by)
    change_partner_task(task=task, text="Anders", by=by)
    assert [row.text for row in open_partner_tasks(by)] == ["Anders"]


def test_a_task_with_a_partner_stands_in_the_list_of_tasks_and_on_heute(by, partner):
    add_partner_task(organisation=partner, text="Material bringen", due_on=ago(0), by=by)
    assert "Material bringen" in Browser(by).ask("GET", reverse("desk:tasks")).body
    assert reverse("desk:network_waiting") in Browser(by).ask("GET", "/").body
    assert "1 Aufgabe" in Browser(by).ask("GET", reverse("desk:network_waiting")).body
    lead = make_user(Role.TEAM_LEAD)
    assert "Material bringen" in Browser(lead).ask("GET", reverse("network:review")).body


# --- where it is thin ------------------------------------------------------------------------------------------


@pytest.mark.guide("24-01")
def test_a_topic_without_partner_says_so(by):
    make_partner(topics=["schulden"], by=by)
    counted = {topic["key"]: topic["partners"] for _group, topics in review.topics_with_partners() for topic in topics}
    assert counted["schulden"] == 1
    assert counted["trauma"] == 0
    assert "sonstige" not in counted


@pytest.mark.guide("24-01")
def test_a_dormant_cooperation_helps_with_no_topic_and_stands_in_no_list_of_what_is_thin(by, partner):
    """`partner` is awake and helps with nothing; the other one sleeps, held by one of us, with one person there."""
    sleeping = make_partner(name="Schläft", topics=["schulden"], by=by)
    make_contact_person(organisation=sleeping, by=by)
    counted = counted_topics()
    assert (counted["schulden"]["partners"], counted["schulden"]["dormant"]) == (1, 0)
    set_stage(organisation=sleeping, stage=Stage.DORMANT, by=by)
    counted = counted_topics()
    assert (counted["schulden"]["partners"], counted["schulden"]["dormant"]) == (0, 1)
    for rows in (review.without_contact_person(), review.with_one_contact_person(), *review.with_too_few_holders()):
        assert "Schläft" not in names(rows)
    page = Browser(by).ask("GET", reverse("network:review")).body
    assert "Ruhende Kooperationen zählen nicht mit" in page
    assert "1 ruht" in page
    # Each number opens exactly its list.
    make_partner(name="Wach", topics=["schulden"], by=by)
    page = Browser(by).ask("GET", reverse("network:review")).body
    for stage, shown, hidden in (("AWAKE", "Wach", "Schläft"), ("DORMANT", "Schläft", "Wach")):
        address = f"{reverse('network:list')}?thema=schulden&amp;stand={stage}"
        assert address in page
        found = Browser(by).ask("GET", address.replace("&amp;", "&")).body
        assert shown in found
        assert hidden not in found


def counted_topics():
    return {topic["key"]: topic for _group, topics in review.topics_with_partners() for topic in topics}


@pytest.mark.guide("24-04")
def test_partners_without_anybody_to_talk_to_are_listed(by, partner):
    with_one = make_partner(name="Brücke", by=by)
    make_contact_person(organisation=with_one, by=by)
    gone = make_partner(name="Weg", by=by)
    end_organisation(organisation=gone, by=by)
    sleeping = make_partner(name="Schläft", by=by)
    set_stage(organisation=sleeping, stage=Stage.DORMANT, by=by)
    assert names(review.without_contact_person()) == ["Hafenhilfe"]


@pytest.mark.guide("24-V")
def test_cooperations_with_one_person_there_are_listed(by, partner):
    make_contact_person(organisation=partner, by=by)
    assert names(review.with_one_contact_person()) == []  # nothing hangs on her yet
    set_stage(organisation=partner, stage=Stage.COOPERATING, by=by)
    assert names(review.with_one_contact_person()) == ["Hafenhilfe"]
    make_contact_person(organisation=partner, by=by)
    assert names(review.with_one_contact_person()) == []


@pytest.mark.guide("24-V")
def test_relations_that_hang_on_one_of_us_or_on_nobody_are_listed(by, partner):
    held_by_two = make_partner(name="Zwei", by=by)
    hold_relation(organisation=held_by_two, user=make_user(Role.COUNSELLOR), by=by)
    alone = make_partner(name="Niemand", by=by)
    end_relation(liaison=alone.liaisons.get(), by=by)
    one, nobody = review.with_too_few_holders()
    assert (names(one), names(nobody)) == (["Hafenhilfe"], ["Niemand"])


@pytest.mark.guide("24-02")
def test_a_reflection_sheet_is_written_and_gone_on_with_in_the_browser(by, partner, sign_in):
    browser, address = sign_in(by), reverse("network:reflection", args=["trauma"])
    sent = filled(browser, address, need="Oft gefragt", missing="Therapie", organisations=[str(partner.pk)])
    assert browser.post(address, sent).status_code == 302
    sheet = ReflectionSheet.objects.get()
    assert (sheet.topic, sheet.need, sheet.missing, list(sheet.organisations.all())) == (
        "trauma",
        "Oft gefragt",
        "Therapie",
        [partner],
    )
    assert "Oft gefragt" in browser.get(address).content.decode()
    write_sheet(topic="trauma", own_part="Stabilisieren", by=by)
    sheet.refresh_from_db()
    assert (sheet.need, sheet.own_part) == ("Oft gefragt", "Stabilisieren")


def test_there_is_no_sheet_of_an_unknown_topic(by):
    assert Browser(by).ask("GET", reverse("network:reflection", args=["gibt-es-nicht"])).status == 404


def test_the_look_through_the_network_takes_the_same_statements_however_large(by):
    browser = Browser(by)

    def some(times):
        for number in range(times):
            one = make_partner(topics=["schulden"], by=by)
            make_contact_person(organisation=one, by=by)
            make_agreement(organisation=one, title="Alt", agreed_on=ago(500 + number), by=by)
            add_partner_task(organisation=one, text="Anrufen", by=by)

    some(1)
    few = browser.ask("GET", reverse("network:review")).statements
    some(7)
    assert browser.ask("GET", reverse("network:review")).statements == few
