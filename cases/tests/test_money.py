"""What a client lives on and owes: noted in the browser, with its history, reminders and what a demand brings along."""

import datetime
import decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.enums import AccountKind, ClaimState, DeadlineKind, DebtKind, DebtState, LeadCause, PaperState
from cases.models import Account, BenefitClaim, Debt, Income, Paper, Task
from cases.queries.money import money_room
from cases.services.case import close_case
from cases.services.grant import open_with_reason
from cases.services.money import BACK_PAYMENT_DAYS, open_back_payment_task
from cases.services.record import change_record, note_record, remove_record
from cases.services.task import settle_task
from umstieg.access.enums import Part
from umstieg.agenda.enums import TaskResult
from umstieg.codelists.queries import keys_of
from umstieg.core.errors import DomainError
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

TODAY = timezone.localdate
MOST_STATEMENTS = 8  # of what the room itself reads, beside who is signed in and what she looks at


def ago(days):
    return TODAY() - datetime.timedelta(days=days)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


@pytest.fixture
def note(people, case):
    def _note(model, **facts):
        return note_record(model(case=case, **facts), by=people.counsellor)

    return _note


def send(browser, name, case, *more, **typed):
    address = reverse(f"cases:{name}", args=(case.pk, *more))
    return browser.post(address, filled(browser, address, **typed), follow=True)


def room(person, case):
    return Browser(person).ask("GET", reverse("cases:money", args=[case.pk]))


def shown(case):
    return money_room(case, today=TODAY())


def ends(case):
    return {one.facts["kind"]: one.facts["ends_on"] for one in case.deadlines.all()}


# --- incomes and benefits -----------------------------------------------------------------------------


@pytest.mark.guide("122-V")
def test_several_incomes_stand_beside_each_other(people, case, sign_in):
    browser = sign_in(people.counsellor)
    send(browser, "income_create", case, source="sv_teilzeit", amount="1.234,50")
    send(browser, "income_create", case, source="minijob")
    assert {one.source: one.amount for one in Income.objects.all()} == {
        "sv_teilzeit": decimal.Decimal("1234.50"),
        "minijob": None,
    }
    assert "1.234,50" in room(people.counsellor, case).body


@pytest.mark.guide("122-04", "KP-1")
def test_a_benefit_is_brought_on_state_by_state_and_keeps_how_it_stood(people, case, sign_in):
    browser = sign_in(people.counsellor)
    send(browser, "benefit_create", case, benefit="sgb2", state="IN_CLARIFICATION", state_on=ago(20).isoformat())
    claim = BenefitClaim.objects.get()
    due = (TODAY() + datetime.timedelta(days=30)).isoformat()
    send(browser, "benefit_change", case, claim.pk, state="APPLIED", applied_on=ago(2).isoformat(), answer_due_on=due)
    send(browser, "benefit_change", case, claim.pk, state="GRANTED", granted_until_on=due)
    claim.refresh_from_db()
    assert claim.history() == [
        (ClaimState.IN_CLARIFICATION, ago(20)),
        (ClaimState.APPLIED, TODAY()),
        (ClaimState.GRANTED, TODAY()),
    ]
    page = room(people.counsellor, case).body
    assert "So stand es davor" in page


def test_a_state_whose_day_alone_is_set_right_is_no_new_state(note, people):
    claim = note(BenefitClaim, benefit="wohngeld", state=ClaimState.APPLIED)
    change_record(record=claim, by=people.counsellor, state_on=ago(5))
    assert BenefitClaim.objects.get().history() == [(ClaimState.APPLIED, ago(5))]


