"""A real Chromium that may speak to this machine only, and people who are already signed in."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from umstieg.testing.people import make_people
from umstieg.testing.walker import Browser

from .looks import HEIGHTS, PHONE, WIDE, faults_at
from .watch import LISTENER, Watch

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("UMSTIEG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
MISSING = "NO CHROMIUM ON THIS MACHINE: THE BROWSER TESTS WERE NOT RUN (install chromium or set UMSTIEG_CHROMIUM)"
NOTHING_SKIPPED = os.environ.get("UMSTIEG_NOTHING_SKIPPED") == "1"
CSP_REPORT = "/csp-report/"
PATIENCE = 20_000  # ms; a machine with other work answers late, and late is not wrong
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _chromium(django_db_setup):
    """The database comes before the server, so that the server is gone before the database is."""
    if CHROMIUM:
        return
    if NOTHING_SKIPPED:
        pytest.fail(MISSING)
    pytest.skip(MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "ignore_default_args": ["--disable-back-forward-cache"],  # people's browsers have one
        "args": [
            "--no-sandbox",  # containers run the tests as root
            "--no-first-run",
            "--disable-gpu",  # drawn by the processor anyway, and quicker without the detour
            "--lang=de-DE",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            # Whatever tried to leave the machine would fail, and would be seen by `Watch` before that.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def people(transactional_db):
    return make_people()


@pytest.fixture
def watch():
    """What every page of a test did; anything it should not have done fails the test at its end."""
    watch = Watch(CSP_REPORT)
    yield watch
    faults = watch.faults()
    assert not faults, "\n".join(faults)


@pytest.fixture
def look():
    """look(page, what, names=…) notes the faults of a page one comes through, at both widths; any fails the test."""
    found = []

    def _look(page, what, names=()):
        found.extend(faults_at(page, what, names, schemes=["light"]))

    yield _look
    assert not found, "\n".join(found)


@pytest.fixture(scope="session")
def windows(browser, browser_context_args):
    """Windows of the browser; to open one takes a second, so a test gives its own back empty. {kind: [context]}."""
    opened = {}
    yield opened
    for context in (context for contexts in opened.values() for context in contexts):
        context.close()


@pytest.fixture
def at(browser, browser_context_args, windows, live_server, settings, watch):
    """at(user) opens a page of somebody signed in; at() of somebody who is not. Addresses are relative.

    Each call has cookies and storage of its own. width, dark and js (False: no JavaScript) change the browser; host is
    the name of the server, address another server, watched_by another Watch than the one of the test.
    """
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"report-uri": [CSP_REPORT]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
    taken = []

    def open_page(user=None, *, width=WIDE, dark=False, js=True, host="localhost", address=None, watched_by=watch):
        address = address or live_server.url.replace("localhost", host)
        kind = (width, dark, js, address)
        free = windows.setdefault(kind, [])
        context = free.pop() if free else _new_window(browser, browser_context_args, address, width, dark, js)
        taken.append((kind, context, watched_by, address))
        watched_by.listen(context)
        if user is not None:
            key = Browser(user).session.session_key
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
        return context.new_page()

    yield open_page
    for kind, context, watched_by, address in taken:
        watched_by.leave(context)
        _emptied(context, address)
        windows[kind].append(context)


def _new_window(browser, args, address, width, dark, js):
    context = browser.new_context(
        **args,
        base_url=address,
        viewport={"width": width, "height": HEIGHTS[width]},
        has_touch=width == PHONE,
        is_mobile=width == PHONE,
        color_scheme="dark" if dark else "light",
        java_script_enabled=js,
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(LISTENER)
    return context


def _emptied(context, address):
    """No cookie, nothing stored, no page."""
    context.clear_cookies()
    context.set_offline(False)
    page = context.pages[0] if context.pages else context.new_page()
    kept = {"origin": address, "storageTypes": "local_storage,indexeddb,cache_storage,service_workers"}
    context.new_cdp_session(page).send("Storage.clearDataForOrigin", kept)
    for page in context.pages:
        page.close()
