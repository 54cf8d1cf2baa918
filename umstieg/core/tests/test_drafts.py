"""Proves that what somebody types is kept for her alone, in cipher, within limits, and never instead of newer text."""

import datetime
import json
import uuid

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from umstieg.audit.models import AuditEvent
from umstieg.core.drafts import (
    DAYS_KEPT,
    LARGEST,
    MOST,
    Kept,
    cases_in,
    destroy_expired_drafts,
    drafts_of,
    drop_draft,
    keep_draft,
    words_in,
)
from umstieg.core.models import Draft, SubmitKey
from umstieg.core.typed import owner_mark
from umstieg.testing.make import make_user
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db

NOTE = "Sie war heute da und will weiter suchen."


@pytest.fixture
def user(db):
    return make_user("COUNSELLOR")


@pytest.fixture
def visitor(user):
    return Browser(user)


def keep(user, key=None, note=NOTE, **more):
    facts = {"form": "cases.session", "about": "", "facts": {"note": [note]}} | more
    return keep_draft(owner=user, key=key or uuid.uuid4(), **facts)


def sent(user, **fields):
    return {"typed_form": "cases.session", "typed_owner": owner_mark(user), "note": NOTE} | fields


def address(key=None):
    return reverse("drafts:keep", kwargs={"key": key or uuid.uuid4()})


def written_at(draft_id, at):
    Draft.objects.filter(pk=draft_id).update(updated_at=at)


# --- keeping -----------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_with_every_value_of_a_field(user, visitor):
    key = uuid.uuid4()
    answer = visitor.post(address(key), sent(user, topics=["schulden", "wohnen"], empty=""))
    assert (answer.status_code, answer.content) == (204, b"")
    draft = Draft.objects.get(pk=key)
    assert draft.facts == {"note": [NOTE], "topics": ["schulden", "wohnen"], "empty": [""]}
    assert (draft.owner, draft.form, draft.about) == (user, "cases.session", "")


def test_a_draft_is_kept_in_cipher(user):
    keep(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM core_draft")
        (stored,) = cursor.fetchone()
    assert stored.startswith("enc:")
    assert "weiter" not in stored


def test_keeping_a_draft_is_not_audited(user, visitor):
    before = AuditEvent.objects.count()
    visitor.post(address(), sent(user))
    assert Draft.objects.exists()
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    "name", ["password", "new_passwort", "csrfmiddlewaretoken", "typed_key", "TYPED_x", "x y", "<b>", "a" * 101, ""]
)
def test_secrets_tokens_and_odd_names_are_never_kept(user, visitor, name):
    visitor.post(address(), sent(user, **{name: "geheim"}))
    assert Draft.objects.get().facts == {"note": [NOTE]}


def test_the_newest_text_replaces_the_one_before(user):
    key = uuid.uuid4()
    keep(user, key, "eins")
    keep(user, key, "eins zwei")
    assert Draft.objects.get().facts == {"note": ["eins zwei"]}


def test_a_text_beyond_all_measure_is_refused_and_the_one_before_stays(user, visitor):
    key = uuid.uuid4()
    visitor.post(address(key), sent(user))
    assert visitor.post(address(key), sent(user, note="x" * LARGEST)).status_code == 413
    assert Draft.objects.get().facts == {"note": [NOTE]}


def test_only_a_number_of_drafts_is_kept_and_the_oldest_go(user):
    first = uuid.uuid4()
    keep(user, first)
    other = make_user("COUNSELLOR")
    keep(other)
    for _ in range(MOST):
        keep(user)
    assert Draft.objects.filter(owner=user).count() == MOST
    assert not Draft.objects.filter(pk=first).exists()
    assert Draft.objects.filter(owner=other).exists()


@pytest.mark.parametrize(
    "fields",
    [{"typed_form": ""}, {"typed_form": "x" * 41}, {"typed_form": "../etc"}, {"typed_about": "26-0001"}],
)
def test_a_draft_names_a_form_of_ours_and_a_random_id(user, visitor, fields):
    assert visitor.post(address(), sent(user, **fields)).status_code == 400
    assert not Draft.objects.exists()


def test_keeping_takes_the_same_number_of_statements_with_one_draft_and_with_many(
    user, visitor, django_assert_num_queries
):
    visitor.post(address(), sent(user))
    first = visitor.ask("POST", address(), sent(user)).statements
    for _ in range(25):
        keep(user)
    assert visitor.ask("POST", address(), sent(user)).statements == first


# --- hers alone --------------------------------------------------------------------------------------


def test_nobody_else_writes_reads_or_drops_a_draft(user):
    key, other = uuid.uuid4(), make_user("COUNSELLOR")
    keep(user, key)
    stranger = Browser(other)
    assert stranger.post(address(key), sent(other, note="fremd")).status_code == 404
    stranger.post(reverse("drafts:drop", kwargs={"key": key}))
    assert stranger.get(address(key)).status_code == 405, "a draft has no page at which it could be read"
    assert Draft.objects.get().facts == {"note": [NOTE]}
    assert drafts_of(other) == []


