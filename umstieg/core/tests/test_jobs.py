"""Jobs beside the server: done once, in the name of their owner, by her rights of now; told while they run."""

import datetime
import logging

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from umstieg.accounts.models import User
from umstieg.audit.management.commands.work import HOUSE
from umstieg.audit.models import AuditEvent
from umstieg.centre.models import Room
from umstieg.core.errors import DomainError
from umstieg.core.jobs import Job, State, cancel_job, start_job
from umstieg.core.jobs.models import SILENT
from umstieg.core.jobs.registry import UnknownKind, job
from umstieg.core.jobs.running import MOST_ATTEMPTS, carry_out, take, work
from umstieg.core.jobs.services import destroy_old_jobs
from umstieg.testing.jobs import ROOMS
from umstieg.testing.make import make_site
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = datetime.timedelta(seconds=1)


@pytest.fixture
def start(people):
    def start(by=None, **facts):
        site = make_site()
        return start_job(ROOMS, by=by or people.admin, facts={"mark": "Z", "rooms": 3, "site": site.pk} | facts)

    return start


def do_all():
    call_command("work", "--once")


def fresh(one):
    return Job.objects.get(pk=one.pk)


def made(mark="Z"):
    return Room.objects.filter(name__startswith=mark).count()


def silent(one, *, attempts=1):
    """As a killed process leaves it."""
    taken = take()
    assert taken.pk == one.pk
    Job.objects.filter(pk=one.pk).update(heartbeat_at=timezone.now() - SILENT - SECONDS, attempts=attempts)
    return taken


def test_a_job_is_done_in_the_name_of_its_owner(start, people):
    one = start()
    do_all()
    done = fresh(one)
    assert (done.state, done.stage, made()) == (State.DONE, "Wird geschrieben", 3)
    assert done.outcome == {"address": reverse("centre:rooms"), "message": "3 Räume angelegt."}
    event = AuditEvent.objects.latest("seq")
    assert (event.actor_id, event.event, len(event.acts)) == (people.admin.pk, "room.added", 3)


def test_what_a_job_was_given_goes_when_it_ends(start):
    one = start()
    assert fresh(one).facts["rooms"] == 3
    do_all()
    assert fresh(one).facts == {}


def test_jobs_are_done_in_the_order_they_were_started(start):
    jobs = [start(mark=mark) for mark in "ABC"]
    do_all()
    ended = [fresh(one).ended_at for one in jobs]
    assert ended == sorted(ended)


def test_a_job_that_is_being_done_is_taken_by_nobody_else(start):
    start()
    assert take() is not None
    assert take() is None


def test_a_job_whose_process_is_silent_is_done_anew_and_the_old_process_writes_nothing(start):
    one = start()
    old = silent(one)
    new = take()
    assert (new.pk, new.attempts) == (one.pk, 2)
    carry_out(old, HOUSE)
    assert (fresh(one).state, made()) == (State.RUNNING, 0)
    carry_out(new, HOUSE)
    assert (fresh(one).state, made()) == (State.DONE, 3)
    carry_out(old, HOUSE)
    assert made() == 3


def test_the_old_process_writes_nothing_where_it_told_nothing_either(start, monkeypatch):
    one = start()
    old = silent(one)
    assert take().attempts == 2
    for name in ("tell", "stage"):
        monkeypatch.setattr(f"umstieg.core.jobs.running.Run.{name}", lambda *_: None)
    carry_out(old, HOUSE)
    assert (fresh(one).state, made()) == (State.RUNNING, 0)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_what_a_job_does_and_that_it_is_done_are_one_transaction(start, monkeypatch, error):
    def broken(*_):
        raise error

    one = start()
    taken = take()
    monkeypatch.setattr("umstieg.core.jobs.running.end", broken)
    carry_out(taken, HOUSE)
    assert (fresh(one).state, made()) == (State.WAITING, 0)
    monkeypatch.undo()
    do_all()
    assert (fresh(one).state, fresh(one).attempts, made()) == (State.DONE, 2, 3)


def test_the_next_job_of_a_chain_is_started_with_the_writing_of_the_one_before(people, monkeypatch):
    monkeypatch.setattr("umstieg.core.jobs.registry._kinds", {})

    @job("testing.chain", title="Kette", permission="account.own")
    def chain(run):
        with run.writing():
            if run.facts["left"]:
                start_job("testing.chain", by=run.owner, facts={"left": run.facts["left"] - 1})

    start_job("testing.chain", by=people.nobody, facts={"left": 2})
    do_all()
    assert list(Job.objects.values_list("state", flat=True)) == [State.DONE] * 3


