"""German order and German case folding on SQLite; PostgreSQL gets its collation by migration (ICU, `de`)."""

import re
import unicodedata


def sort_key(text: str):
    """Order of DIN 5007-1: accents and case only decide between equal words."""
    base = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", (text or "").replace("ß", "ss"))
        if not unicodedata.combining(letter)
    )
    return base.casefold(), (text or "").casefold(), text or ""


def _compare(left, right):
    left, right = sort_key(left), sort_key(right)
    return (left > right) - (left < right)


def _like(pattern, text, escape=None):
    """SQLite's LIKE, but "ö" finds "Ö"."""
    if pattern is None or text is None:
        return None
    expression, letters = [], iter(str(pattern).casefold())
    for letter in letters:
        if letter == escape:
            expression.append(re.escape(next(letters, "")))
        else:
            expression.append({"%": ".*", "_": "."}.get(letter) or re.escape(letter))
    return int(bool(re.fullmatch("".join(expression), str(text).casefold(), re.S)))


def install_on_sqlite(sender, connection, **kwargs):
    """Receiver of connection_created."""
    if connection.vendor != "sqlite":
        return
    connection.connection.create_collation("german", _compare)
    for arguments in (2, 3):
        connection.connection.create_function("like", arguments, _like, deterministic=True)
