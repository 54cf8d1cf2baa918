"""Keys of this installation, read from the environment by the settings.

`python -m umstieg.core.keys` prints fresh ones as lines for an environment file.
"""

import base64
import binascii
import secrets
from functools import lru_cache

KEY_BYTES = 32


class KeyMissing(Exception):
    """A key is not in the environment or is no 32 bytes of base64."""


def decode_key(name: str, text: str) -> bytes:
    """One key of 32 bytes from base64; raises KeyMissing with the name of the setting, never with the key."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeyMissing(f"{name} is not base64.") from error
    if len(key) != KEY_BYTES:
        raise KeyMissing(f"{name} must hold {KEY_BYTES} bytes, it holds {len(key)}.")
    return key


@lru_cache(maxsize=8)
def parse_ring(text: str) -> dict[str, bytes]:
    """FIELD_KEYS ("2:<base64>,1:<base64>") as {key id: key}; the first entry encrypts, all of them decrypt."""
    ring = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        key_id, colon, encoded = part.partition(":")
        if not colon or not key_id.isalnum():
            raise KeyMissing('FIELD_KEYS must read "<id>:<base64>", newest first, separated by commas.')
        if key_id in ring:
            raise KeyMissing(f'FIELD_KEYS names the key "{key_id}" twice.')
        ring[key_id] = decode_key(f"FIELD_KEYS {key_id}", encoded)
    if not ring:
        raise KeyMissing("FIELD_KEYS is empty.")
    return ring


def fresh_key() -> str:
    """32 random bytes as base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def fresh_environment() -> str:
    """The four secrets of a new installation as lines for an environment file."""
    return "\n".join(
        (
            f"SECRET_KEY={secrets.token_urlsafe(50)}",
            f"FIELD_KEYS=1:{fresh_key()}",
            f"INDEX_KEY={fresh_key()}",
            f"AUDIT_KEY={fresh_key()}",
        )
    )


if __name__ == "__main__":
    print(fresh_environment())
