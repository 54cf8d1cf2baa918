"""Where somebody is signed in: one row per session, found without looking through all, and ended from anywhere.

When a session was used last is not written down: it ends thirty minutes later, and that its own row says (G11).
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from umstieg.core.formats import days_ago, moment

from .models import SignIn

SIGN_IN = "sign_in"  # in the session: the id of its own row

# Looked for in this order; Chrome is named by all its relatives, Safari by Chrome.
BROWSERS = (("Firefox/", "Firefox"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Shown:
    """A session as the page lists it."""

    id: str
    device: str
    since: str
    used: str
    is_this: bool


def words_for(user_agent: str) -> tuple[str, str]:
    """(browser, system) as people call them; "" where nothing is recognised."""

    def first(known):
        return next((word for mark, word in known if mark in user_agent), "")

    return first(BROWSERS), first(SYSTEMS)


def note_sign_in(request, user) -> None:
    """Note the session that has just begun; what is left of dead ones goes."""
    browser, system = words_for(request.headers.get("User-Agent", ""))
    forget_dead_sign_ins(rows=SignIn.objects.filter(user=user))
    row = SignIn.objects.create(user=user, session_key=request.session.session_key, browser=browser, system=system)
    request.session[SIGN_IN] = str(row.pk)


def note_new_key(request) -> None:
    """A new password gives the session a new key; all others are dead by it."""
    end_others(request, request.user)
    SignIn.objects.filter(user=request.user).delete()
    note_sign_in(request, request.user)


def note_sign_out(request) -> None:
    SignIn.objects.filter(pk=request.session.get(SIGN_IN)).delete()


def sign_ins(request) -> list[Shown]:
    """One's own living sessions, this one first, then the one used last."""
    now, mine = timezone.now(), request.session.get(SIGN_IN)
    rows = {row.session_key: row for row in SignIn.objects.filter(user=request.user)}
    living = Session.objects.filter(pk__in=rows, expire_date__gt=now).order_by("-expire_date")
    found = [(rows[key], ends) for key, ends in living.values_list("session_key", "expire_date")]
    shown = [
        Shown(
            id=str(row.pk),
            device=_device(row),
            since=moment(row.created_at),
            used=_used(ends, now),
            is_this=str(row.pk) == mine,
        )
        for row, ends in found
    ]
    return sorted(shown, key=lambda one: not one.is_this)


def end_sign_in(request, key) -> bool:
    """End one of one's own sessions; False when there is none of that id."""
    return _end(SignIn.objects.filter(user=request.user, pk=key)) > 0


def end_others(request, user) -> int:
    """End all of one's own sessions but this one; how many."""
    return _end(SignIn.objects.filter(user=user).exclude(pk=request.session.get(SIGN_IN)))


def forget_dead_sign_ins(now=None, *, rows=None) -> int:
    """Delete the rows of sessions that are over; how many."""
    rows = {row.session_key: row.pk for row in (SignIn.objects.all() if rows is None else rows)}
    living = Session.objects.filter(pk__in=rows, expire_date__gt=now or timezone.now())
    living = set(living.values_list("pk", flat=True))
    dead = [pk for key, pk in rows.items() if key not in living]
    return SignIn.objects.filter(pk__in=dead).delete()[0]


def _end(rows):
    rows = list(rows)
    Session.objects.filter(pk__in=[row.session_key for row in rows]).delete()
    return SignIn.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


def _device(row):
    if row.browser and row.system:
        return _("%(browser)s on %(system)s") % {"browser": row.browser, "system": row.system}
    return row.browser or row.system or _("Unknown device")


def _used(ends, now):
    used = ends - datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    local = timezone.localtime(used)
    return f"{days_ago(local.date(), timezone.localdate(now))}, {local:%H:%M}"
