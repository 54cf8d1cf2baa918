"""Mein Weg: what was reached, the turns on the way, what comes next; nothing on it that another should not see."""

import datetime
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.enums import LeadCause
from cases.printouts import LEDGER, WAY
from cases.queries.case_file import case_file, open_file
from cases.queries.my_way import NEVER, OUTCOMES, my_way, themes_at
from cases.services.goal import agree_on_goals, change_goal, change_wish, note_goal_state, note_wish
from cases.services.grant import open_with_reason
from cases.services.path import note_outcome, note_sex_work_status, start_pause
from cases.services.situation import note_theme
from umstieg.access.enums import Part
from umstieg.centre.services import confirm_text
from umstieg.codelists.queries import keys_of
from umstieg.guide.enums import RESTRICTED, Theme, ThemeState
from umstieg.testing.make import make_case, make_session
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
    def _agree(title, *, parent=None, agreed_on=None, **facts):
        (goal,) = agree_on_goals(
            case=case, goals=[{"title": title, **facts}], parent=parent, agreed_on=agreed_on, by=people.counsellor
        )
        return goal

    return _agree


@pytest.fixture
def way(people, case):
    def _way(**more):
        opened = open_file(people.counsellor, case.pk, Part.NOTES)
        return my_way(opened, case_file(opened, people.counsellor), **more)

    return _way


@pytest.fixture
def body_of(people, case):
    def _page(**asked):
        url = reverse("cases:my_way", args=[case.pk])
        query = "&".join(f"{name}={value}" for name, values in asked.items() for value in values)
        answer = Browser(people.counsellor).ask("GET", f"{url}?{query}")
        assert answer.status == 200
        return answer.body

    return _page


def texts(milestones):
    return [one.text for one in milestones]


@pytest.mark.guide("114-05", "114-07")
def test_what_was_reached_stands_by_date_with_the_small_steps_beside_it(people, case, agree, way):
    account = agree("Ein Konto", agreed_on=ago(60))
    step = agree("Pass abholen", parent=account, agreed_on=ago(60))
    note_goal_state(goal=step, state="REACHED", on=ago(30), by=people.counsellor)
    note_goal_state(goal=account, state="REACHED", on=ago(5), by=people.counsellor)
    note_goal_state(goal=agree("Deutsch lernen"), state="PARTLY", by=people.counsellor)
    note_outcome(case=case, outcome="wohnung", happened_on=ago(20), by=people.counsellor)
    note_theme(
        case=case, theme=Theme.BENEFITS, state=ThemeState.SETTLED_FOR_NOW, since_on=ago(40), by=people.counsellor
    )
    note_theme(case=case, theme=Theme.DEBTS, state=ThemeState.URGENT, by=people.counsellor)
    change_wish(
        wish=note_wish(case=case, text="Ein Schlüssel für mich", by=people.counsellor),
        state="FULFILLED",
        by=people.counsellor,
    )
    shown = way()
    assert [one.on for one in shown["reached"]] == [ago(5), ago(20), ago(40)]
    assert texts(shown["reached"])[0] == "Ein Konto"
    assert {"Pass abholen", "Ein Schlüssel für mich"} <= set(texts(shown["small"]))
    assert len(shown["small"]) == 3


@pytest.mark.guide("114-07")
def test_setbacks_are_turns_of_the_way_and_their_reasons_stay_in_the_file(people, case, agree, way, body_of):
    goal = agree("Ein Konto", agreed_on=ago(60))
    note_goal_state(goal=goal, state="PAUSED", on=ago(50), reason="Geheimgrund", by=people.counsellor)
    note_goal_state(goal=goal, state="IN_PROGRESS", on=ago(30), by=people.counsellor)
    change_goal(goal=goal, title="Ein Basiskonto", reason="Geheimgrund", by=people.counsellor)
    note_goal_state(goal=agree("Führerschein"), state="DROPPED", reason="Geheimgrund", by=people.counsellor)
    start_pause(case=case, by=people.counsellor, on=ago(20), until=ago(10), note="Geheimgrund")
    turns = texts(way()["turns"])
    assert len(turns) == 5
    assert sum("Ein Basiskonto" in text for text in turns) == 1
    body = body_of()
    assert "Geheimgrund" not in body
    assert "Führerschein" in body


