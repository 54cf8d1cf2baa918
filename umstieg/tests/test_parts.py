"""Proves goals G3 and G5: every field of a case holds a word of its own, everybody crawls every address she can reach,
and the words that appear are exactly those of the parts that `matrix.CASE_PARTS` gives her, nowhere in a title, an
address, a header or a cookie, and never in logs, sessions or the audit log.
"""

import io
import logging
import re
from dataclasses import dataclass, field

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

import cases.views.file
from cases.models.case import CaseQuerySet
from umstieg.access.enums import Part, Permission
from umstieg.core.fields import encrypted_fields
from umstieg.testing.marked import FIELDS, NOT_SHOWN_YET, STEM, make_marked_cases, unmarked
from umstieg.testing.rows import LOG, text_of
from umstieg.testing.targets import parts_seen, targets_of
from umstieg.testing.walker import Browser, addresses, holds
from umstieg.testing.world import ANONYMOUS, ROLES, TEAM, Placed, make_world

pytestmark = pytest.mark.django_db
QUERIES = ("", "?state=all&sort=pseudonym", "?page=1&state=closed")
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
ADDRESS = re.compile(r'(?:href|action|src|hx-[a-z]+|content)="([^"]*)"')


@pytest.fixture
def world(db):
    made = make_world()
    made.marked = make_marked_cases(made.people["counsellor"])
    return made


@pytest.fixture
def written_to_the_log_files(monkeypatch):
    """What the product's own handlers would print, with their filters."""
    stream = io.StringIO()
    handlers = {h for name in (None, "django") for h in logging.getLogger(name).handlers}
    ours = [h for h in handlers if any(type(f).__name__ == "ContentFree" for f in h.filters)]
    assert ours
    for handler in ours:
        monkeypatch.setattr(handler, "stream", stream)
    return stream


@dataclass
class Seen:
    """What somebody found on her way: field names by case, and where a word stood that must not stand there."""

    fields: dict[str, set] = field(default_factory=dict)
    out_of_place: list[str] = field(default_factory=list)
    pages: int = 0


def stands_in(shapes, text) -> bool:
    return any(
        re.search(rf"(?<![\w.-]){shape}(?![\w-])", text) if shape.isdigit() else shape in text for shape in shapes
    )


def crawl(world, person) -> Seen:
    """Everything somebody gets by every address: the marked cases wherever a case is named, else what World holds."""
    seen, browser = Seen({one.case.number: set() for one in world.marked}), Browser(world.people[person])
    for address in addresses():
        if address.name.startswith("codelists:"):
            continue  # lists hold every word there is, and are about nobody
        for place, url in enumerate(_urls_of(address, world, person)):
            _look(seen, world, f"{person} {address.name}", browser.ask("GET", url).raw)
            if address.name.startswith("cases:") and place == 0:
                _look(seen, world, f"{person} POST {address.name}", browser.ask("POST", url, {}).raw)
    for one in world.marked:
        _look(seen, world, f"{person} search", searched(browser, one.case.number).raw)
    return seen


def searched(browser, typed):
    """The page of results: the search itself is sent and sends on."""
    browser.ask("POST", reverse("cases:search"), {"q": typed}, keep=True)
    return browser.ask("GET", reverse("cases:search"))


def _urls_of(address, world, person):
    if address.name.startswith("cases:") and address.parameters and address.parameters <= set(world.marked[0].ids):
        for one in world.marked if parts_of(person) else world.marked[:1]:
            yield reverse(address.name, kwargs={name: one.ids[name] for name in address.parameters})
        return
    target = targets_of(address, world)[0]
    kwargs = {"pk": world.passkey_of(person, foreign=False)} if target.kwargs.get("pk") == "own" else target.kwargs
    url = reverse(address.name, kwargs=kwargs)
    yield from (url + query for query in (QUERIES if address.permission in LISTS else QUERIES[:1]))


LISTS = {Permission.CASE_LIST, Permission.TEAM_LIST, Permission.HOME_VIEW}


def _look(seen, world, where, raw):
    seen.pages += 1
    # A piece of a page begins without a doctype: behind its last header, or its last cookie.
    head, _, body = raw.partition("\n<!DOCTYPE" if "\n<!DOCTYPE" in raw else "\n<")
    titles, urls = " ".join(TITLE.findall(body)), " ".join(ADDRESS.findall(body))
    for place, text in (("title", titles), ("address", urls), ("header", head)):
        if STEM in text or STEM.lower() in text:
            seen.out_of_place.append(f"{where}: a word in a {place}")
    for one in world.marked:
        for name, shapes in one.words.items():
            if name not in seen.fields[one.case.number] and stands_in(shapes, body):
                seen.fields[one.case.number].add(name)


def parts_of(person) -> int:
    """The part that somebody sees of the marked cases: the counsellor's own, in TEAM."""
    return parts_seen(Placed(TEAM, {"counsellor"}, case=None)).get(person, 0)


# --- the rule --------------------------------------------------------------------------------------


def test_every_field_of_a_case_belongs_to_a_part_or_says_nothing():
    assert unmarked() == []


def test_three_kinds_of_people_see_three_different_things():
    seen = {person: parts_of(person) for person in [*ROLES, ANONYMOUS]}
    assert {person for person, part in seen.items() if part == Part.WORK} == {"counsellor"}
    assert {person for person, part in seen.items() if part == Part.FACTS} == {"lead", "counselling_lead"}
    assert {part for person, part in seen.items()} == {0, Part.FACTS, Part.WORK}


def test_everybody_reads_exactly_what_the_matrix_gives(world, written_to_the_log_files):
    pages = 0
    for person in [*ROLES, ANONYMOUS]:
        seen = crawl(world, person)
        pages += seen.pages
        assert seen.out_of_place == []
        for one in world.marked:
            allowed = one.belonging_to(parts_of(person)) if parts_of(person) else set()
            found = seen.fields[one.case.number]
            assert found - allowed == set(), person
            if not one.case.closed_on:  # a closed case has no forms: what stands only there is not shown
                assert allowed - found - NOT_SHOWN_YET == set(), person
    assert pages > 700
    assert STEM.lower() not in written_to_the_log_files.getvalue().lower()


def test_the_search_finds_by_what_somebody_may_see_and_by_nothing_else(world):
    one, asked = world.marked[0], 0
    kinds = {"Client.pseudonym": Part.FACTS} | dict.fromkeys(
        ("Client.name", "Client.names_used", "Client.code_word"), Part.IDENTITY
    )
    for person in ("counsellor", "lead", "colleague", "admin"):
        browser, part = Browser(world.people[person]), parts_of(person)
        for name, shapes in one.words.items():
            answer = searched(browser, shapes[0])
            found = one.case.number in answer.raw
            assert found is (name in kinds and part >= kinds[name]), (person, name)
            assert answer.status == (200 if holds(person, Permission.CASE_SEARCH) else 403)
            asked += 1
    assert asked > 100


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
    log, hidden = text_of(*LOG), encrypted_names()
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
    assert "Client.name" in crawl(world, "colleague").fields[world.marked[0].case.number]
    assert "Client.pseudonym" in crawl(world, "other_lead").fields[world.marked[0].case.number]


def test_showing_one_part_too_many_is_noticed(world, monkeypatch):
    real = cases.views.file.case_file

    def too_much(case, user):
        case.shown_part = Part.NOTES
        return real(case, user)

    monkeypatch.setattr(cases.views.file, "case_file", too_much)
    seen = crawl(world, "lead").fields[world.marked[0].case.number]
    assert {"Client.contact_rule", "CounsellingSession.note"} <= seen
