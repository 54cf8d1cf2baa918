"""Goals and evaluation talks in the one timeline of a case, and in its reading view."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.enums import LeadCause
from cases.queries.case_file import case_file, open_file
from cases.queries.timeline import timeline
from cases.services.goal import agree_on_goals, change_goal, note_goal_state
from cases.services.grant import open_with_reason
from umstieg.access.enums import Part
from umstieg.guide.enums import Theme
from umstieg.testing.make import make_case, make_session
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def ago(days):
    return TODAY() - datetime.timedelta(days=days)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


@pytest.fixture
def agree(people, case):
    def _agree(*titles, **more):
        facts = {"theme": more.pop("theme", "")}
        goals = [{"title": title, **facts} for title in titles]
        made = agree_on_goals(case=case, goals=goals, by=people.counsellor, **more)
        return made[0] if len(made) == 1 else made

    return _agree


@pytest.fixture
def entries(people, case):
    def _entries(user=people.counsellor, **choice):
        opened = open_file(user, case.pk, Part.FACTS)
        file = case_file(opened, user)
        return timeline(opened, file.part, file.history, **choice).entries

    return _entries


def said(entries):
    return [(one.title, one.text) for one in entries]


def body(user, case, name):
    return Browser(user).ask("GET", reverse(f"cases:{name}", args=[case.pk]))


@pytest.mark.guide("114-05", "114-06")
def test_how_a_goal_came_stands_in_the_timeline_with_its_reasons(people, agree, entries):
    goal, by = agree("Ein Konto", agreed_on=ago(60)), people.counsellor
    note_goal_state(goal=goal, state="PAUSED", on=ago(50), reason="Erst die Wohnung", by=by)
    note_goal_state(goal=goal, state="IN_PROGRESS", on=ago(30), by=by)
    change_goal(goal=goal, title="Ein Basiskonto", reason="Ein anderes gab es nicht", by=by)
    note_goal_state(goal=goal, state="REACHED", by=by)
    note_goal_state(goal=agree("Führerschein"), state="DROPPED", reason="Kein Wunsch mehr", by=by)
    found = said(entries())
    assert ("Ziel erreicht", "Ein Basiskonto") in found
    assert ("Ziel pausiert", "Ein Konto\nWarum: Erst die Wohnung") in found
    assert ("Ziel verworfen", "Führerschein\nWarum: Kein Wunsch mehr") in found
    assert ("Ziel vereinbart", "Ein Konto") in found  # as it read then
    (changed,) = [text for title, text in found if title == "Ziel angepasst"]
    assert "Ein Basiskonto" in changed
    assert "Ein anderes gab es nicht" in changed
    days = [one.day for one in entries() if one.title in ("Ziel erreicht", "Ziel vereinbart")]
    assert days[0] != days[-1]


def test_the_latest_turn_of_a_day_stands_on_top(people, agree, entries):
    goal = agree("Ein Konto")
    make_session(goal.case)
    note_goal_state(goal=goal, state="IN_PROGRESS", by=people.counsellor)
    note_goal_state(goal=goal, state="REACHED", by=people.counsellor)
    titles = [one.title for one in entries()]
    assert titles[:3] == ["Ziel erreicht", "Ziel in Arbeit", "Ziel vereinbart"]


def test_what_was_agreed_on_at_a_stroke_is_one_line_and_steps_are_another(agree, entries):
    goal, _other = agree("Ein Konto", "Deutsch lernen")
    agree("Pass abholen", "Termin machen", parent=goal)
    steps, goals = (
        ("Zwischenziele vereinbart", "Pass abholen\nTermin machen"),
        ("Ziele vereinbart", "Ein Konto\nDeutsch lernen"),
    )
    assert said(entries())[:2] == [steps, goals]


def test_what_was_only_filled_in_is_no_turn_of_the_way(people, agree, entries):
    change_goal(goal=agree("Ein Konto"), theme=Theme.ACCOUNT, her_part="Ich frage nach", by=people.counsellor)
    assert [one.title for one in entries() if "Ziel" in one.title] == ["Ziel vereinbart"]


def test_goals_are_left_out_where_only_talks_are_looked_for(agree, entries):
    agree("Ein Konto")
    assert not [one for one in entries(only_talks=True) if "Ziel" in one.title]


@pytest.mark.guide("114-05")
def test_an_evaluation_talk_is_told_apart_from_other_talks(case, entries):
    make_session(case, setting="evaluationsgespraech", mode="telefon")
    make_session(case, mode="telefon")
    assert sorted(one.title for one in entries() if "elefon" in one.title) == [
        "Evaluationsgespräch, Telefon",
        "Telefon",
    ]


def test_goals_stand_in_the_reading_view_and_are_found_there(people, case, agree, sign_in):
    note_goal_state(goal=agree("Ein Konto"), state="PAUSED", reason="Erst die Wohnung", by=people.counsellor)
    make_session(case, note="Ganz anderes")
    assert "Erst die Wohnung" in body(people.counsellor, case, "reading").body
    browser, url = sign_in(people.counsellor), reverse("cases:reading_search", args=[case.pk])
    browser.post(url, {"q": "erst wohnung"})
    html = browser.get(url).content.decode()
    assert "<mark>Wohnung</mark>" in html
    assert "Ganz anderes" not in html


def test_of_a_protected_theme_nothing_is_read_without_the_second_step(people, case, agree):
    goal = agree("Entzugsplatz", theme=Theme.ADDICTION, agreed_on=ago(9))
    note_goal_state(goal=goal, state="PAUSED", reason="Rückfall", by=people.counsellor)
    was = agree("Therapieplatz", theme=Theme.TRAUMA, agreed_on=ago(9))
    change_goal(goal=was, title="Ein ruhiger Ort", theme=Theme.FLAT, reason="Zu viel", by=people.counsellor)
    agree("Ein Konto")
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    for name in ("detail", "reading"):
        theirs, own = body(people.lead, case, name), body(people.counsellor, case, name)
        assert "Ein Konto" in theirs.body
        for word in ("Entzugsplatz", "Rückfall", "Therapieplatz", "Zu viel"):
            assert word not in theirs.body, (name, word)
            assert word in own.body, (name, word)


@pytest.mark.parametrize("name", ["detail", "reading"])
def test_one_statement_tells_of_all_goals(people, case, agree, name):
    before = body(people.counsellor, case, name).statements
    for number in range(5):
        goal = agree(f"Ziel {number}")
        agree("Schritt", parent=goal)
        note_goal_state(goal=goal, state="PAUSED", reason="x", by=people.counsellor)
    assert body(people.counsellor, case, name).statements == before
