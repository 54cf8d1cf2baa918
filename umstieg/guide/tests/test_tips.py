"""Tips: how binding they are, what they may say, and how they are found."""

import datetime
import re

import pytest
from django.utils import translation

from umstieg.guide.enums import Level, Theme
from umstieg.guide.facts import CONDITIONS, Facts
from umstieg.guide.tips import all_tips, nearest_tips, search_tips, tips_for, tips_of_chapter

# The rows of these chapters as the map of the guide has them: must, should, and everything else (can, finding, advice).
MUST = "KP-3 113-V 113-07 114-V 114-01 114-08 114-11 114-12 122-01 122-11 122-13 124-V 124-03 132-13"
SHOULD = """
    113-01 113-02 113-04 113-05 113-08 114-03 114-05 114-06 114-07 114-13 114-14 114-15 121-01 121-02 122-04 122-05
    122-08 122-10 122-12 123-V 124-01 124-02 124-05 124-07 124-08 124-09 124-11 125-V 125-01 125-02 125-03 125-05 125-06
    125-07 126-V 126-09"""
SHOULD_OF_WORK = """
    131-01 131-05 131-06 131-07 131-08 131-09 132-V 132-01 132-04 132-06 132-08 132-12 133-V 133-01 133-02 133-03 133-04
    133-05 133-06 133-07 133-10 133-11 133-13 134-V 134-03"""
CAN = """
    KP-1 KP-2 KP-4 KP-5 KP-6 113-03 113-06 113-09 113-10 114-02 114-04 114-09 114-10 114-16 114-17 114-N 121-V 121-03
    121-04 121-05 121-06 121-07 121-08 121-09 122-V 122-02 122-03 122-06 122-07 122-09 122-14 122-15 122-16 122-17 122-18
    122-N 123-01 123-02 123-03 123-04 123-05 123-06 123-07 123-08 123-09 123-N 124-04 124-06 124-10 124-12 124-13 124-14
    124-15 125-04 125-08 125-09 126-01 126-02 126-03 126-04 126-05 126-06 126-07 126-08 126-10 126-11 131-V 131-02 131-03
    131-04 131-10 131-11 131-12 131-13 132-02 132-03 132-05 132-07 132-09 132-10 132-11 132-14 132-15 132-16 133-08
    133-09 133-12 133-14 133-15 133-16 133-17 134-01 134-02 134-04 134-05 134-06 134-N"""
RANK = {Level.KANN: 0, Level.SOLL: 1, Level.MUSS: 2}
HIGHEST = {
    **dict.fromkeys(MUST.split(), Level.MUSS),
    **dict.fromkeys((SHOULD + SHOULD_OF_WORK).split(), Level.SOLL),
    **dict.fromkeys(CAN.split(), Level.KANN),
    # "Dringend abgeraten": the one strong prohibition, without a modal verb. The guide calls Soll what it advises.
    "113-03": Level.SOLL,
}
TIPS = all_tips()


def rows(tips):
    return [tip.row for tip in tips]


@pytest.mark.guide("0-04")
@pytest.mark.parametrize("tip", TIPS, ids=lambda tip: tip.row)
def test_a_tip_is_no_more_binding_than_its_row(tip):
    assert tip.row in HIGHEST
    assert RANK[tip.level] <= RANK[HIGHEST[tip.row]]


def test_every_must_and_should_of_counselling_stabilisation_and_work_has_a_tip():
    assert set((MUST + SHOULD + SHOULD_OF_WORK).split()) - set(rows(TIPS)) == set()
    assert len(rows(TIPS)) == len(set(rows(TIPS)))


def test_a_must_of_the_guide_is_said_as_one():
    assert set(rows(tip for tip in TIPS if tip.level == Level.MUSS)) == set(MUST.split())


def test_every_theme_has_a_tip_and_every_chapter_too():
    assert [theme for theme in Theme if not tips_for(theme)] == []
    chapters = {"KP", "1.1.3", "1.1.4", "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.2.6", "1.3.1", "1.3.2"}
    assert chapters <= {tip.chapter for tip in TIPS}
    assert all(tips_of_chapter(chapter) for chapter in chapters)
    assert rows(tips_of_chapter("KP")) == ["KP-1", "KP-2", "KP-3", "KP-4", "KP-5", "KP-6"]


@pytest.mark.parametrize("tip", TIPS, ids=lambda tip: tip.row)
def test_a_tip_is_short_and_complete(tip):
    assert len(tip.text) <= 240
    assert tip.text[-1] in ".?!"
    assert tip.english
    assert tip.when in ("", *CONDITIONS)


