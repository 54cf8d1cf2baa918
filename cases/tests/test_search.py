"""Finding encrypted words, and never a case the asker does not see."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from cases.models import SearchTerm
from cases.pseudonyms import WORDS, propose_pseudonym
from cases.queries.search import find_cases
from cases.services.case import set_co_counsellors
from cases.services.client import add_channel, change_client
from cases.services.search import rebuild_search_index
from umstieg.core.keys import fresh_key
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db

FACTS = {
    "identity_kind": "NAMED",
    "pseudonym": "Łucja Ö",
    "name": "Elena Petrova-Müller",
    "names_used": "Leni",
    "code_word": "Kornblume",
}


@pytest.fixture
def case(people):
    case = make_case(counsellor=people.counsellor, client_facts=FACTS)
    add_channel(client=case.client, by=people.counsellor, kind="TEXT_MESSAGE", value="+49 176 / 123 45-67")
    make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Elster", "name": "", "code_word": "Kornfeld"})
    return case


def found(user, typed):
    return {case.client.pseudonym for case in find_cases(user, typed)}


REMEMBERED = [
    "Łucja Ö",
    "  łucja  ö ",
    "LUCJA",
    "luc",
    "lucj",
    "o",  # a whole word of one letter
    "Elena",
    "petrova",
    "Müller",
    "muller",
    "Elena Petrova-Müller",
    "müller, elena",
    "leni",
    "Łucja Leni",
    "kornblume",
    "0176 1234567",
    "0049 176 1234567",
    "+491761234567",
    "0176/123-4567",
]
NOT_MATCHING = ["lu", "ele petrov x", "Petrov Anna", "1234567", "0176 999", "", "   ", "%", "_", "*", "ł"]


def test_somebody_is_found_by_what_people_remember(people, case):
    assert [typed for typed in REMEMBERED if "Łucja Ö" not in found(people.counsellor, typed)] == []


def test_what_does_not_match_finds_nobody(people, case):
    assert [typed for typed in NOT_MATCHING if "Łucja Ö" in found(people.counsellor, typed)] == []


def test_three_letters_find_all_that_begin_with_them_and_more_narrow_it(people, case):
    assert found(people.counsellor, "kor") == {"Łucja Ö", "Elster"}
    assert found(people.counsellor, "kornb") == {"Łucja Ö"}


def test_a_case_is_found_by_its_number_with_and_without_dash(people, case):
    for typed in (case.number, case.number.replace("-", ""), f"  {case.number} "):
        assert found(people.counsellor, typed) == {"Łucja Ö"}
        assert found(people.lead, typed) == {"Łucja Ö"}


def test_nothing_is_found_outside_of_ones_sight(people, case):
    for user in (people.colleague, people.stranger, people.other_lead, people.outreach, people.admin, people.auditor):
        for typed in ("Łucja", "Elena", "kornblume", "0176 1234567", case.number):
            assert found(user, typed) == set(), (user, typed)


def test_a_lead_finds_by_pseudonym_and_number_and_by_nothing_else(people, case):
    assert found(people.lead, "lucja") == {"Łucja Ö"}
    for typed in ("Elena", "leni", "kornblume", "0176 1234567", "Łucja Elena", "ele"):
        assert "Łucja Ö" not in found(people.lead, typed)


def test_a_co_counsellor_finds_the_case_while_she_works_on_it(people, case):
    set_co_counsellors(case=case, users=[people.stranger], by=people.counsellor)
    assert found(people.stranger, "Elena") == {"Łucja Ö"}
    set_co_counsellors(case=case, users=[], by=people.counsellor)
    assert found(people.stranger, "Elena") == set()


def test_an_old_word_finds_nobody_after_a_change(people, case):
    change_client(client=case.client, by=people.counsellor, pseudonym="Star", name="Ina")
    assert found(people.counsellor, "lucja") == set()
    assert found(people.counsellor, "elena") == set()
    assert found(people.counsellor, "star") == {"Star"}


def test_the_index_holds_digests_and_no_letters(people, case):
    for digest in SearchTerm.objects.values_list("digest", flat=True):
        assert len(digest) == 32
        int(digest, 16)


def test_the_same_word_has_another_digest_as_name_than_as_pseudonym(people):
    facts = {"identity_kind": "NAMED", "pseudonym": "Elena", "name": "Elena"}
    make_case(counsellor=people.counsellor, client_facts=facts)
    names, pseudonyms = (
        set(SearchTerm.objects.filter(kind=kind).values_list("digest", flat=True)) for kind in ("NAME", "PSEUDONYM")
    )
    assert names
    assert names.isdisjoint(pseudonyms)


def test_after_a_new_index_key_the_index_is_rebuilt(people, case):
    with override_settings(INDEX_KEY=fresh_key()):
        assert found(people.counsellor, "lucja") == set()
        assert rebuild_search_index() == 2
        assert found(people.counsellor, "lucja") == {"Łucja Ö"}
        assert found(people.counsellor, "0176 1234567") == {"Łucja Ö"}


def test_a_search_costs_the_same_for_one_hit_and_for_many(people):
    def count():
        people.counsellor.forget_memberships()
        with CaptureQueriesContext(connection) as queries:
            list(find_cases(people.counsellor, "amsel"))
        return len(queries)

    make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Amsel"})
    one = count()
    for _ in range(12):
        make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Amsel"})
    assert count() == one


# --- proposals -------------------------------------------------------------------------------------


def test_a_proposed_pseudonym_is_one_that_no_client_has(people, monkeypatch):
    monkeypatch.setattr("cases.pseudonyms.WORDS", WORDS[:4])
    for word in WORDS[:3]:
        make_case(counsellor=people.counsellor, client_facts={"pseudonym": word.upper()})
    assert {propose_pseudonym() for _ in range(20)} == {WORDS[3]}


def test_when_all_words_are_taken_a_number_makes_a_new_one(people, monkeypatch):
    monkeypatch.setattr("cases.pseudonyms.WORDS", ["Amsel"])
    make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Amsel"})
    assert propose_pseudonym().startswith("Amsel ")