def test_an_answer_is_reminded_of_until_it_is_there_and_a_grant_from_then_on(note, people, case):
    due, until = TODAY() + datetime.timedelta(days=14), TODAY() + datetime.timedelta(days=180)
    claim = note(BenefitClaim, benefit="wohngeld", state=ClaimState.APPLIED, answer_due_on=due, granted_until_on=until)
    assert ends(case) == {DeadlineKind.ANSWER: due.isoformat()}
    change_record(record=claim, by=people.counsellor, state=ClaimState.GRANTED)
    assert ends(case) == {DeadlineKind.GRANT: until.isoformat()}
    remove_record(record=claim, by=people.counsellor)
    assert ends(case) == {}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"state_on": TODAY() + datetime.timedelta(days=2)}, "state_on"),
        ({"applied_on": TODAY(), "answer_due_on": ago(1)}, "answer_due_on"),
        ({"benefit": ""}, "benefit"),
    ],
)
def test_a_claim_that_cannot_be_is_refused_at_its_field(note, facts, field):
    with pytest.raises(DomainError) as refused:
        note(BenefitClaim, **{"benefit": "wohngeld", **facts})
    assert refused.value.field == field


@pytest.mark.guide("122-17")
def test_the_papers_an_office_asks_for_stand_at_the_claim_until_it_is_granted(note, people, case):
    note(Paper, kind="reisepass")
    claim = note(BenefitClaim, benefit="sgb2", state=ClaimState.PAPERS_MISSING)
    asked = {paper["label"]: paper["has"] for paper in shown(case)["benefits"][0]["asked"]}
    assert asked["Ausweise"] is True
    assert asked["Bank"] is False
    change_record(record=claim, by=people.counsellor, state=ClaimState.GRANTED)
    assert shown(case)["benefits"][0]["asked"] == []


def test_nothing_is_said_about_whether_she_is_entitled(note, people, case):
    note(BenefitClaim, benefit="sgb2")
    body = room(people.counsellor, case).body
    assert "noch nicht geprüft" in body
    assert "anspruchsberechtigt" not in body


# --- papers and account ----------------------------------------------------------------------------------


@pytest.mark.guide("122-05")
def test_a_paper_is_had_or_missing_and_reminds_before_it_runs_out(people, case, sign_in):
    until = TODAY() + datetime.timedelta(days=100)
    send(sign_in(people.counsellor), "paper_create", case, kind="reisepass", expires_on=until.isoformat())
    deadline = case.deadlines.get()
    assert (deadline.facts["kind"], deadline.next_on) == (DeadlineKind.PAPER, until - datetime.timedelta(days=90))
    paper = Paper.objects.get()
    send(sign_in(people.counsellor), "paper_change", case, paper.pk, state="MISSING")
    assert not case.deadlines.exists()


def test_a_paper_that_has_run_out_is_told_so_without_anybody_saying_it(note, case):
    note(Paper, kind="reisepass", expires_on=ago(1))
    (paper,) = shown(case)["papers"]
    assert paper["state"] == str(PaperState.EXPIRED.label)
    assert not paper["is_at_hand"]


@pytest.mark.guide("122-08")
@pytest.mark.parametrize("number", ["12345678911", "12 345 678 911", "Nr. 12-345-678-911 da"])
def test_the_number_of_the_tax_id_is_kept_nowhere(people, case, number, sign_in):
    answer = send(sign_in(people.counsellor), "paper_create", case, kind="steuer_id", note=number)
    assert "nach der Nummer selbst" in answer.content.decode()
    assert not Paper.objects.exists()


@pytest.mark.parametrize("words", ["Finanzamt 0211 98765432", "+49 211 987654321", "kommt Ende 2026", ""])
def test_other_words_about_the_tax_id_are_kept(note, words):
    assert note(Paper, kind="steuer_id", note=words).note == words


