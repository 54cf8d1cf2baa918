"""Logging a talk on its page: with one client, with several, from an appointment, from a notice; what each file shows."""

import datetime
import uuid

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import CounsellingSession, Task
from cases.queries.session_form import chosen_lately, client_card
from cases.services.appointment import make_appointment
from cases.services.case import close_case
from cases.services.client import add_language, change_client
from cases.services.task import add_task, settle_task
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.audit.recording import act
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


def agreed(case, by, **ago):
    moment = timezone.now() - datetime.timedelta(**ago)
    return make_appointment(starts_at=moment, mode="telefon", case=case, by=by)[0]


# --- one client ------------------------------------------------------------------------------------


def test_with_whom_date_and_mode_are_enough(browser, case):
    answer = sent(browser, case=str(case.pk))
    assert answer.headers["Location"] == reverse("cases:detail", kwargs={"pk": case.pk})
    session = CounsellingSession.objects.get()
    assert (session.case, session.mode, session.occasion, session.note) == (case, "telefon", None, "")
    assert not Task.objects.exists()


def test_a_next_step_becomes_a_task_of_the_case_that_knows_its_session(browser, case, people):
    sent(browser, case=str(case.pk), next_step="Konto eröffnen", next_when="two_weeks")
    task = Task.objects.get()
    assert (task.text, task.case, task.assigned_to) == ("Konto eröffnen", case, people.counsellor)
    assert task.due_on == timezone.localdate() + datetime.timedelta(days=14)
    assert task.session == CounsellingSession.objects.get()


def test_a_next_step_may_have_any_day_ahead_or_none(browser, case):
    day = timezone.localdate() + datetime.timedelta(days=40)
    sent(browser, case=str(case.pk), next_step="A", next_when="date", next_on=day.isoformat())
    sent(browser, case=str(case.pk), next_step="B", next_when="open")
    assert set(Task.objects.values_list("due_on", flat=True)) == {day, None}


@pytest.mark.parametrize("day", ["", "2026-01-01"])
def test_a_next_step_without_its_day_or_on_a_day_that_is_over_is_asked_about_at_the_day(browser, case, day):
    answer = sent(browser, case=str(case.pk), next_step="A", next_when="date", next_on=day)
    assert told(answer, "next_on")
    assert not CounsellingSession.objects.exists()


def test_what_the_page_shows_it_also_takes_and_mode_and_site_stand_as_last_time(browser, case, people):
    make_session(case, mode="video", site=people.team.site)
    page = browser.get(NEW)
    assert (page.context["form"].initial["mode"], page.context["form"].initial["site"]) == (
        "video",
        people.team.site_id,
    )
    assert "wie zuletzt" in page.content.decode()


def test_mediation_lasts_as_long_as_the_session_where_nothing_else_is_said(browser, case):
    sent(browser, case=str(case.pk), minutes="90", mediation_language="bg", mediator="R. Ilieva")
    sent(browser, case=str(case.pk), minutes="90", mediation_language="bg", mediation_minutes="30")
    minutes = CounsellingSession.objects.order_by("created_at").values_list("mediation_minutes", flat=True)
    assert list(minutes) == [90, 30]


def test_where_one_went_along_is_kept_with_an_accompaniment_only(browser, case):
    for mode in ("begleitung", "telefon"):
        sent(browser, case=str(case.pk), mode=mode, accompaniment="bank")
    kept = CounsellingSession.objects.order_by("created_at")
    assert [(one.mode, one.accompaniment) for one in kept] == [("begleitung", "bank"), ("telefon", "")]


def test_ticked_tasks_of_the_client_are_settled_with_the_session_and_nobody_elses(browser, case, other, people):
    mine = add_task(text="A", case=case, by=people.counsellor)
    others = add_task(text="B", case=other, by=people.counsellor)
    gone = settle_task(task=add_task(text="C", case=case, by=people.counsellor), by=people.counsellor)
    ticked = [str(mine.pk), str(others.pk), str(gone.pk), "x"]
    assert sent(browser, case=str(case.pk), settled=ticked).status_code == 302
    assert [one.settled_at is None for one in (Task.objects.get(pk=mine.pk), Task.objects.get(pk=others.pk))] == [
        False,
        True,
    ]


