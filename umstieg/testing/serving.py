"""A real server in a process of its own, on the database of this process: one that can be killed."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.urls import reverse

from .pages import PageForm, read_page
from .walker import Browser

STARTS = 60  # seconds at most
IDLE = 1  # seconds; gunicorn hangs up after two


def database_url() -> str:
    """The database of this process, as DATABASE_URL."""
    held = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{held['NAME']}"
    return f"postgres://{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}/{held['NAME']}"


class Server:
    """gunicorn with two workers in a process group of its own. `with Server() as server:` kills it at the end."""

    def __init__(self, *, static_root=None):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.env = os.environ | {"DJANGO_SETTINGS_MODULE": "umstieg.settings.test", "DATABASE_URL": database_url()}
        if static_root:
            self.env["STATIC_ROOT"] = str(static_root)
        self.process = None

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def start(self) -> float:
        """Start (again) and wait until it answers; returns after how many seconds it did."""
        command = [sys.executable, "-m", "gunicorn", "umstieg.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += ["-w", "2", "--threads", "4", "--preload", "--log-level", "critical", "--no-control-socket"]
        began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  our own program
            command,
            cwd=settings.BASE_DIR,
            env=self.env,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while time.monotonic() - began < STARTS:
            with contextlib.suppress(OSError, http.client.HTTPException):
                asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                asked.request("GET", reverse("health"))
                if asked.getresponse().status == 200:
                    return round(time.monotonic() - began, 1)
            time.sleep(0.1)
        self.kill()
        raise RuntimeError("The server did not start.")

    def kill(self) -> None:
        """kill -9, the master and its workers at once."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()


class Visitor:
    """Somebody signed in, at a browser without scripts: opens forms and sends them, over HTTP."""

    def __init__(self, server, user):
        self.server = server
        self.cookies = {settings.SESSION_COOKIE_NAME: Browser(user).cookies[settings.SESSION_COOKIE_NAME].value}
        self._line, self._used_at = None, 0.0

    def twin(self) -> "Visitor":
        """The same browser with another connection."""
        other = object.__new__(Visitor)
        other.server, other.cookies = self.server, dict(self.cookies)
        other._line, other._used_at = None, 0.0
        return other

    def open(self, address) -> PageForm:
        """The form of a page."""
        status, _, content = self.ask("GET", address)
        if status != 200:
            raise RuntimeError(f"A form was answered with {status}.")
        return self.open_from(content, address)

    @staticmethod
    def open_from(content, address) -> PageForm:
        """The form of a page that has been answered already."""
        form = read_page(content, address).form(address.partition("?")[0])
        if form is None:
            raise RuntimeError("A page shows no form.")
        return form

    def send(self, address, data) -> tuple[int, str, str]:
        """(status, where to, page) of a form that is sent."""
        return self.ask("POST", address, urlencode(data, doseq=True))

    def ask(self, method, address, body=None) -> tuple[int, str, str]:
        """One request. Raises OSError or HTTPException when nobody answers."""
        if time.monotonic() - self._used_at > IDLE:
            self.hang_up()
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._line.request(method, address, body, headers)
            answer = self._line.getresponse()
            content = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.hang_up()
            raise
        self._used_at = time.monotonic()
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        if answer.will_close:
            self.hang_up()
        return answer.status, answer.headers.get("Location", ""), content

    def hang_up(self):
        """Close the connection; the next request opens another."""
        if self._line is not None:
            self._line.close()
            self._line = None
