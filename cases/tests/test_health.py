"""Health: insurance and its back payments, applications, help that is looked for; nothing of it below RESTRICTED."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.enums import ClaimState, HealthNeedState, LeadCause
from cases.models import Deadline, Debt, HealthClaim, HealthNeed, Insurance, Task
from cases.queries.health import health_room
from cases.services.grant import open_restricted, open_with_reason
from cases.services.health import what_an_insurance_brings
from cases.services.money import what_debts_bring
from cases.services.record import change_record, note_record
from cases.services.task import settle_task
from umstieg.access.enums import Part
from umstieg.core.errors import DomainError
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


@pytest.fixture
def insure(people, case):
    def _insure(insurance, since=0, **facts):
        entry = Insurance(case=case, insurance=insurance, since_on=day(since), **facts)
        return note_record(entry, by=people.counsellor, also=what_an_insurance_brings(people.counsellor))

    return _insure


@pytest.fixture
def change(people):
    def _change(entry, **facts):
        by = people.counsellor
        return change_record(record=entry, by=by, also=what_an_insurance_brings(by), **facts)

    return _change


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def rows(case, name):
    return health_room(case, today=day(0))[name]


# --- insurance ---------------------------------------------------------------------------------------------------


@pytest.mark.guide("KP-3", "124-01", "124-02")
def test_insurance_is_noted_with_its_way_in_and_the_day_an_answer_is_due(people, case, sign_in):
    browser, address = sign_in(people.counsellor), reverse("cases:insurance_create", args=[case.pk])
    sent = filled(
        browser,
        address,
        insurance="beantragt",
        way="BENEFITS",
        applied_on=day(-3).isoformat(),
        answer_due_on=day(14).isoformat(),
    )
    assert browser.post(address, sent).status_code == 302
    assert Deadline.objects.get().facts["kind"] == "ANSWER"
    page = browser.get(reverse("cases:health", args=[case.pk])).content.decode()
    assert "über Leistungen" in page
    assert not Task.objects.exists()


@pytest.mark.guide("124-03", "122-13")
@pytest.mark.parametrize("before", ["nicht_versichert", "beantragt", "unklar", "anonym_clearing"])
@pytest.mark.parametrize("now", ["gkv_job", "gkv_sgb2", "gkv_ruhend"])
def test_a_new_insurance_after_a_gap_opens_the_task_about_back_payments_once(case, insure, before, now):
    insure(before, since=-30)
    assert not Task.objects.exists()
    assert insure(now).opened
    assert insure("gkv_familie", since=0).opened is None
    assert Task.objects.get().case == case


@pytest.mark.parametrize("before", ["gkv_job", "ehic_herkunft"])
def test_an_insurance_after_another_opens_no_task(insure, before):
    insure(before, since=-30)
    assert insure("gkv_familie").opened is None
    assert not Task.objects.exists()


def test_the_first_insurance_that_is_noted_says_nothing_of_a_gap(insure):
    assert insure("gkv_job").opened is None


@pytest.mark.parametrize("arrears", ["offen", "in_klaerung"])
def test_open_arrears_open_the_task_whenever_they_are_noted(insure, change, arrears):
    entry = insure("gkv_job", arrears="keine")
    assert not Task.objects.exists()
    assert change(entry, arrears=arrears).opened


def test_a_settled_task_is_not_opened_again_by_a_change_that_tells_nothing_new(people, insure, change):
    insure("nicht_versichert", since=-30)
    entry = insure("gkv_job", arrears="offen")
    settle_task(task=Task.objects.get(), by=people.counsellor)
    assert change(entry, note="Frau Kruse ist zuständig").opened is None
    assert not Task.objects.open().exists()


def test_the_counsellor_is_told_of_the_task_and_can_undo_it(people, case, insure, sign_in):
    insure("nicht_versichert", since=-30)
    browser, address = sign_in(people.counsellor), reverse("cases:insurance_create", args=[case.pk])
    page = browser.post(address, filled(browser, address, insurance="gkv_job"), follow=True).content.decode()
    assert "Nachzahlung" in page
    assert f"{reverse('cases:task_settle', args=[Task.objects.get().pk])}?result=DROPPED" in page


@pytest.mark.guide("122-13", "124-03")
def test_the_task_about_back_payments_tells_where_notes_are_read_no_more_than_a_debt_there_does(people, case, insure):
    """An insurance is specially protected, a debt is not: whichever has brought the task, it reads the same."""
    assert (Debt.part, Insurance.part) == (Part.NOTES, Part.RESTRICTED)
    by = people.counsellor
    note_record(Debt(case=case, kind="BACK_PAYMENT", creditor="Bank"), by=by, also=what_debts_bring(by))
    by_debt = Task.objects.get()
    settle_task(task=by_debt, by=by)
    insure("gkv_job", arrears="offen", note="AOK, Frau Kruse")
    by_insurance = Task.objects.open().get()
    assert by_insurance.text == by_debt.text == "Nachzahlung klären"
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    body = Browser(people.lead).get(reverse("cases:detail", args=[case.pk])).content.decode().split("<main", 1)[1]
    assert by_insurance.text in body
    for word in ("versicher", "Kasse", "AOK", "Bank", "gesetzlich"):
        assert word.casefold() not in body.casefold(), word


def test_the_next_insurance_ends_the_waiting_for_an_answer(insure):
    insure("beantragt", since=-30, answer_due_on=day(5))
    assert Deadline.objects.exists()
    insure("gkv_job", since=20)
    assert Deadline.objects.exists()  # begins later
    insure("gkv_job")
    assert not Deadline.objects.exists()


def test_only_the_insurance_of_today_stands_out(case, insure):
    insure("nicht_versichert", since=-90)
    insure("beantragt", since=-30)
    insure("gkv_job")
    assert [one["runs"] for one in rows(case, "insurances")] == [True, False, False]


def test_an_answer_is_not_due_before_it_was_applied_for(insure):
    with pytest.raises(DomainError) as refused:
        insure("beantragt", applied_on=day(0), answer_due_on=day(-1))
    assert refused.value.field == "answer_due_on"


# --- applications and help that is looked for --------------------------------------------------------------------


@pytest.mark.guide("124-02")
def test_an_application_keeps_how_it_stood_before(people, case):
    claim = HealthClaim(case=case, subject="Familienversicherung", state=ClaimState.APPLIED)
    note_record(claim, by=people.counsellor)
    change_record(record=claim, by=people.counsellor, state=ClaimState.GRANTED)
    (row,) = rows(case, "claims")
    assert (row["label"], row["state"]) == ("Familienversicherung", "bewilligt")
    assert [step["state"] for step in row["steps"]] == ["beantragt"]


@pytest.mark.guide("124-04", "124-06", "124-07", "124-08", "124-09", "124-10")
@pytest.mark.parametrize(
    "need", ["psychologische_hilfe", "psychoedukation", "safer_use", "entzug", "sti_test", "prep_pep"]
)
def test_help_is_noted_with_her_own_will(people, case, sign_in, need):
    browser, address = sign_in(people.counsellor), reverse("cases:health_need_create", args=[case.pk])
    form = browser.get(address).content.decode()
    assert "Befunde und Diagnosen gehören nicht hierher" in form
    assert browser.post(address, filled(browser, address, need=need, is_wanted="1")).status_code == 302
    assert HealthNeed.objects.get().is_wanted is True
    assert "selbst gewünscht" in rows(case, "needs")[0]["meta"][0]


@pytest.mark.parametrize(("sent", "kept"), [("", None), ("1", True), ("0", False)])
def test_her_will_is_asked_and_may_stay_unasked(people, case, sign_in, sent, kept):
    browser, address = sign_in(people.counsellor), reverse("cases:health_need_create", args=[case.pk])
    browser.post(address, filled(browser, address, need="entzug", is_wanted=sent))
    need = HealthNeed.objects.get()
    assert need.is_wanted is kept
    change_at = reverse("cases:health_need_change", args=[case.pk, need.pk])
    assert browser.post(change_at, filled(browser, change_at, state="DONE")).status_code == 302
    assert HealthNeed.objects.get().is_wanted is kept


def test_what_is_done_or_not_wanted_steps_back(people, case):
    for state in (HealthNeedState.NOT_WANTED, HealthNeedState.OPEN, HealthNeedState.DONE):
        note_record(HealthNeed(case=case, need="zahnarzt", state=state), by=people.counsellor)
    assert [one["runs"] for one in rows(case, "needs")] == [True, False, False]


# --- who reads it ------------------------------------------------------------------------------------------------


def test_nothing_of_it_lies_in_clear(people, case, insure):
    insure("nicht_versichert", arrears="offen", way="OTHER", applied_on=day(-1), note="Kruse")
    note_record(HealthClaim(case=case, subject="Rehabilitation"), by=people.counsellor)
    note_record(HealthNeed(case=case, need="entzug", is_wanted=True, state="ARRANGED"), by=people.counsellor)
    with connection.cursor() as cursor:
        for table in ("insurance", "healthclaim", "healthneed"):
            cursor.execute(f"SELECT * FROM cases_{table}")  # noqa: S608
            said = str(cursor.fetchall())
            for word in (
                "nicht_versichert",
                "offen",
                "OTHER",
                "Kruse",
                "Rehabilitation",
                "NOT_CHECKED",
                "entzug",
                "ARRANGED",
            ):
                assert word not in said


def test_a_lead_sees_health_after_the_second_step_only(people, case, insure):
    insure("nicht_versichert", note="Kruse")
    health, money = (reverse(f"cases:{name}", args=[case.pk]) for name in ("health", "money"))
    lead = Browser(people.lead)
    assert lead.ask("GET", health).status == 404
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    assert lead.ask("GET", health).status == 404
    assert health not in lead.ask("GET", money).body
    open_restricted(case=case, reason="Fragen zur Versicherung", by=people.lead)
    assert "Kruse" in lead.ask("GET", health).body
    assert health in lead.ask("GET", money).body


def test_outreach_admin_auditor_and_other_counsellors_find_no_such_room(people, case):
    for person in (people.colleague, people.stranger, people.outreach, people.admin, people.auditor):
        assert Browser(person).ask("GET", reverse("cases:health", args=[case.pk])).status in (403, 404)
