"""Where a client stands: noted theme by theme, never overwritten, encrypted, and shown only as far as it may be."""

import datetime
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.enums import LeadCause
from cases.models import Situation, ThemeEntry
from cases.queries.case_list import case_rows, own_cases
from cases.queries.interplay import interplay
from cases.queries.situation import STALE_DAYS, add_glances, situation_room, states_of
from cases.services.case import close_case
from cases.services.checklist import start_checklist
from cases.services.grant import open_restricted, open_with_reason
from cases.services.situation import confirm_theme, note_theme
from umstieg.access.enums import Part
from umstieg.core.errors import DomainError
from umstieg.guide.enums import RESTRICTED, EffectTask, Theme, ThemeState
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case, make_partner, make_session
from umstieg.testing.walker import Browser

TODAY = datetime.date(2026, 11, 26)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


@pytest.fixture
def note(people, case):
    def _note(theme, state, **facts):
        return note_theme(case=case, theme=theme, state=state, by=people.counsellor, **facts)

    return _note


@pytest.mark.guide("KP-1", "KP-2", "KP-3", "121-V")
def test_a_theme_of_every_pillar_is_noted_in_the_browser(people, case, sign_in):
    browser = sign_in(people.counsellor)
    for theme in Theme:
        address = reverse("cases:theme_note", args=[case.pk, theme.number])
        sent = filled(browser, address, state=ThemeState.IN_PROGRESS.value)
        assert browser.post(address, sent).status_code == 302, theme
    assert len(states_of(case, Part.WORK)) == len(Theme)


def test_an_earlier_state_stays_readable(case, note):
    note(Theme.FLAT, ThemeState.URGENT, note="Kündigung")
    note(Theme.FLAT, ThemeState.SETTLED_FOR_NOW)
    states = list(ThemeEntry.objects.order_by("pk"))
    assert [one.state for one in states] == ["URGENT", "SETTLED_FOR_NOW"]
    assert states[0].note == "Kündigung"
    assert states_of(case, Part.WORK)[Theme.FLAT][0] == ThemeState.SETTLED_FOR_NOW


def test_still_true_takes_one_click_and_changes_no_state(people, case, note, sign_in):
    since = timezone.localdate() - datetime.timedelta(days=400)
    note(Theme.ACCOUNT, ThemeState.SETTLED, since_on=since)
    address = reverse("cases:theme_confirm", args=[case.pk, Theme.ACCOUNT.number])
    assert sign_in(people.counsellor).post(address).status_code == 302
    assert states_of(case, Part.WORK)[Theme.ACCOUNT] == (ThemeState.SETTLED, since, timezone.localdate())
    assert ThemeEntry.objects.get(is_confirmation=True).since_on == since


def test_what_was_never_noted_cannot_be_confirmed(people, case):
    with pytest.raises(DomainError):
        confirm_theme(case=case, theme=Theme.ACCOUNT, by=people.counsellor)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"theme": "MOON"}, "theme"),
        ({"state": "GREAT"}, "state"),
        ({"since_on": timezone.localdate() + datetime.timedelta(days=2)}, "since_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(people, case, facts, field):
    with pytest.raises(DomainError) as refused:
        note_theme(**{"case": case, "theme": Theme.FLAT, "state": ThemeState.URGENT, "by": people.counsellor, **facts})
    assert refused.value.field == field


def test_a_closed_case_keeps_its_situation_and_takes_no_new_one(people, case, note):
    note(Theme.FLAT, ThemeState.SETTLED)
    close_case(case=case, reason="umzug", by=people.counsellor)
    case.refresh_from_db()
    with pytest.raises(DomainError):
        note(Theme.FLAT, ThemeState.URGENT)
    assert Browser(people.counsellor).ask("GET", reverse("cases:situation", args=[case.pk])).status == 200


def test_a_state_that_nobody_has_confirmed_for_long_is_asked_for_softly(case, note):
    note(Theme.FLAT, ThemeState.SETTLED)
    later = timezone.localdate() + datetime.timedelta(days=STALE_DAYS + 1)
    rows = {row.key: row for card in situation_room(case, Part.WORK, today=later)["pillars"] for row in card.themes}
    assert rows["FLAT"].is_stale
    assert not rows["ACCOUNT"].is_stale  # nobody has asked, and nobody is urged to


def test_neither_theme_nor_state_nor_note_lies_in_clear(case, note):
    note(Theme.ADDICTION, ThemeState.URGENT, note="Nadeltausch")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_themeentry")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT * FROM cases_situation")
        rows += str(cursor.fetchall())
    for word in ("ADDICTION", "URGENT", "Nadeltausch"):
        assert word not in rows


