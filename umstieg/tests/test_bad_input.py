"""Whatever somebody types or sends: no answer of 500, a German message where it belongs, nothing typed is lost, and
nothing takes effect that no field asked for. `make prove` does the same with every string in every field.
"""

import random
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from cases.models import CounsellingSession
from umstieg.testing import badinput, smuggling
from umstieg.testing.badinput import attempt, send
from umstieg.testing.naughty import LONG, LONG_TEXT
from umstieg.testing.pages import read_page
from umstieg.testing.size import WHOLE, some_of
from umstieg.testing.walker import Browser, addresses
from umstieg.testing.world import make_world

pytestmark = pytest.mark.django_db
SEED = 20261123


@pytest.fixture
def world():
    with override_settings(**badinput.PATIENT):
        yield make_world()


@pytest.fixture
def places(world):
    return badinput.places(world)


@pytest.fixture
def some_places(world, request):
    """All forms, or in a run that is not whole those that fall to the test."""
    return badinput.places(world, only=set(some_of((one.name for one in addresses()), 4, request.node.name)))


def place_at(world, name, page=""):
    """The form of an address, found on its own page or on another."""
    return next(place for place in badinput.places(world, only={page or name}) if place.name == name)


def test_every_form_is_found_and_takes_sensible_data(places):
    """Otherwise a bad field would be refused for the wrong reason."""
    names = {place.name for place in places}
    assert names >= {
        "account_login",
        "accounts:profile",
        "cases:change",
        "cases:channel_change",
        "cases:channel_create",
        "cases:client_change",
        "cases:create",
        "cases:language_create",
        "cases:search",
        "cases:session_correct",
        "cases:session_create",
        "cases:session_new",
    }
    not_at_hand = {"mfa_add_webauthn", "mfa_reauthenticate"}  # a passkey, and a code of this half minute
    not_at_hand |= {"network:read_in", "network:people_cards", "network:partner_cards"}  # a file; these send text
    refused = {place.name: badinput.refused_good_data(place) for place in places if place.name not in not_at_hand}
    assert {name: why for name, why in refused.items() if why} == {}


def test_every_field_stands_one_of_the_worst_inputs(some_places):
    rng = random.Random(SEED)
    count = sum(len(place.fields) for place in some_places)
    assert count > (90 if WHOLE else 20)
    found = [line for place, bad in badinput.one_by_one(some_places, rng, count) for line in attempt(place, bad)]
    assert found == []


def test_every_form_stands_bad_input_in_all_fields_at_once(some_places):
    rng = random.Random(SEED)
    found = [
        line for place, bad in badinput.all_at_once(some_places, rng, 4 if WHOLE else 1) for line in attempt(place, bad)
    ]
    assert found == []


def test_addresses_stand_any_parameter(world):
    rng = random.Random(SEED)
    found = [line for one in badinput.bad_addresses(world, rng, 120) for line in badinput.ask_badly(*one)]
    assert found == []


def test_ten_megabytes_are_refused_at_the_field_and_kept(world):
    text = LONG_TEXT
    for name, field in (("cases:session_create", "note"), ("cases:create", "pseudonym")):
        place = place_at(world, name)
        answer = send(place.browser, "POST", place.form.action, place.good | {field: [text]})
        assert answer.status_code == 200
        shown = read_page(answer.content, place.form.action)
        assert "höchstens" in shown.error_at(field)
        assert shown.form(place.form.action).typed()[field] == text


def test_a_search_for_ten_megabytes_finds_nothing(world):
    place = place_at(world, "cases:search", page="desk:home")
    assert send(place.browser, "POST", place.form.action, {"q": ["x" * LONG]}).status_code == 302


