"""The search of `test_leaks` finds what it looks for: a word in every encoding, open in the database, deleted just now."""

import base64
import zlib
from urllib.parse import quote

import pytest
from django.db import connection

from umstieg.centre.services import name_centre
from umstieg.testing.canaries import found_in, marker, marker_phone, patterns
from umstieg.tests.test_leaks import leaks, written_logs  # noqa: F401


def test_the_search_sees_a_word_in_every_encoding():
    word = marker()
    prefix = [b"", b"x", b"xy"]
    for text in (
        word,
        word.upper(),
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
        quote(word),
        word.encode().hex(),
        word.encode("unicode_escape"),
        *(base64.b64encode(before + word.encode() + b"z") for before in prefix),
        *(base64.urlsafe_b64encode(before + word.encode("utf-16-le")) for before in prefix),
        "zwolfkranichquark1",
        marker_phone().replace(" ", "").replace("/", ""),
    ):
        assert found_in(text), text
    assert not found_in("nothing of the kind", b"\x00\x01", zlib.compress(b"x"))
    assert all(len(pattern) >= 8 for pattern in patterns())


@pytest.mark.django_db(transaction=True)
def test_the_search_sees_a_word_that_lies_open_in_the_database(written_logs):  # noqa: F811
    name_centre(name=marker(), by=None)
    assert set(leaks(written_logs)) >= ({"pg_dump"} if connection.vendor == "postgresql" else set())
    assert leaks(written_logs)


@pytest.mark.django_db(transaction=True)
def test_the_search_sees_a_word_that_was_deleted_a_moment_ago(written_logs):  # noqa: F811
    """On SQLite the old page may still lie in the write-ahead log: that is why everything is sealed."""
    name_centre(name=marker(), by=None)
    name_centre(name="still", by=None)
    if connection.vendor == "sqlite":
        assert any(name.endswith("-wal") for name in leaks(written_logs))
    else:
        assert leaks(written_logs), "the log of row changes holds what was not encrypted"
