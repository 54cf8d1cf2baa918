"""The way of a case: phases with dates, pauses, status to sex work, outcomes, what was talked about."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import CasePause, CasePhase, Explained, Outcome, SexWorkStatus
from cases.services.case import close_case
from cases.services.path import (
    change_outcome,
    change_phase,
    end_pause,
    note_explained,
    note_outcome,
    note_sex_work_status,
    remove_outcome,
    start_pause,
    start_phase,
)
from umstieg.audit.models import AuditEvent
from umstieg.core.errors import DomainError
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def ago(days):
    return TODAY() - datetime.timedelta(days=days)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def last_event():
    return AuditEvent.objects.order_by("-seq").first().event


def send(browser, name, case, *more, **typed):
    url = reverse(f"cases:{name}", args=(case.pk, *more))
    return browser.post(url, filled(browser, url, **typed))


# --- phases ----------------------------------------------------------------------------------------


def test_a_phase_may_begin_in_the_past_and_be_over_already(case):
    start_phase(case=case, phase="STABILISATION", by=case.counsellor, on=ago(60), until=ago(30))
    start_phase(case=case, phase="STABILISATION", by=case.counsellor, on=ago(10))
    assert case.phases.filter(phase="STABILISATION").count() == 2


@pytest.mark.parametrize(("on", "until"), [(-1, None), (10, -1), (10, 20), (91, None)])
def test_a_phase_lies_neither_ahead_nor_before_the_opening_and_ends_after_its_beginning(case, on, until):
    with pytest.raises(DomainError):
        start_phase(
            case=case, phase="ORIENTATION", by=case.counsellor, on=ago(on), until=None if until is None else ago(until)
        )
    assert case.phases.count() == 1


def test_dates_of_a_phase_are_set_right_and_the_log_tells_so(case):
    phase = start_phase(case=case, phase="ORIENTATION", by=case.counsellor)
    change_phase(phase=phase, by=case.counsellor, started_on=ago(5))
    assert CasePhase.objects.get(pk=phase.pk).started_on == ago(5)
    assert last_event() == "phase.changed"


# --- pauses ----------------------------------------------------------------------------------------


@pytest.mark.guide("114-07")
def test_a_pause_is_in_force_up_to_the_day_she_is_back(case):
    start_pause(case=case, by=case.counsellor, on=ago(10), until=TODAY())
    assert CasePause.objects.in_force(ago(1)).exists()
    assert not CasePause.objects.in_force(TODAY()).exists()


def test_pauses_of_a_case_do_not_overlap(case):
    start_pause(case=case, by=case.counsellor, on=ago(20), until=ago(10))
    start_pause(case=case, by=case.counsellor, on=ago(10), until=ago(5))
    for on, until in ((15, 12), (30, 15), (12, 1), (30, None)):
        with pytest.raises(DomainError):
            start_pause(case=case, by=case.counsellor, on=ago(on), until=None if until is None else ago(until))
    assert case.pauses.count() == 2


def test_ending_a_pause_ends_it_today_and_leaves_one_that_is_over(case):
    running = start_pause(case=case, by=case.counsellor, on=ago(3))
    end_pause(pause=running, by=case.counsellor)
    over = start_pause(case=case, by=case.counsellor, on=ago(30), until=ago(20))
    end_pause(pause=over, by=case.counsellor)
    assert [pause.ended_on for pause in case.pauses.order_by("started_on")] == [ago(20), TODAY()]


# --- outcomes and status ----------------------------------------------------------------------------


@pytest.mark.guide("0-02")
def test_a_return_to_sex_work_deletes_no_outcome_and_closes_nothing(case):
    note_outcome(case=case, outcome="arbeit_sv", by=case.counsellor, happened_on=ago(60))
    note_sex_work_status(case=case, status="zurueckgekehrt", by=case.counsellor)
    note_outcome(case=case, outcome="rueckkehr_sexarbeit", by=case.counsellor)
    case.refresh_from_db()
    assert {one.outcome for one in Outcome.objects.all()} == {"arbeit_sv", "rueckkehr_sexarbeit"}
    assert case.closed_on is None


def test_an_outcome_is_changed_and_taken_back_and_the_log_tells_so(case):
    outcome = note_outcome(case=case, outcome="wohnung", by=case.counsellor)
    change_outcome(row=outcome, by=case.counsellor, happened_on=ago(3), note="Zimmer")
    assert (Outcome.objects.get().happened_on, Outcome.objects.get().note) == (ago(3), "Zimmer")
    assert last_event() == "outcome.changed"
    remove_outcome(outcome=outcome, by=case.counsellor)
    assert not Outcome.objects.exists()
    assert last_event() == "outcome.removed"


def test_nothing_is_noted_ahead_of_its_day(case):
    ahead = TODAY() + datetime.timedelta(days=1)
    for note, facts in (
        (note_outcome, {"outcome": "wohnung", "happened_on": ahead}),
        (note_sex_work_status, {"status": "aktiv", "since_on": ahead}),
        (note_explained, {"items": ["LIMITS"], "explained_on": ahead}),
    ):
        with pytest.raises(DomainError):
            note(case=case, by=case.counsellor, **facts)
    assert [model.objects.count() for model in (Outcome, SexWorkStatus, Explained)] == [0, 0, 0]


@pytest.mark.guide("113-04")
@pytest.mark.guide("113-05")
def test_what_was_talked_about_has_a_day_a_language_and_a_person(people, sign_in, case):
    browser = sign_in(people.counsellor)
    answer = send(
        browser, "explained_create", case, items=["LIMITS", "SECRECY"], language="bg", explained_on=ago(2).isoformat()
    )
    assert answer.status_code == 302
    rows = Explained.objects.order_by("item")
    assert [(row.item, row.language, row.explained_by_id, row.explained_on) for row in rows] == [
        ("LIMITS", "bg", people.counsellor.pk, ago(2)),
        ("SECRECY", "bg", people.counsellor.pk, ago(2)),
    ]
    html = browser.get(reverse("cases:way", args=(case.pk,))).content.decode()
    assert html.count("noch nicht besprochen") == 1


def test_a_pause_says_what_it_means_and_is_taken_back_at_one_stroke(people, sign_in, case):
    browser, file = sign_in(people.counsellor), reverse("cases:detail", args=(case.pk,))
    answer = browser.post(
        f"{reverse('cases:pause_create', args=(case.pk,))}?zu=verlauf",
        {"kind": "PAUSE", "started_on": TODAY().isoformat(), "ended_on": "", "note": ""},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == file
    undo, html = reverse("cases:pause_remove", args=(case.pk, case.pauses.get().pk)), answer.content.decode()
    assert "wird niemand an fehlenden Kontakt erinnert" in html
    assert f'action="{undo}"' in html
    assert browser.get(undo).status_code == 405
    assert browser.post(undo, {"next": file}).url == file
    assert not case.pauses.exists()


# --- in place above the timeline -------------------------------------------------------------------


def test_a_refused_form_comes_back_in_its_place_and_a_saved_one_leads_to_the_timeline(people, sign_in, case):
    browser, in_place = sign_in(people.counsellor), {"HX-Request": "true", "HX-Target": "inplace"}
    url = f"{reverse('cases:outcome_create', args=(case.pk,))}?zu=verlauf"
    refused = browser.post(url, {"outcome": ""}, headers=in_place)
    html = refused.content.decode()
    assert refused.status_code == 422
    assert 'hx-target="#inplace"' in html
    assert "<html" not in html
    saved = browser.post(url, {"outcome": "wohnung", "happened_on": TODAY().isoformat()}, headers=in_place)
    assert (saved.status_code, saved.headers.get("HX-Redirect")) == (200, reverse("cases:detail", args=(case.pk,)))
    assert browser.post(url, {"outcome": ""}).status_code == 200  # without htmx a page of its own


# --- pages -----------------------------------------------------------------------------------------

FORMS = {
    "phase_create": {"phase": "ORIENTATION"},
    "pause_create": {"kind": "ABROAD"},
    "outcome_create": {"outcome": "wohnung"},
    "status_create": {"status": "aktiv"},
    "explained_create": {"items": ["LIMITS"]},
    "note_create": {"text": "Brief vom Amt"},
    "next_step": {"text": "Anrufen"},
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_opens_in_place_and_as_a_page_and_is_carried_out_once(people, sign_in, case, name):
    browser, url = sign_in(people.counsellor), reverse(f"cases:{name}", args=(case.pk,))
    alone = browser.get(url, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="inplace").content.decode()
    assert "<!DOCTYPE" not in alone
    assert f'action="{url}"' in alone
    data = filled(browser, url, **FORMS[name])
    before = AuditEvent.objects.count()
    first, second = browser.post(url, data), browser.post(url, data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    wrote = [one for one in AuditEvent.objects.order_by("seq")[before:] if not one.event.endswith(".viewed")]
    assert len(wrote) == 1


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_added_to_a_closed_or_a_foreign_case(people, sign_in, case, name):
    browser = sign_in(people.counsellor)
    close_case(case=case, reason="umzug", by=people.counsellor)
    foreign = make_case(counsellor=people.stranger)
    for one, status in ((case, 403), (foreign, 404)):
        url = reverse(f"cases:{name}", args=(one.pk,))
        assert browser.get(url).status_code == status
        assert browser.post(url, FORMS[name]).status_code == status


def test_a_message_stands_at_its_field_in_german(people, sign_in, case):
    ahead = (TODAY() + datetime.timedelta(days=3)).isoformat()
    answer = send(sign_in(people.counsellor), "outcome_create", case, outcome="wohnung", happened_on=ahead)
    assert answer.status_code == 200
    assert "Zukunft" in answer.content.decode()
    assert not Outcome.objects.exists()


def test_an_entry_of_another_case_is_not_there(people, sign_in, case):
    foreign = make_case(counsellor=people.stranger)
    outcome = note_outcome(case=foreign, outcome="wohnung", by=people.stranger)
    browser = sign_in(people.counsellor)
    for name in ("outcome_change", "outcome_remove"):
        assert browser.post(reverse(f"cases:{name}", args=(case.pk, outcome.pk))).status_code == 404
    assert Outcome.objects.exists()
