"""Cleaning in a process of its own: what a stranger's file does to the library that reads it ends there.

That process knows no key and no database, can write no file, and has a limit of time and memory. Called as
`python -m umstieg.core.files.cleaning PDF`, with the content on stdin; nothing of it stands in the list of processes.
"""

import resource
import subprocess
import sys
from pathlib import Path

from . import docx, images, odt, pdf, refusals
from .refusals import TOO_COMPLEX, Refused, readable

CLEANERS = {"PDF": pdf, "DOCX": docx, "ODT": odt, "JPEG": images, "PNG": images}
SECONDS = 20
MEMORY = 2 * 1024**3  # bytes
HOUSE = Path(__file__).resolve().parents[3]
KEPT, REFUSED = b"+", b"-"


def cleaned(content: bytes, kind: str) -> bytes:
    """The content as it may be kept, opened once more; raises Refused."""
    with readable():
        clean = CLEANERS[kind].cleaned(content)
        CLEANERS[kind].must_open(clean)
        return clean


def cleaned_apart(content: bytes, kind: str, seconds: float | None = None) -> bytes:
    """The same by another process; what takes too long or too much there is refused."""
    seconds = SECONDS if seconds is None else seconds
    if seconds <= 0:
        raise Refused(TOO_COMPLEX)
    command = [sys.executable, "-B", "-m", __name__, str(kind)]
    try:
        done = subprocess.run(  # noqa: S603  our own program, the kind is one of five words
            command, input=content, capture_output=True, timeout=seconds, cwd=HOUSE, env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(TOO_COMPLEX) from error
    if done.returncode == 0 and done.stdout[:1] == KEPT:
        return done.stdout[1:]
    if done.returncode == 0 and done.stdout[:1] == REFUSED:
        raise Refused(getattr(refusals, done.stdout[1:].decode()))
    raise Refused(TOO_COMPLEX)


def main(kind: str) -> None:
    """What the other process does."""
    for limited, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limited, (most, most))
    try:
        answer = KEPT + cleaned(sys.stdin.buffer.read(), kind)
    except Refused as refused:
        answer = REFUSED + refusals.name_of(refused.message).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main(sys.argv[1])
