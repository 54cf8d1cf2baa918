"""Keeping files in the database, in sealed pieces.

What is sealed in a piece begins with the file it belongs to, its number and how many there are: a piece that was
exchanged, left out or taken from elsewhere opens, and is still found out.
"""

import struct

from django.db import transaction

from ..crypto import LENGTH_BYTES, DecryptionError
from ..models import FileChunk, StoredFile
from .checking import CleanFile

HEADER = struct.Struct(">16sII")  # id of the file, number of the piece, how many there are
PIECE = 256 * 1024 - LENGTH_BYTES - HEADER.size  # bytes; with all around it no padding is left over
PLACE = "core_filechunk.content"


def store_file(*, upload: CleanFile, by) -> StoredFile:
    """Keep a file that was checked. Belongs into the `act` of the service that points a row of its own to it."""
    if not isinstance(upload, CleanFile):
        raise TypeError("Only a file that was checked is stored, see CheckedFileField.")
    with transaction.atomic():
        file = StoredFile.objects.create(name=upload.name, kind=upload.kind, size=upload.size, created_by=by)
        many = max(1, -(-upload.size // PIECE))
        for number in range(many):
            head = HEADER.pack(file.pk.bytes, number, many)
            piece = upload.content[number * PIECE : (number + 1) * PIECE]
            FileChunk.objects.create(file=file, number=number, content=head + piece)
    return file


def remove_file(*, file: StoredFile) -> None:
    """Destroy a file with its content. Belongs into the `act` of the service, after the row that points to it."""
    file.delete()


def pieces_of(file: StoredFile):
    """The content piece by piece, so that never more than one lies in memory. Raises DecryptionError."""
    number, many = 0, 1
    while number < many:
        sealed = FileChunk.objects.filter(file=file, number=number).values_list("content", flat=True).first()
        if sealed is None:
            raise DecryptionError(f"{PLACE}: piece {number} is missing.")
        many_now, piece = _opened(sealed, file.pk, number)
        if number and many_now != many:
            raise DecryptionError(f"{PLACE}: piece {number} is of another file.")
        many = many_now
        yield piece
        number += 1


def content_of(file: StoredFile) -> bytes:
    """The whole content. Raises DecryptionError where it is not whole."""
    content = b"".join(pieces_of(file))
    if len(content) != file.size:
        raise DecryptionError(f"{PLACE}: the size is another one.")
    return content


def torn_values():
    """(place, row key) of files whose pieces open, and yet do not make up the file; for check_crypto."""
    for file in StoredFile.objects.only("pk", "size").order_by("pk").iterator():
        try:
            size = sum(len(piece) for piece in pieces_of(file))
        except DecryptionError:
            size = None
        if size != file.size:
            yield PLACE, file.pk


def _opened(sealed, pk, number):
    """(how many pieces there are, the piece)"""
    whose, which, many = HEADER.unpack_from(sealed) if len(sealed) >= HEADER.size else (b"", 0, 0)
    if (whose, which) != (pk.bytes, number):
        raise DecryptionError(f"{PLACE}: piece {number} is of another file.")
    return many, sealed[HEADER.size :]
