"""Entries in the file, and personal notes: only their author sees them, for 14 days, and nowhere else."""

import datetime
import uuid

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import CaseNote, NoteVersion, PersonalNote
from cases.models.note import PERSONAL_DAYS
from cases.queries.earlier import note_with_versions
from cases.services.case import close_case, set_co_counsellors
from cases.services.note import (
    change_personal_note,
    correct_note,
    destroy_expired_personal_notes,
    destroy_personal_note,
    move_personal_note,
    write_note,
    write_personal_note,
)
from umstieg.audit.models import AuditEvent
from umstieg.audit.recording import recording
from umstieg.core.drafts import keep_draft
from umstieg.core.errors import DomainError
from umstieg.core.models import Draft
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db
SECRET = "Bauchgefühl Zitterpappel"


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


@pytest.fixture
def note(case):
    return write_personal_note(case=case, text=SECRET, by=case.counsellor)


def grow_old(note, days):
    """The note was written so many days ago."""
    with recording(actor=None) as taken:
        taken.acts.clear()
        old = timezone.now() - datetime.timedelta(days=days, minutes=1)
        PersonalNote.objects.filter(pk=note.pk).update(created_at=old)


def urls_of(note):
    for name in ("personal_note_change", "personal_note_move", "personal_note_destroy"):
        yield name, reverse(f"cases:{name}", args=(note.case_id, note.pk))


def test_an_entry_lies_not_ahead_and_says_something(case):
    with pytest.raises(DomainError):
        write_note(case=case, text="x", by=case.counsellor, noted_at=timezone.now() + datetime.timedelta(days=1))
    with pytest.raises(DomainError):
        write_note(case=case, text="", by=case.counsellor)
    assert not CaseNote.objects.exists()


def test_nobody_but_the_author_sees_a_personal_note_not_even_who_shares_the_case(people, sign_in, case, note):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    for person in (people.colleague, people.lead, people.stranger, people.admin, people.auditor):
        browser = sign_in(person)
        for room in ("detail", "personal_notes", "reading", "way", "person"):
            assert SECRET not in browser.get(reverse(f"cases:{room}", args=(case.pk,))).content.decode()
        for name, url in urls_of(note):
            assert browser.post(url, {"text": "x"}).status_code in (403, 404), name
    assert PersonalNote.objects.get().text == SECRET
    assert list(PersonalNote.objects.visible_to(people.colleague)) == []


def test_the_author_finds_it_in_its_room_only(people, sign_in, case, note):
    browser = sign_in(people.counsellor)
    assert SECRET in browser.get(reverse("cases:personal_notes", args=(case.pk,))).content.decode()
    for room in ("detail", "reading", "way", "person"):
        assert SECRET not in browser.get(reverse(f"cases:{room}", args=(case.pk,))).content.decode()
    browser.post(reverse("cases:reading_search", args=(case.pk,)), {"q": "Zitterpappel"})
    found = browser.get(reverse("cases:reading_search", args=(case.pk,))).content.decode()
    assert "Bauchgefühl" not in found


def test_after_its_days_nobody_sees_it_and_the_daily_run_destroys_it(people, sign_in, case, note):
    young = write_personal_note(case=case, text="jung", by=people.counsellor)
    grow_old(note, PERSONAL_DAYS)
    browser = sign_in(people.counsellor)
    assert SECRET not in browser.get(reverse("cases:personal_notes", args=(case.pk,))).content.decode()
    for name, url in urls_of(note):
        assert browser.post(url, {"text": "x"}).status_code == 404, name
    with pytest.raises(DomainError):
        move_personal_note(note=note, text="x", by=people.counsellor)
    assert destroy_expired_personal_notes() == 1
    assert list(PersonalNote.objects.all()) == [young]
    assert destroy_expired_personal_notes() == 0


def test_a_day_before_it_is_still_there(people, note):
    grow_old(note, PERSONAL_DAYS - 1)
    assert list(PersonalNote.objects.visible_to(people.counsellor)) == [note]
    assert destroy_expired_personal_notes() == 0


