"""Encryption at rest: AES-256-GCM with a key ring, and a keyed digest for words that must be found again.

A stored value reads `enc:<key id>:<base64 of nonce and ciphertext>`. The place it belongs to (table and column) is
authenticated with it, so a value copied into another column does not open. Before sealing, text is padded to a few
sizes: the length of a ciphertext does not say which code of a list it holds, or whether there is a name at all.
"""

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from .keys import decode_key, parse_ring

PREFIX = "enc"
NONCE_BYTES = 12
LENGTH_BYTES = 4
SIZES = (64, 256, 1024)


class DecryptionError(Exception):
    """A stored value does not open: wrong or missing key, damaged, or moved from another place."""


def key_ring() -> dict[str, bytes]:
    """The keys of this installation, the encrypting one first."""
    return parse_ring(settings.FIELD_KEYS)


def encrypt(text: str, place: str) -> str:
    """`text` sealed for `place` ("table.column") with the newest key."""
    return seal(text.encode("utf-8", "surrogatepass"), place)


def decrypt(stored: str, place: str) -> str:
    """The text of a stored value. Raises DecryptionError; the message names the place, never the content."""
    return unseal(stored, place).decode("utf-8", "surrogatepass")


def seal(content: bytes, place: str) -> str:
    """`content` sealed for `place` with the newest key; text, or a piece of a file."""
    key_id, key = next(iter(key_ring().items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, _padded(content), f"{key_id}|{place}".encode())
    return f"{PREFIX}:{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(stored: str, place: str) -> bytes:
    """The content of a stored value. Raises DecryptionError like `decrypt`."""
    key_id, blob = _split(stored, place)
    key = key_ring().get(key_id)
    if key is None:
        raise DecryptionError(f"{place}: key {key_id} is not in FIELD_KEYS.")
    try:
        opened = AESGCM(key).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], f"{key_id}|{place}".encode())
    except (InvalidTag, ValueError) as error:
        raise DecryptionError(f"{place}: does not open with key {key_id}.") from error
    return _unpadded(opened)


def _padded(text: bytes) -> bytes:
    """Four bytes of length, the text, zeros up to the next of 64, 256, 1024, 2048, 3072 … bytes."""
    size = len(text) + LENGTH_BYTES
    whole = next((step for step in SIZES if size <= step), -(-size // SIZES[-1]) * SIZES[-1])
    return len(text).to_bytes(LENGTH_BYTES, "big") + text + bytes(whole - size)


def _unpadded(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]


def key_id_of(stored: str) -> str:
    """Which key sealed a stored value."""
    return _split(stored, "value")[0]


def _split(stored, place):
    prefix, _, rest = str(stored).partition(":")
    key_id, colon, encoded = rest.partition(":")
    if prefix != PREFIX or not colon:
        raise DecryptionError(f"{place}: not an encrypted value.")
    try:
        return key_id, base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DecryptionError(f"{place}: damaged.") from error


def keyed_digest(*parts: str) -> str:
    """HMAC-SHA256 under INDEX_KEY, first 16 bytes as 32 hex digits: equal words give equal digests, and no more."""
    key = decode_key("INDEX_KEY", settings.INDEX_KEY)
    message = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:32]
