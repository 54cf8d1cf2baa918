"""Addresses of our pages, put together quickly: where a page shows many, `reverse` takes longer than all the rest."""

import re
import uuid
from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

# Stand in an address for the ids that differ. None of them occurs in an address by itself.
STAND_INS = ("00000000-0000-4000-8000-00000000adda", "00000000-0000-4000-8000-00000000addb")
IS_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
NUMBERS = ("70707070701", "70707070702")


def address(name: str, *ids) -> str:
    """`reverse(name, args=ids)` for at most two ids, each a UUID (or its text) or a whole number.

    Raises NoReverseMatch for a name that no page has.
    """
    numeric = tuple(isinstance(one, int) for one in ids)
    pattern = _pattern(name, numeric, get_urlconf(), get_script_prefix())
    for place, (one, is_number) in enumerate(zip(ids, numeric, strict=True)):
        pattern = pattern.replace((NUMBERS if is_number else STAND_INS)[place], str(one))
    return pattern


def takes(one) -> bool:
    """Whether `address` knows this kind of id."""
    return isinstance(one, uuid.UUID) or type(one) is int or (isinstance(one, str) and bool(IS_UUID(one)))


@lru_cache(maxsize=2000)
def _pattern(name, numeric, urlconf, prefix):
    stand_ins = [(NUMBERS if is_number else STAND_INS)[place] for place, is_number in enumerate(numeric)]
    return reverse(name, urlconf=urlconf, args=stand_ins)
