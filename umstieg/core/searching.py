"""What somebody looked for last: it waits in her session, encrypted, and stands in no address, log or history."""

from .crypto import DecryptionError, decrypt, encrypt


def remember_search(request, place: str, text: str) -> None:
    """`place` names the search: the key in the session, to which the encrypted text is bound."""
    request.session[place] = encrypt(text, place)


def last_search(request, place: str) -> str:
    """What was looked for last at this place; "" where nothing was, or a key was dropped from the ring."""
    try:
        return decrypt(request.session[place], place) if place in request.session else ""
    except DecryptionError:
        return ""