@pytest.mark.guide("122-07")
def test_without_an_account_the_basic_account_is_named_and_after_a_refusal_the_bafin(note, people, case):
    assert "ohne Anschrift" in shown(case)["account_hint"]
    note(Account, kind=AccountKind.NONE, since_on=ago(9))
    assert "ohne Anschrift" in shown(case)["account_hint"]
    note(Account, kind=AccountKind.BASIC_REFUSED, since_on=ago(3))
    assert "BaFin" in room(people.counsellor, case).body
    note(Account, kind=AccountKind.BASIC)
    told = shown(case)
    assert told["account_hint"] == ""
    assert [one["runs"] for one in told["accounts"]] == [True, False, False]


# --- debts ---------------------------------------------------------------------------------------------------


@pytest.mark.guide("122-13", "124-03")
def test_a_new_back_payment_opens_the_task_to_clear_it_and_says_so(people, case, sign_in):
    answer = send(
        sign_in(people.counsellor), "debt_create", case, kind="BACK_PAYMENT", creditor="Krankenkasse", amount="4.800"
    )
    task = Task.objects.get()
    assert task.due_on == TODAY() + datetime.timedelta(days=BACK_PAYMENT_DAYS)
    assert task.case == case
    body = answer.content.decode()
    assert f"Aufgabe „{task.text}“" in body
    assert f"{reverse('network:list')}?thema=schulden" in body
    assert Debt.objects.get().amount == 4800
    assert "4.800,00" in body


def test_undoing_lets_the_task_drop_and_keeps_the_debt(people, case, sign_in):
    browser = sign_in(people.counsellor)
    answer = send(browser, "debt_create", case, kind="BACK_PAYMENT")
    task = Task.objects.get()
    undo = f"{reverse('cases:task_settle', args=[task.pk])}?result=DROPPED"
    assert f'action="{undo}"' in answer.content.decode()
    browser.post(undo)
    task.refresh_from_db()
    assert task.result == TaskResult.DROPPED
    assert Debt.objects.exists()


@pytest.mark.guide("122-13")
def test_one_open_task_is_enough_and_a_later_demand_brings_another(note, people, case):
    first = open_back_payment_task(case, people.counsellor)
    assert first is not None
    assert open_back_payment_task(case, people.counsellor) is None
    settle_task(task=first, by=people.counsellor)
    assert open_back_payment_task(case, people.counsellor) is not None


@pytest.mark.parametrize(
    ("facts", "tasks"),
    [
        ({"kind": DebtKind.DEBT}, 0),
        ({"kind": DebtKind.BACK_PAYMENT, "state": DebtState.PAID}, 0),
        ({"kind": DebtKind.BACK_PAYMENT}, 1),
    ],
)
def test_only_an_open_demand_for_back_payments_asks_for_a_task(people, case, facts, tasks, sign_in):
    send(sign_in(people.counsellor), "debt_create", case, **facts)
    assert Task.objects.count() == tasks


def test_changing_a_known_demand_asks_for_nothing_again(people, case, sign_in):
    browser = sign_in(people.counsellor)
    send(browser, "debt_create", case, kind="BACK_PAYMENT")
    settle_task(task=Task.objects.get(), by=people.counsellor)
    send(browser, "debt_change", case, Debt.objects.get().pk, state="IN_CLARIFICATION")
    assert Task.objects.count() == 1


def test_a_debt_that_turns_out_to_be_a_back_payment_asks_for_the_task(people, case, sign_in):
    browser = sign_in(people.counsellor)
    send(browser, "debt_create", case, kind="DEBT")
    send(browser, "debt_change", case, Debt.objects.get().pk, kind="BACK_PAYMENT")
    assert Task.objects.count() == 1


@pytest.mark.guide("122-12")
def test_open_debts_are_added_up_and_counselling_is_offered(note, people, case):
    note(Debt, creditor="Vermieter", amount=decimal.Decimal("300"))
    note(Debt, creditor="Bank", amount=decimal.Decimal("1000.50"))
    note(Debt, creditor="Alt", amount=decimal.Decimal("9"), state=DebtState.PAID)
    assert "1.300,50" in shown(case)["owed"]
    body = room(people.counsellor, case).body
    assert "?thema=schulden" in body
    assert "schulden" in keys_of("topic")
    note(Debt, creditor="Telefon")
    assert "mindestens 1.300,50" in shown(case)["owed"]