def test_what_comes_next_are_the_goals_that_run(people, case, agree, way):
    agree("Ein Konto", her_part="Ich frage nach", target_on=TODAY() + datetime.timedelta(9))
    note_goal_state(goal=agree("Später"), state="PAUSED", reason="x", by=people.counsellor)
    note_goal_state(goal=agree("Schon da"), state="REACHED", by=people.counsellor)
    shown = way()
    assert [one["title"] for one in shown["next"]] == ["Ein Konto"]
    assert shown["next"][0]["her_part"] == "Ich frage nach"
    assert shown["review"]


def test_an_empty_way_is_a_beginning(body_of):
    assert "begonnen" in body_of()


def test_no_outcome_says_a_word_of_sex_work(people, case, body_of):
    for code in keys_of("outcome"):
        note_outcome(case=case, outcome=code, note="Geheimnotiz", by=people.counsellor)
    body = body_of().lower()
    assert "sexarbeit" not in body
    assert "geheimnotiz" not in body


def test_nothing_of_sex_work_no_number_and_no_colleague_stands_on_it(people, case, agree, body_of):
    agree("Geheimziel", theme=Theme.CHANGE)
    note_theme(case=case, theme=Theme.CHANGE, state=ThemeState.SETTLED, by=people.counsellor)
    note_sex_work_status(case=case, status="im_umstieg", by=people.counsellor)
    make_session(case, note="Geheimnotiz")
    note_goal_state(goal=agree("Ein Konto"), state="REACHED", by=people.counsellor)
    body = body_of(zeigen=range(len(Theme)))
    for word in ("Geheim", "Sexarbeit", case.number, people.counsellor.name, "Ginster"):
        assert word not in body, word


def test_what_is_protected_shows_only_where_its_theme_is_chosen(people, case, agree, body_of):
    keys = {theme: str(place) for place, theme in enumerate(Theme)}
    note_goal_state(goal=agree("Entzugsplatz", theme=Theme.ADDICTION), state="REACHED", by=people.counsellor)
    note_theme(case=case, theme=Theme.INSURANCE, state=ThemeState.SETTLED, by=people.counsellor)
    note_outcome(case=case, outcome="aufenthalt_geklaert", by=people.counsellor)
    closed = body_of()
    main = closed.split("</main>")[0]
    for word in ("Entzugsplatz", "rankenversicher", "Aufenthalt", "Sucht", "Krankheit"):
        assert word not in main, word
    assert [f'value="{keys[theme]}"' in closed for theme in (Theme.ADDICTION, Theme.INSURANCE, Theme.RESIDENCE)] == [
        True
    ] * 3
    assert f'value="{keys[Theme.TRAUMA]}"' not in closed  # there is nothing about it
    main = body_of(zeigen=[keys[Theme.ADDICTION]]).split("</main>")[0]
    assert "Entzugsplatz" in main
    assert "rankenversicher" not in main
    main = body_of(zeigen=[keys[theme] for theme in RESTRICTED]).split("</main>")[0]
    for word in ("Entzugsplatz", "rankenversicher", "Aufenthalt"):
        assert word in main, word


def test_whoever_does_not_read_what_is_protected_cannot_choose_it_either(people, case, agree):
    note_goal_state(goal=agree("Entzugsplatz", theme=Theme.ADDICTION), state="REACHED", by=people.counsellor)
    agree("Ruheplatz", theme=Theme.TRAUMA)
    note_theme(case=case, theme=Theme.INSURANCE, state=ThemeState.SETTLED, by=people.counsellor)
    note_outcome(case=case, outcome="aufenthalt_geklaert", by=people.counsellor)
    agree("Ein Konto")
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    url = reverse("cases:my_way", args=[case.pk])
    for language in WAY.words:
        every = "&".join(f"zeigen={key}" for key in range(len(Theme)))
        answer = Browser(people.lead).ask("GET", f"{url}?sprache={language}&{every}")
        assert answer.status == 200
        assert "Ein Konto" in answer.body
        assert 'name="zeigen"' not in answer.body
        said = WAY.words[language]
        for word in ("Entzugsplatz", "Ruheplatz", said["INSURANCE"], said["outcome_residence"]):
            assert word not in answer.body, (language, word)


# --- in her language -------------------------------------------------------------------------------------


