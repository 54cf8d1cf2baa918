"""A gunicorn with two workers on a database, and a browser that asks it one page after the other."""

import http.client
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings

from umstieg.demo.people import PASSWORD
from umstieg.testing.pages import read_page

from .counting import HEADER

WORKERS = 2
PATIENCE = 60  # seconds until a server must answer


@dataclass
class Answer:
    """What came back, after how long, and for how many statements."""

    status: int
    body: bytes
    milliseconds: float
    statements: int
    location: str = ""


class Server:
    """`with Server(environment) as server`: up on a free port of this machine, and down again."""

    def __init__(self, environment: dict):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = environment

    def __enter__(self):
        command = [sys.executable, "-m", "gunicorn", "umstieg.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += ["-w", str(WORKERS), "--no-control-socket", "--log-level", "warning", "--timeout", "120"]
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=self.environment)  # noqa: S603
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if Browser(self.port).get("/health/").status == 200:
                    return self
            except OSError:
                time.sleep(0.2)
            if self.process.poll() is not None:
                break
        self.__exit__()
        raise RuntimeError("The server did not come up.")

    def __exit__(self, *raised):
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)


class Browser:
    """Keeps cookies; opens a new connection for every request, as behind a proxy without keep-alive."""

    def __init__(self, port: int):
        self.port, self.cookies = port, {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, data: dict) -> Answer:
        return self._ask("POST", path, urlencode(data, doseq=True))

    def sign_in(self, email: str) -> None:
        page = self.get("/konto/anmelden/")
        form = read_page(page.body, "/konto/anmelden/").form("/konto/anmelden/")
        answer = self.post("/konto/anmelden/", form.data(login=email, password=PASSWORD))
        if answer.status != 302:
            raise RuntimeError(f"{email} could not sign in.")

    def _ask(self, method, path, body=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = response.read()
        took = (time.perf_counter() - began) * 1000
        connection.close()
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Answer(
            response.status, content, took, int(response.headers.get(HEADER) or 0), response.headers.get("Location", "")
        )
