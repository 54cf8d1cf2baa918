"""The page of the search: a need stands in no address, its wishes are clicked away one by one, and it is told."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from network.enums import Cost, Known
from network.queries.need import need_of
from network.services.person import add_person
from umstieg.access.enums import Role
from umstieg.audit.models import AuditEvent
from umstieg.testing.make import make_partner, make_user
from umstieg.testing.pages import read_page
from umstieg.testing.walker import Browser

LIST = reverse("network:list")
SAID = "Rechtsberatung auf Rumänisch, kostenlos, gratis; xyzzy"


@pytest.fixture
def user(db):
    return make_user(Role.OUTREACH_WORKER)


@pytest.fixture
def hers(user):
    return Browser(user)


def labels(parameters):
    return [wish.label for wish in need_of(parameters).wishes]


def as_query(pairs):
    made = QueryDict(mutable=True)
    for name, value in pairs:
        made.appendlist(name, value)
    return made


# --- leaving out ------------------------------------------------------------------------------------------------


def test_each_wish_can_be_left_out_and_all_others_stay(db):
    sent = as_query(
        [("q", SAID), ("thema", "schulden"), ("zeichen", "anonymous"), ("zeichen", "free"), ("tag", "3"), ("weg", "1")]
    )
    need = need_of(sent)
    found = labels(sent)
    assert len(found) == 7, found
    for place, label in enumerate(found):
        left = as_query(need.without(str(place)))
        assert labels(left) == [one for one in found if one != label], label
        assert left["weg"] == "1"


def test_what_is_typed_twice_and_chosen_as_well_is_left_out_everywhere(db):
    need = need_of(as_query([("q", "kostenlos, Rumänisch, gratis"), ("zeichen", "free")]))
    place = [wish.label for wish in need.wishes].index("kostenlos")
    assert need.without(str(place)) == [("q", "Rumänisch")]


@pytest.mark.parametrize("place", ["", "-1", "9", "99999999999", "x", "١", "1.0"])
def test_what_is_no_number_of_a_wish_leaves_out_nothing(db, place):
    need = need_of(as_query([("q", "kostenlos, anonym")]))
    assert need.without(place) == [("q", "kostenlos, anonym")]


# --- on the page ------------------------------------------------------------------------------------------------


def search(hers, **sent):
    answer = hers.post(LIST, sent)
    assert answer.status_code == 302
    return answer["Location"]


def wishes_on(hers, address):
    """{label of the button: what it sends} of the wishes on a page, and the hidden need beside them."""
    forms = [one for one in read_page(hers.get(address).content, LIST).forms if one.action == LIST]
    return forms[1].data() if len(forms) > 1 else {}


def test_no_need_stands_in_an_address_and_a_wish_is_clicked_away_without_javascript(hers):
    make_partner(name="Leuchtfeuer", languages=["ro"], cost=Cost.FREE, is_anonymous=Known.YES)
    make_partner(name="Nur Deutsch", languages=["de"], cost=Cost.FREE, is_anonymous=Known.YES)
    address = search(hers, q="Rumänisch, kostenlos")
    assert address == f"{LIST}?gesucht=1"
    page = hers.get(address).content.decode()
    assert "Nur Deutsch" not in page
    assert 'aria-label="spricht Rumänisch weglassen"' in page
    assert 'aria-label="kostenlos weglassen"' in page
    address = search(hers, **wishes_on(hers, address), ohne="0")
    assert address == f"{LIST}?gesucht=1"
    page = hers.get(address).content.decode()
    assert "Nur Deutsch" in page
    assert "spricht Rumänisch weglassen" not in page
    assert search(hers, **wishes_on(hers, address), ohne="0") == LIST


def test_wishes_that_a_link_has_chosen_are_clicked_away_as_well(hers):
    make_partner(name="Leuchtfeuer", topics=["schulden"])
    page = hers.get(f"{LIST}?thema=schulden").content.decode()
    assert 'aria-label="Schulden weglassen"' in page
    assert search(hers, **wishes_on(hers, f"{LIST}?thema=schulden"), ohne="0") == LIST


def test_what_was_looked_for_lies_sealed_in_the_session(hers):
    search(hers, q="Zqwort")
    assert "Zqwort" not in str(dict(hers.session))
    assert "Zqwort" in hers.get(f"{LIST}?gesucht=1").content.decode()
    assert "Zqwort" not in Browser(make_user(Role.COUNSELLOR)).get(f"{LIST}?gesucht=1").content.decode()


def test_pages_of_what_was_found_turn_without_the_need_in_the_address(hers):
    for number in range(30):
        make_partner(name=f"Anker {number:02}", languages=["ro"])
    page = hers.get(search(hers, q="Rumänisch")).content.decode()
    assert 'href="?gesucht=1&amp;page=2"' in page
    assert "Anker 29" in hers.get(f"{LIST}?gesucht=1&page=2").content.decode()


# --- what is told of it -----------------------------------------------------------------------------------------


def acts():
    return [
        (act["event"], act["about"], act["reason"])
        for event in AuditEvent.objects.order_by("seq")
        for act in event.acts
    ]


def test_looking_at_a_partner_and_each_search_stand_in_the_log_without_a_word(hers):
    partner = make_partner(name="Leuchtfeuer", languages=["ro"])
    add_person(name="Elena Radeva", organisation=partner, by=make_user(Role.COUNSELLOR))
    before = acts()
    hers.get(reverse("network:detail", args=[partner.pk]))
    hers.get(search(hers, q="Rumänisch"))
    hers.get(hers.post(reverse("network:people"), {"name": "Radeva"})["Location"])
    for address in (LIST, reverse("network:people")):
        hers.get(address)
    assert acts()[len(before) :] == [
        ("partner.viewed", str(partner.pk), ""),
        ("partners.searched", "", ""),
        ("contact_people.searched", "", ""),
    ]


@pytest.mark.parametrize("name", ["list", "detail"])
def test_looking_costs_no_statement_more_than_its_event(hers, monkeypatch, name):
    partner = make_partner(name="Leuchtfeuer", languages=["ro"])
    address = f"{LIST}?q=Rumänisch" if name == "list" else reverse("network:detail", args=[partner.pk])
    told = hers.ask("GET", address)
    monkeypatch.setattr("network.views.partner.record", lambda *_args, **_facts: None)
    untold = hers.ask("GET", address)
    # The head of the chain is locked, the event written, the head moved.
    assert 0 < told.statements - untold.statements <= 3
