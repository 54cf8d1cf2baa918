"""The plug is pulled while people save."""

import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Client, CounsellingSession
from umstieg.accounts.models import User
from umstieg.audit.models import AuditEvent
from umstieg.audit.verification import verify
from umstieg.testing.make import make_case, make_team, make_user
from umstieg.testing.walker import Browser

from .base import Proof

WRITERS = 4
MARK = re.compile(r"^mark \d+ \d+ \d+$")


class KillNine(Proof):
    name = "kill-9"
    proves = (
        "A server that is killed in the middle of writing (SQLite) loses nothing it has acknowledged, saves nothing "
        "twice and leaves no half of a case; the chain of the log is whole."
    )
    sizes = {"smoke": 3, "full": 60}  # times the server is killed
    keeps_database = True

    def steps(self):
        self.state.total = self.size
        self.state.facts.setdefault("acknowledged", [0, 0])
        if not User.objects.exists():
            counsellor = make_user("COUNSELLOR", team=make_team())
            for _ in range(WRITERS):
                make_case(counsellor=counsellor)
        self.user = User.objects.order_by("pk").last()
        self.cases = list(Case.objects.order_by("number")[:WRITERS])
        self.acks = self.state.path.with_suffix(".acks")
        if self.state.done == 0:
            self.acks.write_text("")
        while self.state.done < self.size:
            rng = random.Random(f"{self.seed} {self.state.done}")
            self._one_life(rng)
            self._look_after()
            self.state.done += 1
            yield

    # --- one life of a server ------------------------------------------------------------------------

    def _one_life(self, rng):
        began = time.monotonic()
        server, port = start_server()
        self.state.facts["slowest start"] = max(
            self.state.facts.get("slowest start", 0), round(time.monotonic() - began, 1)
        )
        cookie = session_cookie(self.user)
        threads = [threading.Thread(target=self._write, args=[port, cookie, number]) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        time.sleep(rng.uniform(0.8, 2.5))
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        for thread in threads:
            thread.join()

    def _write(self, port, cookie, number):
        """Save sessions, and now and then a case, until the server is gone; note what it has acknowledged."""
        at = timezone.localtime() - timezone.timedelta(minutes=1)
        shared = {
            "started_on": at.date().isoformat(),
            "started_time": f"{at:%H:%M}",
            "mode": "telefon",
            "result": "HELD",
        }
        session_page = reverse("cases:session_create", kwargs={"pk": self.cases[number].pk})
        team = self.cases[0].team
        person = {"identity_kind": "PSEUDONYMOUS", "team": team.pk, "site": team.site_id, "counsellor": self.user.pk}
        connection_, count = http.client.HTTPConnection("127.0.0.1", port, timeout=30), 0
        try:
            token = csrf_token(connection_, cookie, session_page)
            while True:
                mark = f"mark {self.state.done} {number} {count}"
                if count % 5 == 4:
                    data = person | {"pseudonym": mark, "opened_on": at.date().isoformat()}
                    status = post(connection_, cookie, token, reverse("cases:create"), data)
                else:
                    status = post(connection_, cookie, token, session_page, shared | {"note": mark})
                if status != 302:
                    self.state.find(f"Saving ended with {status}.")
                    return
                with self.acks.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(["case" if count % 5 == 4 else "session", mark]) + "\n")
                count += 1
        except (OSError, http.client.HTTPException):
            return  # the plug was pulled

    # --- afterwards ----------------------------------------------------------------------------------

    def _look_after(self):
        """What the next start finds."""
        find = self.state.find
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if (said := cursor.fetchone()[0]) != "ok":
                find(f"The database is damaged: {said}")
        promised = {"case": [], "session": []}
        for line in self.acks.read_text(encoding="utf-8").splitlines():
            kind, mark = json.loads(line)
            promised[kind].append(mark)
        held = {
            "case": [name for name in Client.objects.values_list("pseudonym", flat=True) if MARK.match(name)],
            "session": [note for note in CounsellingSession.objects.values_list("note", flat=True) if MARK.match(note)],
        }
        for kind in promised:
            if lost := set(promised[kind]) - set(held[kind]):
                find(f"{len(lost)} acknowledged {kind}s are lost.")
            if double := len(held[kind]) - len(set(held[kind])):
                find(f"{double} {kind}s are there twice.")
        self.state.facts["acknowledged"] = [len(promised["case"]), len(promised["session"])]
        for what, count in halves().items():
            if count:
                find(f"{count} {what}")
        find(*verify().findings)

    def lines(self):
        facts = self.state.facts
        cases, sessions = facts.get("acknowledged", [0, 0])
        return [
            f"{self.state.done} servers killed while {WRITERS} people were saving",
            f"{cases + sessions:,} acknowledged writes ({cases:,} new cases, {sessions:,} sessions)",
            f"{facts.get('findings', 0)} lost, doubled, halved or unlogged",
            f"slowest start {facts.get('slowest start', 0)} s",
        ]


def halves() -> dict[str, int]:
    """Things that are there without what belongs to them."""
    told = {
        name: {about for event in AuditEvent.objects.filter(event=name) for about in abouts(event, name)}
        for name in ("case.opened", "session.logged")
    }
    return {
        "clients without a case": Client.objects.filter(cases=None).count(),
        "cases without a phase": Case.objects.filter(phases=None).count(),
        "clients without a word in the search": Client.objects.filter(search_terms=None).count(),
        "cases that the log does not know": sum(str(pk) not in told["case.opened"] for pk in ids(Case)),
        "sessions that the log does not know": sum(
            str(pk) not in told["session.logged"] for pk in ids(CounsellingSession)
        ),
        "opened cases that are not there": len(told["case.opened"] - {str(pk) for pk in ids(Case)}),
        "logged sessions that are not there": len(told["session.logged"] - {str(pk) for pk in ids(CounsellingSession)}),
    }


def abouts(event, name):
    return [act["about"] for act in event.acts if act["event"] == name]


def ids(model):
    return model.objects.values_list("pk", flat=True)


# --- a server and its visitors -----------------------------------------------------------------------


def start_server():
    """A gunicorn of its own, in a process group of its own, on the database of this proof; ready to answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "umstieg.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "-w",
        "2",
        "--threads",
        "4",
    ]
    command += ["--log-level", "critical", "--no-control-socket"]
    server = subprocess.Popen(  # noqa: S603  our own program
        command, cwd=settings.BASE_DIR, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(300):
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            asked.request("GET", reverse("health"))
            if asked.getresponse().status == 200:
                return server, port
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    os.killpg(server.pid, signal.SIGKILL)
    raise RuntimeError("The server did not start.")


def session_cookie(user) -> str:
    """The cookie of somebody who has signed in."""
    return Browser(user).cookies[settings.SESSION_COOKIE_NAME].value


def csrf_token(asked, cookie, page) -> tuple[str, str]:
    """(cookie, field) of a form that was just opened."""
    asked.request("GET", page, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    answer = asked.getresponse()
    content = answer.read().decode()
    sent = SimpleCookie(answer.headers.get("Set-Cookie", ""))
    for header in answer.headers.get_all("Set-Cookie", []):
        sent.load(header)
    field = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', content).group(1)
    return sent[settings.CSRF_COOKIE_NAME].value, field


def post(asked, cookie, token, page, data) -> int:
    csrf, field = token
    asked.request(
        "POST",
        page,
        urlencode(data | {"csrfmiddlewaretoken": field}),
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={csrf}",
        },
    )
    answer = asked.getresponse()
    answer.read()
    return answer.status
