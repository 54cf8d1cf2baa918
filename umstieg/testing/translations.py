"""What there is to translate, read from the source as `makemessages` does, but without gettext installed."""

import ast
import io
import re

from babel.messages.extract import extract_python
from django.utils.translation import template as templates

from .architecture import HOUSE, package_of, sources

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
QUOTED = r"""(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
LITERAL = re.compile(QUOTED)
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*u?({QUOTED}(?:\s*,\s*u?{QUOTED})*)")


def messages() -> dict[tuple, str]:
    """{(context or None, msgid): where it stands} of every message in our code and templates."""
    found = {}
    for module, text in sources().items():
        if package_of(module) not in ("umstieg.tests", "umstieg.testing"):
            found |= dict.fromkeys(_in_python(text), module)
    for path in sorted((HOUSE / "templates").rglob("*.*")):
        name = str(path.relative_to(HOUSE))
        found |= dict.fromkeys(_in_template(templates.templatize(path.read_text(encoding="utf-8"), origin=name)), name)
    return found


def _in_python(text):
    code = io.BytesIO(text.encode())
    for _line, function, message, _comments in extract_python(code, KEYWORDS, [], {"encoding": "utf-8"}):
        yield from _key(function, message if isinstance(message, tuple) else (message,))


def _in_template(text):
    """Django turns a template into something like Python, which only gettext reads: look for the calls in it."""
    for function, arguments in CALL.findall(text):
        yield from _key(function, [ast.literal_eval(literal) for literal in LITERAL.findall(arguments)])


def _key(function, parts):
    context, msgid = parts[:2] if function.startswith(("pgettext", "npgettext")) else (None, parts[0])
    if msgid:
        yield context, msgid
