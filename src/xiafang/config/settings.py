"""Django's settings, for every process of Xiafang; what varies comes from the environment (environment.py).

One database, one alias, two roles. Whoever serves pages connects as the **web role**, which owns nothing and is bound
by row security; migrations and commands connect as the **owner**. A process is one or the other for its whole life
(`XIAFANG_DATABASE_ROLE`, web unless a command asks otherwise), so there is no second alias to route to or to forget:
`migrate`, pytest-django and transactions all work on `default`. Tests run as the owner, a member of the web role, and
step down to it inside their transaction with `SET LOCAL ROLE` (tests/conftest.py): so they see their own rows.
"""

import os
from typing import Any

from xiafang.config import database, environment, secret

DATA = environment.data_root()
SECRET_KEY = secret.key(DATA)
DEBUG = False
ALLOWED_HOSTS = environment.words("XIAFANG_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = environment.flag("XIAFANG_HTTPS")

INSTALLED_APPS = [
    "xiafang.accounts",
    "xiafang.organizations",
    "xiafang.casework",
    "xiafang.visits",
    "xiafang.supervision",
    "xiafang.ledgers",
    "xiafang.promises",
    "xiafang.demo",
    "xiafang.web",
    "xiafang.postgres",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "axes",
    "django_htmx",
    "template_partials",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "xiafang.config.logs.log_request",
    "xiafang.config.middleware.security_headers",
    "xiafang.config.middleware.in_utf8",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "xiafang.config.health.answer",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xiafang.config.middleware.keep_session",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # From here on the request stands in one transaction; what tells row security who asks (set_config) comes after it.
    "xiafang.config.middleware.one_transaction",
    "xiafang.accounts.middleware.say_who_asks",
    "xiafang.config.middleware.in_words",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "xiafang.config.urls"
WSGI_APPLICATION = "xiafang.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- The database

DATABASE_ROLE = os.environ.get("XIAFANG_DATABASE_ROLE", "web")
WEB_ROLE = database.web_role()  # migrations grant it its rights
DEFINER_ROLE = "xiafang_definer"  # owns the SECURITY DEFINER functions; cannot sign in (postgres/roles.py)
LEDGER_ROLE = "xiafang_ledger"  # recomputes the duty ledger within acts; cannot sign in (ADR 0040)
DATABASES = {"default": database.connection(DATABASE_ROLE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People and sessions

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "xiafang.accounts.passwords.ThreeKindsValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "xiafang.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "xiafang.accounts.adapter.NoSignUp"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # {} would keep allauth's own; django-axes keeps count of failed sign-ins, in the database.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page promises an end
AXES_USERNAME_CALLABLE = "xiafang.accounts.adapter.counted_as"  # else every spelling has tries of its own
AXES_CLIENT_IP_CALLABLE = "xiafang.accounts.adapter.client_address"
TRUSTED_PROXIES = environment.trusted_proxies()
AXES_LOCKOUT_CALLABLE = "xiafang.web.views.session.locked_out"
AXES_SENSITIVE_PARAMETERS = ["oldpassword", "password1", "password2"]  # a failed try keeps what was sent, but for these
AXES_VERBOSE = False

IDLE_SECONDS = 30 * 60
SESSION_COOKIE_AGE = IDLE_SECONDS  # middleware.keep_session moves it on while somebody works
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Secure by default

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Language, time, files

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = None  # nothing is collected: WhiteNoise serves the files where they stand
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/[^/]+\.[0-9a-f]{12}\.(css|js)$"  # named after their digest

# --- Logs: configured by xiafang.config.logs when serving, so that commands stay quiet

LOG_LEVEL = os.environ.get("XIAFANG_LOG_LEVEL", "INFO").upper()
LOGGING_CONFIG = None

# --- The regulation

OFFICIAL_TEXT = os.environ.get("XIAFANG_OFFICIAL_TEXT", "")
POLICY = environment.policy_file()  # read by organizations.policy
EFFECTIVE_ON = environment.effective_on()