def test_a_page_of_somebody_who_has_signed_out_keeps_nothing_for_the_next_one(user):
    other = make_user("COUNSELLOR")
    answer = Browser(other).post(address(), sent(user))
    assert (answer.status_code, json.loads(answer.content)) == (200, {"why": "other person"})
    assert not Draft.objects.exists()


def test_a_fresh_token_names_nobody_and_is_for_people_signed_in(user, visitor, client):
    answer = visitor.get(reverse("drafts:token"))
    assert set(json.loads(answer.content)) == {"token", "owner"}
    assert user.name not in answer.content.decode()
    assert json.loads(answer.content)["owner"] == owner_mark(user)
    assert client.get(reverse("drafts:token")).status_code == 302


# --- a form that was carried out ---------------------------------------------------------------------


def test_under_a_finished_key_nothing_is_kept(user, visitor):
    key = uuid.uuid4()
    SubmitKey.objects.create(pk=key, owner=user, target="/")
    answer = visitor.post(address(key), sent(user))
    assert (answer.status_code, json.loads(answer.content)) == (200, {"why": "finished"})
    assert not Draft.objects.exists()


def test_a_key_finished_by_somebody_else_answers_like_a_foreign_draft(user, visitor):
    key = uuid.uuid4()
    SubmitKey.objects.create(pk=key, owner=make_user("COUNSELLOR"))
    assert visitor.post(address(key), sent(user)).status_code == 404


def test_a_draft_that_came_after_its_form_is_not_offered(user):
    key = uuid.uuid4()
    keep(user, key)
    SubmitKey.objects.create(pk=key, owner=user, target="/")
    assert drafts_of(user) == []


# --- two devices -------------------------------------------------------------------------------------


def test_a_second_device_goes_on_and_the_first_one_notices(user):
    key, first, second = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    keep(user, key, "eins", page=first)
    read = Draft.objects.get().updated_at
    assert keep(user, key, "eins zwei", page=second, after=read) is Kept.YES
    assert keep(user, key, "eins und", page=first) is Kept.ELSEWHERE
    assert Draft.objects.get().facts == {"note": ["eins zwei"]}


def test_a_second_device_does_not_write_over_what_came_after_its_reading(user):
    key, first, second = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    keep(user, key, "eins", page=first)
    read = Draft.objects.get().updated_at
    keep(user, key, "eins zwei drei", page=first)
    assert keep(user, key, "eins!", page=second, after=read) is Kept.ELSEWHERE
    assert Draft.objects.get().facts == {"note": ["eins zwei drei"]}


# --- lists, dropping, the end ------------------------------------------------------------------------


def test_the_list_tells_form_object_time_and_words_in_one_statement(user, django_assert_num_queries):
    about = uuid.uuid4()
    keep(user, about=str(about))
    newest = uuid.uuid4()
    keep(user, newest, form="cases.note")
    with django_assert_num_queries(1):
        rows = drafts_of(user)
    assert [(row.form, row.about, row.words) for row in rows] == [
        ("cases.note", "", 8),
        ("cases.session", str(about), 8),
    ]
    assert rows[0].id == newest
    assert timezone.now() - rows[0].saved_at < datetime.timedelta(minutes=1)


def test_words_are_what_was_written_not_what_was_chosen():
    assert words_in({"mode": ["telefon"], "topics": ["a", "b"], "note": ["Drei kurze Wörter", ""]}) == 3


def test_one_word_that_was_written_counts_and_the_cases_that_were_chosen_are_told():
    assert words_in({"r2-note": ["Anruf"], "text": ["Brief"], "mode": ["telefon"]}) == 2
    assert cases_in({"case": ["a"], "r2-case": ["b"], "r3-case": ["a", ""], "showcase": ["c"]}) == ("a", "b")


def test_a_form_that_discards_its_draft_names_the_key_under_which_it_is_kept_by_now(user, visitor):
    first, now = uuid.uuid4(), uuid.uuid4()
    keep(user, first)
    keep(user, now)
    visitor.post(reverse("drafts:drop", kwargs={"key": first}), {"typed_key": str(now), "next": "/"})
    assert list(Draft.objects.values_list("pk", flat=True)) == [first]


def test_dropping_leads_back_and_never_elsewhere(user, visitor):
    key = uuid.uuid4()
    keep(user, key)
    drop = reverse("drafts:drop", kwargs={"key": key})
    for given, target in [("/faelle/?a=1", "/faelle/?a=1"), ("//evil.example", "/"), ("https://evil.example", "/")]:
        answer = visitor.post(drop, {"next": given})
        assert (answer.status_code, answer.headers["Location"]) == (302, target)
    assert not Draft.objects.exists()
    drop_draft(owner=user, key=key)


def test_a_draft_ends_after_fourteen_days_without_a_word(user):
    old, young = uuid.uuid4(), uuid.uuid4()
    keep(user, old)
    keep(user, young)
    written_at(old, timezone.now() - datetime.timedelta(days=DAYS_KEPT, minutes=1))
    assert [row.id for row in drafts_of(user)] == [young]
    assert destroy_expired_drafts() == 1
    assert [draft.pk for draft in Draft.objects.all()] == [young]
