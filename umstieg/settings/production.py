"""A real centre. Refuses to start without its secrets."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import database, env

REQUIRED = {
    "SECRET_KEY": "signs sessions and forms",
    "FIELD_KEYS": "encrypts names, contact data and notes",
    "INDEX_KEY": "lets the search find encrypted words",
    "AUDIT_KEY": "seals the audit log",
    "ALLOWED_HOSTS": "the addresses this centre answers on",
    "DATABASE_URL": "where the data lives",
}
missing = [f"{name} ({why})" for name, why in REQUIRED.items() if not env.str(name, default="").strip()]
if missing:
    raise ImproperlyConfigured(
        "umstieg does not start without: " + "; ".join(missing) + ". `python -m umstieg.core.keys` makes fresh keys."
    )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DATABASES = database(env("DATABASE_URL"))
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]
EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://localhost:25")
globals().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="umstieg@localhost")

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
DEVICE_COOKIE_NAME = "__Host-umstieg-device"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
