"""Going through the door as a browser does, for the tests here."""

from django.test import Client as Browser
from django.urls import reverse

from umstieg.audit.models import AuditEvent
from umstieg.testing.make import PASSWORD

WRONG = "falsches Kennwort"


def sign_in(user, password=PASSWORD, browser=None, address="127.0.0.1"):
    """(browser, answer) after sending the sign-in form from an address."""
    browser = browser or Browser(REMOTE_ADDR=address)
    return browser, browser.post(reverse("account_login"), {"login": user.email, "password": password})


def is_in(browser) -> bool:
    """Whether the start page opens."""
    return browser.get(reverse("desk:home")).status_code == 200


def newest() -> AuditEvent | None:
    return AuditEvent.objects.order_by("-seq").first()


def told() -> list[tuple[str, str, str]]:
    """(event, reason, about) of every act of the newest event."""
    return [(act["event"], act["reason"], act["about"]) for act in newest().acts]
