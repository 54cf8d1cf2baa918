"""Small pieces of markup that stand in almost every line of a page.

What is larger than one element is an include in ``templates/components/``.
"""

from functools import cache
from urllib.parse import quote

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

register = template.Library()

#: Words of the states a theme can have, used where a page gives no word of its own.
STATE_WORDS = {
    "ok": _("settled"),
    "prov": _("settled for now"),
    "work": _("in progress"),
    "wait": _("waiting"),
    "open": _("unclear"),
    "urgent": _("urgent"),
    "none": _("not an issue"),
}

LEVEL_WORDS = {
    "muss": _("Muss"),
    "soll": _("Soll"),
    "kann": _("Kann"),
}


@cache
def _sprite_url() -> str:
    """Asked for once: the storage takes longer for its answer than all the rest of an icon."""
    return static("icons/sprite.svg")


def _sprite(symbol: str) -> str:
    return f"{_sprite_url()}#{symbol}"


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """A Lucide icon from the sprite, in the colour of the text beside it.

    ``size``: "" (grows with the text), "lg" or "xl". ``label`` only where no word stands beside it.
    """
    css = f"i {size}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, _sprite(f"i-{name}")
        )
    return _decoration(css, f"i-{name}")


@cache
def _decoration(css, symbol):
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, _sprite(symbol))


@register.simple_tag
def glyph(code: str, label: str = "", size: str = "") -> SafeString:
    """The glyph of a state, e.g. "ok". With ``label`` it speaks for itself, without it is decoration."""
    css = f"g s-{code} {size}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, _sprite(f"g-{code}")
        )
    return _decoration(css, f"g-{code}")


@register.simple_tag
def state(code: str, word: str = "", icon_name: str = "") -> SafeString:
    """A state as glyph and word. ``icon_name`` replaces the glyph where it is a date, e.g. "clock" for overdue."""
    sign = icon(icon_name) if icon_name else glyph(code)
    return format_html('<span class="state s-{}">{}{}</span>', code, sign, word or STATE_WORDS.get(code, code))


@register.simple_tag
def pill(code: str, word: str = "") -> SafeString:
    """A state with its soft ground, for the glance; one or two on a page, lists use ``state``."""
    return format_html('<span class="pill s-{}">{}{}</span>', code, glyph(code), word or STATE_WORDS.get(code, code))


@register.simple_tag
def pillars(states, url: str = "") -> SafeString:
    """The three pillars at a glance.

    ``states``: iterable of (letter, pillar name, state code, state word); ``url`` makes each a link.
    """
    parts = []
    for letter, name, code, word in states:
        spoken = f"{name}: {word or STATE_WORDS.get(code, code)}"
        inner = format_html('{}<span aria-hidden="true">{}</span>', glyph(code, spoken), letter)
        if url:
            parts.append(format_html('<a class="s-{}" href="{}" title="{}">{}</a>', code, url, spoken, inner))
        else:
            parts.append(format_html('<span class="s-{}" title="{}">{}</span>', code, spoken, inner))
    # Every part comes from format_html.
    return format_html('<span class="pillars">{}</span>', mark_safe("".join(parts)))  # noqa: S308


@register.simple_tag
def tag(text: str, icon_name: str = "") -> SafeString:
    """A plain fact in a small frame: a phase, a topic, a language."""
    return format_html('<span class="tag">{}{}</span>', icon(icon_name) if icon_name else "", text)


@register.simple_tag
def level(code: str) -> SafeString:
    """How binding the guide is at this point: "muss", "soll" or "kann" (any case)."""
    key = str(code).lower()
    return format_html('<span class="level level-{}">{}</span>', key, LEVEL_WORDS.get(key, code))


@register.filter
def without_placeholder(field):
    """The bound field without its placeholder; allauth repeats the label there, which then vanishes while typing."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.filter
def initials(name: object) -> str:
    """First letters of the first and the last word: "Jana von Lorenz" gives "JL"."""
    words = str(name or "").split()
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def avatar(name: object, size: str = "") -> SafeString:
    """Initials of a colleague in a circle, always beside the name; ``size`` "s" inside a line."""
    return format_html('<span class="{}" aria-hidden="true">{}</span>', f"av {size}".strip(), initials(name))


@register.filter
def dialled(phone: str) -> str:
    """The address of a phone link: digits and a leading plus, so that no code of a phone is dialled.

    The zero of "+49 (0)40 12" is dialled within Germany only.
    """
    said = str(phone).strip()
    if said.startswith(("+", "00")):
        said = said.replace("(0)", "")
    digits = "".join(sign for sign in said if sign.isdigit() and sign.isascii())
    return f"tel:{'+' if said.startswith('+') else ''}{digits}"


@register.filter
def mailed(email: str) -> str:
    """The address of a mail link: an e-mail that brings parameters of its own brings none of them along."""
    return f"mailto:{quote(str(email), safe='@')}"