def test_a_lead_with_a_reason_reads_no_specially_protected_theme_before_the_second_step(people, case, note):
    note(Theme.ADDICTION, ThemeState.URGENT, note="Nadeltausch")
    note(Theme.FLAT, ThemeState.URGENT)
    pages = [reverse(f"cases:{name}", args=[case.pk]) for name in ("situation", "interplay")]
    for page in pages:
        assert Browser(people.lead).ask("GET", page).status == 404
    grant = open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    for page in pages:
        body = Browser(people.lead).ask("GET", page).body
        assert "wohnung" in body.lower()
        assert "Sucht" not in body.split("<main", 1)[1]
    open_restricted(case=case, reason="Fragen zur Suchthilfe", by=people.lead)
    assert grant
    assert "Sucht" in Browser(people.lead).ask("GET", pages[0]).body.split("<main", 1)[1]


def forms_in(page) -> list:
    """Where the forms below the head of a page are sent."""
    return re.findall(r'<form[^>]*action="([^"]*/faelle/[^"]*)"', page.split("<main", 1)[1])


def test_a_lead_with_a_reason_reads_a_theme_and_writes_none_and_a_protected_one_after_the_second_step(
    people, case, note
):
    note(Theme.ADDICTION, ThemeState.URGENT, note="Nadeltausch")
    note(Theme.FLAT, ThemeState.URGENT, note="Kündigung")
    flat, addiction = (reverse("cases:theme", args=[case.pk, one.number]) for one in (Theme.FLAT, Theme.ADDICTION))
    assert Browser(people.lead).ask("GET", flat).status == 404
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    page = Browser(people.lead).get(flat).content.decode()
    assert "Kündigung" in page
    assert not forms_in(page)
    assert Browser(people.lead).ask("GET", addiction).status == 404
    assert Browser(people.lead).ask("GET", reverse("cases:theme_note", args=[case.pk, Theme.FLAT.number])).status != 200
    open_restricted(case=case, reason="Fragen zur Suchthilfe", by=people.lead)
    page = Browser(people.lead).ask("GET", addiction)
    assert "Nadeltausch" in page.body
    assert "Sucht" not in page.body.split("</title>")[0]


def test_of_a_closed_case_every_theme_is_read_and_none_is_written(people, case, note):
    note(Theme.ADDICTION, ThemeState.URGENT, note="Nadeltausch")
    listed = start_checklist(case=case, title="Liste", theme=Theme.ADDICTION, items=["Punkt"], by=case.counsellor)
    close_case(case=case, reason="umzug", by=people.counsellor)
    browser, theme = Browser(people.counsellor), [case.pk, Theme.ADDICTION.number]
    page = browser.get(reverse("cases:theme", args=theme)).content.decode()
    assert "Nadeltausch" in page
    assert listed.title in page
    assert not forms_in(page)
    assert reverse("cases:next_step", args=[case.pk]) not in page
    board = browser.get(reverse("cases:situation", args=[case.pk])).content.decode()
    assert reverse("cases:theme", args=theme) in board
    assert browser.ask("POST", reverse("cases:theme_note", args=theme), {"state": "SETTLED"}).status == 403
    assert browser.ask("POST", reverse("cases:theme", args=theme), {"state": "SETTLED"}).status == 405


