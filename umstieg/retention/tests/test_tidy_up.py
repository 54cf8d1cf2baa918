"""Proves that what is over goes with the daily run, that the log tells of it, and that one failure stops nothing else."""

import datetime
import io
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.enums import NoticeResult
from cases.models import Notice, PersonalNote
from cases.services.note import write_personal_note
from cases.services.notice import leave_notice, settle_notice
from umstieg.audit.models import AuditEvent
from umstieg.audit.verification import verify
from umstieg.core.drafts import keep_draft
from umstieg.core.models import Draft, SubmitKey
from umstieg.retention.daily import daily_tasks
from umstieg.testing.make import make_case, make_team, make_user

pytestmark = pytest.mark.django_db


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days, minutes=1)


def tidy_up():
    said = io.StringIO()
    call_command("tidy_up", stdout=said)
    return said.getvalue()


@pytest.fixture
def counsellor(db):
    return make_user("COUNSELLOR", team=make_team())


def test_drafts_and_submit_keys_go_after_fourteen_days(counsellor):
    keys = {"old": uuid.uuid4(), "young": uuid.uuid4(), "finished": uuid.uuid4()}
    for key in keys.values():
        keep_draft(owner=counsellor, key=key, form="cases.note", about="", facts={"text": ["Eins zwei"]})
    Draft.objects.filter(pk=keys["old"]).update(updated_at=days_ago(14))
    SubmitKey.objects.create(pk=keys["finished"], owner=counsellor, target="/")
    SubmitKey.objects.create(pk=uuid.uuid4(), owner=counsellor, target="/")
    SubmitKey.objects.exclude(pk=keys["finished"]).update(used_at=days_ago(14))
    assert "drafts: 2" in tidy_up()
    assert [draft.pk for draft in Draft.objects.all()] == [keys["young"]]
    assert [key.pk for key in SubmitKey.objects.all()] == [keys["finished"]]


def test_personal_notes_go_after_fourteen_days_and_the_log_tells(counsellor):
    case = make_case(counsellor=counsellor)
    old = write_personal_note(case=case, text="Alt", by=counsellor)
    young = write_personal_note(case=case, text="Neu", by=counsellor)
    PersonalNote.objects.filter(pk=old.pk).update(created_at=days_ago(14))
    assert "personal notes: 1" in tidy_up()
    assert list(PersonalNote.objects.all()) == [young]
    assert AuditEvent.objects.filter(event="personal_note.destroyed", actor_id=None).count() == 1
    assert verify().findings == []


def test_notices_go_a_month_after_they_were_settled_and_the_log_tells(counsellor):
    colleague = make_user("COUNSELLOR", team=counsellor.memberships.get().team)
    notices = [leave_notice(recipient=counsellor, text=f"Nr. {n}", by=colleague) for n in range(3)]
    for notice in notices[:2]:
        settle_notice(notice=notice, result=NoticeResult.DISCARDED, by=counsellor)
    Notice.objects.filter(pk=notices[0].pk).update(settled_at=days_ago(30))
    Notice.objects.filter(pk=notices[2].pk).update(created_at=days_ago(90))  # still waits for her
    assert "settled notices: 1" in tidy_up()
    assert set(Notice.objects.values_list("pk", flat=True)) == {notices[1].pk, notices[2].pk}
    assert AuditEvent.objects.filter(event="notice.destroyed").count() == 1
    assert verify().findings == []


def test_where_nothing_is_over_nothing_is_written(counsellor):
    before = AuditEvent.objects.count()
    assert {line.partition(":")[2] for line in tidy_up().splitlines()} == {" 0"}
    assert AuditEvent.objects.count() == before


def test_what_fails_is_told_and_stops_nothing_else(monkeypatch):
    ran = []
    tasks = [("broken", lambda: 1 / 0), ("whole", lambda: ran.append(1) or 1)]
    monkeypatch.setattr("umstieg.retention.management.commands.tidy_up.daily_tasks", lambda: tasks)
    with pytest.raises(CommandError, match=r"Still there: broken\."):
        tidy_up()
    assert ran == [1]


def test_every_table_that_goes_by_itself_within_days_is_among_the_daily_tasks():
    assert {what for what, _ in daily_tasks()} == {
        "drafts",
        "jobs",
        "personal notes",
        "settled notices",
        "sign-ins that are over",
        "uploads to the network",
    }