REFUSED = [
    ("started_on", "31.02.2026", "gültiges Datum"),
    ("started_on", "0000-01-01", "gültiges Datum"),
    ("started_on", "99999-01-01", "gültiges Datum"),
    ("started_on", "1850-01-01", "zu weit zurück"),
    ("started_on", "2099-01-01", "in der Zukunft"),
    ("started_time", "25:00", "gültige Uhrzeit"),
    ("minutes", "9" * 500, "ganze Zahl|Höchstens 1440 Minuten"),
    ("minutes", "9" * 5000, "ganze Zahl"),
    ("minutes", "-1", "größer oder gleich"),
    ("minutes", "1.5", "ganze Zahl"),
    ("place", "a\x00b", "Null"),
    ("place", "x" * 121, "höchstens 120 Zeichen"),
    ("mode", "rauchzeichen", "gültige Auswahl"),
    ("site", "9" * 500, "gültige Auswahl"),
    ("topics", "nichts", "gültige Auswahl"),
]


def test_what_is_refused_says_so_in_german_at_the_field_and_is_kept(world):
    place = place_at(world, "cases:session_create")
    note = "Ein Satz mit <b> & „Anführung“."
    for field, typed, message in REFUSED:
        answer = send(place.browser, "POST", place.form.action, place.good | {"note": [note], field: [typed]})
        assert answer.status_code == 200
        page = read_page(answer.content, place.form.action)
        assert re.search(message, page.error_at(field)), (field, typed, page.errors)
        shown = page.form(place.form.action).typed()
        assert shown["note"] == note
        assert shown.get(field, typed) == typed
        assert "<b> &" not in answer.content.decode(), "what was typed is escaped"


def test_half_a_letter_is_accepted_as_a_replacement_character(world):
    """Lone surrogates are no UTF-8: what arrives is what is stored and shown, and nothing breaks."""
    place = place_at(world, "cases:session_create")
    held = []
    note = place.good | {"note": ["a\ud800b"]}
    answer = send(
        place.browser,
        "POST",
        place.form.action,
        note,
        look=lambda: held.append(CounsellingSession.objects.latest("created_at").note),
    )
    assert (answer.status_code, held) == (302, ["a\ufffd\ufffd\ufffdb"])


# --- mass assignment (G17) -------------------------------------------------------------------------------


def test_fields_that_a_form_does_not_have_take_no_effect(world, some_places):
    tried = 0
    for place in some_places:
        if not place.name.startswith(("cases:", "accounts:")):
            continue
        extras = smuggling.smuggled(place, world)
        assert {"owner", "team_id", "role", "id", "closed_on", "created_by", "shown_part"} <= set(extras) | set(
            place.form.controls
        )
        asked = smuggling.effect_of(place, place.good)
        assert smuggling.effect_of(place, place.good | extras) == asked, place.name
        tried += len(extras)
    assert tried > (500 if WHOLE else 100)


def test_the_comparison_sees_a_changed_fact(world):
    place = place_at(world, "cases:client_change")
    other = place.good | {"pronoun": ["they"]}
    assert smuggling.effect_of(place, other) != smuggling.effect_of(place, place.good)


# --- requests that no browser sends ----------------------------------------------------------------------