def test_a_job_that_broke_off_three_times_fails(start):
    one = start()
    silent(one, attempts=MOST_ATTEMPTS)
    do_all()
    assert (fresh(one).state, made()) == (State.FAILED, 0)
    assert "abgebrochen" in fresh(one).outcome["message"]


@pytest.mark.parametrize("wrong", ["error", "early"])
def test_an_error_fails_the_job_with_nothing_written_and_nothing_told(start, wrong, caplog):
    one = start(wrong=wrong)
    with caplog.at_level(logging.INFO):
        do_all()
    failed = fresh(one)
    assert (failed.state, made()) == (State.FAILED, 0)
    assert "geheim" not in str(failed.outcome)
    assert f"{'ValueError' if wrong == 'error' else 'WroteTooEarly'} at /" in caplog.text
    assert "geheim" not in caplog.text


def test_a_broken_rule_is_told_in_its_own_words(start):
    one = start(wrong="rule")
    do_all()
    assert fresh(one).outcome == {"message": "In Zeile 7 fehlt der Name."}


def test_the_waiting_job_of_somebody_who_was_disabled_fails_and_stands_in_the_log(start, people):
    one = start(by=people.admin)
    User.objects.filter(pk=people.admin.pk).update(is_active=False)
    do_all()
    assert (fresh(one).state, made()) == (State.FAILED, 0)
    event = AuditEvent.objects.latest("seq")
    assert (event.event, event.actor_id, event.acts[0]["about"]) == ("access.refused", people.admin.pk, str(one.pk))


def test_a_job_is_refused_to_whom_the_matrix_does_not_give_it(start, people):
    one = start(by=people.counsellor)
    do_all()
    assert (fresh(one).state, made()) == (State.FAILED, 0)


def test_who_is_disabled_while_her_job_runs_writes_nothing(start, people, monkeypatch):
    one = start()
    taken = take()

    def disable(run, done, total):
        User.objects.filter(pk=people.admin.pk).update(is_active=False)

    monkeypatch.setattr("umstieg.core.jobs.running.Run.tell", disable)
    monkeypatch.setattr("umstieg.core.jobs.running.Run.refuse_early_writes", lambda s, e, q, p, m, c: e(q, p, m, c))
    carry_out(taken, HOUSE)
    assert (fresh(one).state, made()) == (State.FAILED, 0)


def test_how_far_it_is_can_be_read_while_it_runs(start, monkeypatch):
    one, seen = start(rooms=4), []
    monkeypatch.setattr("umstieg.core.jobs.running.TOLD_EVERY", 0)
    monkeypatch.setattr("umstieg.testing.jobs.time.sleep", lambda _s: seen.append((fresh(one).stage, fresh(one).done)))
    do_all()
    assert seen[:4] == [("Wird geprüft", count) for count in range(4)]


def test_a_process_that_is_to_end_gives_its_job_back(start):
    one = start()
    ends = iter([False, False, True, True, True, True])
    work(HOUSE, is_to_end=lambda: next(ends))
    assert (fresh(one).state, fresh(one).attempts, made()) == (State.WAITING, 0, 0)
    do_all()
    assert (fresh(one).state, made()) == (State.DONE, 3)


def test_an_empty_queue_locks_nothing():
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert take() is None
    assert [query["sql"][:6] for query in asked.captured_queries] == ["SELECT"]


def test_only_what_nobody_has_begun_is_called_off(start, people):
    waiting, begun = start(), start()
    cancel_job(job=waiting, by=people.admin)
    taken = take()
    assert taken.pk == begun.pk
    with pytest.raises(DomainError):
        cancel_job(job=begun, by=people.admin)
    assert (fresh(waiting).state, fresh(begun).state) == (State.CANCELLED, State.RUNNING)


def test_a_kind_nobody_knows_is_not_started(people):
    with pytest.raises(UnknownKind):
        start_job("nobody.knows", by=people.admin, facts={})


def test_a_job_whose_kind_has_gone_fails(start):
    one = start()
    Job.objects.filter(pk=one.pk).update(kind="gone.since")
    do_all()
    assert fresh(one).state == State.FAILED


