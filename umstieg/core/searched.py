"""What somebody has searched for waits in her session, encrypted: it stands in no address, log or history.

A search is sent by POST and leads to a page of its own, to which "back" leads again.
"""

from .crypto import DecryptionError, decrypt, encrypt

LONGEST = 100


def keep_term(session, place: str, typed: str, *, longest=LONGEST) -> str:
    """Keep a term under a `place` of the session; returns it as it is looked for."""
    term = typed.replace("\x00", "")[:longest].strip()
    session[place] = encrypt(term, place)
    return term


def kept_term(session, place: str) -> str:
    """The term that was searched for last; none after a key was dropped from the ring."""
    try:
        return decrypt(session[place], place) if place in session else ""
    except DecryptionError:
        return ""
