"""For the tests: fixed keys, a quick password hasher, plain static files, a database file that browsers can share."""

from .base import *  # noqa: F403
from .base import BASE_DIR, INSTALLED_APPS, STORAGES, database, env

INSTALLED_APPS = [*INSTALLED_APPS, "umstieg.testing"]

SECRET_KEY = "tests-only"
# 32 bytes each, base64; nothing real is ever encrypted with them.
FIELD_KEYS = "1:dW1zdGllZy10ZXN0LWZpZWxkLWtleS0wMDAwMDAwMDE="
INDEX_KEY = "dW1zdGllZy10ZXN0LWluZGV4LWtleS0wMDAwMDAwMDE="
AUDIT_KEY = "dW1zdGllZy10ZXN0LWF1ZGl0LWtleS0wMDAwMDAwMDE="
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = database(f"sqlite:///{BASE_DIR}/.demo/never-used.sqlite3")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server of the browser tests would share the one connection of a database in memory.
    (BASE_DIR / ".demo").mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DB", default=str(BASE_DIR / ".demo" / "test.sqlite3"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SECOND_FACTOR_REQUIRED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
MAIL_BESIDE_REQUEST = False
FILES_ARE_CLEANED_APART = False  # a process for each file takes half a second
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
IS_DEMO = True  # lets the tests build the demo centre
