"""Hinweis an Kolleg*in: who may leave one for whom, who reads it, what becomes of it, and that it confirms nothing."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.enums import NoticeResult
from cases.models import Notice, Task
from cases.services.notice import leave_notice, make_task_of_notice, recipients_for, reopen_notice, settle_notice
from umstieg.access.enums import Role
from umstieg.accounts.services import end_membership
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.guide("112-N")]

NEW, ALL = reverse("cases:notice_create"), reverse("cases:notices")


@pytest.fixture
def notice(people):
    return leave_notice(recipient=people.counsellor, text="War da, mit Brief", who="Ilinca", by=people.outreach)


def typed(recipient, **facts):
    now = timezone.localtime()
    return {
        "recipient": recipient.pk,
        "kind": "WALK_IN",
        "happened_on": f"{now:%Y-%m-%d}",
        "happened_time": "00:01",
        "minutes": "20",
        "who": "Ilinca",
        "text": "War da, mit Brief",
        **facts,
    }


def at(name, notice):
    return reverse(f"cases:notice_{name}", args=[notice.pk])


# --- leaving ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["colleague", "lead", "outreach"])
def test_who_belongs_to_the_team_leaves_word_for_its_counsellors(people, sign_in, name):
    answer = sign_in(people.by_name[name]).post(NEW, typed(people.counsellor), follow=True)
    assert "Der Hinweis ist hinterlassen." in answer.content.decode()
    (notice,) = Notice.objects.all()
    assert (notice.recipient, notice.sender) == (people.counsellor, people.by_name[name])
    assert (notice.who, notice.text, notice.minutes) == ("Ilinca", "War da, mit Brief", 20)


@pytest.mark.parametrize("name", ["admin", "auditor", "nobody"])
def test_who_has_no_part_in_counselling_leaves_none(people, sign_in, name):
    assert sign_in(people.by_name[name]).post(NEW, typed(people.counsellor)).status_code == 403


def test_every_counsellor_of_the_centre_can_be_chosen_those_of_ones_own_teams_first_and_not_oneself(people):
    first = make_user(Role.COUNSELLOR, team=people.other_team, name="Anton Ahlers")
    assert list(recipients_for(people.outreach)) == [people.colleague, people.counsellor, first, people.stranger]
    assert list(recipients_for(people.counsellor)) == [people.colleague, first, people.stranger]
    assert leave_notice(recipient=people.stranger, text="x", by=people.counsellor).recipient == people.stranger
    for somebody in (people.lead, people.admin, people.counsellor):
        with pytest.raises(DomainError):
            leave_notice(recipient=somebody, text="x", by=people.counsellor)


def test_if_the_recipient_is_no_counsellor_any_more_the_form_says_so_and_keeps_the_text(people, sign_in):
    browser = sign_in(people.outreach)
    end_membership(membership=people.counsellor.memberships.get(), by=None)
    shown = browser.post(NEW, typed(people.counsellor)).content.decode()
    assert "Diese Person ist nicht mehr Berater*in der Beratungsstelle." in shown
    assert "War da, mit Brief" in shown
    assert not Notice.objects.exists()


def test_the_answer_is_the_same_whether_there_is_a_case_or_not(people, sign_in):
    def answer(who):
        browser = sign_in(people.outreach)
        told = browser.post(NEW, typed(people.counsellor, who=who), follow=True).content.decode()
        return [line for line in told.splitlines() if "Hinweis" in line]

    make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ilinca"})
    assert answer("Ilinca") == answer("Niemand")


def test_the_log_tells_that_word_was_left_and_no_case_and_no_word(people, notice):
    event = AuditEvent.objects.latest("seq")
    assert event.event == "notice.left"
    assert not AuditedCase.objects.filter(seq=event.seq).exists()
    assert "Ilinca" not in str(event.acts)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("happened_on", "2099-01-01", "Dieser Tag liegt in der Zukunft."),
        ("happened_on", "", "Bitte ausfüllen."),
        ("text", "", "Bitte ausfüllen."),
        ("text", "x" * 2001, "höchstens 2000 Zeichen"),
        ("minutes", "0", "größer oder gleich 1"),
        ("minutes", "1441", "Höchstens 1440 Minuten"),
        ("kind", "OTHER", "OTHER"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(people, sign_in, field, value, said):
    answer = sign_in(people.outreach).post(NEW, typed(people.counsellor, **{field: value}))
    assert said in str(answer.context["form"].errors[field])
    assert not Notice.objects.exists()


def test_sent_twice_it_is_left_once(people, sign_in):
    browser = sign_in(people.outreach)
    page = browser.get(NEW)
    key = str(page.context["typed"].key)
    for _ in range(2):
        assert browser.post(NEW, typed(people.counsellor, typed_key=key)).status_code == 302
    assert Notice.objects.count() == 1


def test_without_colleagues_the_page_says_so(db, sign_in):
    assert "gibt es keine andere Berater*in" in sign_in(make_user(Role.COUNSELLOR)).get(NEW).content.decode()


# --- reading ------------------------------------------------------------------------------------------


def test_the_recipient_reads_it_on_heute_and_among_her_notices_and_the_log_says_so(people, sign_in, notice):
    browser = sign_in(people.counsellor)
    for page in (reverse("desk:home"), ALL):
        shown = browser.get(page).content.decode()
        assert "War da, mit Brief" in shown
        assert "Selin Aydın" in shown
        assert "notices.listed" in [one["event"] for one in AuditEvent.objects.latest("seq").acts]


@pytest.mark.parametrize("name", ["colleague", "lead", "outreach", "admin", "auditor", "stranger", "other_lead"])
def test_nobody_else_reads_it_nor_its_author(people, sign_in, notice, name):
    browser = sign_in(people.by_name[name])
    for page in (reverse("desk:home"), ALL):
        assert "War da" not in browser.get(page).content.decode()
    may_settle = name in ("colleague", "stranger")
    for address in (at("task", notice), at("discard", notice), at("reopen", notice)):
        assert browser.post(address).status_code == (404 if may_settle else 403)
    assert Notice.objects.get().settled_at is None


def test_a_missing_one_answers_like_somebody_elses(people, sign_in):
    missing = Notice(pk=uuid.uuid4())
    for name in ("task", "discard", "reopen"):
        assert sign_in(people.counsellor).post(at(name, missing)).status_code == 404


def test_it_is_encrypted(notice):
    with connection.cursor() as cursor:
        cursor.execute("SELECT who, text FROM cases_notice")
        assert "Ilinca" not in str(cursor.fetchall())


# --- settling -----------------------------------------------------------------------------------------


def test_it_becomes_a_task_of_a_case_or_of_ones_own_and_is_settled(people, sign_in, notice):
    case = make_case(counsellor=people.counsellor)
    browser = sign_in(people.counsellor)
    assert "War da, mit Brief" in browser.get(at("task", notice)).content.decode()
    facts = {"text": "Brief ansehen", "due_on": f"{timezone.localdate():%Y-%m-%d}", "case": str(case.pk)}
    assert browser.post(at("task", notice), facts).url == reverse("desk:home")
    task, settled = Task.objects.get(), Notice.objects.get()
    assert (task.text, task.case, task.assigned_to) == ("Brief ansehen", case, people.counsellor)
    assert (settled.result, settled.case) == (NoticeResult.TASK, case)
    assert "War da" not in browser.get(reverse("desk:home")).content.decode()
    assert browser.get(at("task", notice)).status_code == 404  # settled once
    other = leave_notice(recipient=people.counsellor, text="Noch einmal", by=people.colleague)
    task = make_task_of_notice(notice=other, text="Für mich", by=people.counsellor)
    assert task.case is None


def test_a_task_is_made_only_in_ones_own_running_case(people, sign_in, notice):
    foreign = make_case(counsellor=people.colleague)
    with pytest.raises(DomainError):
        make_task_of_notice(notice=notice, text="x", case=foreign, by=people.counsellor)
    answer = sign_in(people.counsellor).post(at("task", notice), {"text": "x", "case": str(foreign.pk)})
    assert answer.context["form"].errors["case"]
    assert not Task.objects.exists()
    assert Notice.objects.get().settled_at is None


def test_discarded_by_mistake_it_is_taken_up_again(people, sign_in, notice):
    browser = sign_in(people.counsellor)
    shown = browser.post(at("discard", notice), {"next": reverse("desk:home")}, follow=True).content.decode()
    assert "Hinweis verworfen." in shown
    assert at("reopen", notice) in shown  # "Undo" beside it
    assert "verworfen" in browser.get(ALL).content.decode()
    browser.post(at("reopen", notice))
    assert Notice.objects.get().result == ""
    assert "War da" in browser.get(reverse("desk:home")).content.decode()


def test_settled_once_it_is_not_settled_again_and_what_was_filed_is_not_taken_up(people, sign_in, notice):
    settle_notice(notice=notice, result=NoticeResult.TASK, by=people.counsellor)
    with pytest.raises(DomainError):
        settle_notice(notice=notice, result=NoticeResult.DISCARDED, by=people.counsellor)
    with pytest.raises(DomainError):
        reopen_notice(notice=notice, by=people.counsellor)
    browser = sign_in(people.counsellor)
    assert "schon erledigt" in browser.post(at("discard", notice), follow=True).content.decode()
    assert "schon weiterverarbeitet" in browser.post(at("reopen", notice), follow=True).content.decode()
    assert Notice.objects.get().result == NoticeResult.TASK


def test_the_page_of_settled_ones_goes_back_thirty_days(people, sign_in, notice):
    settle_notice(notice=notice, result=NoticeResult.DISCARDED, by=people.counsellor)
    browser = sign_in(people.counsellor)
    assert "War da" in browser.get(ALL).content.decode()
    past = timezone.now() - datetime.timedelta(days=31)
    Notice.objects.filter(pk=notice.pk).update(settled_at=past)
    assert "War da" not in browser.get(ALL).content.decode()


def test_the_page_costs_the_same_with_one_notice_and_with_twenty_five(people, sign_in, notice):
    browser = sign_in(people.counsellor)

    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(ALL).status_code == 200
        return len(queries)

    settle_notice(notice=notice, result=NoticeResult.DISCARDED, by=people.counsellor)
    leave_notice(recipient=people.counsellor, text="x", by=people.lead)
    one = statements()
    for _ in range(24):
        left = leave_notice(recipient=people.counsellor, text="x", by=people.lead)
        settle_notice(notice=left, result=NoticeResult.DISCARDED, by=people.counsellor)
        leave_notice(recipient=people.counsellor, text="x", by=people.lead)
    assert statements() == one <= 14
