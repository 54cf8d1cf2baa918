"""Rooms and Land: kept by the administration, by nobody else."""

import pytest
from django.urls import reverse

from umstieg.audit.models import AuditEvent
from umstieg.centre.models import Centre, Room
from umstieg.centre.queries import shown_centre
from umstieg.centre.services import name_centre
from umstieg.testing.filling import filled
from umstieg.testing.make import make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(people, sign_in):
    name_centre(name="Beratungsstelle", by=None)
    return sign_in(people.admin)


@pytest.mark.guide("114-08")
def test_a_room_says_whether_it_is_protected(people, browser):
    url = reverse("centre:room_create")
    data = filled(browser, url, name="Küche", site=str(people.team.site_id), is_protected=None)
    assert browser.post(url, data).status_code == 302
    room = Room.objects.get()
    assert (room.name, room.is_protected, room.is_active) == ("Küche", False, True)
    assert "nicht geschützt" in browser.get(reverse("centre:rooms")).content.decode()
    assert AuditEvent.objects.filter(event="room.added").exists()


def test_a_room_that_is_no_longer_used_is_offered_no_more_but_stays(people, browser, sign_in):
    room = make_room(site=people.team.site, name="Altbau")
    url = reverse("centre:room_change", args=[room.pk])
    browser.post(url, filled(browser, url, is_active=None))
    assert not Room.objects.get().is_active
    assert "Altbau" in browser.get(reverse("centre:rooms")).content.decode()
    form = sign_in(people.counsellor).get(reverse("cases:appointment_create")).content.decode()
    assert "Altbau" not in form


def test_two_rooms_of_one_site_do_not_share_a_name(people, browser):
    room = make_room(site=people.team.site, name="Raum 1")
    url = reverse("centre:room_create")
    answer = browser.post(url, filled(browser, url, name="Raum 1", site=str(room.site_id)))
    assert "schon einen Raum mit diesem Namen" in answer.content.decode()
    assert Room.objects.count() == 1


def test_the_land_is_set_and_acts_at_once(browser):
    shown_centre()
    assert browser.post(reverse("centre:land"), {"land": "HH"}).status_code == 302
    assert Centre.objects.get().land == "HH"
    assert shown_centre().land == "HH"
    assert browser.post(reverse("centre:land"), {"land": "XX"}).status_code == 200
    assert Centre.objects.get().land == "HH"


@pytest.mark.parametrize("person", ["counsellor", "lead", "outreach", "auditor", "nobody"])
def test_nobody_but_the_administration_keeps_rooms(people, sign_in, person):
    room = make_room(site=people.team.site)
    browser = sign_in(getattr(people, person))
    for url in (reverse("centre:rooms"), reverse("centre:room_create"), reverse("centre:room_change", args=[room.pk])):
        assert browser.get(url).status_code == 403
        assert browser.post(url, {"name": "X"}).status_code in (403, 405)


def test_the_navigation_of_the_administration_leads_to_the_rooms(people, sign_in):
    assert reverse("centre:rooms") in sign_in(people.admin).get(reverse("desk:home")).content.decode()
    assert reverse("centre:rooms") not in sign_in(people.counsellor).get(reverse("desk:home")).content.decode()