def test_save_and_next_leads_to_an_empty_form(browser, case):
    assert sent(browser, case=str(case.pk), again="1").headers["Location"] == NEW


def test_the_same_page_sent_twice_logs_one_session(browser, case):
    data = filled(browser, NEW) | {"mode": "telefon", "case": str(case.pk), "next_step": "A"}
    first, second = browser.post(NEW, data), browser.post(NEW, data)
    assert first.headers["Location"] == second.headers["Location"]
    assert (CounsellingSession.objects.count(), Task.objects.count()) == (1, 1)


@pytest.mark.parametrize("whose", ["closed", "colleague", "missing", "unreadable"])
def test_only_ones_own_running_cases_are_taken_and_all_others_read_alike(browser, case, people, whose):
    if whose == "closed":
        close_case(case=case, reason="ziele_erreicht", by=people.counsellor)
        make_case(counsellor=people.counsellor)
    pk = {
        "closed": case.pk,
        "colleague": make_case(counsellor=people.colleague).pk,
        "missing": uuid.uuid4(),
        "unreadable": "x",
    }[whose]
    assert told(sent(browser, case=str(pk)), "case") == "Bitte wählen Sie einen Ihrer laufenden Fälle."
    assert not CounsellingSession.objects.exists()


# --- what the page shows -----------------------------------------------------------------------------


def test_a_clients_card_tells_rule_last_talk_open_tasks_and_no_questions(case, people):
    case.client = change_client(client=case.client, by=people.counsellor, contact_rule="Nur Textnachricht")
    add_language(client=case.client, by=people.counsellor, language="bg", needs_mediation=True)
    make_session(case, note="Zuletzt besprochen", topics=["konto"])
    add_task(text="Brief lesen", due_on=timezone.localdate(), case=case, by=people.counsellor)
    with act("case.changed", by=people.counsellor):
        case.no_questions_on = timezone.localdate()
        case.save()
    card = client_card(case)
    assert (card.contact_rule, card.no_questions, card.last["head"]) == (
        "Nur Textnachricht",
        True,
        "Zuletzt besprochen",
    )
    assert [task["text"] for task in card.tasks] == ["Brief lesen"]
    assert [one["key"] for one in card.languages] == ["bg"]
    assert card.topics == ["konto"]


def test_the_card_fetched_for_a_chosen_client_is_recorded_as_a_reading_of_notes(browser, case):
    assert browser.get(reverse("cases:session_side", kwargs={"pk": case.pk})).status_code == 200
    event = AuditEvent.objects.order_by("-seq").first()
    assert event.acts[0]["part"] == "NOTES"
    assert AuditedCase.objects.filter(seq=event.seq).values_list("case_number", flat=True)[0] == case.number


def test_topics_she_chose_last_stand_in_front_then_everything_else(browser, case, people):
    make_session(case, topics=["konto", "schulden"], by=people.counsellor)
    make_session(case, topics=["sucht"], by=people.counsellor)
    assert chosen_lately(people.counsellor).topics == ["sucht", "konto", "schulden"]
    context = browser.get(NEW).context
    assert [chip.value for chip in context["topics"]] == ["sucht", "konto", "schulden"]
    others = [chip.value for _area, chips in context["areas"] for chip in chips]
    assert "kv" in others
    assert not {"sucht", "konto", "schulden"} & set(others)


def test_a_first_session_is_offered_one_topic_of_each_area(browser, case):
    assert len(browser.get(NEW).context["topics"]) >= 6


