"""Keys come from the environment, and what is wrong with them is said without showing them."""

import base64
import subprocess
import sys

import environ
import pytest
from django.test import override_settings

from umstieg.core.checks import keys_are_usable
from umstieg.core.crypto import DecryptionError, decrypt, encrypt, keyed_digest
from umstieg.core.keys import KeyMissing, decode_key, fresh_environment, parse_ring

# Fixed, because they stand in the names of tests, which must be the same on every worker.
A, B = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
SHORT = base64.b64encode(b"short").decode()


def test_a_ring_is_read_newest_first():
    assert list(parse_ring(f" 2:{A} , 1:{B},")) == ["2", "1"]
    assert parse_ring(f"2:{A}")["2"] == base64.b64decode(A)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        (" , ,", "empty"),
        (A, "must read"),
        (f":{A}", "must read"),
        (f"a b:{A}", "must read"),
        (f"1:{A},1:{B}", "twice"),
        ("1:???", "not base64"),
        (f"1:{A[:-2]}", "not base64"),
        (f"1:{SHORT}", "must hold 32 bytes, it holds 5"),
        ("1:", "must hold 32 bytes, it holds 0"),
    ],
)
def test_a_ring_that_is_none_is_refused_without_showing_the_key(text, message):
    with pytest.raises(KeyMissing, match=message) as error:
        parse_ring(text)
    assert A not in str(error.value)
    assert B not in str(error.value)


def test_single_keys_are_checked_by_name():
    assert decode_key("INDEX_KEY", A) == base64.b64decode(A)
    with pytest.raises(KeyMissing, match="INDEX_KEY"):
        decode_key("INDEX_KEY", SHORT)


@pytest.mark.parametrize("name", ["FIELD_KEYS", "INDEX_KEY", "AUDIT_KEY"])
def test_a_system_check_finds_a_missing_key(name):
    assert keys_are_usable(None) == []
    with override_settings(**{name: ""}):
        assert [error.id for error in keys_are_usable(None)] == ["umstieg.E001"]


def test_the_newest_key_seals_and_every_key_of_the_ring_opens():
    with override_settings(FIELD_KEYS=f"old:{A}"):
        sealed = encrypt("Mara", "a.b")
    with override_settings(FIELD_KEYS=f"new:{B},old:{A}"):
        assert decrypt(sealed, "a.b") == "Mara"
        assert encrypt("Mara", "a.b").startswith("enc:new:")
    with override_settings(FIELD_KEYS=f"new:{B}"), pytest.raises(DecryptionError, match="old"):
        decrypt(sealed, "a.b")
    with override_settings(FIELD_KEYS=f"old:{B}"), pytest.raises(DecryptionError):
        decrypt(sealed, "a.b")  # another key under the same name


def test_a_digest_hangs_on_key_kind_and_word():
    digest = keyed_digest("NAME", "whole", "mara")
    assert digest == keyed_digest("NAME", "whole", "mara")
    others = {
        keyed_digest("NAME", "whole", "maria"),
        keyed_digest("PHONE", "whole", "mara"),
        keyed_digest("NAME", "wholemara"),
    }
    with override_settings(INDEX_KEY=A):
        others.add(keyed_digest("NAME", "whole", "mara"))
    assert digest not in others
    assert len(others) == 4


def test_fresh_keys_work_as_an_environment_file(tmp_path):
    printed = subprocess.run(  # noqa: S603  our own module
        [sys.executable, "-m", "umstieg.core.keys"], capture_output=True, text=True, check=True
    ).stdout
    file = tmp_path / "keys.env"
    file.write_text(printed)

    class Env(environ.Env):
        ENVIRON = {}  # not that of this process

    Env.read_env(file)
    read = Env.ENVIRON
    assert set(read) == {"SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "AUDIT_KEY"}
    with override_settings(**read):
        assert keys_are_usable(None) == []
        assert decrypt(encrypt("Mara", "a.b"), "a.b") == "Mara"
    assert len(read["SECRET_KEY"]) >= 50
    assert fresh_environment() != fresh_environment()
