"""The calendar feed: read without complaint by a parser that did not write it, and silent about everybody."""

import datetime
import re

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.services.appointment import cancel_appointment, make_appointment
from cases.services.case import change_case, set_co_counsellors
from umstieg.accounts.services import add_membership, disable_user, end_membership
from umstieg.agenda.models import CalendarFeed
from umstieg.agenda.services import change_feed, make_feed, revoke_feed
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case, make_room
from umstieg.testing.rows import text_of

pytestmark = pytest.mark.django_db

# RFC 5545, 3.1: CRLF, at most 75 octets a line, NAME[;PARAM=VALUE]*:VALUE, folded lines begin with a blank.
LINE = re.compile(r"[A-Z][A-Z0-9-]*(;[A-Z-]+=(\"[^\"]*\"|[^\";:,]*))*:.*")
WORDS = ("Zqpseudonym", "Zqtitel", "Zqort", "Zqmittler", "Bulgarisch")


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Zqpseudonym"})


@pytest.fixture
def booked(people, case):
    """A talk in a room, a call with everything that could be said, and an own appointment."""
    starts_at = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time(10)))
    day = datetime.timedelta(days=1)
    facts = {"by": people.counsellor, "mode": "telefon"}
    room = make_room(site=people.team.site, name="Zqraum")
    return [
        *make_appointment(starts_at=starts_at + day, case=case, room=room, site=None, **facts),
        *make_appointment(
            starts_at=starts_at + 2 * day,
            case=case,
            title="Zqtitel",
            place="Zqort",
            mediation_language="bg",
            mediator="Zqmittler",
            **facts,
        ),
        *make_appointment(starts_at=starts_at + 3 * day, title="Zqtitel", **facts),
    ]


@pytest.fixture
def feed(people):
    return make_feed(user=people.counsellor, by=people.counsellor)


def read(secret):
    return Client().get(reverse("desk:feed", args=[secret]))


def events(answer):
    return vobject.readOne(answer.content.decode()).contents.get("vevent", [])


# --- the format ----------------------------------------------------------------------------------------


def test_an_independent_parser_reads_every_appointment_at_its_time(feed, booked):
    answer = read(feed[1])
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    found = events(answer)
    assert [one.dtstart.value for one in found] == [one.starts_at for one in booked]
    assert [one.dtend.value - one.dtstart.value for one in found] == [datetime.timedelta(hours=1)] * 3
    assert {one.summary.value for one in found} == {"Termin"}
    assert {one.contents["class"][0].value for one in found} == {"PRIVATE"}


def test_the_time_zone_is_told_and_summer_time_kept(people, feed):
    summer = timezone.localdate().replace(month=7, day=5)
    summer = summer if summer > timezone.localdate() else summer.replace(year=summer.year + 1)
    starts_at = timezone.make_aware(datetime.datetime.combine(summer, datetime.time(9, 30)))
    make_appointment(starts_at=starts_at, mode="telefon", by=people.counsellor)
    text = read(feed[1]).content.decode()
    assert "BEGIN:VTIMEZONE" in text
    assert f"DTSTART;TZID=Europe/Berlin:{summer:%Y%m%d}T093000" in text.replace("\r\n ", "")
    assert vobject.readOne(text).vevent.dtstart.value == starts_at


def test_every_line_is_as_rfc_5545_wants_it(feed, booked):
    content = read(feed[1]).content
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert not [line for line in lines if len(line) > 75]
    unfolded = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    assert not [line for line in unfolded if not LINE.fullmatch(line)]
    opened = []
    for line in unfolded:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            opened.append(value)
        elif name == "END":
            assert opened.pop() == value
    assert not opened


def test_an_empty_calendar_is_a_calendar(feed):
    assert events(read(feed[1])) == []


def test_the_id_of_an_appointment_outside_is_stable_and_not_the_one_inside(people, feed, booked):
    first, second = (sorted(one.uid.value for one in events(read(feed[1]))) for _ in range(2))
    assert first == second
    assert len(set(first)) == 3
    assert not [one for one in booked if str(one.pk) in str(first) or one.pk.hex in str(first)]
    _feed, renewed = make_feed(user=people.counsellor, by=people.counsellor)
    assert sorted(one.uid.value for one in events(read(renewed))) == first


# --- what it tells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("detail", ["BUSY", "MODE", "PLACE"])
def test_nothing_in_it_says_anything_about_anybody(people, case, feed, booked, detail):
    change_feed(feed=feed[0], by=people.counsellor, detail=detail)
    answer = read(feed[1])
    text = answer.serialize_headers().decode() + answer.content.decode().replace("\r\n ", "")
    names = [case.number, case.client.number, str(case.pk), "Zq", people.counsellor.name, people.counsellor.email]
    assert not [word for word in (*WORDS, *names, "persoenlich") if word.lower() in text.lower()]
    assert not [name for name in ("DESCRIPTION", "ATTENDEE", "ORGANIZER", "VALARM", "COMMENT", "URL:") if name in text]


