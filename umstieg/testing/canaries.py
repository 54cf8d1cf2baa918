"""Marker words, and the search for them in everything that is written down, however it is written.

Every marker begins with one stem that stands nowhere else, so that one search finds all of them.
"""

import base64
import itertools
import json
import unicodedata
from urllib.parse import quote, quote_plus

from .files import a_pdf, an_upload

STEM = "Zwölfkränichquark"
PHONE_STEM = "4915257300"
_counter = itertools.count(1)


def marker() -> str:
    """A word that no other field holds."""
    return f"{STEM}{next(_counter)}"


def marker_phone() -> str:
    """A phone number as people type it, with a stem of its own."""
    number = f"{PHONE_STEM}{next(_counter):03d}"
    return f"+{number[:2]} {number[2:6]} / {number[6:]}"


def patterns() -> set[bytes]:
    """The stems in every shape they may be written in."""
    stems = [STEM, unicodedata.normalize("NFD", STEM), _without_accents(STEM), PHONE_STEM, "0" + PHONE_STEM[2:]]
    found = set()
    for word in {shape for stem in stems for shape in (stem, stem.lower(), stem.upper(), stem.casefold())}:
        encoded = [word.encode("utf-8"), word.encode("utf-16-le"), word.encode("utf-16-be")]
        if not any(unicodedata.combining(letter) for letter in word):
            encoded.append(word.encode("latin-1"))
        found.update(encoded)
        found.update(text.encode() for text in (quote(word), quote_plus(word).lower(), json.dumps(word)[1:-1]))
        found.add(json.dumps(json.dumps(word)[1:-1])[1:-1].encode())
        found.add(word.encode("ascii", "xmlcharrefreplace"))
        found.add(ascii(word)[1:-1].encode())
        for octets in encoded:
            found.add(octets.hex().encode())
            found.add(octets.hex().upper().encode())
            found.update(_base64_inside(octets))
    return found


def _without_accents(word):
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _base64_inside(octets):
    """The part of base64 text that stays the same whatever stands before and after, at each of the three offsets."""
    for offset in range(3):
        text = base64.b64encode(b"\0" * offset + octets)
        first = -(-offset * 8 // 6)
        whole = (offset + len(octets)) // 3 * 4
        inner = text[first:whole]
        yield inner
        yield inner.replace(b"+", b"-").replace(b"/", b"_")


def found_in(*haystacks: bytes | str) -> set[bytes]:
    """The patterns that stand in some text or bytes."""
    raw = [text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text) for text in haystacks]
    return {pattern for pattern in patterns() if any(pattern in octets for octets in raw)}


def fill(form, **changes):
    """Data for a form with a marker in every field for text or a file, the last choice everywhere, and `changes` on top.

    Numbers and dates stay as the page shows them.
    """
    sent = {}
    for name, control in form.controls.items():
        if control.kind in ("text", "textarea", "search", "email", "password", "tel", "url"):
            sent[name] = [marker()]
        elif control.kind in ("select", "radio") and control.options:
            sent[name] = [control.options[-1]]
        elif control.kind == "checkbox":
            sent[name] = control.options[-1:]
        elif control.kind == "file":
            sent[name] = [an_upload(f"{marker()}.pdf", a_pdf(text=marker()))]
        else:
            sent[name] = list(control.values)
    sent |= {name: value if isinstance(value, list) else [value] for name, value in changes.items()}
    return {name: values for name, values in sent.items() if values != [None]}
