"""One settings file; what differs between machines comes from the environment (docs/running.md)."""

from pathlib import Path

import environ
from django.contrib.messages import constants as messages
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from gin.headers import DIRECTIVES
from gin.logs import logging_config
from gin.schedule import TASKS_AGAIN

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # the demo network: known passwords, a public mailbox
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))

_DEMO_KEY = "for-demonstration-and-development-only-" * 2
SECRET_KEY = env.str("SECRET_KEY", default="") or (_DEMO_KEY if DEBUG or DEMO else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY in the environment: DEBUG and DEMO are off.")

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_HTTPS else []

INSTALLED_APPS = [
    "gin.apps.GinConfig",
    "moves",
    "partners",
    "publishing",
    "threads",
    "offers",
    "events",
    "gin.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "gin.apps.StaticFilesConfig",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_countries",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]

MIDDLEWARE = [
    "gin.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "gin.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gin.pagecache.PageCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partners.standing.StandingMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "partners.devices.DevicesMiddleware",
    "partners.second_factor.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gin.errors.RefusedFormMiddleware",
]

ROOT_URLCONF = "gin.urls"
WSGI_APPLICATION = "gin.wsgi.application"
FORM_RENDERER = "gin.forms.FormRenderer"
FORMS_URLFIELD_ASSUME_HTTPS = True  # as Django 6 does
MESSAGE_TAGS = {messages.SUCCESS: "ok", messages.WARNING: "warn", messages.ERROR: "err"}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "partners.templatetags.design",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gin.context.page",
            ],
        },
    }
]

# Database: PostgreSQL only; without DATABASE_URL an embedded server starts (gin/postgres).
DATABASES = {
    "default": env.db_url("DATABASE_URL", engine="django.db.backends.postgresql")
    if env.str("DATABASE_URL", default="")
    else {"ENGINE": "gin.postgres", "NAME": "gin"}
}
DATABASES["default"].setdefault("CONN_MAX_AGE", 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# People
AUTH_USER_MODEL = "partners.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "gin:desk"
LOGOUT_REDIRECT_URL = "gin:home"
ACCOUNT_SIGNUP_REDIRECT_URL = "partners:join"
ACCOUNT_ADAPTER = "partners.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "partners.accounts.SignupForm",
    "login": "partners.accounts.LoginForm",
    "request_login_code": "partners.accounts.RequestLoginCodeForm",
    "confirm_login_code": "partners.accounts.ConfirmLoginCodeForm",
    "reauthenticate": "partners.accounts.ReauthenticateForm",
    "add_email": "partners.accounts.AddEmailForm",
    "change_password": "partners.accounts.ChangePasswordForm",
    "reset_password": "partners.accounts.ResetPasswordForm",
    "set_password": "partners.accounts.SetPasswordForm",
    "reset_password_from_key": "partners.accounts.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up
ACCOUNT_CHANGE_EMAIL = True  # one address a person; a new one replaces it once confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of changes to password, address and second factor
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
MFA_FORMS = {"add_webauthn": "partners.accounts.AddWebAuthnForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Global Innovation Network"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
USERSESSIONS_TRACK_ACTIVITY = True
# Administrators and coordinators need a second factor, but for the demo (bars: sign-in).
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not (DEBUG or DEMO))

# Languages
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("pl", "Polski"),
    ("es", "Español"),
    ("ro", "Română"),
    ("el", "Ελληνικά"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "gin.formats"
TIME_ZONE = "Europe/Warsaw"
COUNTRIES_OVERRIDE = {"GR": _("Greece")}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Attachments: no web server serves this folder, a view asks who may have them.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

# Mail
MAILBOX = DEMO or DEBUG
MAILBOX_DIR = DATA_DIR / "mailbox"
if env.str("EMAIL_URL", default=""):
    globals().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "gin.mailbox.MailboxBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="GIN <portal@gin.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
HELP_EMAIL = env.str("HELP_EMAIL", default="help@gin.example")

# Security (Mozilla Observatory, OWASP ASVS 5 level 2)
CONTENT_SECURITY_POLICY = {"DIRECTIVES": DIRECTIVES}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gin.errors.csrf_failure"

CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://"),
    "pages": env.cache_url("PAGE_CACHE_URL", default="locmemcache://pages?max_entries=2000"),
}

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
LOGGING = logging_config(is_verbose=DEBUG)
PERIODIC_TASKS = TASKS_AGAIN