def test_it_tells_as_much_as_was_chosen(people, feed, booked):
    site = people.team.site.name
    told = {}
    for detail in ("BUSY", "MODE", "PLACE"):
        change_feed(feed=feed[0], by=people.counsellor, detail=detail)
        one = events(read(feed[1]))[0]
        told[detail] = (one.summary.value, one.contents["location"][0].value if "location" in one.contents else "")
    assert told == {"BUSY": ("Termin", ""), "MODE": ("Termin: Telefon", ""), "PLACE": ("Termin: Telefon", site)}


def test_cancelled_ones_and_those_of_colleagues_are_not_in_it(people, case, feed, booked):
    cancel_appointment(appointment=booked[0], by=people.counsellor)
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    make_appointment(starts_at=timezone.now(), mode="telefon", case=case, owner=people.colleague, by=people.colleague)
    assert len(events(read(feed[1]))) == 2


def test_what_she_may_no_longer_see_is_no_longer_in_it(people, case, feed, booked):
    change_case(case=case, by=people.counsellor, counsellor=people.colleague)
    assert len(events(read(feed[1]))) == 1


def test_it_reaches_a_month_back_and_a_year_ahead(people, feed):
    for days in (-32, -29, 363, 367):  # late in the evening one of an hour ends on the next day
        starts_at = timezone.now() + datetime.timedelta(days=days)
        make_appointment(starts_at=starts_at, mode="telefon", by=people.counsellor)
    assert len(events(read(feed[1]))) == 2


# --- who reads it ------------------------------------------------------------------------------------------


def test_it_is_kept_in_no_cache_and_sets_no_cookie(feed):
    answer = read(feed[1])
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_only_a_digest_of_the_secret_is_kept(feed, people):
    assert feed[1] not in text_of("agenda_calendarfeed", "auditlog_logentry", "audit_auditevent")
    assert len(feed[1]) >= 43  # 256 bits


def test_an_unknown_address_is_404_and_leaves_nothing(feed):
    before = AuditEvent.objects.count()
    for secret in ("x" * 43, feed[0].secret_digest, feed[1][:-1], feed[1] + "x", feed[1].swapcase()):
        assert read(secret).status_code == 404
    assert AuditEvent.objects.count() == before


def test_a_new_address_ends_the_old_one(people, feed):
    _feed, renewed = make_feed(user=people.counsellor, by=people.counsellor)
    assert (read(feed[1]).status_code, read(renewed).status_code) == (404, 200)


def test_an_ended_one_is_404_at_once(people, feed):
    revoke_feed(feed=feed[0], by=people.counsellor)
    assert read(feed[1]).status_code == 404


def test_a_disabled_account_is_404_at_once(people, feed):
    disable_user(user=people.counsellor, by=people.admin)
    assert read(feed[1]).status_code == 404


def test_an_ended_membership_is_404_at_once(people, feed):
    end_membership(membership=people.counsellor.memberships.get(), by=people.admin)
    assert read(feed[1]).status_code == 404
    add_membership(user=people.counsellor, role="COUNSELLOR", team=people.team, by=people.admin)
    assert read(feed[1]).status_code == 200


def test_a_reading_stands_in_the_log_with_its_owner_and_no_case(people, feed, booked):
    cases = AuditedCase.objects.count()
    read(feed[1])
    last = AuditEvent.objects.order_by("-seq").first()
    assert (last.event, last.actor_id) == ("calendar_feed.read", people.counsellor.pk)
    assert AuditedCase.objects.count() == cases


def test_reading_takes_the_same_statements_for_one_and_for_25(people, feed, django_assert_max_num_queries):
    for count in (1, 24):
        for _ in range(count):
            make_appointment(starts_at=timezone.now(), mode="telefon", by=people.counsellor)
        with django_assert_max_num_queries(11):  # savepoints counted
            assert read(feed[1]).status_code == 200


# --- the page ------------------------------------------------------------------------------------------------


def test_the_address_is_shown_once_and_leads_to_the_calendar(people, sign_in):
    browser, url = sign_in(people.counsellor), reverse("agenda:subscribe")
    assert browser.post(url, filled(browser, url, detail="MODE")).status_code == 302
    address = re.search(r'value="(http[^"]+\.ics)"', browser.get(url).content.decode()).group(1)
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200
    assert ".ics" not in browser.get(url).content.decode()
    assert address.rpartition("/")[2].removesuffix(".ics") not in text_of("django_session")


def test_detail_is_changed_without_a_new_address_and_a_new_address_is_made_on_demand(people, sign_in, feed):
    browser, url = sign_in(people.counsellor), reverse("agenda:subscribe")
    browser.post(url, filled(browser, url, detail="PLACE"))
    assert CalendarFeed.objects.get(revoked_at=None).detail == "PLACE"
    assert read(feed[1]).status_code == 200
    browser.post(url, filled(browser, url, detail="PLACE") | {"renew": "1"})
    assert read(feed[1]).status_code == 404
    browser.post(reverse("agenda:unsubscribe"))
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()
