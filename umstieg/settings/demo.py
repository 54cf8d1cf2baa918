"""The demo centre on one's own machine: SQLite, invented people, keys made by `make demo`."""

from .base import *  # noqa: F403
from .base import BASE_DIR, INSTALLED_APPS, database, env

INSTALLED_APPS = [*INSTALLED_APPS, "umstieg.testing"]

if (BASE_DIR / ".demo" / "keys.env").exists():
    env.read_env(BASE_DIR / ".demo" / "keys.env")

SECRET_KEY = env("SECRET_KEY", default="only-for-the-demo-centre")
FIELD_KEYS = env("FIELD_KEYS", default="")
INDEX_KEY = env("INDEX_KEY", default="")
AUDIT_KEY = env("AUDIT_KEY", default="")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = database(f"sqlite:///{BASE_DIR}/.demo/demo.sqlite3")
STATIC_ROOT = BASE_DIR / ".demo" / "static"
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
IS_DEMO = True