def test_every_language_has_every_word_of_the_page():
    words = WAY.words["de"]
    assert WAY.words.keys() == LEDGER.words.keys()
    assert {key for key in words if key.isupper()} == {*Theme.values} - NEVER
    assert {key for key in words if key.startswith("outcome_")} == {f"outcome_{group}" for group in OUTCOMES}
    for language, said in WAY.words.items():
        assert said.keys() == words.keys(), language
        for key, text in said.items():
            assert text.strip(), (language, key)
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", words[key])), (language, key)


@pytest.mark.parametrize("language", WAY.words)
def test_the_page_speaks_the_language_chosen_and_her_words_stay_as_she_said_them(
    people, case, agree, body_of, language
):
    goal = agree("Ein {Konto}", target_on=TODAY() + datetime.timedelta(9))
    note_goal_state(goal=goal, state="PAUSED", reason="x", by=people.counsellor)
    note_goal_state(goal=goal, state="PARTLY", by=people.counsellor)
    note_goal_state(goal=agree("Pass"), state="REACHED", by=people.counsellor)
    note_theme(case=case, theme=Theme.ACCOUNT, state=ThemeState.SETTLED, by=people.counsellor)
    note_outcome(case=case, outcome="wohnung", by=people.counsellor)
    note_wish(case=case, text="Ruhe haben", by=people.counsellor)
    start_pause(case=case, by=people.counsellor, on=ago(20), until=ago(10), note="x")
    said, body = WAY.words[language], body_of(sprache=[language])
    main = html.unescape(body.split("<main")[1].split("</main>")[0])
    for key in ("title", "reached", "small", "turns", "next", "wishes", "outcome_housing", "review"):
        assert said[key] in main, key
    assert said["settled"].format(theme=said["ACCOUNT"]) in main
    assert said["partly"].format(goal="Ein {Konto}") in main
    assert said["wanted_by"].format(day=goal.target_on.strftime(said["date"])) in main
    assert said["pause_until"].format(day=ago(10).strftime(said["date"])) in main
    assert '<span class="what" lang="de">Pass</span>' in main
    assert "Ruhe haben" in main
    assert f'lang="{language}"' in body
    if language != "de":
        assert not [word for word in ("Das ist geschafft", "geregelt", "Meine Wünsche") if word in main]


def test_a_translation_is_marked_until_the_centre_has_confirmed_it(people, case, body_of):
    assert "neverificat · ungeprüft · not yet checked" in body_of(sprache=["ro"])
    assert "ungeprüft" not in body_of(sprache=["de"]).split("</main>")[0]
    confirm_text(key="way", language="ro", version=WAY.version("ro"), by=people.lead)
    assert "neverificat" not in body_of(sprache=["ro"])


@pytest.mark.parametrize("asked", ["../xx", "DE", "", "tlh"])
def test_a_language_there_are_no_words_for_is_that_of_the_product(body_of, asked):
    assert "Mein Weg</h1>" in body_of(sprache=[asked])


def test_the_language_and_what_is_shown_are_chosen_together(people, case, agree, body_of):
    key = str(list(Theme).index(Theme.ADDICTION))
    note_goal_state(goal=agree("Entzugsplatz", theme=Theme.ADDICTION), state="REACHED", by=people.counsellor)
    body = html.unescape(body_of(sprache=["bg"], zeigen=[key]))
    assert "Entzugsplatz" in body.split("</main>")[0]
    assert f'href="?sprache=hu&zeigen={key}"' in body
    assert 'name="sprache" value="bg"' in body


@pytest.mark.parametrize("keys", [["x"], ["-1"], ["9999"], ["²"], [""], ["27"], ["99"]])
def test_a_key_that_names_no_theme_chooses_none(keys):
    assert themes_at(keys) == set()


def test_the_way_costs_the_same_however_long_it_is(people, case, agree):
    browser, url = Browser(people.counsellor), reverse("cases:my_way", args=[case.pk])
    agree("Ein Konto")
    few = browser.ask("GET", url).statements
    for number in range(5):
        goal = agree(f"Ziel {number}")
        agree("Schritt", parent=goal)
        note_goal_state(goal=goal, state="PAUSED", reason="x", by=people.counsellor)
        note_wish(case=case, text="Ruhe", by=people.counsellor)
    assert browser.ask("GET", url).statements == few
