"""What is known of a client, and what is never asked for."""

import datetime

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction

from cases.enums import IdentityKind
from cases.models import Client, ClientLanguage, ContactChannel, SearchTerm
from cases.services.case import open_case
from cases.services.client import (
    add_channel,
    add_language,
    case_numbers,
    change_channel,
    change_client,
    remove_channel,
    remove_language,
)
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case, make_team, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.date


# --- what is mandatory -----------------------------------------------------------------------------


@pytest.mark.guide("114-13")
@pytest.mark.guide("125-V")
def test_a_case_needs_of_a_person_nothing_but_a_pseudonym():
    team = make_team()
    counsellor = make_user("COUNSELLOR", team=team)
    case = open_case(team=team, counsellor=counsellor, client_facts={"pseudonym": "Amsel"}, by=counsellor)
    assert case.client.number == f"K{case.number}"
    asked = {
        field.name: getattr(case.client, field.name)
        for field in Client._meta.concrete_fields
        if field.name not in ("id", "number", "pseudonym", "created_at", "identity_kind")
    }
    assert set(asked.values()) == {"", None}


@pytest.mark.guide("114-13")
@pytest.mark.guide("125-V")
def test_no_other_field_of_client_or_case_is_ever_mandatory():
    """Status, age, nationality, residence: none is a condition of help. Who, where and since when are the centre's."""
    ours = {"id", "number", "client", "team", "site", "counsellor", "opened_on", "created_at"}
    for model in (Client, type(make_case())):
        must = {
            field.name
            for field in model._meta.concrete_fields
            if not field.blank and not field.has_default() and field.name not in ours
        }
        assert must <= {"pseudonym"}, model


def test_a_client_without_a_pseudonym_is_refused_at_the_field():
    team = make_team()
    counsellor = make_user("COUNSELLOR", team=team)
    with pytest.raises(DomainError) as refused:
        open_case(team=team, counsellor=counsellor, client_facts={"pseudonym": ""}, by=counsellor)
    assert refused.value.field == "pseudonym"
    assert not Client.objects.exists()


@pytest.mark.guide("114-03")
def test_gender_may_be_any_of_the_codes_with_own_words_and_pronoun():
    for gender in ("weiblich", "maennlich", "divers", "ohne_eintrag", "keine_angabe", ""):
        facts = {"pseudonym": "Amsel", "gender": gender, "gender_description": "genderfluid", "pronoun": "dey"}
        client = make_case(client_facts=facts).client
        client.refresh_from_db()
        assert (client.gender, client.gender_description, client.pronoun) == (gender, "genderfluid", "dey")


def test_there_is_no_field_for_having_left_sex_work():
    """Guide 1.1.3: leaving is never a condition; in this part of the file nobody is asked."""
    for name in ("has_left", "still_working", "registration_number"):
        with pytest.raises(FieldDoesNotExist):
            Client._meta.get_field(name)


# --- anonymous -------------------------------------------------------------------------------------

NAMED = {"pseudonym": "Amsel", "name": "Elena Petrova", "residence_place": "Mannheim", "birth_year": 1990}


@pytest.mark.guide("114-13")
def test_an_anonymous_client_holds_no_name_place_or_year_of_birth():
    client = make_case(client_facts={**NAMED, "identity_kind": IdentityKind.ANONYMOUS}).client
    client.refresh_from_db()
    assert (client.name, client.residence_place, client.birth_year) == ("", "", None)
    assert client.pseudonym == "Amsel"


@pytest.mark.guide("114-13")
def test_somebody_who_becomes_anonymous_is_forgotten_by_name_also_in_the_search():
    case = make_case(client_facts={**NAMED, "identity_kind": IdentityKind.NAMED})
    assert SearchTerm.objects.filter(client=case.client, kind="NAME").exists()
    change_client(client=case.client, by=case.counsellor, identity_kind=IdentityKind.ANONYMOUS)
    client = Client.objects.get()
    assert (client.name, client.residence_place, client.birth_year) == ("", "", None)
    assert not SearchTerm.objects.filter(client=client, kind="NAME").exists()


def test_all_three_ways_of_being_kept_get_the_same_case():
    for kind in IdentityKind.values:
        case = make_case(client_facts={"pseudonym": "Amsel", "identity_kind": kind, "name": "Elena"})
        assert case.phases.get().phase == "GETTING_TO_KNOW"


# --- age -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "day", "age"),
    [
        (DAY(2024, 3, 10), DAY(2024, 3, 10), 30),
        (DAY(2024, 3, 10), DAY(2025, 3, 9), 30),
        (DAY(2024, 3, 10), DAY(2025, 3, 10), 31),
        (DAY(2024, 3, 10), DAY(2026, 11, 23), 32),
        (DAY(2024, 2, 29), DAY(2025, 2, 28), 30),
        (DAY(2024, 2, 29), DAY(2025, 3, 1), 31),
        (DAY(2024, 3, 10), DAY(2024, 3, 9), 29),
    ],
)
def test_an_age_told_once_grows_a_year_with_every_full_year(told, day, age):
    assert Client(age=30, age_told_on=told).age_on(day) == age


