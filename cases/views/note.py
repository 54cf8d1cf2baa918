"""Entries in the file and their corrections, and the counsellor's own notes beside it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms.next_step import NextStepForm
from cases.forms.note import NoteCorrectionForm, NoteForm, PersonalNoteForm, held_by
from cases.models import PersonalNote
from cases.queries.case_file import case_file
from cases.queries.earlier import note_with_versions
from cases.queries.housing import lease_step_on
from cases.queries.rooms import personal_notes_room
from cases.services import note as note_services
from cases.services.task import add_task
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.guide.enums import RESTRICTED, EffectTask

from .correcting import correction_page, written_page
from .entry import entry_page
from .file import room
from .lookup import asked_effect, asked_point, asked_step, case_seen_by, must_be_open, note_seen_by

FACTS = "components/note_facts.html"


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def note_create(request, pk):
    """An entry in the file without a talk (Vermerk)."""
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.FACTS.name, object_id=case.pk)
    return entry_page(
        request,
        case,
        NoteForm,
        lambda form: form.carry_out(note_services.write_note, case=case, by=request.user, **form.note_facts()),
        key="cases.note",
        title=_("Note in the file"),
    )


@requires(Permission.CASE_VIEW, Part.NOTES)
@require_safe
def note_detail(request, pk, note):
    """One entry with its earlier versions."""
    note = note_seen_by(request.user, pk, note)
    record("case_note.viewed", cases=[note.case.number], part=Part.NOTES.name, object_id=note.pk)
    return written_page(
        request, note, note_with_versions, title=_("Note in the file"), facts=FACTS, correct="cases:note_correct"
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def note_correct(request, pk, note):
    """A correction is a new version; the old one is kept."""
    note = note_seen_by(request.user, pk, note, Part.WORK)
    must_be_open(note.case)
    record("case_note.viewed", cases=[note.case.number], part=Part.NOTES.name, object_id=note.pk)
    return correction_page(
        request,
        note,
        partial(NoteCorrectionForm, note=note),
        partial(note_services.correct_note, note=note),
        key="cases.note_correct",
        title=_("Correct note in the file"),
        facts=FACTS,
        with_versions=note_with_versions,
        again=partial(note_seen_by, request.user, pk, note.pk),
        back="cases:note_detail",
    )


@requires(Permission.AGENDA_KEEP, Part.WORK)
@require_http_methods(["GET", "POST"])
def next_step(request, pk):
    """A task of this case, from its file.

    `?punkt=` words it like a point of a checklist, `?thema=` and `?wirkung=` after a theme or what one brings. What
    comes after a lease of the centre is to be settled before it ends (123-05).
    """
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    point = asked_point(request, case)
    if point:  # a step is read with the notes, a list on a protected theme is not
        begun = "" if point.checklist.theme in RESTRICTED else point.text
    else:
        begun = asked_step(request)
    lease = asked_effect(request) == EffectTask.AGREE_ON_LEASE and not point
    due_on = lease_step_on(case, today=timezone.localdate()) if lease else None
    part = Part.RESTRICTED if point else Part.NOTES if due_on else Part.FACTS
    record("case.viewed", cases=[case.number], part=part.name, object_id=case.pk)
    return entry_page(
        request,
        case,
        lambda data: NextStepForm(data, case=case, user=request.user, initial={"text": begun, "due_on": due_on}),
        lambda form: form.carry_out(add_task, case=case, by=request.user, **form.cleaned_data),
        key="cases.next_step",
        title=_("Next step"),
        back=f"{reverse('cases:checklists', args=(case.pk,))}#punkt-{point.pk}" if point else "",
    )


@requires(Permission.PERSONAL_NOTE_KEEP, Part.NOTES)
@require_safe
def personal_notes(request, pk):
    """One's own notes about this case, for as long as they stand."""
    case = case_seen_by(request.user, pk, Part.NOTES)
    file = case_file(case, request.user)
    record("personal_note.viewed", cases=[case.number], part=Part.NOTES.name, object_id=case.pk)
    shown = {"file": file, "case": case, "room": "personal", "notes": personal_notes_room(case, request.user)}
    return room(request, shown)


@requires(Permission.PERSONAL_NOTE_KEEP, Part.NOTES)
@require_http_methods(["GET", "POST"])
def personal_note_create(request, pk):
    case = case_seen_by(request.user, pk, Part.NOTES)
    record("case.viewed", cases=[case.number], part=Part.FACTS.name, object_id=case.pk)
    return entry_page(
        request,
        case,
        PersonalNoteForm,
        lambda form: form.carry_out(
            note_services.write_personal_note, case=case, by=request.user, text=form.cleaned_data["text"]
        ),
        key="cases.personal_note",
        title=_("Personal note"),
        back=_personal(case),
    )


@requires(Permission.PERSONAL_NOTE_KEEP, Part.NOTES)
@require_http_methods(["GET", "POST"])
def personal_note_change(request, pk, personal):
    case, note = _own_note(request, pk, personal)
    return entry_page(
        request,
        case,
        lambda data: PersonalNoteForm(data, initial={"text": note.text}),
        lambda form: form.carry_out(
            note_services.change_personal_note, note=note, by=request.user, text=form.cleaned_data["text"]
        ),
        key="cases.own_note_change",
        about=note.pk,
        title=_("Personal note"),
        back=_personal(case),
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def personal_note_move(request, pk, personal):
    """Make it an entry in the file, in words that everybody who works on the case may read."""
    case, note = _own_note(request, pk, personal, Part.WORK)
    must_be_open(case)
    return entry_page(
        request,
        case,
        partial(NoteForm, initial=held_by(note.text, note.created_at)),
        lambda form: form.carry_out(note_services.move_personal_note, note=note, by=request.user, **form.note_facts()),
        key="cases.own_note_move",
        about=note.pk,
        title=_("Move into the file"),
        text=_(
            "Whoever works on the case will read it, and it belongs to the client's file. The personal note is gone."
        ),
        submit=_("Move into the file"),
        said=_("The note stands in the file now."),
    )


@requires(Permission.PERSONAL_NOTE_KEEP, Part.NOTES)
@require_POST
def personal_note_destroy(request, pk, personal):
    case, note = _own_note(request, pk, personal)
    note_services.destroy_personal_note(note=note, by=request.user)
    messages.success(request, _("The personal note is destroyed."))
    return redirect(_personal(case))


def _own_note(request, pk, personal, part=Part.NOTES):
    """A case and the reader's own note about it; anybody else's is not there."""
    case = case_seen_by(request.user, pk, part)
    note = get_object_or_404(PersonalNote.objects.visible_to(request.user).filter(case=case), pk=personal)
    record("personal_note.viewed", cases=[case.number], part=Part.NOTES.name, object_id=note.pk)
    return case, note


def _personal(case):
    return reverse("cases:personal_notes", args=(case.pk,))