def test_a_note_that_is_refused_comes_back_with_what_was_typed(people, case, sign_in):
    browser, address = sign_in(people.counsellor), reverse("cases:theme", args=[case.pk, Theme.FLAT.number])
    assert (
        f'action="{reverse("cases:theme_note", args=[case.pk, Theme.FLAT.number])}"'
        in browser.get(address).content.decode()
    )
    refused = browser.post(
        reverse("cases:theme_note", args=[case.pk, Theme.FLAT.number]), {"state": "", "note": "Kündigung"}
    )
    assert refused.status_code == 200
    assert "Kündigung" in refused.content.decode()


def test_no_protected_theme_shows_below_restricted(case, note):
    for theme in Theme:
        note(theme, ThemeState.URGENT)
    assert not RESTRICTED & set(states_of(case, Part.NOTES))
    shown = interplay(case, Part.NOTES)
    assert not {theme.value for theme in RESTRICTED} & {node.key for node in shown.nodes}


@pytest.mark.guide("KP-4", "0-01", "0-03")
def test_the_picture_says_what_waits_for_what_and_locks_nothing(people, case, note):
    note(Theme.REGISTERED_ADDRESS, ThemeState.URGENT)
    for theme in (Theme.BENEFITS, Theme.TAX_ID, Theme.WORK, Theme.ORIENTATION):
        note(theme, ThemeState.UNCLEAR)
    shown = interplay(case, Part.WORK)
    assert {row.number for row in shown.waiting} >= {Theme.BENEFITS.number, Theme.WORK.number}
    assert shown.hot is not None
    note(Theme.ORIENTATION, ThemeState.IN_PROGRESS)  # whatever the picture says
    page = Browser(people.counsellor).ask("GET", reverse("cases:interplay", args=[case.pk]))
    assert "Löst am meisten" in page.body
    assert "<svg" in page.body


def test_an_empty_situation_says_how_to_begin(people, case):
    page = Browser(people.counsellor).ask("GET", reverse("cases:interplay", args=[case.pk]))
    assert "Noch nichts notiert" in page.body


def test_a_foreign_case_answers_like_a_missing_one(people, case):
    for name, args in (("situation", [case.pk]), ("interplay", [case.pk]), ("theme", [case.pk, Theme.FLAT.number])):
        assert Browser(people.colleague).ask("GET", reverse(f"cases:{name}", args=args)).status == 404


def test_there_is_no_page_of_an_unknown_theme(people, case):
    assert Browser(people.counsellor).ask("GET", reverse("cases:theme", args=[case.pk, 99])).status == 404


@pytest.mark.parametrize("name", ["situation", "interplay"])
def test_a_page_costs_the_same_however_much_is_noted(people, case, note, name):
    browser, address = Browser(people.counsellor), reverse(f"cases:{name}", args=[case.pk])
    for theme in (Theme.REGISTERED_ADDRESS, Theme.BENEFITS):  # one waits for the other: there is something to tip
        note(theme, ThemeState.URGENT)
    few = browser.ask("GET", address).statements
    for theme in Theme:
        note(theme, ThemeState.URGENT)
    assert browser.ask("GET", address).statements <= few


def test_ones_own_list_shows_each_pillar_by_what_presses_most_in_one_statement(people, django_assert_num_queries):
    cases = [make_case(counsellor=people.counsellor) for _number in range(5)]
    for one in cases:
        note_theme(case=one, theme=Theme.FLAT, state=ThemeState.URGENT, by=people.counsellor)
        note_theme(case=one, theme=Theme.SHELTER, state=ThemeState.SETTLED, by=people.counsellor)
    _page, rows = case_rows(own_cases(people.counsellor))
    with django_assert_num_queries(1):
        add_glances(rows)
    for row in rows:
        assert [one["glyph"] for one in row.pillars] == ["open", "urgent", "open"]
    assert Situation.objects.count() == 5