def test_a_year_of_birth_gives_the_age_of_that_year():
    assert Client(birth_year=1990).age_on(DAY(2026, 1, 1)) == 36


def test_an_unknown_age_is_none():
    assert Client().age_on(DAY(2026, 1, 1)) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"age": 30},
        {"age_told_on": DAY(2026, 1, 1)},
        {"age": 30, "age_told_on": DAY(2026, 1, 1), "birth_year": 1996},
        {"age": 9, "age_told_on": DAY(2026, 1, 1)},
        {"birth_year": 1899},
    ],
    ids=["no day", "no age", "both", "a child", "long ago"],
)
def test_an_age_that_does_not_fit_is_refused(facts):
    with pytest.raises(DomainError):
        make_case(client_facts={"pseudonym": "Amsel", **facts})


def test_the_database_itself_keeps_age_and_its_day_together():
    client = make_case().client
    for facts in ({"age": 30}, {"age_told_on": DAY(2026, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Client.objects.filter(pk=client.pk).update(**facts)


# --- ways of contact and languages -----------------------------------------------------------------


@pytest.mark.guide("114-04")
def test_a_way_of_contact_carries_the_rules_that_keep_it_safe():
    case = make_case()
    rules = {
        "times": "werktags 10–14",
        "sender_name": "Praxis Dr. Vogel",
        "who_may_hear": "nur sie",
        "no_voicemail": True,
    }
    add_channel(client=case.client, by=case.counsellor, kind="TEXT_MESSAGE", value="0176 1234567", **rules)
    channel = ContactChannel.objects.get()
    assert {name: getattr(channel, name) for name in rules} == rules


def test_a_way_of_contact_without_number_or_of_no_known_kind_is_refused():
    case = make_case()
    for facts in ({"kind": "CALL", "value": ""}, {"kind": "FAX", "value": "1"}):
        with pytest.raises(DomainError) as refused:
            add_channel(client=case.client, by=case.counsellor, **facts)
        assert refused.value.field in ("value", "kind")


def test_a_removed_number_is_gone_from_the_search_too():
    case = make_case()
    channel = add_channel(client=case.client, by=case.counsellor, kind="CALL", value="0176 1234567")
    change_channel(channel=channel, by=case.counsellor, value="0176 7654321")
    assert SearchTerm.objects.filter(kind="PHONE").count() == 1
    remove_channel(channel=channel, by=case.counsellor)
    assert not SearchTerm.objects.filter(kind="PHONE").exists()


@pytest.mark.guide("111-09")
def test_a_client_may_speak_several_languages_and_need_mediation_in_some():
    case = make_case()
    first = add_language(client=case.client, by=case.counsellor, language="bg", level="FIRST", needs_mediation=True)
    add_language(client=case.client, by=case.counsellor, language="de", level="A1")
    held = {(row.language, row.level, row.needs_mediation) for row in ClientLanguage.objects.all()}
    assert held == {("bg", "FIRST", True), ("de", "A1", False)}
    remove_language(spoken=first, by=case.counsellor)
    assert [row.language for row in ClientLanguage.objects.all()] == ["de"]


def test_a_level_that_does_not_exist_is_refused():
    case = make_case()
    with pytest.raises(DomainError):
        add_language(client=case.client, by=case.counsellor, language="bg", level="Z9")


# --- changing --------------------------------------------------------------------------------------


def test_fields_that_are_not_named_stay():
    case = make_case(client_facts={"pseudonym": "Amsel", "name": "Elena", "identity_kind": "NAMED"})
    change_client(client=case.client, by=case.counsellor, pronoun="sie")
    client = Client.objects.get()
    assert (client.name, client.pronoun) == ("Elena", "sie")


def test_what_is_refused_leaves_the_row_as_it_was():
    case = make_case(client_facts={"pseudonym": "Amsel"})
    with pytest.raises(DomainError):
        change_client(client=case.client, by=case.counsellor, pseudonym="x" * 61)
    assert Client.objects.get().pseudonym == "Amsel"


@pytest.mark.guide("0-02")
def test_a_change_of_the_client_is_logged_under_all_of_her_cases():
    first = make_case()
    second = make_case(client=first.client, counsellor=first.counsellor)
    assert case_numbers(first.client) == sorted([first.number, second.number])


def test_a_client_prints_as_a_number_only():
    with act("client.changed", by=None):
        client = Client(number="K26-0001", pseudonym="Amsel", name="Elena")
    assert str(client) == "K26-0001"
