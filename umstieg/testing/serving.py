"""A real server in a process of its own, on the database of this process: one that can be killed."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.db import connection
from django.urls import reverse

STARTS = 30  # seconds at most


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
        command += ["-w", "2", "--threads", "4", "--log-level", "critical", "--no-control-socket"]
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
