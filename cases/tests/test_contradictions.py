"""A state and an entry that do not go together: asked about quietly, at both places, and nothing is set right by itself."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.enums import LeadCause
from cases.models import Account, BenefitClaim, Debt, Dwelling, Income, Insurance, Paper, ResidenceTitle, ThemeEntry
from cases.queries.contradictions import KINDS, PAIRS, contradictions, contradictions_told, entries_behind
from cases.queries.situation import states_of
from cases.services.case import close_case
from cases.services.grant import open_restricted, open_with_reason
from cases.services.record import note_record
from cases.services.situation import note_theme
from umstieg.access.enums import Part
from umstieg.guide.enums import RESTRICTED, Theme, ThemeState
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

TODAY = datetime.date(2026, 11, 26)
LAST_YEAR, YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days=days) for days in (-365, -1, 1))
SETTLED, FOR_NOW, UNCLEAR = ThemeState.SETTLED, ThemeState.SETTLED_FOR_NOW, ThemeState.UNCLEAR


def account(kind, since=YESTERDAY):
    return Account(kind=kind, since_on=since)


def paper(state, kind="steuer_id", **facts):
    return Paper(kind=kind, state=state, **facts)


def dwelling(kind, **facts):
    return Dwelling(kind=kind, started_on=LAST_YEAR, **facts)


def insurance(code, since=YESTERDAY):
    return Insurance(insurance=code, since_on=since)


def title(status, **facts):
    return ResidenceTitle(status=status, since_on=LAST_YEAR, **facts)


#: (theme, state, kind, entries that contradict, entries that do not); one line at least for every pair.
TABLE = [
    (Theme.BENEFITS, SETTLED, "claims", [BenefitClaim(benefit="sgb2", state="APPLIED")], [
        BenefitClaim(benefit="sgb2", state="APPLIED"), BenefitClaim(benefit="wohngeld", state="GRANTED")]),
    (Theme.BENEFITS, SETTLED, "claims", [BenefitClaim(benefit="wohngeld", state="OBJECTION")], [
        BenefitClaim(benefit="wohngeld", state="NO_CLAIM")]),
    (Theme.ACCOUNT, SETTLED, "accounts", [account("NONE")], [account("NONE", LAST_YEAR), account("OWN")]),
    (Theme.ACCOUNT, FOR_NOW, "accounts", [account("OWN", LAST_YEAR), account("BASIC_REFUSED")], [account("NONE", TOMORROW)]),
    (Theme.ACCOUNT, UNCLEAR, "accounts", [account("OWN")], [account("NONE")]),
    (Theme.INCOME, SETTLED, "incomes", [Income(source="keine", started_on=YESTERDAY)], [
        Income(source="keine", started_on=YESTERDAY), Income(source="minijob", started_on=YESTERDAY)]),
    (Theme.DEBTS, SETTLED, "debts", [Debt(state="OPEN")], [Debt(state="PAID"), Debt(state="INSTALMENTS")]),
    (Theme.DEBTS, ThemeState.NO_ISSUE, "debts", [Debt(state="IN_CLARIFICATION")], [Debt(state="WAIVED")]),
    (Theme.TAX_ID, SETTLED, "papers", [paper("MISSING")], [paper("MISSING", "reisepass"), paper("HAVE")]),
    (Theme.PAPERS, SETTLED, "papers", [paper("HAVE", "reisepass", expires_on=YESTERDAY)], [
        paper("MISSING", "reisepass"), paper("HAVE", "reisepass", expires_on=TOMORROW)]),
    (Theme.SHELTER, FOR_NOW, "dwellings", [dwelling("strasse")], [dwelling("notunterkunft")]),
    (Theme.FLAT, SETTLED, "dwellings", [dwelling("notunterkunft")], [
        dwelling("strasse", ended_on=YESTERDAY), dwelling("eigen_miete")]),
    (Theme.REGISTERED_ADDRESS, SETTLED, "dwellings", [dwelling("wg", registered="nein")], [dwelling("wg")]),
    (Theme.INSURANCE, SETTLED, "insurances", [insurance("beantragt")], [insurance("gkv_job")]),
    (Theme.INSURANCE, UNCLEAR, "insurances", [insurance("gkv_job")], [insurance("beantragt")]),
    (Theme.RESIDENCE, SETTLED, "titles", [title("klaerung")], [title("eu_dauer")]),
    (Theme.RESIDENCE, SETTLED, "titles", [title("duldung", valid_until_on=YESTERDAY)], [
        title("duldung", valid_until_on=TODAY)]),
    (Theme.WORK, SETTLED, "incomes", [Income(source="keine", started_on=YESTERDAY)], []),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("theme", "state", "kind", "contradict", "agree"), TABLE)
def test_each_pair_is_asked_about_and_no_other(theme, state, kind, contradict, agree):
    found = contradictions({theme: state}, {kind: contradict}, today=TODAY)
    assert [(pair.theme, entry) for pair, entry in found] == [(theme, contradict[-1])]
    assert not contradictions({theme: state}, {kind: agree}, today=TODAY)
    assert not contradictions({theme: ThemeState.IN_PROGRESS}, {kind: contradict}, today=TODAY)
    assert not contradictions({}, {kind: contradict}, today=TODAY)


def test_every_pair_of_the_table_is_tried():
    tried = {(theme, state, kind) for theme, state, kind, *_more in TABLE}
    for pair in PAIRS:
        assert any(pair.theme == theme and state in pair.states and pair.kind == kind for theme, state, kind in tried)


def test_a_theme_that_is_specially_protected_rests_on_protected_entries_and_no_other_does():
    for pair in PAIRS:
        assert (pair.theme in RESTRICTED) == (KINDS[pair.kind].model.part == Part.RESTRICTED), pair


# --- on the pages -----------------------------------------------------------------------------------------------


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


@pytest.fixture
def both(people, case):
    """A settled account that is none, and a settled insurance that is none."""
    note_theme(case=case, theme=Theme.ACCOUNT, state=SETTLED, by=people.counsellor)
    note_theme(case=case, theme=Theme.INSURANCE, state=SETTLED, by=people.counsellor)
    none = note_record(Account(case=case, kind="NONE"), by=people.counsellor)
    return none, note_record(Insurance(case=case, insurance="nicht_versichert"), by=people.counsellor)


def url(name, case, *keys):
    return reverse(f"cases:{name}", args=[case.pk, *keys])


SAID = "Der Stand sagt „gesichert“, der Eintrag sagt „"


def test_it_is_asked_at_the_theme_and_in_the_room_with_the_way_to_both(people, case, both, sign_in):
    browser = sign_in(people.counsellor)
    account, insurance = both
    for room, theme, change in (
        ("money", Theme.ACCOUNT, url("account_change", case, account.pk)),
        ("health", Theme.INSURANCE, url("insurance_change", case, insurance.pk)),
    ):
        at_theme = browser.get(url("theme", case, theme.number)).content.decode()
        in_room = browser.get(url(room, case)).content.decode()
        hint = in_room[in_room.index(SAID) :].split("</div>")[0]
        assert SAID in at_theme
        assert change in at_theme
        assert change in hint
        assert url("theme", case, theme.number) in hint
    assert "kein Konto" in browser.get(url("theme", case, Theme.ACCOUNT.number)).content.decode()


def test_nothing_is_changed_by_being_asked_about_and_it_ends_when_either_is_set_right(people, case, both, sign_in):
    browser = sign_in(people.counsellor)
    browser.get(url("money", case))
    assert ThemeEntry.objects.count() == 2
    assert states_of(case, Part.WORK)[Theme.ACCOUNT][0] == SETTLED
    note_record(Account(case=case, kind="OWN", since_on=timezone.localdate()), by=people.counsellor)
    assert SAID not in browser.get(url("money", case)).content.decode()


def test_where_notes_are_read_nothing_protected_is_asked_about(people, case, both, sign_in):
    states = dict.fromkeys(Theme, SETTLED)
    told = contradictions_told(
        case, states, entries_behind(case, Theme, Part.NOTES), today=timezone.localdate(), is_writable=False
    )
    assert [one["theme"] for one in told] == ["Konto"]
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    lead = Browser(people.lead)
    assert SAID in lead.get(url("money", case)).content.decode()
    assert lead.get(url("health", case)).status_code == 404
    open_restricted(case=case, reason="Fragen zur Versicherung", by=people.lead)
    assert SAID in lead.get(url("health", case)).content.decode()


def test_an_income_that_is_hidden_from_a_reader_contradicts_nothing_for_her(people, case):
    note_record(Income(case=case, source="sexarbeit"), by=people.counsellor)
    shown = {part: entries_behind(case, [Theme.INCOME], part)["incomes"] for part in (Part.NOTES, Part.RESTRICTED)}
    assert [len(entries) for entries in shown.values()] == [0, 1]


def test_who_only_reads_is_led_to_the_room_and_not_into_a_form(people, case, both):
    close_case(case=case, reason="umzug", by=people.counsellor)
    page = Browser(people.counsellor).get(url("theme", case, Theme.ACCOUNT.number)).content.decode()
    assert SAID in page
    assert url("account_change", case, both[0].pk) not in page
    assert url("money", case) in page
