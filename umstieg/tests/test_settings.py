"""Proves that a real centre starts only with its secrets and then safely, and what a database connection promises."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from umstieg.core.keys import fresh_environment
from umstieg.testing.architecture import HOUSE

SECRETS = ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "AUDIT_KEY", "ALLOWED_HOSTS", "DATABASE_URL")


@pytest.fixture
def production(tmp_path):
    """production("check", …, without="FIELD_KEYS") runs manage.py as a real centre would, in a process of its own."""
    environment = dict(line.split("=", 1) for line in fresh_environment().splitlines()) | {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "umstieg.settings.production",
        "ALLOWED_HOSTS": "umstieg.example.org",
        "DATABASE_URL": f"sqlite:///{tmp_path}/centre.sqlite3",
    }

    def run(*arguments, without=None, **changes):
        # Empty rather than absent: an `.env` in the house must not fill the gap.
        env = environment | ({without: ""} if without else {}) | changes
        command = [sys.executable, HOUSE / "manage.py", *arguments]
        return subprocess.run(command, env=env, cwd=HOUSE, capture_output=True, text=True, timeout=120)  # noqa: S603

    return run


def test_a_real_centre_passes_the_deployment_check_with_nothing_open(production):
    done = production("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize("secret", SECRETS)
def test_a_real_centre_does_not_start_without(production, secret):
    done = production("check", without=secret)
    assert done.returncode != 0
    assert f"umstieg does not start without: {secret} (" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("FIELD_KEYS", "1:dG9vIHNob3J0"), ("FIELD_KEYS", "no ring"), ("INDEX_KEY", "dG9vIHNob3J0"), ("AUDIT_KEY", "%%%")],
)
def test_a_key_that_is_none_is_found_at_the_start_and_not_repeated(production, name, value):
    done = production("check", **{name: value})
    assert done.returncode != 0
    assert "umstieg.E001" in done.stderr
    assert value not in done.stderr


def test_the_second_factor_is_required_in_a_real_centre(production):
    ask = "from django.conf import settings as s; print(s.SECOND_FACTOR_REQUIRED, s.DEBUG, s.IS_DEMO)"
    assert production("shell", "--no-imports", "-c", ask).stdout.split() == ["True", "False", "False"]


def test_the_helpers_of_the_tests_are_not_installed_in_a_real_centre(production):
    ask = "from django.conf import settings as s; print('umstieg.testing' in s.INSTALLED_APPS)"
    assert production("shell", "--no-imports", "-c", ask).stdout.strip() == "False"


def test_every_variable_that_is_read_is_explained_in_the_example():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (HOUSE / "umstieg" / "settings").glob("*.py"))
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', code)) | set(re.findall(r'^    "([A-Z_]+)": "', code, re.M))
    explained = re.findall(r"^#? ?([A-Z_]+)=", (HOUSE / ".env.example").read_text(encoding="utf-8"), re.M)
    assert "DATABASE_URL" in read
    assert read - set(explained) == set()
    assert len(explained) == len(set(explained))


def test_an_uploaded_file_never_touches_the_disk(rf, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a temporary file was about to be written")

    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse)
    for size in (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1, settings.FILE_SIZE_LIMIT + 1):
        request = rf.post("/", {"note": "typed", "file": SimpleUploadedFile("note.txt", b"x" * size)})
        request.file_fields = {"file"}
        assert request.POST["note"] == "typed"
        assert request.FILES["file"].size == size


def test_a_form_with_several_files_fits_into_a_request_and_a_request_into_nginx():
    nginx = (HOUSE / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    (body,), (buffer,) = (
        re.findall(rf"{name} (\d+)m;", nginx) for name in ("client_max_body_size", "client_body_buffer_size")
    )
    assert int(body) == int(buffer) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
    assert 3 * settings.FILE_SIZE_LIMIT <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE


# --- databases -------------------------------------------------------------------------------------


def test_sqlite_writers_wait_and_a_commit_survives_a_power_cut():
    options = settings.SQLITE_OPTIONS
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 20


@pytest.mark.django_db
def test_a_connection_keeps_what_the_options_promise():
    if connection.vendor == "postgresql":
        wanted = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
        asked = {name: f"SHOW {name}" for name in wanted}
    else:
        # journal_mode wal; synchronous 2 = FULL.
        wanted = {"journal_mode": "wal", "synchronous": 2, "recursive_triggers": 1, "secure_delete": 1}
        asked = {name: f"PRAGMA {name}" for name in wanted}
    found = {}
    with connection.cursor() as cursor:
        for name, sql in asked.items():
            cursor.execute(sql)
            found[name] = cursor.fetchone()[0]
    assert found == wanted