@pytest.mark.parametrize("tip", TIPS, ids=lambda tip: tip.row)
def test_no_tip_computes_an_entitlement_or_names_an_amount(tip):
    assert not re.search(r"€|\bEuro\b|%|\b(?!20\d\d\b)\d{3,}", tip.text)
    assert not re.search(r"\b(hat|haben|besteht) (einen )?Anspruch|Anspruch auf|steht .* zu\b", tip.text)


@pytest.mark.parametrize("tip", TIPS, ids=lambda tip: tip.row)
def test_the_words_of_a_tip_blame_nobody(tip):
    assert not re.search(r"Pflichtverletzung|Mitwirkung|erschienen|Abbruch|Ausstieg|Prostitu|Rückfall", tip.text)
    assert not re.search(r"\b(Klientin|Klient|Beraterin|Berater)\b(?!\*)", tip.text)


def test_a_tip_with_a_fact_that_grows_old_has_its_date():
    dated = {tip.row for tip in TIPS if tip.as_of}
    assert {tip.row for tip in TIPS if re.search(r"20\d\d|BaFin|Einstiegsgeld", tip.text)} <= dated
    assert all(tip.as_of >= datetime.date(2026, 1, 1) for tip in TIPS if tip.as_of)


# --- at a theme ----------------------------------------------------------------------------------------


def test_at_a_theme_the_most_binding_tip_stands_first():
    levels = [RANK[tip.level] for tip in tips_for(Theme.DEBTS)]
    assert levels == sorted(levels, reverse=True)
    assert rows(tips_for(Theme.DEBTS))[:2] == ["122-13", "124-03"]


@pytest.mark.guide("124-14")
def test_who_is_not_insured_is_shown_clearing_centres():
    assert "124-14" in rows(tips_for(Theme.INSURANCE, Facts(insurance="none")))
    assert "124-14" not in rows(tips_for(Theme.INSURANCE, Facts(insurance="covered")))


@pytest.mark.guide("122-16")
def test_the_entry_grant_is_named_at_the_start_of_a_job_while_on_benefits():
    assert "122-16" in rows(tips_for(Theme.WORK, Facts(receives_benefits=True)))
    assert "122-16" not in rows(tips_for(Theme.WORK, Facts(receives_benefits=False)))


def test_what_hangs_on_an_unknown_fact_may_matter_and_is_shown():
    (tip,) = (tip for tip in tips_for(Theme.WORK) if tip.row == "122-16")
    assert tip.applies(Facts()) is None
    assert tip.applies(Facts(receives_benefits=True)) is True


@pytest.mark.guide("122-07")
def test_at_the_account_it_says_that_no_residence_is_needed():
    (tip,) = (tip for tip in tips_for(Theme.ACCOUNT) if tip.row == "122-07")
    assert "ohne Wohnsitz" in tip.text
    assert "BaFin" in tip.text


# --- searching -----------------------------------------------------------------------------------------


@pytest.mark.guide("0-03")
def test_tips_are_found_by_words_chapter_and_row():
    assert rows(search_tips("Basiskonto")) == ["122-07"]
    assert "123-09" in rows(search_tips("genossenschaft"))
    assert search_tips("1.2.4") == tips_of_chapter("1.2.4")
    assert rows(search_tips("113-03")) == ["113-03"]
    assert rows(search_tips("kp-3")) == ["KP-3"]


def test_every_word_has_to_be_found_and_a_beginning_is_enough():
    assert set(rows(search_tips("bank konto"))) < set(rows(search_tips("konto")))
    assert search_tips("bank regenschirm") == ()
    assert search_tips("") == search_tips("  *  ") == ()


@pytest.mark.parametrize(
    "typed",
    [
        "Vermieterin",
        "Vermieter*in",
        "vermieter:innen",
        "VermieterInnen",
        "Vermieter_in",
        "Vermieter/-in",
        "Vermieter(in)",
    ],
)
def test_gender_signs_make_no_difference(typed):
    assert "123-08" in rows(search_tips(typed))


def test_case_and_accents_make_no_difference():
    assert search_tips("UBERGANG") == search_tips("Übergang") != ()


def test_a_theme_is_found_by_its_name_and_an_english_word_finds_the_tip_too():
    assert "124-08" in rows(search_tips("Sucht"))
    assert rows(search_tips("cooperatives")) == ["123-09"]


def test_on_an_english_page_a_tip_has_an_english_title():
    (tip,) = search_tips("122-07")
    with translation.override("en-gb"):
        assert tip.title == "A basic account needs no residence"
    with translation.override("de"):
        assert tip.title == ""


def test_where_no_tip_holds_every_word_those_that_hold_the_most_are_found():
    assert search_tips("Konto ohne Adresse") == ()
    assert "122-07" in rows(nearest_tips("Konto ohne Adresse"))
    assert "122-07" in rows(nearest_tips("Girokonto"))
    assert nearest_tips("Quastenflosser") == ()
