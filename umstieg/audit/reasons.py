"""What the reason of an event says in words. The log keeps short codes; whoever reads it is no programmer."""

import re
from functools import cache

from django.urls import URLResolver, get_resolver
from django.utils.functional import Promise
from django.utils.translation import gettext as _

REFUSAL = re.compile(r"(403|404) [A-Z]+ (\S+)").fullmatch  # as the middleware writes it

_words: dict[str, str | Promise] = {}


def register(words: dict[str, str | Promise]) -> None:
    """Words for the codes that an app gives as reasons; "" where the event says it all."""
    _words.update(words)


def said(reason: str) -> str:
    """A reason as a reader is told it; what nobody registered reads as it stands."""
    if refusal := REFUSAL(reason):
        status, view = refusal.groups()
        what = _permissions().get(view)
        label = what.label if what else view
        text = _("not for her role: %(what)s") if status == "403" else _("not there, or not visible to her: %(what)s")
        return text % {"what": label}
    return str(_words.get(reason, reason))


@cache
def _permissions() -> dict:
    """{name of a view: the permission it asks for}."""
    return dict(_found(get_resolver(), ""))


def _found(resolver, prefix):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _found(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name and (permission := getattr(pattern.callback, "required_permission", None)):
            yield f"{prefix}{pattern.name}", permission