def test_only_ones_own_list_shows_the_pillars(people, case):
    note_theme(case=case, theme=Theme.ADDICTION, state=ThemeState.URGENT, by=people.counsellor)
    sign = 'class="pillars"'
    assert sign in Browser(people.counsellor).get(reverse("cases:list")).content.decode()
    assert sign not in Browser(people.lead).get(reverse("desk:team")).content.decode()
    browser = Browser(people.counsellor)
    browser.post(reverse("cases:search"), {"q": case.number})
    assert sign not in browser.get(reverse("cases:search")).content.decode()


def test_the_theme_does_not_stand_in_the_title_of_its_page(people, case):
    shown = Browser(people.counsellor).get(reverse("cases:theme", args=[case.pk, Theme.ADDICTION.number]))
    head = shown.content.decode().split("</title>")[0]
    assert shown.status_code == 200
    assert case.number in head
    assert str(Theme.ADDICTION.label) not in head


def test_a_step_begins_with_the_theme_or_with_what_an_effect_brings(people, case):
    browser, address = Browser(people.counsellor), reverse("cases:next_step", args=[case.pk])
    assert "Schulden und Nachzahlungen: " in browser.get(f"{address}?thema={Theme.DEBTS.number}").content.decode()
    brought = EffectTask.CLEAR_BACK_PAYMENT
    assert str(brought.label) in browser.get(f"{address}?wirkung={brought.number}").content.decode()
    assert browser.get(f"{address}?thema=mond&wirkung=-1").status_code == 200


def test_what_an_effect_brings_is_offered_beside_the_theme_and_blocks_nothing(people, case, note):
    note(Theme.INSURANCE, ThemeState.IN_PROGRESS)
    shown = Browser(people.counsellor).get(reverse("cases:interplay", args=[case.pk])).content.decode()
    assert f"?wirkung={EffectTask.CLEAR_BACK_PAYMENT.number}" in shown
    assert f'href="{reverse("cases:theme", args=[case.pk, Theme.INSURANCE.number])}"' in shown


@pytest.mark.guide("KP-3")
def test_that_health_has_not_come_up_is_said_after_three_talks_until_it_has_and_to_nobody_without_restricted(
    people, case, note
):
    browser, address = Browser(people.counsellor), reverse("cases:situation", args=[case.pk])
    hint = 'class="note s-wait mb"'
    for _number in range(2):
        make_session(case)
    assert hint not in browser.get(address).content.decode()
    make_session(case)
    assert hint in browser.get(address).content.decode()
    assert not situation_room(case, Part.NOTES)["health_waits"]
    note(Theme.INSURANCE, ThemeState.UNCLEAR)
    assert hint not in browser.get(address).content.decode()


def test_a_theme_names_partners_who_help_with_it_and_plans_a_step(people, case):
    helps = make_partner(name="Schuldenfrei e. V.", topics=["schulden"], by=people.counsellor)
    other = make_partner(name="Kochtreff", topics=["freizeit_kontakte"], by=people.counsellor)
    shown = Browser(people.counsellor).get(reverse("cases:theme", args=[case.pk, Theme.DEBTS.number])).content.decode()
    assert helps.name in shown
    assert other.name not in shown
    assert f"{reverse('cases:next_step', args=[case.pk])}?thema={Theme.DEBTS.number}" in shown


def test_partners_beside_a_theme_cost_the_same_for_one_and_for_many(people, case):
    browser, address = Browser(people.counsellor), reverse("cases:theme", args=[case.pk, Theme.DEBTS.number])
    make_partner(topics=["schulden"], by=people.counsellor)
    few = browser.ask("GET", address).statements
    for _number in range(6):
        make_partner(topics=["schulden"], by=people.counsellor)
    assert browser.ask("GET", address).statements == few
