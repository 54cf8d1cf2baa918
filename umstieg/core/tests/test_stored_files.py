"""A stored file lies in the database in sealed pieces that make up exactly this file; it goes whole, and comes whole."""

import io

import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from umstieg.audit.recording import NotRecording, act
from umstieg.core import rotation
from umstieg.core.crypto import DecryptionError, seal, unseal
from umstieg.core.files import storing
from umstieg.core.files.checking import CleanFile
from umstieg.core.files.sending import disposition, file_response
from umstieg.core.files.storing import HEADER, PIECE, PLACE, content_of, pieces_of, remove_file, store_file
from umstieg.core.keys import fresh_key
from umstieg.core.models import FileChunk, StoredFile
from umstieg.core.rotation import sealed_tables
from umstieg.testing.canaries import STEM, found_in
from umstieg.testing.files import TEXT, a_clean_file
from umstieg.testing.make import make_user
from umstieg.tests.test_leaks import database_files

pytestmark = pytest.mark.django_db

OLD, NEW = f"old:{fresh_key()}", f"new:{fresh_key()}"


@pytest.fixture
def by():
    return make_user()


@pytest.fixture
def keep(by):
    def keep(content=None, name="Vereinbarung.pdf"):
        upload = a_clean_file(name) if content is None else CleanFile(name, "PDF", content)
        with act("codelists.loaded", by=by):
            return store_file(upload=upload, by=by)

    return keep


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(storing, "PIECE", 100)


