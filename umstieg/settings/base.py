"""What every installation shares. Values that differ come from the environment, see `.env.example`."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

DEBUG = False
ROOT_URLCONF = "umstieg.urls"
WSGI_APPLICATION = "umstieg.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "auditlog",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "umstieg.core",
    "umstieg.access",
    "umstieg.audit",
    "umstieg.codelists",
    "umstieg.centre",
    "umstieg.guide",
    "umstieg.accounts",
    "umstieg.agenda",
    "umstieg.retention",
    "umstieg.desk",
    "umstieg.demo",
    "network",
    "cases",
    "outreach",
]

MIDDLEWARE = [
    # Outermost, so that no answer leaves without its headers: no redirect, no refused host, no file, no error.
    "umstieg.core.middleware.ConfidentialHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "umstieg.core.middleware.BodyLimitsMiddleware",
    "umstieg.accounts.middleware.UserLanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "umstieg.accounts.middleware.SessionLimitsMiddleware",
    "umstieg.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    # Outside the transaction: cleans the files of those who may send them.
    "umstieg.access.middleware.FilesMiddleware",
    # Innermost: it holds the transaction of the request and seals its event as the last thing before commit.
    "umstieg.audit.middleware.AuditMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "umstieg.core.folding.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "umstieg.desk.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- database -------------------------------------------------------------------------------------
SQLITE_OPTIONS = {
    # IMMEDIATE: two writers wait for each other instead of failing. FULL: a commit survives a power cut.
    # recursive_triggers: INSERT OR REPLACE meets the append-only triggers. secure_delete: deleted text is wiped.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON;",
}


def database(url_default):
    """The default database from DATABASE_URL, with what SQLite needs to be safe."""
    config = env.db("DATABASE_URL", default=url_default)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = dict(SQLITE_OPTIONS)
    else:
        # Long enough for statements that were planned once to be asked again (umstieg/core/composed.py).
        config["CONN_MAX_AGE"] = 3600
        config["CONN_HEALTH_CHECKS"] = True
        # Machine code pays for reports over millions of rows; our pages ask for few. What a plan depends on stands in
        # the statement, so one plan fits all ids and moments.
        config["OPTIONS"] = {"options": "-c jit=off -c plan_cache_mode=force_generic_plan"}
    return {"default": config}


# The audit middleware holds the one transaction of a request (see docs/adr/0003), so no ATOMIC_REQUESTS.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# --- language -------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "umstieg" / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# --- static files ---------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # other sites have no use for our fonts
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is uploaded in clear
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- people and sign-in ---------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_ADAPTER = "umstieg.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes us write to strangers; the page answers the same
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "",  # umstieg/accounts/guessing.py counts what is tried at the door
    "login_failed": "60/h/ip,10/h/key",  # codes of the second factor, behind the right password
    "reauthenticate": "10/h/user",
    "change_password": "10/h/user",  # asks for the password of today, so it can be guessed here too
}
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_FORMS = {
    "reset_password": "umstieg.accounts.forms.AskForPasswordForm",
    "change_password": "umstieg.accounts.forms.NewPasswordForm",
}
# Django's own: the library's notes the address of whoever asks, and nobody's could not be noted.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
DEVICE_COOKIE_NAME = "umstieg-device"
MFA_ADAPTER = "umstieg.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "umstieg"
MFA_TRUST_ENABLED = False
MFA_FORMS = {
    "authenticate": "umstieg.accounts.forms.AuthenticateForm",
    "reauthenticate": "umstieg.accounts.forms.ReauthenticateForm",
    "add_webauthn": "umstieg.accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "umstieg.accounts.forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "umstieg.accounts.forms.ReauthenticatePasskeyForm",
}
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)

SESSION_ENGINE = "umstieg.accounts.sessions"
SESSION_COOKIE_AGE = 30 * 60  # inactivity; every request renews it (G11)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ABSOLUTE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "umstieg.core.views.csrf_failure"
EMAIL_TIMEOUT = 10  # seconds
MAIL_BESIDE_REQUEST = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what a browser may do ------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# A note may be long, and what was typed must come back with the message at the field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Files stay in memory and are refused beyond the limit: Django's own would write them to the disk in clear. Whoever
# raises it raises DATA_UPLOAD_MAX_MEMORY_SIZE and nginx with it.
FILE_SIZE_LIMIT = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1  # the most that a form of ours has; a test counts
FILES_ARE_CLEANED_APART = True
FILE_UPLOAD_HANDLERS = ["umstieg.core.files.uploads.InMemoryUploadHandler"]

# --- keys -----------------------------------------------------------------------------------------
# FIELD_KEYS: "2:<base64>,1:<base64>", newest first. All keys come from the environment, never from the database.
SECRET_KEY = env("SECRET_KEY", default="")
FIELD_KEYS = env("FIELD_KEYS", default="")
INDEX_KEY = env("INDEX_KEY", default="")
AUDIT_KEY = env("AUDIT_KEY", default="")

# --- audit ----------------------------------------------------------------------------------------
AUDITLOG_CID_GETTER = "umstieg.audit.recording.correlation_id"
AUDITLOG_DISABLE_REMOTE_ADDR = True

# --- logs -----------------------------------------------------------------------------------------
# Ids and lengths only; django.request would write the address, which holds random ids, and a traceback.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"content_free": {"()": "umstieg.core.logs.ContentFree"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["content_free"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.db.backends": {"level": "WARNING"},
        # They tell what they stumble over in somebody's file.
        "pypdf": {"level": "CRITICAL"},
        "PIL": {"level": "CRITICAL"},
    },
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "umstieg.core.logs.NoContentReporterFilter"

TEST_RUNNER = "django.test.runner.DiscoverRunner"
IS_DEMO = False
