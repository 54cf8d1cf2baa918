"""People of the network: volunteers are accompanied and trained, nobody signs in, and what is told of them is encrypted."""

import datetime
import uuid

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from network.enums import ContactKind
from network.models import ContactPerson
from network.queries.people import people_choice, people_of_network
from network.services.cooperation import note_activity
from network.services.person import add_person, change_person, end_person, remove_person
from umstieg.access.enums import Role
from umstieg.accounts.models import User
from umstieg.core.drafts import keep_draft
from umstieg.core.errors import DomainError
from umstieg.core.models import Draft
from umstieg.testing.filling import filled
from umstieg.testing.make import make_contact_person, make_partner, make_user
from umstieg.testing.walker import Browser


@pytest.fixture
def by(db):
    return make_user(Role.COUNSELLOR)


def listed(**chosen):
    return [row.name for row in people_of_network(people_choice(chosen))]


@pytest.mark.guide("23-04")
def test_a_volunteer_must_be_accompanied(by):
    with pytest.raises(DomainError) as refused:
        add_person(name="Frieda", kind=ContactKind.VOLUNTEER, by=by)
    assert refused.value.field == "accompanied_by"
    frieda = add_person(name="Frieda", kind=ContactKind.VOLUNTEER, accompanied_by=by, by=by)
    with pytest.raises(DomainError):
        change_person(person=frieda, accompanied_by=None, by=by)


@pytest.mark.guide("23-04")
def test_a_volunteer_helps_with_leisure_only(by):
    with pytest.raises(DomainError) as refused:
        add_person(name="Frieda", kind=ContactKind.VOLUNTEER, accompanied_by=by, is_leisure_only=False, by=by)
    assert refused.value.field == "is_leisure_only"
    make_contact_person(kind=ContactKind.MEDIATOR, is_leisure_only=False, by=by)


@pytest.mark.guide("23-04")
def test_a_person_of_the_network_has_no_account(by):
    before = User.objects.count()
    add_person(name="Frieda", kind=ContactKind.VOLUNTEER, accompanied_by=by, by=by)
    assert User.objects.count() == before


@pytest.mark.guide("126-09")
def test_a_volunteer_who_is_not_trained_is_marked_and_named_so_at_an_event(by):
    frieda = add_person(name="Frieda", kind=ContactKind.VOLUNTEER, accompanied_by=by, by=by)
    browser = Browser(by)
    untrained = "noch nicht geschult"
    assert untrained in browser.ask("GET", reverse("network:people")).body
    assert f"Frieda ({untrained})" in browser.ask("GET", reverse("network:activity_create")).body
    change_person(person=frieda, trained_on=timezone.localdate(), by=by)
    assert untrained not in browser.ask("GET", reverse("network:people")).body
    assert untrained not in browser.ask("GET", reverse("network:activity_create")).body


@pytest.mark.guide("126-08")
def test_volunteers_stand_at_the_event_they_helped_with(by):
    frieda = add_person(name="Frieda", kind=ContactKind.VOLUNTEER, accompanied_by=by, by=by)
    note_activity(kind="EVENT", title="Sommerfest", volunteers=[frieda], by=by)
    body = Browser(by).ask("GET", reverse("network:activities")).body
    assert "Sommerfest" in body
    assert "Frieda" in body
    mediator = make_contact_person(kind=ContactKind.MEDIATOR, by=by)
    with pytest.raises(DomainError) as refused:
        note_activity(kind="EVENT", volunteers=[mediator], by=by)
    assert refused.value.field == "volunteers"


def test_mediators_are_found_by_language(by):
    make_contact_person(name="Desislava", kind=ContactKind.MEDIATOR, languages=["bg", "ru"], by=by)
    make_contact_person(name="Adriana", kind=ContactKind.MEDIATOR, languages=["ro"], by=by)
    assert listed(sprache="bg") == ["Desislava"]
    assert listed(art="MEDIATOR") == ["Adriana", "Desislava"]
    assert listed(art="VOLUNTEER") == []
    assert listed(art="x", sprache="y") == ["Adriana", "Desislava"]


def test_somebody_is_found_by_her_name_without_it_standing_in_an_address(by, sign_in):
    make_contact_person(name="Silke Brodersen", by=by)
    make_contact_person(name="Adriana Munteanu", by=by)
    answer = sign_in(by).post(reverse("network:people"), {"name": "brod"}, follow=True)
    assert "brod" not in answer.request["QUERY_STRING"]
    assert [row.name for row in answer.context["rows"]] == ["Silke Brodersen"]
    answer = sign_in(by).get(reverse("network:people") + "?name=brod")
    assert len(answer.context["rows"]) == 2


