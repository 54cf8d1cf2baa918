"""Running one proof on a database of its own, and writing down what it has shown."""

import contextlib
import datetime
import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from .audit_chain import AuditChain
from .bad_input import BadInput
from .base import State
from .checks_removed import ChecksRemoved
from .edit_races import EditRaces
from .goals import GOALS
from .key_rotation import KeyRotation
from .kill_nine import KillNine
from .submit_once import SubmitOnce
from .words_shown import WordsShown
from .work_killed import WorkKilled
from .writes_told import WritesTold

ALL = (
    BadInput,
    AuditChain,
    KeyRotation,
    KillNine,
    EditRaces,
    SubmitOnce,
    WorkKilled,
    WordsShown,
    WritesTold,
    *GOALS,
    ChecksRemoved,
)
PROOFS = {proof.name: proof for proof in ALL}
DOCUMENT = settings.BASE_DIR / "umstieg" / "docs" / "proofs.md"
KEPT = settings.BASE_DIR / ".demo" / "prove"


ON_POSTGRES = " on PostgreSQL"


def database_of(name: str) -> Path:
    return KEPT / f"{name}.sqlite3"


def postgres_database_of(name: str, role: str) -> str:
    """A database of the role's own: one that another role has left behind could not be made anew."""
    return f"{role}_prove_{name}".replace("-", "_")


def label_of(name: str, server: str) -> str:
    """What a run is called: the name of its proof, and the database if it is not SQLite."""
    return f"{name}{ON_POSTGRES}" if server else name


def state_of(name: str, size: str, seed: int, server: str = "") -> State:
    KEPT.mkdir(parents=True, exist_ok=True)
    return State.load(KEPT / f"{label_of(name, server).replace(' ', '-')}.json", [size, seed, commit()])


# --- in the process of one proof ---------------------------------------------------------------------


def run_here(name: str, size: str, seed: int, minutes: float, tell) -> State:
    """Run a proof in this process, on the database of this process, which must be the proof's own."""
    server = connection.vendor if connection.vendor != "sqlite" else ""
    own = postgres_database_of(name, connection.settings_dict["USER"]) if server else str(database_of(name))
    if str(connection.settings_dict["NAME"]) != own:
        raise RuntimeError("A proof runs on a database of its own.")
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    state = state_of(name, size, seed, server)
    proof = PROOFS[name](PROOFS[name].sizes[size], seed, state)
    deadline, told_at = time.monotonic() + minutes * 60, time.monotonic()
    try:
        for _ in proof.steps():
            state.save(now=False)
            if time.monotonic() - told_at > 5:
                told_at = time.monotonic()
                tell(f"  {label_of(name, server)}: {state.done:,} of {state.total:,}")
            if time.monotonic() > deadline:
                break
        else:
            state.is_finished = True
    except KeyboardInterrupt:
        tell(f"  {name}: stopped")
    state.facts["lines"] = proof.lines()
    state.save()
    return state


# --- in the process of the command -------------------------------------------------------------------


def run_apart(name: str, size: str, seed: int, minutes: float, server: str = "") -> State:
    """Run a proof in a process and on a database of its own, on PostgreSQL if `server` is its URL; returns its state."""
    state = state_of(name, size, seed, server)
    begins_anew = not (state.done and PROOFS[name].keeps_database)
    url = _postgres(name, server, begins_anew) if server else f"sqlite:///{database_of(name)}"
    if begins_anew and not server:
        for path in KEPT.glob(f"{name}.sqlite3*"):
            path.unlink()
    state.save()
    ours = ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "AUDIT_KEY")
    env = {key: value for key, value in os.environ.items() if key not in ours}
    env |= {"DJANGO_SETTINGS_MODULE": "umstieg.settings.test", "DATABASE_URL": url}
    command = [sys.executable, "manage.py", "prove", "--here", "--only", name, "--size", size]
    command += ["--seed", str(seed), "--minutes", str(minutes)]
    ended = subprocess.run(command, cwd=settings.BASE_DIR, env=env, check=False)  # noqa: S603  our own command
    state = State.read(state.path)
    if ended.returncode:
        state.find(f"The proof itself broke off with {ended.returncode}.")
    return state


def _postgres(name, server, begins_anew) -> str:
    """The URL of the proof's database on a server, made anew where the proof begins anew."""
    address = urlsplit(server)
    database = postgres_database_of(name, address.username)
    if begins_anew:
        with contextlib.closing(psycopg2.connect(server)) as asked:
            asked.autocommit = True  # a database is not made in a transaction
            with asked.cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
                cursor.execute(f'CREATE DATABASE "{database}"')
    return address._replace(path=f"/{database}").geturl()


def commit() -> str:
    """The commit the proof ran on; a plus says that files had been changed since."""
    git = ["git", "-C", str(settings.BASE_DIR)]
    try:
        short = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)  # noqa: S603
        changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return short.stdout.strip() + ("+" if changed.stdout.strip() else "")


# --- the document --------------------------------------------------------------------------------------

HEAD = """# Proofs

Written by `make prove` (full) and `make prove SIZE=smoke`; do not edit. A test run is short, a proof is long: it is
seeded, goes on where it was stopped, and runs on a database of its own. Its code is in `umstieg/testing/proving/`.

{proves}

| Proof | Size | Result | What was seen | Date | Commit | Seed |
| --- | --- | --- | --- | --- | --- | --- |
"""


def result_of(state: State) -> str:
    if state.findings:
        return f"**failed**: {state.findings[0]}"
    return "holds" if state.is_finished else f"holds as far as it came: cut short at {state.done:,} of {state.total:,}"


def row_of(name: str, size: str, seed: int, state: State) -> list[str]:
    seen = "; ".join(state.facts.get("lines", []))
    cells = [name, size, result_of(state), seen, datetime.date.today().isoformat(), state.key[-1], str(seed)]  # noqa: DTZ011
    return [cell.replace("|", "\\|").replace("\n", " ") for cell in cells]


def _proof(label):
    return label.strip().removesuffix(ON_POSTGRES)


def write_down(rows: list[list[str]], document: Path = DOCUMENT) -> None:
    """Put rows into the document in place of older ones of the same proof and size."""
    held = {}
    if document.exists():
        for line in document.read_text(encoding="utf-8").splitlines():
            cells = line.strip("|").split(" | ")
            if line.startswith("| ") and len(cells) == 7 and _proof(cells[0]) in PROOFS:
                held[cells[0].strip(), cells[1].strip()] = [cell.strip() for cell in cells]
    held |= {(row[0], row[1]): row for row in rows}
    order = {name: place for place, name in enumerate(PROOFS)}
    lines = [
        f"| {' | '.join(row)} |"
        for key, row in sorted(held.items(), key=lambda one: (order[_proof(one[0][0])], one[0]))
    ]
    proves = "\n".join(f"- **{name}**: {proof.proves}" for name, proof in PROOFS.items())
    document.write_text(HEAD.format(proves=proves) + "\n".join(lines) + "\n", encoding="utf-8")