def test_with_a_client_whom_one_knows_how_to_reach_the_mode_stands_as_the_last_time_with_her(browser, case, people):
    other = make_case(counsellor=people.counsellor)
    make_session(case, mode="video", by=people.counsellor)
    make_session(other, mode="telefon", by=people.counsellor)
    url = reverse("cases:session_create", kwargs={"pk": case.pk})
    assert browser.get(url).context["form"]["mode"].value() == "telefon"
    change_client(client=case.client, by=people.counsellor, contact_rule="Nur Textnachricht")
    page = browser.get(url)
    assert page.context["form"]["mode"].value() == "video"
    assert "wie zuletzt mit Mara" in page.content.decode()
    assert 'data-mode="video"' in browser.get(reverse("cases:session_side", kwargs={"pk": case.pk})).content.decode()


@pytest.mark.parametrize(
    ("facts", "receipt"),
    [
        ({}, "Beratung gespeichert."),
        ({"result": "NOT_HELD"}, "Festgehalten: nicht zustande gekommen."),
        ({"next_step": "Geheimes", "next_when": "date", "next_on": "2099-11-30"}, "Aufgabe für 30.11.2099."),
        ({"next_step": "Geheimes", "next_when": "open"}, "Aufgabe ohne Datum."),
    ],
)
def test_the_receipt_tells_what_was_put_down_and_until_when_and_names_nobody(browser, case, facts, receipt):
    answer = sent(browser, case=str(case.pk), **facts)
    (message,) = get_messages(answer.wsgi_request)
    assert receipt in str(message)
    assert not {"Geheimes", "Mara"} & set(str(message).split())


def test_what_is_missing_or_too_long_is_said_in_words_one_understands(browser, case):
    answer = sent(browser, case="", minutes="2000")
    assert told(answer, "case") == "Bitte eine Person wählen."
    assert told(answer, "minutes") == "Höchstens 1440 Minuten (24 Stunden)."


def test_who_is_not_found_leads_on_to_a_new_case_or_to_word_for_a_colleague(browser, case):
    page = browser.get(NEW).content.decode()
    ways = page[page.index("data-none-ways") :]
    assert reverse("cases:compare") in ways
    assert reverse("cases:notice_create") in ways


# --- the price of a save -------------------------------------------------------------------------------


def statements(browser, url, data):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = browser.post(url, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"] and one["sql"] not in ("BEGIN", "COMMIT")]


def test_saving_takes_at_most_24_statements_and_a_further_client_always_the_same(browser, people):
    cases = [make_case(counsellor=people.counsellor) for _ in range(4)]
    task = add_task(text="A", case=cases[0], by=people.counsellor)
    base = {
        "case": str(cases[0].pk),
        "mode": "telefon",
        "site": str(people.team.site_id),
        "topics": ["konto", "kv"],
        "mediation_language": "bg",
        "minutes": "45",
        "note": "Text",
        "next_step": "A",
    }
    browser.post(NEW, filled(browser, NEW) | base)
    pair = {"r1-case": str(cases[1].pk), "r1-note": "B", "r1-next_step": "C", "r1-next_when": "week"}
    browser.post(NEW, filled(browser, NEW) | base | pair)  # what is looked up once in a process is known now
    counted = []
    for several in (0, 1, 2, 3):
        data = filled(browser, NEW) | base
        for n in range(1, several + 1):
            data |= {
                f"r{n}-case": str(cases[n].pk),
                f"r{n}-note": "B",
                f"r{n}-next_step": "C",
                f"r{n}-next_when": "week",
            }
        found = statements(browser, NEW, data)
        counted.append(len(found))
        if not several:
            assert len(found) <= 24, "\n".join(sql[:140] for sql in found)
    assert counted[2] - counted[1] == counted[3] - counted[2] <= 5
    appointment = agreed(cases[0], people.counsellor, minutes=1)
    with_appointment = statements(browser, NEW, filled(browser, NEW) | base | {"appointments": str(appointment.pk)})
    assert len(with_appointment) <= 24, "\n".join(sql[:140] for sql in with_appointment)
    with_task = statements(browser, NEW, filled(browser, NEW) | base | {"settled": str(task.pk)})
    assert len(with_task) <= 24, "\n".join(sql[:140] for sql in with_task)