def test_a_link_to_a_phone_or_an_e_mail_brings_no_code_and_no_copy_along(by):
    make_contact_person(name="Silke", phone="*21*0900 123#", email="a?bcc=spy%40evil.org&x@amt.de", by=by)
    body = Browser(by).ask("GET", reverse("network:people")).body
    assert 'href="tel:210900123"' in body
    assert "?bcc" not in body.split('href="mailto:')[1].split('"')[0]


def test_two_who_change_the_same_person_do_not_undo_each_other(by, sign_in):
    person = make_contact_person(name="Silke", phone="0171 1", by=by)
    mine, hers = sign_in(by), sign_in(make_user(Role.TEAM_LEAD))
    address = reverse("network:person_change", args=[person.pk])
    opened, also_opened = filled(mine, address), filled(hers, address)
    assert mine.post(address, opened | {"phone": "0171 2"}).status_code == 302
    assert hers.post(address, also_opened | {"note": "Nett"}).status_code == 302
    person.refresh_from_db()
    assert (person.phone, person.note) == ("0171 2", "Nett")
    conflict = hers.post(address, also_opened | {"typed_key": str(uuid.uuid4()), "phone": "0171 3", "note": "Nett"})
    assert conflict.status_code == 200
    page = conflict.content.decode()
    assert "0171 2" in page  # what the other has saved
    assert "0171 3" in page  # what she typed
    person.refresh_from_db()
    assert person.phone == "0171 2"


def test_whoever_is_deleted_leaves_no_draft_behind(by):
    person = make_contact_person(name="Silke", by=by)
    keep_draft(
        owner=by,
        key=uuid.uuid4(),
        form="network.person_change",
        about=str(person.pk),
        facts={"name": ["Silke"]},
        page=uuid.uuid4(),
    )
    remove_person(person=person, by=by)
    assert not Draft.objects.exists()
    with pytest.raises(DomainError):
        remove_person(person=person, by=by)


def test_who_is_no_longer_there_is_shown_only_when_asked_for(by):
    person = make_contact_person(name="Adriana", by=by)
    end_person(person=person, by=by)
    assert listed() == []
    assert listed(frueher="1") == ["Adriana"]


def test_an_end_before_the_beginning_is_refused_at_its_field(by):
    today = timezone.localdate()
    with pytest.raises(DomainError) as refused:
        make_contact_person(since=today, until=today - datetime.timedelta(days=1), by=by)
    assert refused.value.field == "until"


def test_somebody_is_deleted_for_good_when_she_asks_for_it(by):
    person = make_contact_person(name="Adriana", by=by)
    remove_person(person=person, by=by)
    assert not ContactPerson.objects.exists()


@pytest.mark.guide("24-04", "123-08", "122-18")
def test_a_contact_person_is_added_to_a_partner_in_the_browser(by, sign_in):
    partner, browser = make_partner(kind="arbeitgeber", by=by), sign_in(by)
    address = reverse("network:contact_create", args=[partner.pk])
    sent = filled(browser, address, name="Kirsten Ahlers", kind="EMPLOYER", email="keine Adresse")
    answer = browser.post(address, sent)
    assert answer.status_code == 200
    assert "Kirsten Ahlers" in answer.content.decode()
    assert browser.post(address, sent | {"email": "ahlers@example.org"}).status_code == 302
    assert partner.people.get().name == "Kirsten Ahlers"


def test_who_she_is_lies_encrypted(by):
    make_contact_person(
        name="Adriana Munteanu",
        phone="0171 5550",
        email="a@example.org",
        note="Nett",
        hours_note="nur vormittags",
        by=by,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM network_contactperson")
        row = " ".join(map(str, cursor.fetchone()))
    for word in ("Adriana", "Munteanu", "0171", "example.org", "Nett", "vormittags"):
        assert word not in row


def test_the_list_of_people_takes_the_same_statements_however_long(by):
    browser = Browser(by)

    def some(times):
        for _number in range(times):
            make_contact_person(organisation=make_partner(by=by), by=by)

    some(1)
    few = browser.ask("GET", reverse("network:people")).statements
    some(10)
    assert browser.ask("GET", reverse("network:people")).statements == few