def test_writing_it_anew_gives_it_no_more_days(people, note):
    grow_old(note, 10)
    before = PersonalNote.objects.get().created_at
    change_personal_note(note=note, text="neu", by=people.counsellor)
    assert (PersonalNote.objects.get().text, PersonalNote.objects.get().created_at) == ("neu", before)


def test_moved_into_the_file_it_reads_as_it_was_edited_and_is_gone(people, sign_in, case, note):
    browser = sign_in(people.counsellor)
    url = reverse("cases:personal_note_move", args=(case.pk, note.pk))
    answer = browser.post(url, filled(browser, url, text="Möchte über die Familie nicht sprechen."))
    assert answer.status_code == 302
    assert not PersonalNote.objects.exists()
    assert CaseNote.objects.get().text == "Möchte über die Familie nicht sprechen."
    assert AuditEvent.objects.order_by("-seq").first().event == "personal_note.moved"


def test_only_the_author_moves_changes_or_destroys_it(people, note):
    for act in (
        lambda: move_personal_note(note=note, text="x", by=people.colleague),
        lambda: change_personal_note(note=note, text="x", by=people.colleague),
        lambda: destroy_personal_note(note=note, by=people.colleague),
    ):
        with pytest.raises(DomainError):
            act()
    assert PersonalNote.objects.get().text == SECRET
    assert not CaseNote.objects.exists()


def test_the_log_holds_no_word_of_it(people, note):
    move_personal_note(note=note, text=SECRET, by=people.counsellor)
    assert "Zitterpappel" not in str([(event.event, event.acts) for event in AuditEvent.objects.all()])


def test_what_was_typed_about_a_personal_note_goes_with_it(people):
    case = make_case(counsellor=people.counsellor)
    note = write_personal_note(case=case, text="Eindruck", by=people.counsellor)
    key = uuid.uuid4()
    keep_draft(
        owner=people.counsellor, key=key, form="cases.own_note_change", about=str(note.pk), facts={"text": ["Eindruck"]}
    )
    destroy_personal_note(note=note, by=people.counsellor)
    assert not Draft.objects.filter(pk=key).exists()


@pytest.mark.parametrize("form", ["own_note_change", "own_note_move"])
def test_a_draft_about_a_personal_note_leads_back_to_it(people, sign_in, form):
    case = make_case(counsellor=people.counsellor)
    note = write_personal_note(case=case, text="Eindruck", by=people.counsellor)
    key = uuid.uuid4()
    keep_draft(
        owner=people.counsellor,
        key=key,
        form=f"cases.{form}",
        about=str(note.pk),
        facts={"text": ["noch ein Satz dazu"]},
    )
    shown = sign_in(people.counsellor).get(reverse("desk:draft", args=[key]), follow=True)
    assert shown.status_code == 200
    assert "noch ein Satz dazu" in shown.content.decode()


# --- correcting an entry ---------------------------------------------------------------------------


@pytest.fixture
def entry(case):
    return write_note(case=case, text="alt", by=case.counsellor)


def correct(browser, entry, **typed):
    url = reverse("cases:note_correct", args=(entry.case_id, entry.pk))
    return browser.post(url, filled(browser, url, **typed))


def test_a_correction_keeps_how_the_entry_read_before(people, sign_in, entry):
    before = entry.noted_at
    answer = correct(sign_in(people.counsellor), entry, text="neu", reason="Tippfehler")
    assert answer.url == reverse("cases:note_detail", args=(entry.case_id, entry.pk))
    now, earlier = CaseNote.objects.get(), NoteVersion.objects.get()
    assert (now.text, now.version, now.noted_at) == ("neu", 2, before)
    assert (earlier.version, earlier.facts) == (1, {"text": "alt", "noted_at": before.isoformat()})
    assert (earlier.reason, earlier.replaced_by) == ("Tippfehler", people.counsellor)
    assert AuditEvent.objects.order_by("-seq").first().event == "case_note.corrected"


