"""Proves goals G3 and G5: every field of a case holds a word of its own, everybody crawls every address she can reach,
and the words that appear are exactly those of the parts that `matrix.CASE_PARTS` gives her, nowhere in a title, an
address, a header or a cookie, and never in logs, sessions or the audit log.
"""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

import cases.views.file
from cases.models.case import CaseQuerySet
from umstieg.access.enums import Part, Permission
from umstieg.core.fields import encrypted_fields
from umstieg.testing.crawling import crawl, part_of, searched, stands_in, written_log_files
from umstieg.testing.marked import FIELDS, NOT_SHOWN_YET, STEM, make_marked_cases, unmarked
from umstieg.testing.rows import LOG, rows_of, text_of
from umstieg.testing.size import WHOLE, some_of
from umstieg.testing.walker import Browser, holds
from umstieg.testing.world import ANONYMOUS, ROLES, make_world

pytestmark = pytest.mark.django_db
OTHERS = [one for one in [*ROLES, ANONYMOUS] if one not in ("counsellor", "lead")]


@pytest.fixture
def world(db):
    made = make_world()
    made.marked = make_marked_cases(made.people["counsellor"])
    return made


@pytest.fixture
def written_to_the_log_files():
    with written_log_files() as stream:
        yield stream


# --- the rule --------------------------------------------------------------------------------------


def test_every_field_of_a_case_belongs_to_a_part_or_says_nothing():
    assert unmarked() == []


def test_three_kinds_of_people_see_three_different_things():
    seen = {person: part_of(person) for person in [*ROLES, ANONYMOUS]}
    assert {person for person, part in seen.items() if part == Part.WORK} == {"counsellor"}
    assert {person for person, part in seen.items() if part == Part.FACTS} == {"lead", "counselling_lead"}
    assert {part for person, part in seen.items()} == {0, Part.FACTS, Part.WORK}


def test_everybody_reads_exactly_what_the_matrix_gives(world, written_to_the_log_files):
    pages = shown = 0
    for person in ["counsellor", "lead", *some_of(OTHERS, 8)]:
        seen = crawl(world, person)
        pages += seen.pages
        assert seen.out_of_place == []
        assert seen.untold == []
        assert seen.false == []
        shown += seen.shown
        for one in world.marked:
            allowed = one.belonging_to(part_of(person)) if part_of(person) else set()
            found = seen.fields[one.case.number]
            assert found - allowed == set(), person
            if not one.case.closed_on:  # a closed case has no forms: what stands only there is not shown
                assert allowed - found - NOT_SHOWN_YET == set(), person
    assert pages > (2_000 if WHOLE else 500)
    assert shown > 100
    assert STEM.lower() not in written_to_the_log_files.getvalue().lower()


def test_the_search_finds_by_what_somebody_may_see_and_by_nothing_else(world):
    one, asked = world.marked[0], 0
    kinds = {"Client.pseudonym": Part.FACTS} | dict.fromkeys(
        ("Client.name", "Client.names_used", "Client.code_word"), Part.IDENTITY
    )
    for person in ("counsellor", "lead", "colleague", "admin"):
        browser, part = Browser(world.people[person]), part_of(person)
        for name in one.words if WHOLE else [*kinds, *some_of(one.words, 6, person)]:
            answer = searched(browser, one.words[name][0])
            found = one.case.number in answer.raw
            assert found is (name in kinds and part >= kinds[name]), (person, name)
            assert answer.status == (200 if holds(person, Permission.CASE_SEARCH) else 403)
            asked += 1
    assert asked > (100 if WHOLE else 30)


# --- what is kept besides --------------------------------------------------------------------------


def test_sessions_messages_log_files_and_the_audit_log_hold_no_word(world, sign_in, written_to_the_log_files):
    one, browser = world.marked[0], sign_in(world.people["counsellor"])
    kwargs = {"pk": one.case.pk}
    browser.get(reverse("cases:detail", kwargs=kwargs))
    found = browser.post(reverse("cases:search"), {"q": one.words["Client.name"][0]}, follow=True)
    assert one.case.number in found.content.decode()
    facts = {"identity_kind": "NAMED", "pseudonym": one.words["Client.pseudonym"][0], "name": f"{STEM}neu"}
    assert browser.post(reverse("cases:client_change", kwargs=kwargs), facts).status_code == 302
    kept = str([session.get_decoded() for session in Session.objects.all()])
    assert "messages" in kept
    for text in (kept, text_of("django_session", "core_cache"), written_to_the_log_files.getvalue()):
        assert STEM.lower() not in text.lower()
    # Row entries of the log hold codes of plain fields (how somebody found us, the mode), and of no encrypted one.
    # Without the numbers of rows: they go on from test to test, and one is sooner or later the year she was born in.
    values = (value for table in LOG for row in rows_of(table).values() for value in row if not value.isdigit())
    log, hidden = "\n".join(values), encrypted_names()
    assert len(hidden) > 20
    for marked in world.marked:
        for name in hidden & marked.words.keys():
            assert not stands_in(marked.words[name], log), name


def encrypted_names():
    return {f"{model.__name__}.{one.name}" for model in FIELDS for one in encrypted_fields(model)} | {"language needed"}


@pytest.mark.parametrize("fails_in", ["case_file", "record"])
def test_an_error_on_a_page_tells_nothing_in_the_log_files_or_to_the_reader(
    world, monkeypatch, written_to_the_log_files, fails_in
):
    one, browser = world.marked[0], Browser(world.people["counsellor"])

    def fails(*args, **kwargs):
        raise ValueError(f"could not read {one.words['Client.name'][0]}")

    monkeypatch.setattr(cases.views.file, fails_in, fails)
    answer = browser.ask("GET", reverse("cases:detail", kwargs={"pk": one.case.pk}))
    assert answer.status == 500
    assert STEM.lower() not in answer.raw.lower()
    assert "ValueError" in written_to_the_log_files.getvalue()
    assert STEM.lower() not in written_to_the_log_files.getvalue().lower()


# --- taking away one check -------------------------------------------------------------------------


def test_showing_every_case_is_noticed(world, monkeypatch):
    real = CaseQuerySet.with_shown_part
    counsellor = world.people["counsellor"]
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda self, user, part=Part.FACTS: self.all())
    monkeypatch.setattr(CaseQuerySet, "with_shown_part", lambda self, user: real(self, counsellor))
    assert (
        "Client.name"
        in crawl(world, "colleague", only={"cases:detail", "cases:person"}).fields[world.marked[0].case.number]
    )
    assert (
        "Client.pseudonym"
        in crawl(world, "other_lead", only={"cases:detail", "desk:team"}).fields[world.marked[0].case.number]
    )


def test_showing_one_part_too_many_is_noticed(world, monkeypatch):
    real = cases.views.file.case_file

    def too_much(case, user):
        case.shown_part = Part.NOTES
        return real(case, user)

    monkeypatch.setattr(cases.views.file, "case_file", too_much)
    seen = crawl(world, "lead", only={"cases:detail"}).fields[world.marked[0].case.number]
    assert {"Client.contact_rule", "CounsellingSession.note"} <= seen
