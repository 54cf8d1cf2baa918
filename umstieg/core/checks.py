"""System checks of the kernel."""

from django.conf import settings
from django.core.checks import Error, register

from .keys import KeyMissing, decode_key, parse_ring


@register
def keys_are_usable(app_configs, **kwargs):
    """Every key is there and has the right length."""
    errors = []
    for name in ("FIELD_KEYS", "INDEX_KEY", "AUDIT_KEY"):
        try:
            value = getattr(settings, name)
            parse_ring(value) if name == "FIELD_KEYS" else decode_key(name, value)
        except KeyMissing as error:
            errors.append(Error(str(error), hint="python -m umstieg.core.keys makes fresh keys.", id="umstieg.E001"))
    return errors