def test_the_text_of_an_earlier_entry_is_encrypted_in_the_database(people, entry):
    correct_note(note=entry, by=people.counsellor, version=1, text="neu", reason="Zitterpappel")
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts, reason FROM cases_noteversion")
        stored = str([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor])
    assert "alt" not in stored
    assert "Zitterpappel" not in stored


def test_an_entry_is_read_with_its_earlier_versions_newest_first(people, sign_in, entry):
    for version, text in ((1, "zwei"), (2, "drei")):
        entry = correct_note(note=entry, by=people.counsellor, version=version, text=text)
    shown, earlier = note_with_versions(entry)
    assert (shown["text"], [one["text"] for one in earlier]) == ("drei", ["zwei", "alt"])
    page = sign_in(people.counsellor).get(reverse("cases:note_detail", args=(entry.case_id, entry.pk)))
    assert [text in page.content.decode() for text in ("drei", "zwei", "alt")] == [True] * 3


def test_of_two_corrections_of_an_entry_the_slower_sees_both_texts_and_overwrites_nothing(people, sign_in, entry):
    browser, url = sign_in(people.counsellor), reverse("cases:note_correct", args=(entry.case_id, entry.pk))
    typed = filled(browser, url, text="die zweite")
    correct_note(note=entry, by=people.counsellor, version=1, text="die erste")
    answer = browser.post(url, typed)
    assert answer.status_code == 200
    assert "die erste" in answer.content.decode()
    assert "die zweite" in answer.content.decode()
    assert CaseNote.objects.get().text == "die erste"
    assert answer.context["form"]["version"].value() == 2
    assert browser.post(url, typed | {"version": 2}).status_code == 302
    assert CaseNote.objects.get().text == "die zweite"
    assert NoteVersion.objects.count() == 2


def test_without_a_change_no_version_of_an_entry_is_written(people, sign_in, entry):
    correct(sign_in(people.counsellor), entry, reason="nur so")
    assert CaseNote.objects.get().version == 1
    assert not NoteVersion.objects.exists()


def test_a_refused_correction_leaves_entry_and_versions_as_they_were(people, entry):
    for facts in ({"text": ""}, {"noted_at": timezone.now() + datetime.timedelta(days=1)}):
        with pytest.raises(DomainError):
            correct_note(note=entry, by=people.counsellor, version=1, **{"text": "neu", **facts})
    assert (CaseNote.objects.get().text, NoteVersion.objects.count()) == ("alt", 0)
    assert not AuditEvent.objects.filter(event="case_note.corrected").exists()


def test_in_a_closed_case_an_entry_is_read_but_not_corrected(people, sign_in, entry):
    browser = sign_in(people.counsellor)
    url = reverse("cases:note_correct", args=(entry.case_id, entry.pk))
    page = reverse("cases:note_detail", args=(entry.case_id, entry.pk))
    assert url in browser.get(page).content.decode()
    close_case(case=entry.case, reason="umzug", by=people.counsellor)
    assert url not in browser.get(page).content.decode()
    assert browser.get(url).status_code == 403


def test_in_the_timeline_an_entry_leads_to_its_page_and_says_that_it_was_corrected(people, sign_in, entry):
    browser, file = sign_in(people.counsellor), reverse("cases:detail", args=(entry.case_id,))
    page = f'href="{reverse("cases:note_detail", args=(entry.case_id, entry.pk))}"'
    before = browser.get(file).content.decode()
    assert page in before
    assert "korrigiert" not in before
    correct_note(note=entry, by=people.counsellor, version=1, text="neu")
    assert "korrigiert" in browser.get(file).content.decode()


def test_a_draft_of_a_correction_leads_back_to_the_entry(people, sign_in, entry):
    key = uuid.uuid4()
    keep_draft(
        owner=people.counsellor,
        key=key,
        form="cases.note_correct",
        about=str(entry.pk),
        facts={"text": ["noch ein Satz dazu"], "version": ["1"]},
    )
    shown = sign_in(people.counsellor).get(reverse("desk:draft", args=[key]), follow=True)
    assert "noch ein Satz dazu" in shown.content.decode()
