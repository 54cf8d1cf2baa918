"""Pictures of the demo centre for the README. Needs a Chromium; `make screenshots` runs it."""

import base64
import shutil
import socketserver
import threading
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import sync_playwright

from cases.models import Case
from network.models import Organisation
from umstieg.access.enums import Part
from umstieg.accounts.adapters import SIGNED_IN_AT
from umstieg.accounts.models import User
from umstieg.accounts.sessions import SessionStore
from umstieg.demo.people import person
from umstieg.testing.documents import DOCS

SCREEN = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WHO, WHOSE_CASE, WHOSE_PARTNER = "jana", "Mara", "Schuldner*innenberatung"
NEED = quote("Rumänisch, kostenlos, anonym")
CHROMIUM = [
    "--no-sandbox",
    "--disable-background-networking",
    # Dates as a German browser writes them, though the translations of Chromium may not be installed.
    "--enable-blink-features=LangAttributeAwareFormControlUI",
]
AGAIN = "document.querySelectorAll('[type=date], [type=time]').forEach((el) => { const t = el.type; el.type = 'text'; el.type = t; })"


class Command(BaseCommand):
    help = "Takes the pictures of the README from the demo centre into umstieg/docs/screenshots."

    def handle(self, **options):
        if not settings.IS_DEMO:
            raise CommandError("Pictures are taken of the invented centre only: use umstieg.settings.demo.")
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        if not chromium:
            raise CommandError("A Chromium is needed (apt install chromium).")
        for command in ("migrate", "createcachetable", "seed_demo"):
            call_command(command, verbosity=0, stdout=self.stderr)
        user = User.objects.get(email=person(WHO).email)
        mine = Case.objects.visible_to(user, Part.IDENTITY).select_related("client")
        case = next(one for one in mine if one.client.pseudonym == WHOSE_CASE)
        partner = Organisation.objects.get(name__startswith=WHOSE_PARTNER)
        session = signed_in(user)
        with Server() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
            for name, picture in Photographer(browser, address, session).pictures(case.pk, partner.pk).items():
                (DOCS / "screenshots").mkdir(exist_ok=True)
                (DOCS / "screenshots" / f"{name}.png").write_bytes(picture)
                self.stdout.write(f"umstieg/docs/screenshots/{name}.png")


class Server:
    """The product on a free port of this machine, for as long as the block lasts."""

    def __enter__(self):
        self.server = Threading(("127.0.0.1", 0), Quiet)
        self.server.set_app(get_wsgi_application())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *exc):
        self.server.shutdown()
        self.server.server_close()


class Threading(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Writes no log."""


class Photographer:
    """Opens pages as somebody signed in and takes their pictures."""

    def __init__(self, browser, address, session):
        self.browser, self.address, self.session = browser, address, session

    def page(self, path, *, size=SCREEN, dark=False, scale=1):
        context = self.browser.new_context(
            base_url=self.address,
            viewport=size,
            device_scale_factor=scale,
            color_scheme="dark" if dark else "light",
            locale="de-DE",
            timezone_id=settings.TIME_ZONE,
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": self.session, "url": self.address}])
        page = context.new_page()
        page.route("**/entwuerfe/**", lambda route: route.abort())  # a picture leaves no draft for the next one
        page.goto(path)
        page.evaluate(AGAIN)
        page.evaluate("document.fonts.ready")
        return page

    def pictures(self, pk, partner) -> dict[str, bytes]:
        """{name: PNG}."""
        file, form = reverse("cases:detail", kwargs={"pk": pk}), reverse("cases:session_create", kwargs={"pk": pk})
        phones = [
            self.page("/", size=PHONE, scale=2),
            self.page(file, size=PHONE, scale=2),
            filled(self.page(form, size=PHONE, dark=True, scale=2)),
        ]
        return {
            "case-file-light": self.page(file).screenshot(),
            "case-list-light": self.page(reverse("cases:list")).screenshot(),
            "network-light": self.page(f"{reverse('network:list')}?q={NEED}").screenshot(),
            "partner-light": self.page(reverse("network:detail", args=[partner])).screenshot(),
            "session-dark": filled(self.page(form, dark=True)).screenshot(),
            "phone": self.side_by_side([page.screenshot() for page in phones]),
        }

    def side_by_side(self, pictures):
        """Three phones on one picture of the size of the others."""
        page = self.browser.new_page(viewport=SCREEN)
        images = "".join(
            f'<img style="height:844px;border-radius:28px;box-shadow:0 0 0 10px #2a2826" '
            f'src="data:image/png;base64,{base64.b64encode(one).decode()}">'
            for one in pictures
        )
        page.set_content(
            '<body style="margin:0;height:100vh;background:#e9e7e2;display:flex;align-items:center;'
            f'justify-content:space-evenly">{images}'
        )
        page.wait_for_function("[...document.images].every((img) => img.complete)")
        return page.screenshot()


def filled(page):
    """The form of a session as it looks when somebody is about to save it."""
    for name, value in (("mode", "persoenlich_stelle"), ("topics", "konto"), ("topics", "meldung_postadresse")):
        page.check(f"[name={name}][value={value}]", force=True)
    page.check("[name=usual_minutes][value='90']", force=True)
    page.fill("[name=note]", "Termin bei der Bank vorbereitet. Mara nimmt Pass und Bescheinigung mit.")
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    return page


def signed_in(user) -> str:
    """The key of a session of somebody who has just signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SIGNED_IN_AT] = timezone.now().timestamp()
    session.create()
    return session.session_key
