"""Partners, their places and who of us holds the relation."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from network.enums import Stage
from network.models import Liaison, Organisation
from network.queries.partner import may_be_handed_out
from network.services.agreement_file import attach_file
from network.services.cooperation import make_agreement, note_activity
from network.services.organisation import (
    add_organisation,
    add_site,
    change_organisation,
    confirm_organisation,
    end_organisation,
    end_relation,
    hold_relation,
    remove_site,
    revive_organisation,
    set_stage,
)
from network.services.person import add_person
from network.services.task import add_partner_task
from umstieg.access.enums import Role
from umstieg.accounts.services import disable_user
from umstieg.audit.models import AuditEvent
from umstieg.codelists.queries import keys_of
from umstieg.core.errors import DomainError
from umstieg.testing.files import a_clean_file
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case, make_partner, make_session, make_user
from umstieg.testing.walker import Browser

TODAY = datetime.date(2026, 11, 26)


@pytest.fixture
def by(db):
    return make_user(Role.COUNSELLOR, name="Jana Lorenz")


@pytest.mark.guide("24-11", "112-09", "113-09", "123-07", "124-12", "124-15", "125-07", "125-08", "133-16", "126-10")
@pytest.mark.parametrize(
    "kind",
    [
        "jobcenter",
        "gesundheitsamt",
        "steuerberatung",
        "fachberatungsstelle",
        "wohnungslosenhilfe",
        "sexuelle_gesundheit",
        "migrationsberatung",
        "rechtsberatung",
        "vermittlungsplattform",
        "soziale_einrichtung",
        "clearingstelle",
        "wohnungsgenossenschaft",
        "vermieter",
        "arbeitgeber",
        "netzwerk",
    ],
)
def test_a_partner_of_every_kind_the_guide_names_can_be_added_in_the_browser(by, kind, sign_in):
    browser, address = sign_in(by), reverse("network:create")
    assert browser.post(address, filled(browser, address, name="Hafenhilfe", kind=kind)).status_code == 302
    assert Organisation.objects.get().kind == kind


def test_whoever_adds_a_partner_holds_the_relation(by):
    partner = add_organisation(name="Hafenhilfe", kind="bank", by=by)
    assert [liaison.user for liaison in partner.liaisons.standing()] == [by]
    assert partner.stages.get().stage == Stage.IDENTIFIED


def test_a_second_record_of_the_same_partner_is_refused_at_the_name(by):
    add_organisation(name="Hafenhilfe", kind="bank", by=by)
    with pytest.raises(DomainError) as refused:
        add_organisation(name=" Hafenhilfe ", kind="bank", by=by)
    assert refused.value.field == "name"
    add_organisation(name="Hafenhilfe", kind="vhs", by=by)  # another house of the same name
    other = add_organisation(name="Hafen", kind="bank", by=by)
    with pytest.raises(DomainError):
        change_organisation(organisation=other, name="Hafenhilfe", by=by)


def test_a_partner_that_is_gone_can_be_added_anew(by):
    end_organisation(organisation=add_organisation(name="Hafenhilfe", kind="bank", by=by), by=by)
    assert add_organisation(name="Hafenhilfe", kind="bank", by=by)


@pytest.mark.guide("124-13")
def test_the_first_place_comes_with_its_hours(by):
    partner = add_organisation(name="Praxis", kind="arztpraxis", hours="2 16:00-18:00", hours_note="frei", by=by)
    assert partner.sites.get().hours_note == "frei"
    assert not add_organisation(name="Ohne Ort", kind="bank", accessibility="UNKNOWN", by=by).sites.exists()


def test_places_are_added_and_given_up(by):
    partner = make_partner(by=by)
    site = add_site(organisation=partner, address="Am Kai 1", by=by)
    with pytest.raises(DomainError) as refused:
        add_site(organisation=partner, accessibility="FULL", by=by)
    assert refused.value.field == "address"
    remove_site(site=site, by=by)
    assert not partner.sites.exists()


def test_a_stage_is_dated_and_never_overwritten(by):
    partner = make_partner(by=by)
    set_stage(organisation=partner, stage=Stage.COOPERATING, by=by)
    set_stage(organisation=partner, stage=Stage.COOPERATING, by=by)
    set_stage(organisation=partner, stage=Stage.DORMANT, by=by)
    assert list(partner.stages.order_by("pk").values_list("stage", flat=True)) == [
        "IDENTIFIED",
        "COOPERATING",
        "DORMANT",
    ]


@pytest.mark.guide("24-V", "24-05")
def test_a_relation_held_by_one_person_says_so_and_one_held_by_two_does_not(by):
    partner, browser = make_partner(by=by), Browser(by)
    hint = "hängt an einer Person"
    assert hint in browser.ask("GET", reverse("network:detail", args=[partner.pk])).body
    hold_relation(organisation=partner, user=make_user(Role.COUNSELLOR), by=by)
    assert hint not in browser.ask("GET", reverse("network:detail", args=[partner.pk])).body


def test_nobody_holds_a_relation_twice_but_may_take_it_up_again(by):
    partner = make_partner(by=by)
    with pytest.raises(DomainError) as refused:
        hold_relation(organisation=partner, user=by, by=by)
    assert refused.value.field == "user"
    end_relation(liaison=Liaison.objects.get(), by=by)
    hold_relation(organisation=partner, user=by, by=by)
    assert partner.liaisons.standing().count() == 1


def test_whoever_works_here_no_longer_holds_nothing(by):
    partner, gone = make_partner(by=by), make_user(Role.COUNSELLOR)
    hold_relation(organisation=partner, user=gone, by=by)
    assert partner.liaisons.standing().count() == 2
    disable_user(user=gone, by=make_user(Role.ADMIN))
    assert partner.liaisons.standing().count() == 1


def test_still_true_takes_one_click(by):
    partner = make_partner(by=by)
    Organisation.objects.filter(pk=partner.pk).update(checked_on=TODAY - datetime.timedelta(days=400))
    confirm_organisation(organisation=partner, by=by)
    partner.refresh_from_db()
    assert partner.checked_on == timezone.localdate()


def test_a_partner_that_is_gone_can_be_taken_up_again(by):
    partner = make_partner(by=by)
    end_organisation(organisation=partner, by=by)
    revive_organisation(organisation=partner, by=by)
    partner.refresh_from_db()
    assert partner.ended_on is None


def test_every_change_is_told_by_the_log(by):
    partner = make_partner(by=by)
    set_stage(organisation=partner, stage=Stage.INFORMED, by=by)
    add_site(organisation=partner, address="Kai", by=by)
    told = set(AuditEvent.objects.values_list("event", flat=True))
    assert {"partner.added", "partner.stage_set", "partner.changed"} <= told


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.TEAM_LEAD, Role.OUTREACH_WORKER, Role.ADMIN])
def test_a_partner_page_shows_no_case_in_any_role(db, role):
    counsellor = make_user(Role.COUNSELLOR)
    case = make_case(counsellor=counsellor, client_facts={"pseudonym": "Ginster"})
    make_session(case, note="Bei Hafenhilfe gewesen")
    partner = make_partner(name="Hafenhilfe", by=counsellor)
    add_person(name="Silke", organisation=partner, by=counsellor)
    make_agreement(organisation=partner, title="Kurzer Weg", by=counsellor)
    note_activity(kind="ROUND_TABLE", organisations=[partner], by=counsellor)
    add_partner_task(organisation=partner, text="Anrufen", by=counsellor)
    reader = counsellor if role == Role.COUNSELLOR else make_user(role)
    for name, args in (("detail", [partner.pk]), ("list", []), ("review", []), ("activities", []), ("people", [])):
        answer = Browser(reader).ask("GET", reverse(f"network:{name}", args=args))
        assert answer.status == 200
        assert "Ginster" not in answer.raw
        assert case.number not in answer.raw


def test_those_who_only_look_are_offered_nothing_to_change(by):
    partner = make_partner(by=by)
    body = Browser(make_user(Role.OUTREACH_WORKER)).ask("GET", reverse("network:detail", args=[partner.pk])).body
    assert "/aendern/" not in body
    assert 'method="post"' not in body.split("<main", 1)[1].split("</main>", 1)[0]


def test_the_page_of_a_partner_takes_the_same_statements_however_much_hangs_on_it(by):
    browser, partner, paper = Browser(by), make_partner(by=by), a_clean_file()

    def fill(times):
        for number in range(times):
            add_site(organisation=partner, address=f"Kai {number}", by=by)
            person = add_person(name=f"Kontakt {number}", organisation=partner, by=by)
            agreement = make_agreement(organisation=partner, title=f"Absprache {number}", by=by)
            for _file in range(number + 1):
                attach_file(agreement=agreement, upload=paper, by=by)
            note_activity(kind="ROUND_TABLE", organisations=[partner], by=by)
            add_partner_task(organisation=partner, text="Anrufen", by=by)
            assert person

    fill(1)
    few = browser.ask("GET", reverse("network:detail", args=[partner.pk])).statements
    fill(8)
    assert browser.ask("GET", reverse("network:detail", args=[partner.pk])).statements == few


@pytest.mark.parametrize("kind", ["betreiber", "polizei", "presse", "zuwendungsgeber"])
def test_no_client_is_handed_a_sheet_of_an_operator_the_police_press_or_a_funder(by, kind):
    partner = make_partner(kind=kind, by=by)
    assert not may_be_handed_out(partner)
    for name in ("sheet", "sheet_pdf"):
        assert Browser(by).ask("GET", reverse(f"network:{name}", args=[partner.pk])).status == 404
    assert "merkblatt" not in Browser(by).ask("GET", reverse("network:detail", args=[partner.pk])).body


def test_every_other_kind_may_be_handed_out(by):
    refused = {kind for kind in keys_of("partner_type") if not may_be_handed_out(make_partner(kind=kind, by=by))}
    assert refused == {"betreiber", "polizei", "presse", "zuwendungsgeber"}


@pytest.mark.parametrize("language", ["de", "en", "ro", "bg", "hu", "es"])
def test_the_sheet_speaks_the_language_of_the_client_and_says_nothing_of_us(by, language):
    partner = make_partner(
        name="Hafenhilfe",
        note="Geheimnotiz",
        is_for_target_group=True,
        languages=["ro"],
        hours="3 15:00-18:00",
        cost="FREE",
        by=by,
    )
    answer = Browser(by).ask("GET", reverse("network:sheet_pdf", args=[partner.pk]) + f"?sprache={language}")
    words = {"de": "kostenlos", "en": "free", "ro": "gratuit", "bg": "безплатно", "hu": "ingyenes", "es": "gratuito"}
    assert words[language] in answer.raw
    assert "Hafenhilfe" in answer.raw
    for hidden in ("Geheimnotiz", "Zielgruppe", "Jana", "Beratungsstelle", "umstieg"):
        assert hidden not in answer.raw.split("<pdf>", 1)[1]
    assert "Hafenhilfe" not in answer.headers["Content-Disposition"]