def test_more_than_the_limit_is_refused_before_it_is_read(world):
    browser = Browser(world.people["counsellor"])
    body = b"note=" + b"x" * (33 * 1024 * 1024)
    answer = browser.generic("POST", reverse("cases:create"), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    stranger = Client(raise_request_exception=False)
    answer = stranger.generic("POST", reverse("account_login"), body[:70_000], content_type="text/plain")
    assert answer.status_code == 413


def test_two_thousand_fields_are_refused(world):
    browser = Browser(world.people["counsellor"])
    assert browser.post(reverse("cases:create"), {f"field{n}": "x" for n in range(2100)}).status_code == 400


BODIES = [
    (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    (b"%ZZ=%&&&==", "application/x-www-form-urlencoded"),
    (b"note=%ED%A0%80&%ED%A0%80=x", "application/x-www-form-urlencoded"),
    (b"{}", "application/json"),
    (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    (b"", "multipart/form-data"),
    (b"\x00" * 100, "multipart/form-data; boundary=" + "y" * 300),
    (b"note=x", "application/x-www-form-urlencoded; charset=nonsense"),
    (b"note=x", "\x00"),
]


def test_broken_bodies_are_no_errors_of_ours(world):
    browser = Browser(world.people["counsellor"])
    for name in ("cases:create", "cases:search", "cases:session_new"):
        for body, kind in BODIES:
            assert browser.generic("POST", reverse(name), body, content_type=kind).status_code < 500, (name, body, kind)


def test_a_file_instead_of_a_text_is_a_missing_text(world):
    browser = Browser(world.people["counsellor"])
    address = reverse("cases:create")
    answer = browser.post(address, {"team": "", "pseudonym": SimpleUploadedFile("a.txt", b"x")})
    assert answer.status_code == 200
    assert read_page(answer.content, address).error_at("pseudonym")


ADDRESSES = [
    "/faelle/%00/",
    "/faelle/%ff%fe/",
    "/faelle/" + "a" * 5000 + "/",
    "/faelle/{own}%0a/",
    "/faelle/{own}/sprachen/" + "9" * 500 + "/loeschen/",
    "/faelle/{own}/sprachen/" + "9" * 5000 + "/loeschen/",
    "/faelle/{own}/kontaktwege/00000000-0000-0000-0000-000000000000/loeschen/",
    "/konto/zweiter-faktor/passkeys/" + "9" * 500 + "/",
    "/konto/passwort/neu/" + "z" * 25 + "/" + "x" * 500 + "/",
    "/konto/passwort/neu/%ED%A0%80/x/",
    "//faelle//",
    "/../../etc/passwd",
    "/static/../umstieg/settings/base.py",
]


def test_broken_addresses_are_no_errors_of_ours(world):
    browser = Browser(world.people["counsellor"])
    for path in ADDRESSES:
        for method in ("GET", "POST", "BREW", "HEAD", "OPTIONS"):
            answer = browser.generic(method, path.replace("{own}", str(world.cases["own"].case.pk)))
            assert answer.status_code < 500, (method, path, badinput.crash_of(answer))


HEADERS = [
    {"cookie": "sessionid=\x00; csrftoken=" + "x" * 5000},
    {"cookie": "sessionid=ä; =; ;;;"},
    {"x-forwarded-for": "' OR 1=1, garbage, ::::"},
    {"x-forwarded-port": "-5"},
    {"x-correlation-id": "x" * 5000},
    {"accept-language": "x" * 5000 + ";q=9e999"},
    {"hx-request": "true", "hx-current-url": "http://[::1"},
    {"referer": "http://[::1"},
    {"content-length": "-1"},
    {"content-length": "viel"},
    {"user-agent": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
    {"range": "bytes=9999999999999999999-0"},
    {"if-modified-since": "0000"},
]


def test_broken_headers_are_no_errors_of_ours(world):
    browser = Browser(world.people["counsellor"])
    for headers in HEADERS:
        for name in ("desk:home", "cases:create", "account_login"):
            for method in ("GET", "POST"):
                answer = browser.generic(method, reverse(name), headers=headers)
                assert answer.status_code < 500, (method, name, headers, badinput.crash_of(answer))


NO_PASSKEY = [
    "5",
    '"x"',
    "[]",
    "{}",
    "null",
    "1e999",
    "[" * 100_000,
    "9" * 5000,
    '{"id": 5}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}',
    '{"id": "YQ", "rawId": "YQ", "type": 5, "response": {"clientDataJSON": "e30", "attestationObject": "oA"}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": "ä", "attestationObject": "ä"}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": [], "attestationObject": []}}',
]


def test_what_is_no_passkey_is_refused_with_a_word(world):
    """The library behind passkeys raises many kinds of errors about it."""
    browser = Browser(world.people["counsellor"])
    add, again = reverse("mfa_add_webauthn"), reverse("mfa_reauthenticate_webauthn")
    for credential in NO_PASSKEY:
        browser.get(add)
        answer = browser.post(add, {"name": "Schlüssel", "credential": credential})
        assert answer.status_code == 200, badinput.crash_of(answer)
        assert read_page(answer.content, add).error_above, credential[:80]
        browser.get(again)
        assert browser.post(again, {"credential": credential}).status_code == 302
