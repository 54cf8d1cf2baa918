"""For `make bench` alone: a real centre's settings on a database of invented people, and beside them what is measured
against, the bare view and the Django admin. Both stand in an own URLconf that no other settings name.
"""

from .base import *  # noqa: F403
from .base import BASE_DIR, INSTALLED_APPS, MIDDLEWARE, database

INSTALLED_APPS = [*INSTALLED_APPS, "umstieg.testing", "django.contrib.admin.apps.SimpleAdminConfig"]
MIDDLEWARE = ["umstieg.testing.bench.counting.StatementsMiddleware", *MIDDLEWARE]
ROOT_URLCONF = "umstieg.testing.bench.urls"

# Not secret: nothing real is ever encrypted with them. Fixed, so that a seeded database can be measured again.
SECRET_KEY = "bench-only"
FIELD_KEYS = "1:dW1zdGllZy1iZW5jaC1maWVsZC1rZXktMDAwMDAwMDE="
INDEX_KEY = "dW1zdGllZy1iZW5jaC1pbmRleC1rZXktMDAwMDAwMDE="
AUDIT_KEY = "dW1zdGllZy1iZW5jaC1hdWRpdC1rZXktMDAwMDAwMDE="
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = database("postgres://umstieg_bench:umstieg_bench@127.0.0.1:5432/postgres")
STATIC_ROOT = BASE_DIR / ".demo" / "bench" / "static"
SECOND_FACTOR_REQUIRED = False  # a sign-in with one costs a step at the door, and no page anything
IS_DEMO = True  # lets the demo centre be built