def raw(chunk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM core_filechunk WHERE id = %s", [chunk.pk])
        return cursor.fetchone()[0]


def write_raw(chunk, stored):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_filechunk SET content = %s WHERE id = %s", [stored, chunk.pk])


def check():
    """What check_crypto says, "" where all is well."""
    told = io.StringIO()
    try:
        call_command("check_crypto", stdout=io.StringIO(), stderr=told)
    except CommandError:
        return told.getvalue()
    return ""


# --- kept and read ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_kept_comes_back(keep, size):
    content = bytes(range(256)) * (size // 256 + 1)
    file = keep(content[:size])
    assert content_of(file) == content[:size]
    assert (file.size, file.chunks.count()) == (size, -(-size // PIECE))


def test_only_what_was_checked_is_kept(by):
    with pytest.raises(TypeError):
        store_file(upload=b"%PDF-", by=by)


def test_a_file_is_kept_and_removed_inside_a_recording_alone(keep, by):
    with pytest.raises(NotRecording):
        store_file(upload=a_clean_file(), by=by)
    file = keep()
    with pytest.raises(NotRecording), transaction.atomic():
        remove_file(file=file)
    assert StoredFile.objects.exists()


def test_a_file_whose_act_fails_leaves_nothing_behind(by):
    with pytest.raises(RuntimeError), act("codelists.loaded", by=by):
        store_file(upload=a_clean_file(), by=by)
        raise RuntimeError
    assert not StoredFile.objects.exists()
    assert not FileChunk.objects.exists()


def test_a_removed_file_takes_its_content_along(keep, by, small_pieces):
    file, other = keep(b"x" * 500), keep(b"y" * 500)
    with act("codelists.loaded", by=by):
        remove_file(file=file)
    assert set(FileChunk.objects.values_list("file", flat=True)) == {other.pk}


def test_the_log_tells_of_a_file_and_nothing_of_its_name(keep, by):
    file = keep(name=f"{STEM}.pdf")
    (entry,) = LogEntry.objects.filter(object_pk=str(file.pk))
    assert STEM not in f"{entry.changes} {entry.object_repr}"
    assert "size" in entry.changes


def test_no_more_than_one_piece_is_read_at_a_time(keep, small_pieces):
    file = keep(b"x" * 450)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        next(pieces_of(file))
        assert len(asked) == 1


def test_an_unknown_kind_is_refused_by_the_database(by):
    with pytest.raises(IntegrityError), act("codelists.loaded", by=by):
        StoredFile.objects.create(name="a.exe", kind="EXE", size=1, created_by=by)


# --- encrypted -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_neither_name_nor_content_is_found_in_the_files_of_the_database(keep):
    word = f"{STEM}99"
    content = f"{word} ".encode() * 20_000 + word.encode("utf-16-le") * 100
    file = keep(content, name=f"{word}.pdf")
    assert found_in(content)
    assert {name: hits for name, raw in database_files().items() if (hits := found_in(raw))} == {}
    assert content_of(file) == content


def test_the_same_file_twice_looks_different(keep):
    first, second = keep(b"x" * 500), keep(b"x" * 500)
    assert raw(first.chunks.get())[20:] != raw(second.chunks.get())[20:]


def test_small_files_of_different_sizes_are_sealed_to_one_size(keep):
    assert len({len(raw(keep(b"x" * size).chunks.get())) for size in (1_100, 1_500, 1_900)}) == 1


# --- whole -----------------------------------------------------------------------------------------


def exchange(file, other):
    first, second = file.chunks.all()[:2]
    one, two = raw(first), raw(second)
    write_raw(first, two)
    write_raw(second, one)


def from_another_file(file, other):
    write_raw(file.chunks.get(number=1), raw(other.chunks.get(number=1)))


def cut_off(file, other):
    file.chunks.order_by("number").last().delete()


def left_out(file, other):
    file.chunks.get(number=1).delete()


def of_an_older_state(file, other):
    """A piece of a shorter file of the same id, sealed by us."""
    chunk = file.chunks.get(number=1)
    head = HEADER.pack(file.pk.bytes, 1, 2)
    write_raw(chunk, seal(head + unseal(raw(chunk), PLACE)[HEADER.size :], PLACE))


def shortened(file, other):
    chunk = file.chunks.get(number=1)
    write_raw(chunk, seal(unseal(raw(chunk), PLACE)[:-5], PLACE))


@pytest.mark.parametrize(
    "tamper",
    [exchange, from_another_file, cut_off, left_out, of_an_older_state, shortened],
    ids=lambda one: one.__name__,
)
def test_a_file_that_is_not_whole_is_found_out(keep, small_pieces, tamper):
    file, other = keep(b"x" * 500), keep(b"y" * 500)
    assert check() == ""
    tamper(file, other)
    with pytest.raises(DecryptionError):
        content_of(file)
    told = check()
    assert f"! core_filechunk.content: 1 torn, rows {file.pk}" in told
    assert str(other.pk) not in told


def test_a_damaged_piece_is_found_out(keep):
    chunk = keep().chunks.get()
    write_raw(chunk, raw(chunk)[:-8] + "AAAAAAA=")
    assert "! core_filechunk.content: 1 damaged" in check()


# --- rotation --------------------------------------------------------------------------------------


def test_rotation_takes_files_along(keep, small_pieces):
    with override_settings(FIELD_KEYS=OLD):
        file = keep(b"x" * 500, name="Brief.pdf")
    with override_settings(FIELD_KEYS=f"{NEW},{OLD}"):
        call_command("rotate_keys", stdout=io.StringIO(), stderr=io.StringIO())
    with override_settings(FIELD_KEYS=NEW):
        assert content_of(file) == b"x" * 500
        assert StoredFile.objects.get().name == "Brief.pdf"
        assert check() == ""
        assert all(raw(chunk).startswith("enc:new:") for chunk in file.chunks.all())


def test_pieces_are_read_few_at_a_time(keep, monkeypatch):
    monkeypatch.setattr(storing, "PIECE", 10)
    keep(b"x" * 400)
    (table,) = (one for one in sealed_tables() if one.name == "core_filechunk")
    assert [len(rows) for rows in table.rows()] == [16, 16, 8]
    assert 16 * 4 / 3 * PIECE < 8 * 1024**2, "what a batch holds in memory"
    assert rotation.BATCH > 16


# --- download --------------------------------------------------------------------------------------


def test_a_download_is_the_file_saved_under_its_name_and_kept_by_nobody(keep, rf):
    file = keep(name="Größe & Maß.pdf")
    answer = file_response(file)
    assert b"".join(answer.streaming_content) == content_of(file)
    assert TEXT.encode() in content_of(file)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(file.size)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert isinstance(answer, HttpResponse) is False


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Brief.pdf", "attachment; filename=\"Brief.pdf\"; filename*=UTF-8''Brief.pdf"),
        (
            "Größe & Maß.pdf",
            "attachment; filename=\"Grosse _ Mass.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%26%20Ma%C3%9F.pdf",
        ),
        (
            "Договор.pdf",
            "attachment; filename=\"file.pdf\"; filename*=UTF-8''" + "%D0%94%D0%BE%D0%B3%D0%BE%D0%B2%D0%BE%D1%80.pdf",
        ),
        ("a'b;c.png", "attachment; filename=\"a_b_c.png\"; filename*=UTF-8''a%27b%3Bc.png"),
    ],
)
def test_a_name_is_said_in_plain_letters_and_in_full(name, said):
    assert disposition(name) == said


def test_a_file_that_does_not_open_is_no_half_a_download(keep):
    file = keep()
    write_raw(file.chunks.get(), "enc:1:AAAA")
    with pytest.raises(DecryptionError):
        file_response(file)
