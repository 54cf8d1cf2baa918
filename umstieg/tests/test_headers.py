"""Proves goal G12: every answer a real centre gives, page, redirect, refusal, error, file or download, has its headers,
and stands at 100 points or more by the rules of the MDN HTTP Observatory.
"""

import logging

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path, reverse

from umstieg import urls
from umstieg.audit.recording import act
from umstieg.core.files.sending import file_response
from umstieg.core.files.storing import store_file
from umstieg.testing.door import sign_in
from umstieg.testing.files import a_clean_file
from umstieg.testing.make import make_user
from umstieg.testing.observatory import has_html, missing_of_ours, score
from umstieg.testing.real_centre import faults, over_https, settings_of_a_real_centre
from umstieg.testing.size import WHOLE, some_of
from umstieg.testing.targets import targets_of
from umstieg.testing.walker import Browser, addresses
from umstieg.testing.world import make_world

pytestmark = pytest.mark.django_db
NONE_SUCH = 10**9
PEOPLE = ("counsellor", "lead", "admin", "auditor", None) if WHOLE else ("counsellor", None)


@pytest.fixture(autouse=True)
def _as_a_real_centre(settings, monkeypatch):
    """What production.py says about headers and cookies, read from there."""
    for name, value in settings_of_a_real_centre().items():
        setattr(settings, name, value)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_address_scores_a_hundred_for_everybody_by_every_method():
    world, found, seen = make_world(), [], set()
    browsers = {name: over_https(Browser(world.people[name] if name else None)) for name in PEOPLE}
    for address in some_of(addresses(), 3):
        target = targets_of(address, world)[0]
        kwargs = {key: NONE_SUCH if value in ("own", "foreign") else value for key, value in target.kwargs.items()}
        url = reverse(address.name, kwargs=kwargs)
        for name, caller in browsers.items():
            for method in ("GET", "POST", "BREW"):
                answer = _ask(caller, method, url)
                seen.add(answer.status_code)
                found += [f"{name} {method} {address.name} {answer.status_code} {fault}" for fault in faults(answer)]
    assert not found, "\n".join(found)
    assert {200, 302, 403, 404, 405} <= seen


def _ask(caller, method, url):
    cookies = caller.cookies.copy()
    with transaction.atomic():
        answer = caller.generic(method, url)
        transaction.set_rollback(True)
    caller.cookies = cookies
    return answer


def _broken(request):
    raise RuntimeError


def _stored(request):
    by = make_user()
    with act("case.changed", by=by):
        return file_response(store_file(upload=a_clean_file("Größe.pdf"), by=by))


def _plain(request):
    return HttpResponse("x", content_type="text/csv", headers={"Content-Disposition": 'attachment; filename="x.csv"'})


@pytest.fixture
def caller():
    return over_https(Client(raise_request_exception=False))


@pytest.mark.parametrize(
    ("status", "how"),
    [
        (400, {"path": "/konto/anmelden/", "HTTP_HOST": "evil.example.org"}),
        (400, {"path": "/", "HTTP_HOST": "evil.example.org", "HTTP_X_FORWARDED_PROTO": "http"}),
        (400, {"path": "/konto/anmelden/", "CONTENT_LENGTH": "x"}),
        (
            400,
            {
                "path": "/konto/anmelden/?a=%00",
                "method": "POST",
                "data": b"login=a",
                "content_type": "x; charset=utf-7",
            },
        ),
        (404, {"path": "/nirgends/"}),
        (404, {"path": "/static/nirgends.css"}),
        (413, {"path": "/konto/anmelden/", "method": "POST", "data": b"x" * 70_000}),
        (301, {"path": "/konto/anmelden"}),
        (301, {"path": "/konto/anmelden/", "HTTP_X_FORWARDED_PROTO": "http"}),
        (302, {"path": "/"}),
        (500, {"path": "/headers/broken/"}),
        (200, {"path": "/headers/file/"}),
        (200, {"path": "/headers/stored/"}),
    ],
)
def test_refusals_errors_redirects_and_downloads_have_them_too(caller, monkeypatch, status, how):
    pages = {"broken": _broken, "file": _plain, "stored": _stored}
    extra = [path(f"headers/{name}/", login_not_required(view)) for name, view in pages.items()]
    monkeypatch.setattr(urls, "urlpatterns", [*extra, *urls.urlpatterns])
    clear_url_caches()
    answer = caller.generic(how.pop("method", "GET"), how.pop("path"), how.pop("data", b""), **how)
    clear_url_caches()
    assert answer.status_code == status
    # That only https is spoken here is said over https.
    assert faults(answer) == (["80: no HSTS"] if how.get("HTTP_X_FORWARDED_PROTO") == "http" else [])


def test_a_form_without_its_token_is_refused_with_all_headers():
    careful = over_https(Client(enforce_csrf_checks=True))
    answer = careful.post(reverse("account_login"), {"login": "a"})
    assert answer.status_code == 403
    assert faults(answer) == []


@pytest.mark.parametrize("name", ["css/base.css", "js/umstieg.js", "icons/favicon.svg"])
def test_static_files_have_them_and_may_be_kept(caller, name):
    answer = caller.get(f"/static/{name}")
    assert answer.status_code == 200
    assert faults(answer, is_file=True) == []
    assert "max-age" in answer["Cache-Control"]


def test_the_cookies_of_a_real_centre_are_bound_to_their_host(people):
    caller, answer = sign_in(people.counsellor, browser=over_https(Client()))
    names = {name for name, morsel in answer.cookies.items() if morsel.value}
    assert any(name.startswith("__Host-umstieg-device") for name in names)
    assert "__Host-sessionid" in names
    for morsel in answer.cookies.values():
        assert (morsel["secure"], morsel["httponly"], morsel["path"], morsel["domain"]) == (True, True, "/", "")
    assert faults(answer) == []


@pytest.mark.parametrize(
    ("header", "value", "why"),
    [
        ("Content-Security-Policy", None, "no CSP"),
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'", "inline"),
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-eval'", "eval"),
        ("Strict-Transport-Security", None, "no HSTS"),
        ("Strict-Transport-Security", "max-age=60", "too short"),
        ("X-Content-Type-Options", None, "guessed"),
        ("Referrer-Policy", "unsafe-url", "referrer"),
        ("Cross-Origin-Resource-Policy", None, "CORP"),
        ("Access-Control-Allow-Origin", "*", "other sites"),
        ("Permissions-Policy", None, "Permissions-Policy"),
        ("Cache-Control", "private", "no-store"),
        ("Set-Cookie", None, "cookie"),
    ],
)
def test_the_measure_sees_what_is_missing(caller, header, value, why):
    answer = caller.get(reverse("account_login"))
    assert has_html(answer)
    assert faults(answer) == []
    if header == "Set-Cookie":
        answer.set_cookie("sessionid", "x")
    elif value is None:
        del answer.headers[header]
    else:
        answer.headers[header] = value
    points, reasons = score(answer)
    told = ", ".join([*reasons, *missing_of_ours(answer)])
    assert why in told