def test_a_job_that_writes_nothing_is_done_with_what_it_returns(people, monkeypatch):
    monkeypatch.setattr("umstieg.core.jobs.registry._kinds", {})

    @job("testing.nothing", title="Nichts", permission="account.own")
    def nothing(run):
        return {"message": "Nichts zu tun."}

    one = start_job("testing.nothing", by=people.nobody, facts={})
    do_all()
    assert (fresh(one).state, fresh(one).outcome) == (State.DONE, {"message": "Nichts zu tun."})
    assert not AuditEvent.objects.filter(actor_id=people.nobody.pk).exists()


def test_jobs_go_after_two_weeks_but_not_while_they_run(start):
    old, running, young = start(), start(), start()
    ago = timezone.now() - datetime.timedelta(days=14, seconds=1)
    Job.objects.filter(pk__in=[old.pk, running.pk]).update(created_at=ago)
    Job.objects.filter(pk=running.pk).update(state=State.RUNNING, lease=old.pk, heartbeat_at=timezone.now())
    assert destroy_old_jobs() == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {running.pk, young.pk}


# --- the page ------------------------------------------------------------------------------------------


def page_of(one, user, **headers):
    browser = Browser(user)
    return browser.get(reverse("jobs:detail", args=[one.pk]), headers=headers)


def test_the_page_is_her_own(start, people):
    one = start()
    assert page_of(one, people.admin).status_code == 200
    for other in (people.auditor, people.lead):
        assert page_of(one, other).status_code == 404
        assert Browser(other).post(reverse("jobs:cancel", args=[one.pk])).status_code == 404
    assert fresh(one).state == State.WAITING


def test_the_page_tells_how_far_it_is_and_asks_again(start, people):
    one = start()
    taken = take()
    Job.objects.filter(pk=one.pk).update(stage="Wird geprüft", done=1200, total=5000)
    text = page_of(taken, people.admin).content.decode()
    assert "Wird geprüft" in text
    assert "1.200 von 5.000" in text
    assert 'hx-trigger="every 2s"' in text
    assert 'max="5000" value="1200"' in text


def test_asked_by_htmx_the_state_comes_alone(start, people):
    text = page_of(start(), people.admin, HX_Request="true", HX_Target="job").content.decode()
    assert text.strip().startswith("<section")
    assert "<main" not in text


def test_a_job_that_is_done_leads_to_its_result_and_is_asked_for_no_more(start, people):
    one = start()
    do_all()
    text = page_of(one, people.admin).content.decode()
    assert "3 Räume angelegt." in text
    assert f'href="{reverse("centre:rooms")}"' in text
    assert "hx-trigger" not in text


def test_the_page_says_when_nobody_works(start, people):
    one = start()
    assert "läuft gerade nicht" not in page_of(one, people.admin).content.decode()
    Job.objects.filter(pk=one.pk).update(created_at=timezone.now() - SILENT - SECONDS)
    text = page_of(one, people.admin).content.decode()
    assert "läuft gerade nicht" in text
    assert "hx-trigger" not in text, "a page that nobody looks at keeps no session alive"


def test_a_job_in_the_queue_behind_another_is_not_said_to_be_forgotten(start, people):
    start()
    take()
    one = start()
    Job.objects.filter(pk=one.pk).update(created_at=timezone.now() - SILENT - SECONDS)
    assert "läuft gerade nicht" not in page_of(one, people.admin).content.decode()


def test_a_waiting_job_is_called_off_by_its_owner(start, people):
    one = start()
    answer = Browser(people.admin).post(reverse("jobs:cancel", args=[one.pk]), follow=True)
    assert "abgebrochen" in answer.content.decode().lower()
    assert fresh(one).state == State.CANCELLED


def test_the_page_leads_nowhere_else(start, people):
    one = start()
    do_all()
    done = fresh(one)
    done.outcome = {"address": "//example.org/", "message": ""}
    done.save()
    assert "example.org" not in page_of(one, people.admin).content.decode()


def test_the_page_does_not_open_what_the_job_was_given(start, people, django_assert_max_num_queries):
    one = start()
    with CaptureQueriesContext(connection) as asked:
        page_of(one, people.admin)
    assert not any('"core_job"."facts"' in query["sql"] for query in asked.captured_queries)