def test_an_instalment_above_the_whole_is_a_slip_of_the_pen(note):
    with pytest.raises(DomainError) as refused:
        note(Debt, amount=decimal.Decimal(10), instalment=decimal.Decimal(20))
    assert refused.value.field == "instalment"


# --- the room -------------------------------------------------------------------------------------------------


def test_the_room_reads_few_statements_however_much_is_noted(people, case, note, django_assert_max_num_queries):
    def once():
        note(Income, source="minijob")
        note(BenefitClaim, benefit="sgb2")
        note(Paper, kind="reisepass")
        note(Account, kind=AccountKind.BASIC)
        note(Debt, creditor="Bank", amount=decimal.Decimal(10))

    once()
    with django_assert_max_num_queries(MOST_STATEMENTS):
        shown(case)
    few = room(people.counsellor, case).statements
    for _again in range(20):
        once()
    assert room(people.counsellor, case).statements == few


def test_neither_benefit_nor_creditor_nor_amount_lies_in_clear(note):
    claim = note(BenefitClaim, benefit="sgb2", state=ClaimState.OBJECTION)
    change_record(record=claim, by=claim.noted_by, state=ClaimState.LAWSUIT)
    note(Debt, creditor="Krankenkasse", amount=decimal.Decimal("4817.39"))
    note(Paper, kind="steuer_id")
    note(Account, kind=AccountKind.BASIC_REFUSED)
    rows = ""
    with connection.cursor() as cursor:
        for table in ("benefitclaim", "debt", "paper", "account"):
            cursor.execute(f"SELECT * FROM cases_{table}")  # noqa: S608  names of ours
            rows += str(cursor.fetchall())
    for word in ("sgb2", "OBJECTION", "LAWSUIT", "Krankenkasse", "4817", "steuer_id", "BASIC_REFUSED"):
        assert word not in rows


def test_a_lead_reads_the_room_with_a_reason_and_a_colleague_never(people, case, note):
    note(Debt, creditor="Krankenkasse")
    assert room(people.lead, case).status == 404
    assert room(people.colleague, case).status == 404
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    answer = room(people.lead, case)
    assert "Krankenkasse" in answer.body
    assert reverse("cases:debt_create", args=[case.pk]) not in answer.body


def test_a_closed_case_shows_its_room_and_takes_nothing_new(people, case, note):
    note(Debt, creditor="Krankenkasse")
    close_case(case=case, reason="umzug", by=people.counsellor)
    answer = room(people.counsellor, case)
    assert "Krankenkasse" in answer.body
    assert reverse("cases:debt_create", args=[case.pk]) not in answer.body
    case.refresh_from_db()
    with pytest.raises(DomainError):
        note(Debt, creditor="Bank")


# --- what only RESTRICTED shows ---------------------------------------------------------------------------


def test_below_restricted_no_income_tells_of_sex_work_and_no_benefit_of_a_residence(people, case):
    note_record(Income(case=case, source="sexarbeit", amount=900), by=people.counsellor)
    note_record(Income(case=case, source="minijob", amount=520), by=people.counsellor)
    note_record(BenefitClaim(case=case, benefit="asylblg"), by=people.counsellor)
    whole, notes = money_room(case, today=TODAY()), money_room(case, today=TODAY(), part=Part.NOTES)
    assert len(whole["incomes"]) == 2
    assert len(whole["benefits"]) == 1
    assert [one["label"] for one in notes["incomes"]] == ["Minijob"]
    assert notes["benefits"] == []
    grant = open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Nachfrage der Klientin", by=people.lead)
    assert grant.part == Part.NOTES
    seen = room(people.lead, case).body
    assert "Minijob" in seen
    assert "Sexarbeit" not in seen
