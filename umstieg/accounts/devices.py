"""Devices on which somebody has signed in before: a random token in a signed cookie, bound to the account.

Wrong passwords are counted for the account and device. So whoever guesses elsewhere slows down only herself; the
colleague at her own machine still gets in (G9: a delay, never a lock).
"""

import secrets

from django.conf import settings
from django.core.signing import BadSignature

from umstieg.core.crypto import keyed_digest

COOKIE = "umstieg-device"
SALT = "umstieg.accounts.devices"
A_YEAR = 365 * 24 * 60 * 60


def remember_device(response, user) -> None:
    """Leave the cookie after a sign-in."""
    response.set_signed_cookie(
        COOKIE,
        f"{_mark(user.email)}:{secrets.token_urlsafe(16)}",
        salt=SALT,
        max_age=A_YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def device_of(request, credentials) -> str:
    """The token of this device if somebody signed in here with the account that is tried now, else ""."""
    try:
        mark, _, token = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=A_YEAR).partition(":")
    except BadSignature:
        return ""
    return f"device:{token}" if token and mark == _mark(credentials.get("email") or "") else ""


def _mark(email):
    """Says which account, and nothing to whoever reads the cookie."""
    return keyed_digest("device", email.casefold())
