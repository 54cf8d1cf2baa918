"""A seeded database for each number of cases, made once and measured again as long as the seed's code is the same."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connection
from psycopg2 import sql

KEPT = settings.BASE_DIR / ".demo" / "bench"
SEED_CODE = settings.BASE_DIR / "umstieg" / "demo" / "bulk"


@dataclass(frozen=True)
class Size:
    """How many cases, and how many of them are those of the described centre."""

    name: str  # part of the database's name
    label: str
    cases: int
    described: int = 120
    partners: int = 0


FULL = (Size("1k", "1,000", 1_000, partners=250), Size("100k", "100,000", 100_000, partners=5_000))


def smoke() -> tuple[Size, Size]:
    """Small ones of this process alone, dropped after the run."""
    return tuple(
        Size(f"smoke_{cases}_{os.getpid()}", str(cases), cases, described=8, partners=cases // 4)
        for cases in (200, 400)
    )


class Database:
    """The database of a size: a PostgreSQL one beside the one the settings name, or a file on SQLite."""

    def __init__(self, size: Size):
        self.size = size
        self.name = f"umstieg_bench_{size.name}"
        self.settings = connection.settings_dict
        KEPT.mkdir(parents=True, exist_ok=True)

    @property
    def is_postgresql(self) -> bool:
        return connection.vendor == "postgresql"

    @property
    def file(self) -> Path:
        return KEPT / f"{self.name}.sqlite3"

    @property
    def note(self) -> Path:
        """Says with which code it was seeded, once that is done."""
        return KEPT / f"{self.name}.json"

    @property
    def environment(self) -> dict:
        """For a process that works on it."""
        held = self.settings
        url = f"sqlite:///{self.file}"
        if self.is_postgresql:
            at = f"{held['USER']}:{held['PASSWORD']}@{held['HOST'] or '127.0.0.1'}:{held['PORT'] or 5432}"
            url = f"postgres://{at}/{self.name}"
        ours = ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "AUDIT_KEY", "TEST_DB")
        kept = {key: value for key, value in os.environ.items() if key not in ours}
        return kept | {"DJANGO_SETTINGS_MODULE": "umstieg.settings.bench", "DATABASE_URL": url}

    def make_ready(self, tell) -> None:
        """Create it, bring its tables up to date, seed it; what is there and right is left as it is."""
        version = version_of(self.size)
        if not self._exists() or self._version() not in (version, f"begun {version}"):
            self.drop()
            self._create()
            self._note(f"begun {version}")
        self.manage("migrate", "--verbosity", "0")
        if self._version() != version:
            tell(f"Seeding {self.size.label} cases …")
            self.manage("createcachetable")
            self.manage("bench", "--fill", "--cases", str(self.size.cases), "--described", str(self.size.described))
            self._note(version)
        self.manage("bench", "--partners", str(self.size.partners))  # adds only what is missing

    def manage(self, *arguments) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=settings.BASE_DIR, env=self.environment, check=True)  # noqa: S603  our own command

    def drop(self) -> None:
        self.note.unlink(missing_ok=True)
        if not self.is_postgresql:
            for path in KEPT.glob(f"{self.name}.sqlite3*"):
                path.unlink()
            return
        with self._server() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name)))

    def _create(self):
        if self.is_postgresql:
            with self._server() as cursor:
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(self.name))
                )

    def _exists(self):
        if not self.is_postgresql:
            return self.file.exists()
        with self._server() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
            return cursor.fetchone() is not None

    @contextlib.contextmanager
    def _server(self):
        held = self.settings
        server = psycopg2.connect(
            dbname=held["NAME"],
            user=held["USER"],
            password=held["PASSWORD"],
            host=held["HOST"],
            port=held["PORT"] or 5432,
        )
        server.autocommit = True  # databases are made outside of any transaction
        try:
            with server.cursor() as cursor:
                yield cursor
        finally:
            server.close()

    def _version(self):
        return json.loads(self.note.read_text(encoding="utf-8"))["seed"] if self.note.exists() else ""

    def _note(self, version):
        self.note.write_text(json.dumps({"seed": version}), encoding="utf-8")


def version_of(size: Size) -> str:
    """Changes with the code that seeds."""
    digest = hashlib.sha256(f"{size.cases} {size.described}".encode())
    for path in sorted(SEED_CODE.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
