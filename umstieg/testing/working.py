"""The process that does jobs, as a process of its own on the database of this one: one that can be killed."""

import os
import signal
import subprocess
import sys

from django.conf import settings

from .serving import database_url


class Worker:
    """`manage.py work`. With `silent=0` it takes at once what another has left: only where no other works."""

    def __init__(self, *, once=True, silent=0.0):
        self.command = [sys.executable, "manage.py", "work", "--silent", str(silent), *(["--once"] if once else [])]
        self.env = os.environ | {"DJANGO_SETTINGS_MODULE": "umstieg.settings.test", "DATABASE_URL": database_url()}
        self.process = None

    def start(self) -> "Worker":
        self.process = subprocess.Popen(  # noqa: S603  our own program
            self.command,
            cwd=settings.BASE_DIR,
            env=self.env,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return self

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def kill(self) -> None:
        """kill -9."""
        self._send(signal.SIGKILL)

    def end(self) -> int:
        """As systemd ends it; returns its exit code."""
        self._send(signal.SIGTERM)
        return self.process.returncode

    def wait(self, seconds=120) -> int:
        """Until it has done everything; returns its exit code."""
        return self.process.wait(timeout=seconds)

    def _send(self, number):
        if not self.has_ended:
            self.process.send_signal(number)
        self.process.wait(timeout=60)
