"""Django's settings: what ``read_environment`` found, and what is the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from whitenoise.compress import Compressor

from birddog.server.environment import LOCAL, read_environment
from birddog.server.home import email_settings, kept_secret, made_home

BASE = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment()
BIRDDOG_HOME = made_home(ENVIRONMENT)
BIRDDOG_FIGURES = ENVIRONMENT.figures or BIRDDOG_HOME / "figures"
BIRDDOG_ACCOUNTS = ENVIRONMENT.accounts
BIRDDOG_SIGNUP = ENVIRONMENT.signup
BIRDDOG_CLOCK_FILE = ENVIRONMENT.clock_file
BIRDDOG_STAFF_IDLE_MINUTES, BIRDDOG_STAFF_HOURS = ENVIRONMENT.staff_idle_minutes, ENVIRONMENT.staff_hours
BIRDDOG_RETENTION_DAYS = ENVIRONMENT.retention_days
BIRDDOG_HTTPS = ENVIRONMENT.https
BIRDDOG_ORIGIN = f"{'https' if BIRDDOG_HTTPS else 'http'}://{ENVIRONMENT.outside[0]}" if ENVIRONMENT.outside else ""
"""Where links in mail lead: never where a request says that it came to."""

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key or kept_secret(BIRDDOG_HOME)
ALLOWED_HOSTS = [*(name for name in LOCAL if name != "::1"), *ENVIRONMENT.outside]
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ENVIRONMENT.outside]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "birddog.records",
    "birddog.web",  # before allauth: its templates are found first
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "birddog.web.readable.ReadableMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "birddog.web.middleware.PersonMiddleware",
]
ROOT_URLCONF = "birddog.server.urls"
WSGI_APPLICATION = "birddog.server.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "birddog.web.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "birddog.web.templatetags.birddog"],
        },
    }
]

WAIT_S = 5
"""So long a request waits for another that holds the database; then it is told to come back."""
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": BIRDDOG_HOME / "birddog.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": WAIT_S,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA secure_delete=ON;",
    },
}
DATABASE_URL = ENVIRONMENT.database_url
DATABASES: dict[str, Any] = {"default": dict(dj_database_url.parse(DATABASE_URL)) if DATABASE_URL else SQLITE}
if DATABASE_URL:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        pool={"min_size": 1, "max_size": 14, "timeout": 3}, connect_timeout=3,
        options=f"-c lock_timeout={WAIT_S}s -c statement_timeout=30s",
    )  # fmt: skip

# Counts of failed sign-ins hold over all processes, and nobody can push them out.
CACHES = {
    "default": {"BACKEND": "birddog.records.counts.CountsInTable", "LOCATION": "birddog_cache"}
    if DATABASE_URL
    else {"BACKEND": "birddog.records.counts.CountsInFiles", "LOCATION": BIRDDOG_HOME / "cache"}
}

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "birddog.web.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "birddog.web.accounts.SignupForm",
    "reset_password_from_key": "birddog.web.accounts.ResetPasswordKeyForm",
}
# New accounts from one address (of IPv6: its /64), and in all but those whom a clinic has invited.
SIGNUPS = ENVIRONMENT.signups_per_hour
ACCOUNT_RATE_LIMITS = {
    "account_made": f"{SIGNUPS}/h/ip,{3 * SIGNUPS}/d/ip",
    "account_made_by_anyone": f"{ENVIRONMENT.signups_per_day}/d/key",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# Where mail goes out, an address must prove to be its owner's; where it does not, that cannot be asked.
EMAIL_URL = ENVIRONMENT.email_url
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_URL else "none"
MFA_ALLOW_UNVERIFIED_EMAIL = not EMAIL_URL
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Birddog"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Birddog: "
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_NOTIFICATIONS = True

globals().update(email_settings(EMAIL_URL))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.email_from
BIRDDOG_DEMO = False
"""Whether what stands here is a made-up person's; ``run.fill_demo`` sets it."""
NOBODY = "mailto:birddog@localhost"
BIRDDOG_CONTACT = ENVIRONMENT.contact or (BIRDDOG_ORIGIN if BIRDDOG_ORIGIN.startswith("https:") else NOBODY)
BIRDDOG_PUSH_ANYWHERE = False

LOGGING_CONFIG = None  # server/logs.py, when a server is started
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # pages for emergencies need no database

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = BIRDDOG_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "mjs", "task", "wasm")
"""The parts of the camera coach: compressing 20 MB would hold up every first start for half a minute."""


def coach_headers(headers: Any, path: str, url: str) -> None:
    """The worker that sees the camera's pictures has a policy of its own: nothing but this server, and WebAssembly."""
    del path
    if url.startswith(f"{STATIC_URL}birddog/coach/worker."):
        headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
        )


WHITENOISE_ADD_HEADERS_FUNCTION = coach_headers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BIRDDOG_HTTPS
# Whether a request came over HTTPS the server knows from the proxy (run.serve); nothing is told over plain HTTP.
SECURE_SSL_REDIRECT = BIRDDOG_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if BIRDDOG_HTTPS else 0
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_COOKIE_AGE = 60 * 60 * 24 * 365
CSRF_FAILURE_VIEW = "birddog.web.views.errors.csrf"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["security.W008"]
