"""One talk with several clients: counted once, in each file a participation, and no file tells of another."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import CounsellingSession, Occasion, Task
from cases.queries.session_counts import counts_of
from cases.services.occasion import log_sessions
from umstieg.audit.models import AuditEvent
from umstieg.core.errors import DomainError
from umstieg.core.models import Draft
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db
NEW = reverse("cases:session_new")


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Mara"})


@pytest.fixture
def other(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Stela"})


@pytest.fixture
def browser(people, sign_in):
    return sign_in(people.counsellor)


def sent(browser, url=NEW, **facts):
    """Send the form as the page shows it, with some facts changed; `r1__note` stands for the field r1-note."""
    data = {name.replace("__", "-"): value for name, value in facts.items()}
    data = filled(browser, url) | {"mode": "telefon"} | data
    return browser.post(url, {name: value for name, value in data.items() if value is not None})


def told(answer, field):
    assert answer.status_code == 200
    return " ".join(map(str, answer.context["form"].errors.get(field, ())))


# --- several clients ---------------------------------------------------------------------------------


def test_a_talk_with_two_is_counted_once_and_takes_part_in_two_files(browser, case, other):
    answer = sent(
        browser,
        case=str(case.pk),
        note="Nur zu Mara",
        next_step="Für Mara",
        r1__case=str(other.pk),
        r1__note="Nur zu Stela",
        r1__next_step="Für Stela",
        r1__next_when="tomorrow",
        shared_note="Für beide",
        topics=["konto"],
    )
    assert answer.headers["Location"] == reverse("desk:home")
    sessions = CounsellingSession.objects.all()
    assert counts_of(sessions) == {"talks": 1, "participations": 2}
    assert {one.occasion for one in sessions} == {Occasion.objects.get()}
    notes = {one.case: one.note for one in sessions}
    assert notes == {case: "Für beide\n\nNur zu Mara", other: "Für beide\n\nNur zu Stela"}
    assert {(one.case, one.text) for one in Task.objects.all()} == {(case, "Für Mara"), (other, "Für Stela")}
    make_session(case)
    assert counts_of(CounsellingSession.objects.all()) == {"talks": 2, "participations": 3}


def test_no_page_of_a_file_shows_who_else_took_part(browser, case, other, people):
    log_sessions(
        rows=[{"case": case, "note": "A"}, {"case": other, "note": "B"}],
        by=people.counsellor,
        started_at=timezone.now(),
        mode="telefon",
    )
    for one, foreign in ((case, other), (other, case)):
        session = one.sessions.get()
        for name, kwargs in (
            ("detail", {}),
            ("session_detail", {"session": session.pk}),
            ("session_correct", {"session": session.pk}),
        ):
            page = browser.get(reverse(f"cases:{name}", kwargs={"pk": one.pk, **kwargs})).content.decode()
            for word in (foreign.client.pseudonym, foreign.number, str(foreign.pk), str(session.occasion_id)):
                assert word not in page, (name, word)


def test_correcting_one_row_leaves_the_others_as_they_are(browser, case, other, people):
    log_sessions(
        rows=[{"case": case, "note": "A"}, {"case": other, "note": "B"}],
        by=people.counsellor,
        started_at=timezone.now(),
        mode="telefon",
    )
    mine = case.sessions.get()
    url = reverse("cases:session_correct", kwargs={"pk": case.pk, "session": mine.pk})
    assert browser.post(url, filled(browser, url) | {"note": "Anders"}).status_code == 302
    assert [one.sessions.get().note for one in (case, other)] == ["Anders", "B"]
    assert case.sessions.get().occasion == other.sessions.get().occasion


def test_what_does_not_fit_one_row_is_told_there_and_nothing_is_saved(browser, case, other):
    first = {"case": str(case.pk), "note": "Bleibt", "next_step": "Auch"}
    answer = sent(browser, **first, r3__case=str(other.pk), r3__next_step="A", r3__next_when="date", r3__note="Hier")
    assert told(answer, "r3-next_on")
    page = answer.content.decode()
    assert "Bleibt" in page
    assert "Hier" in page
    assert (
        told(sent(browser, **first, r1__case=str(case.pk)), "r1-case") == "Diese Person ist weiter oben schon genannt."
    )
    many = {f"r{n}__case": str(case.pk) for n in range(1, 13)}
    assert told(sent(browser, **first, **many), "__all__")
    assert not CounsellingSession.objects.exists()
    assert not Occasion.objects.exists()


def test_the_first_row_may_have_been_taken_away(browser, case, other):
    answer = sent(browser, case=None, note=None, r2__case=str(other.pk), r2__note="B")
    assert answer.status_code == 302
    session = CounsellingSession.objects.get()
    assert (session.case, session.note, session.occasion) == (other, "B", None)


def test_a_refused_row_takes_back_the_rows_before_it_and_the_log_tells_of_none(case, people):
    late = make_case(counsellor=people.counsellor, opened_on=timezone.localdate())
    before = AuditEvent.objects.count()
    with pytest.raises(DomainError):
        log_sessions(
            rows=[{"case": case, "next_step": "A"}, {"case": late}],
            by=people.counsellor,
            started_at=timezone.now() - datetime.timedelta(days=3),
            mode="telefon",
        )
    assert not CounsellingSession.objects.exists()
    assert not Task.objects.exists()
    assert not Occasion.objects.exists()
    assert AuditEvent.objects.count() == before


def test_a_draft_brings_back_the_rows_of_all_clients(browser, case, other, people):
    key = uuid.uuid4()
    facts = {
        "case": [str(case.pk)],
        "note": ["Zu Mara"],
        "r2-case": [str(other.pk)],
        "r2-note": ["Zu Stela"],
        "shared_note": ["Zu beiden"],
        "started_on": [""],
    }
    Draft.objects.create(pk=key, owner=people.counsellor, form="cases.session", facts=facts)
    answer = browser.get(NEW, {"entwurf": str(key)})
    page = answer.content.decode()
    for text in ("Zu Mara", "Zu Stela", "Zu beiden"):
        assert text in page
    assert [card.pseudonym for card in answer.context["cards"]] == ["Mara", "Stela"]
    assert not answer.context["form"].errors


# --- no text names who else took part ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "word", "file"),
    [
        ("shared_note", "Mit Mara beim Amt", "Mara", "Stela"),
        ("note", "Hat STELA begleitet", "STELA", "Mara"),
        ("r1__note", "Maras Bruder war da", "Maras", "Stela"),
        ("r1__next_step", "Mit mara zur Bank", "mara", "Stela"),
        ("r1__note", "Frau Öztürk kam mit", "Öztürk", "Stela"),
    ],
)
def test_a_text_that_names_another_one_of_the_talk_is_asked_about_once(browser, people, other, field, text, word, file):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Mara", "name": "A. Oeztürk-Öztürk"})
    facts = {"case": str(case.pk), "r1__case": str(other.pk), field: text}
    answer = sent(browser, **facts)
    message = told(answer, field.replace("__", "-"))
    assert message == (
        f"Hier steht „{word}“. Der Text kommt auch in die Akte von {file}. Bitte ohne Namen schreiben oder unten "
        "bestätigen."
    )
    assert "Trotzdem so speichern" in answer.content.decode()
    assert not CounsellingSession.objects.exists()
    assert sent(browser, **facts, confirm_names="on").status_code == 302
    assert CounsellingSession.objects.count() == 2


def test_a_name_of_the_files_own_client_or_within_another_word_is_no_matter(browser, case, other):
    facts = {"note": "Mara war müde, Marathon gelaufen", "r1__note": "Stela kam", "shared_note": "Wir drei beim Amt"}
    assert sent(browser, case=str(case.pk), r1__case=str(other.pk), **facts).status_code == 302


def test_with_one_client_no_name_is_asked_about(browser, case, other):
    assert sent(browser, case=str(case.pk), note="Mit Stela gekommen", shared_note="Stela").status_code == 302
