"""The room of the goals: wishes beside goals, one click for what is reached, history, hints, the next evaluation talk."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.enums import LeadCause
from cases.models import Appointment, Goal, GoalVersion, ReviewPlan, Wish
from cases.queries.goal import goals_room
from cases.services.case import close_case
from cases.services.goal import agree_on_goals, change_goal, note_goal_state, note_wish
from cases.services.grant import open_restricted, open_with_reason
from cases.services.review import plan_reviews
from cases.services.situation import note_theme
from umstieg.access.enums import Part
from umstieg.agenda.intervals import months_later
from umstieg.audit.models import AuditEvent
from umstieg.guide.enums import Theme, ThemeState
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def ago(days):
    return TODAY() - datetime.timedelta(days=days)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


@pytest.fixture
def agree(people, case):
    def _agree(title="Ein Konto eröffnen", *, parent=None, agreed_on=None, **facts):
        (goal,) = agree_on_goals(
            case=case, goals=[{"title": title, **facts}], parent=parent, agreed_on=agreed_on, by=people.counsellor
        )
        return goal

    return _agree


def at(name, case, *more):
    return reverse(f"cases:{name}", args=(case.pk, *more))


def send(browser, url, **typed):
    return browser.post(url, filled(browser, url, **typed), follow=True)


def main_of(answer):
    text = answer.content.decode() if hasattr(answer, "content") else answer.body
    return text.split("<main", 1)[1]


# --- agreeing --------------------------------------------------------------------------------------


def test_an_empty_room_says_how_to_begin(people, case, sign_in):
    page = main_of(sign_in(people.counsellor).get(at("goals", case)))
    assert "Noch kein Ziel vereinbart" in page
    assert at("small_goals", case) in page
    assert at("wish_create", case) in page


@pytest.mark.guide("113-06")
def test_three_small_goals_are_planned_in_one_form_and_one_is_enough(people, case, sign_in):
    browser = sign_in(people.counsellor)
    url = at("small_goals", case)
    page = send(browser, url, title_1="Pass abholen", title_2="Konto eröffnen", theme_2="ACCOUNT", title_3="Zum Arzt")
    assert page.redirect_chain[-1][0] == at("goals", case)
    assert [(one.title, one.theme) for one in Goal.objects.order_by("created_at")] == [
        ("Pass abholen", ""),
        ("Konto eröffnen", "ACCOUNT"),
        ("Zum Arzt", ""),
    ]
    send(browser, url, title_1="Noch eines")
    assert Goal.objects.count() == 4
    refused = browser.post(url, filled(browser, url, title_1="", title_2="Zweites"))
    assert (refused.status_code, Goal.objects.count()) == (200, 4)


@pytest.mark.guide("122-01")
def test_wishes_stand_beside_goals_and_above_the_form_of_one(people, case, sign_in):
    browser = sign_in(people.counsellor)
    send(browser, at("wish_create", case), text="Mit Pflanzen arbeiten", horizon="LATER")
    send(browser, at("wish_create", case), text="Ich kann gut rechnen", kind="RESOURCE")
    for name in ("goals", "goal_create", "small_goals"):
        page = main_of(browser.get(at(name, case)))
        assert "Mit Pflanzen arbeiten" in page, name
        assert "Ich kann gut rechnen" in page, name
    wish = Wish.objects.order_by("created_at").first()
    send(browser, at("wish_change", case, wish.pk), state="NO_LONGER")
    assert "Mit Pflanzen arbeiten" in main_of(browser.get(at("goals", case)))  # it was said, and stays said
    assert "Mit Pflanzen arbeiten" not in main_of(browser.get(at("goal_create", case)))
    browser.post(at("wish_remove", case, wish.pk))
    assert Wish.objects.count() == 1


@pytest.mark.guide("113-06")
def test_steps_share_the_theme_of_their_goal_and_so_its_protection(people, case, agree, sign_in):
    goal = agree("Zur Ärztin gehen", theme=Theme.TREATMENT)
    send(sign_in(people.counsellor), at("goal_steps", case, goal.pk), title_1="Termin machen", title_2="Karte suchen")
    assert {(step.theme, step.parent_id) for step in goal.interim_goals.all()} == {("TREATMENT", goal.pk)}


# --- changing --------------------------------------------------------------------------------------


@pytest.mark.guide("114-06")
def test_one_click_reaches_a_goal_and_another_takes_that_back(people, case, agree, sign_in):
    goal, browser = agree(), sign_in(people.counsellor)
    page = browser.post(at("goal_reached", case, goal.pk), follow=True).content.decode()
    assert Goal.objects.get().state == "REACHED"
    (undo,) = re.findall(r'action="([^"]*/zurueck/[^"]*)"', page)
    assert undo == f"{at('goal_undo', case, goal.pk)}?fassung={goal.versions.get().pk}"
    browser.post(undo)
    assert Goal.objects.get().state == "OPEN"
    assert not GoalVersion.objects.exists()
    browser.post(undo)  # once more does nothing
    assert Goal.objects.get().version == 1


def test_a_second_click_on_reached_changes_nothing(people, case, agree, sign_in):
    goal, browser = agree(), sign_in(people.counsellor)
    for _click in range(2):
        assert browser.post(at("goal_reached", case, goal.pk)).status_code == 302
    assert GoalVersion.objects.count() == 1


@pytest.mark.guide("114-06")
def test_old_words_and_reasons_stay_readable_at_the_goal(people, case, agree, sign_in):
    goal, browser = agree(), sign_in(people.counsellor)
    url = at("goal_change", case, goal.pk)
    refused = browser.post(url, filled(browser, url, title="Ein Basiskonto"))
    assert (refused.status_code, Goal.objects.get().title) == (200, "Ein Konto eröffnen")
    assert refused.context["form"].errors.keys() == {"reason"}
    send(browser, url, title="Ein Basiskonto", reason="Die Bank bietet nur das")
    send(browser, at("goal_state", case, goal.pk), state="PAUSED", reason="Erst die Wohnung")
    for page in (browser.get(at("goals", case)), browser.get(url)):
        shown = main_of(page)
        for words in ("Ein Konto eröffnen", "Ein Basiskonto", "Die Bank bietet nur das", "Erst die Wohnung"):
            assert words in shown


def test_who_opened_the_form_before_a_colleague_saved_overwrites_nothing(people, case, agree, sign_in):
    goal, browser = agree(), sign_in(people.counsellor)
    url = at("goal_change", case, goal.pk)
    typed = filled(browser, url, title="Ein Basiskonto", reason="x")
    change_goal(goal=goal, title="Ein Sparbuch", reason="x", by=people.counsellor)
    page = browser.post(url, typed)
    assert page.status_code == 200
    assert "Ein Sparbuch" in main_of(page)
    assert Goal.objects.get().title == "Ein Sparbuch"


def test_a_mistake_is_removed_and_a_goal_with_a_history_is_not(people, case, agree, sign_in):
    goal, browser = agree(), sign_in(people.counsellor)
    note_goal_state(goal=goal, state="IN_PROGRESS", by=people.counsellor)
    browser.post(at("goal_remove", case, goal.pk))
    assert Goal.objects.exists()
    assert at("goal_remove", case, goal.pk) not in browser.get(at("goal_change", case, goal.pk)).content.decode()
    mistake = agree("Versehen")
    assert at("goal_remove", case, mistake.pk) in browser.get(at("goal_change", case, mistake.pk)).content.decode()
    browser.post(at("goal_remove", case, mistake.pk))
    assert Goal.objects.count() == 1


# --- hints -----------------------------------------------------------------------------------------


@pytest.mark.guide("122-01")
@pytest.mark.parametrize("theme", [Theme.INCOME, Theme.WORK])
def test_another_income_as_a_goal_without_a_wish_is_told_as_a_must_and_locks_nothing(people, case, agree, theme):
    goal, said = agree("Etwas anderes arbeiten", theme=theme), "es ist kein Wunsch notiert"
    assert goals_room(case, Part.WORK)["asks_for_wishes"]
    assert said in Browser(people.counsellor).ask("GET", at("goals", case)).body
    note_wish(case=case, text="Ich kann kochen", kind="RESOURCE", by=people.counsellor)
    assert goals_room(case, Part.WORK)["asks_for_wishes"]  # a strength is no wish
    note_wish(case=case, text="Tagsüber arbeiten", by=people.counsellor)
    assert not goals_room(case, Part.WORK)["asks_for_wishes"]
    assert goal.state == "OPEN"


def test_a_goal_that_rests_or_is_about_something_else_asks_for_no_wish(people, case, agree):
    agree("Konto", theme=Theme.ACCOUNT)
    note_goal_state(goal=agree("Arbeit", theme=Theme.WORK), state="PAUSED", reason="x", by=people.counsellor)
    assert not goals_room(case, Part.WORK)["asks_for_wishes"]


@pytest.mark.guide("KP-4")
def test_a_direction_is_looked_for_whatever_stands_open_and_that_is_said(people, case, agree):
    note_theme(case=case, theme=Theme.FLAT, state=ThemeState.URGENT, by=people.counsellor)
    note_theme(case=case, theme=Theme.INSURANCE, state=ThemeState.UNCLEAR, by=people.counsellor)
    note_theme(case=case, theme=Theme.BENEFITS, state=ThemeState.SETTLED, by=people.counsellor)
    assert goals_room(case, Part.WORK)["open_pillars"] == []
    agree("Richtung finden", theme=Theme.ORIENTATION)
    assert goals_room(case, Part.WORK)["open_pillars"] == ["Wohnen", "Gesundheit"]
    assert goals_room(case, Part.NOTES)["open_pillars"] == ["Wohnen"]  # health is nothing for everybody
    note_theme(case=case, theme=Theme.FLAT, state=ThemeState.SETTLED, by=people.counsellor)
    note_theme(case=case, theme=Theme.INSURANCE, state=ThemeState.NO_ISSUE, by=people.counsellor)
    assert goals_room(case, Part.WORK)["open_pillars"] == []


# --- looking at it together ------------------------------------------------------------------------


@pytest.mark.guide("114-05")
def test_the_next_evaluation_talk_is_proposed_and_agreed_on_with_one_click(people, case, agree, sign_in):
    agree(agreed_on=ago(10))
    browser = sign_in(people.counsellor)
    page = browser.get(at("goals", case)).content.decode()
    due = months_later(ago(10), 3)
    assert due.strftime("%d.%m.%Y") in page
    (url,) = re.findall(r'href="([^"]*termine/neu/[^"]*anlass=auswertung[^"]*)"', page)
    url = url.replace("&amp;", "&")
    sent = filled(browser, url)
    assert (sent["title"], sent["case"]) == (["Evaluationsgespräch"], [str(case.pk)])
    assert sent["starts_on"][0] >= due.isoformat()
    assert browser.post(url, sent | {"mode": "persoenlich_stelle"}).status_code == 302
    assert Appointment.objects.get().case == case


def test_a_talk_that_is_overdue_is_proposed_for_today_or_later(people, case, agree):
    agree(agreed_on=ago(89))
    plan_reviews(case=case, months=1, by=people.counsellor)
    shown = goals_room(case, Part.WORK)["review"]
    assert shown["is_due"]
    assert shown["proposed"] >= TODAY().isoformat()


@pytest.mark.guide("114-05")
def test_that_a_talk_is_due_is_a_fact_in_lists_files_and_on_today_and_costs_no_statement(people, case, agree):
    counsellor, lead = Browser(people.counsellor), Browser(people.lead)
    detail = reverse("cases:detail", args=[case.pk])
    pages = [(counsellor, reverse("desk:home")), (counsellor, reverse("cases:list")), (lead, reverse("desk:team"))]
    agree("Geheimziel", agreed_on=ago(70))
    before = [browser.ask("GET", url) for browser, url in pages]
    for page in before:
        assert "valuationsgespräch" not in page.body
    plan_reviews(case=case, months=2, by=people.counsellor)
    due = months_later(ago(70), 2).strftime("%d.%m.%Y")
    for (browser, url), earlier in zip(pages, before, strict=True):
        page = browser.ask("GET", url)
        assert "valuationsgespräch" in page.body, url
        assert due in page.body, url
        assert "Geheimziel" not in page.body, url
        assert page.statements <= earlier.statements, url
    for browser in (counsellor, lead):
        assert f"fällig seit {due}" in browser.ask("GET", detail).body
    close_case(case=case, reason="umzug", by=people.counsellor)
    for browser, url in [*pages, (lead, detail)]:
        assert "valuationsgespräch" not in browser.ask("GET", url).body, url


@pytest.mark.parametrize(("months", "kept"), [("6", 6), ("12", 12), ("1", 1), ("0", None)])
def test_how_often_is_chosen_in_a_form(people, case, agree, sign_in, months, kept):
    agree()
    assert send(sign_in(people.counsellor), at("review_plan", case), months=months).status_code == 200
    assert ReviewPlan.objects.get().months == kept


# --- who sees what -----------------------------------------------------------------------------------


def test_below_restricted_no_protected_goal_shows_nor_a_step_nor_a_version_of_one(people, case, agree):
    secret = agree("Entzugsplatz suchen", theme=Theme.ADDICTION)
    agree("Nadeltausch", parent=secret)
    other = agree("Entwöhnung planen", theme=Theme.ADDICTION)
    change_goal(goal=other, title="Tagesplan", theme=Theme.DAILY_LIFE, reason="Rückfallwoche", by=people.counsellor)
    agree("Ein Konto eröffnen", theme=Theme.ACCOUNT)
    for page in (at("goals", case), at("my_way", case)):
        assert Browser(people.lead).ask("GET", page).status == 404
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    for page in (at("goals", case), at("my_way", case)):
        body = main_of(Browser(people.lead).ask("GET", page))
        assert "Ein Konto eröffnen" in body
        assert "Tagesplan" in body
        for word in ("Entzugsplatz", "Nadeltausch", "Entwöhnung", "Rückfallwoche", "Sucht"):
            assert word not in body, (page, word)
    open_restricted(case=case, reason="Fragen zur Suchthilfe", by=people.lead)
    body = main_of(Browser(people.lead).ask("GET", at("goals", case)))
    for word in ("Entzugsplatz", "Nadeltausch", "Entwöhnung", "Rückfallwoche"):
        assert word in body
    assert Browser(people.lead).ask("GET", at("goal_change", case, secret.pk)).status in (403, 404)


def test_a_goal_of_another_case_is_not_there(people, case, agree):
    foreign = make_case(counsellor=people.stranger)
    (goal,) = agree_on_goals(case=foreign, goals=[{"title": "Fremd"}], by=people.stranger)
    wish = note_wish(case=foreign, text="Fremd", by=people.stranger)
    browser = Browser(people.counsellor)
    for name in ("goal_change", "goal_state", "goal_steps"):
        assert browser.ask("GET", at(name, case, goal.pk)).status == 404
    for name in ("goal_reached", "goal_undo", "goal_remove"):
        assert browser.ask("POST", at(name, case, goal.pk), {}).status == 404
    assert browser.ask("GET", at("wish_change", case, wish.pk)).status == 404


def test_a_closed_case_shows_its_goals_and_offers_no_form(people, case, agree):
    goal = agree()
    close_case(case=case, reason="umzug", by=people.counsellor)
    page = main_of(Browser(people.counsellor).ask("GET", at("goals", case)))
    assert "Ein Konto eröffnen" in page
    assert "/erreicht/" not in page
    assert "termine/neu" not in page
    assert Browser(people.counsellor).ask("GET", at("goal_change", case, goal.pk)).status == 403


def test_the_room_costs_the_same_however_much_is_agreed_on(people, case, agree):
    def statements():
        with CaptureQueriesContext(connection) as seen:
            goals_room(case, Part.WORK)
        return len(seen)

    first = agree("Richtung", theme=Theme.ORIENTATION)
    few = statements()
    for number in range(6):
        goal = agree(f"Ziel {number}", theme=Theme.WORK)
        agree("Schritt", parent=goal)
        note_goal_state(goal=goal, state="PAUSED", reason="x", by=people.counsellor)
        note_wish(case=case, text="Ruhe", by=people.counsellor)
    assert first.version == 1
    assert statements() == few <= 8


def test_what_is_done_is_told_without_a_word_of_it(people, case, agree, sign_in):
    goal, browser = agree("Geheimwort"), sign_in(people.counsellor)
    before = AuditEvent.objects.count()
    page = browser.post(at("goal_reached", case, goal.pk))
    events = list(AuditEvent.objects.order_by("seq")[before:])
    assert "goal.state_noted" in {one.event for one in events}
    assert "Geheimwort" not in str([vars(one) for one in events])
    assert "Geheimwort" not in str(dict(browser.session.items())) + page.url
