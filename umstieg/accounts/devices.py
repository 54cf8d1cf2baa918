"""Devices on which somebody has signed in before: a random token in a signed cookie, bound to the account.

Wrong passwords on such a device are counted for it alone (`guessing.py`). So whoever guesses elsewhere slows down only
herself; the colleague at her own machine still gets in. Each account has a cookie of its own: at the desk that two
people share, each is known.
"""

import secrets

from django.conf import settings
from django.core.signing import BadSignature

from umstieg.core.crypto import keyed_digest

SALT = "umstieg.accounts.devices"
A_YEAR = 365 * 24 * 60 * 60


def remember_device(request, response, user) -> None:
    """Leave the cookie after a sign-in, or after a new password set by the link that was mailed."""
    mark = _mark(user.email)
    response.set_signed_cookie(
        _cookie(mark),
        f"{mark}:{device_of(request, user.email).removeprefix('device:') or secrets.token_urlsafe(16)}",
        salt=SALT,
        max_age=A_YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def device_of(request, email) -> str:
    """The token of this device if somebody signed in here with the account that is tried now, else ""."""
    mine = _mark(email or "")
    try:
        mark, _, token = request.get_signed_cookie(_cookie(mine), default="", salt=SALT, max_age=A_YEAR).partition(":")
    except BadSignature:
        return ""
    return f"device:{token}" if token and mark == mine else ""


def _cookie(mark):
    return f"{settings.DEVICE_COOKIE_NAME}-{mark[:12]}"


def _mark(email):
    """Says which account, and nothing to whoever reads the cookie."""
    return keyed_digest("device", email.strip().casefold())
