"""Settings for every environment; what differs between two of them comes from variables (docs/operating.md)."""

from pathlib import Path

from helpapi.running import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(env.text("HELPAPI_HOME") or BASE_DIR / "var").resolve()

PRODUCTION = env.choice("HELPAPI_ENV", ("production", "development"), "development") == "production"
ROLE = env.choice("HELPAPI_ROLE", ("all", "public", "admin"), "all")
DEMO = env.flag("HELPAPI_DEMO", default=False) and not PRODUCTION
DEBUG = env.flag("HELPAPI_DEBUG", default=False)
SERVES_ADMIN = ROLE in ("all", "admin")
SECOND_FACTOR = not DEMO

SECRET_KEY = env.secret("HELPAPI_SECRET_KEY", None if PRODUCTION else HOME / "secret.key")
RECORD_KEY = env.secret("HELPAPI_RECORD_KEY", None if PRODUCTION else HOME / "record.key")
RECORD_KEY_BEFORE = env.text("HELPAPI_RECORD_KEY_BEFORE")
EDITION_KEY = env.secret("HELPAPI_EDITION_KEY", None if PRODUCTION else HOME / "edition.key")
EDITION_KEY_BEFORE = env.text("HELPAPI_EDITION_KEY_BEFORE")
BUNDLE_KEY = env.secret("HELPAPI_BUNDLE_KEY", None if PRODUCTION else HOME / "bundle.key", 32)
TRUST_FOLDER = Path(env.text("HELPAPI_TRUST", str(HOME / "trust")))
WEBHOOK_KEY = env.secret("HELPAPI_WEBHOOK_KEY", None if PRODUCTION else HOME / "webhook.key")
WEBHOOK_KEY_BEFORE = env.text("HELPAPI_WEBHOOK_KEY_BEFORE")
RECORD_HEAD = Path(env.text("HELPAPI_RECORD_HEAD", str(HOME / "record.head")))
ADMIN_HOST = env.text("HELPAPI_ADMIN_HOST")
ALLOWED_HOSTS = env.words("HELPAPI_HOSTS") or ([] if PRODUCTION else ["*"])
FRONT = env.choice("HELPAPI_FRONT", ("", "nginx", "other"), "")
PROXIES = env.count("HELPAPI_PROXIES", None if PRODUCTION else 0)
PUBLIC_URL = env.text("PUBLIC_URL", "" if PRODUCTION else "http://127.0.0.1:8000").rstrip("/")
PREFIX = env.path_of(PUBLIC_URL)  # of every address, where a proxy gives only a part of its host to this service

NODES = env.count("HELPAPI_NODES", 1)
NODE_ADDRESSES = env.words("HELPAPI_NODE_ADDRESSES")
SECURITY_CONTACT = env.text("SECURITY_CONTACT")
REPORTS = env.flag("HELPAPI_REPORTS", default=True)
UNREAD_WORDS = env.flag("HELPAPI_UNREAD_WORDS", default=not PRODUCTION)
SENTRY_DSN = env.text("SENTRY_DSN")

globals().update(env.mail("HELPAPI_MAIL"))
DEFAULT_FROM_EMAIL = env.text("HELPAPI_MAIL_FROM", "helpapi@localhost")
EMAIL_TIMEOUT = 10  # seconds; nothing waits for it

EDITION_POLL_SECONDS = env.number("EDITION_POLL_SECONDS", 0.5)
EDITIONS_KEPT = 3
EDITIONS_FOLDER = HOME / "editions"

DATABASES = {"default": env.database("DATABASE_URL", HOME / "helpapi.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "helpapi.apps.EditorsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "helpapi.apps.HouseConfig",
    "publishing",
    "services",
    "advice",
    "partners",
]

_ADMIN_MIDDLEWARE = [
    "helpapi.signing_in.sign_in.only_on_its_host",
    "helpapi.running.outage.Outage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "helpapi.running.middleware.admin_time_zone",
    "axes.middleware.AxesMiddleware",
]
MIDDLEWARE = [
    "helpapi.running.logs.access_log",
    "helpapi.running.middleware.headers",
    "helpapi.running.middleware.in_their_language",
    "helpapi.running.middleware.no_cookies",
    "helpapi.running.middleware.preflights",
    "helpapi.running.middleware.doorstep",
    "helpapi.running.middleware.StaticFiles",
    *(_ADMIN_MIDDLEWARE if SERVES_ADMIN else []),
]

ROOT_URLCONF = "helpapi.urls"
WSGI_APPLICATION = "helpapi.wsgi.application"
APPEND_SLASH = False
_ADMIN_TAGS = {name: f"publishing.admin.tags.{name}" for name in ("publishing_form", "publishing_words")}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "helpapi" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"words": "helpapi.words", **(_ADMIN_TAGS if SERVES_ADMIN else {})},
        },
    }
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
FORCE_SCRIPT_NAME = PREFIX or None
STATIC_URL = f"{PREFIX}/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = ["publishing.accounts.LastingHasher"]
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

# A session ends with the browser, and eight hours after signing in whatever is done meanwhile (signing_in/sign_in.py).
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{PREFIX}/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "helpapi.signing_in.unsaved.refused"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["publishing.uploads.FromTranslators"]  # which takes none but on one page

# One person from one address: nobody can lock out somebody else, and the lock ends by itself.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hours
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "helpapi.signing_in.lockouts.SparingHandler"
AXES_CLIENT_IP_CALLABLE = "helpapi.signing_in.sign_in.client_address"
AXES_LOCKOUT_CALLABLE = "helpapi.signing_in.sign_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
OTP_TOTP_ISSUER = "helpapi"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # helpapi.running.middleware.headers does what these two middlewares do, outermost
    "security.W002",
    # Where there is no admin, neither is what it stands on.
    *([] if SERVES_ADMIN else ["security.W003", "axes.W002", "admin.E408", "admin.E409", "admin.E410"]),
]

REST_FRAMEWORK: dict[str, object] = {
    "DEFAULT_RENDERER_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "FORMAT_SUFFIX_KWARG": None,
    "DEFAULT_SCHEMA_CLASS": "helpapi.contract.openapi.Schema",
    "EXCEPTION_HANDLER": "helpapi.problems.handle",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "helpapi",
    "DESCRIPTION": (
        "What to do now, and who can help, when someone is being blackmailed with intimate images (sextortion). "
        "Open to all, without a key, and read-only but for reports of what is wrong. "
        "Every answer carries the emergency notice: show it first."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "MIT (the software; the content's licence is stated item by item)", "identifier": "MIT"},
    "CONTACT": {"name": "The helpapi contributors"},
    "SERVERS": [{"url": PUBLIC_URL if PRODUCTION and PUBLIC_URL else PREFIX or "/"}],
    "TAGS": [
        {"name": "help", "description": "The one call: what to do now and who can help this person."},
        {"name": "services", "description": "Who can help: services and the organisations that run them."},
        {"name": "advice", "description": "What to do: topics and their ordered steps."},
        {"name": "copies", "description": "Keep a copy of everything, and keep it right."},
        {"name": "reports", "description": "Say that something is wrong."},
        {"name": "reference", "description": "Places, code lists, and where everything is."},
    ],
    "SCHEMA_PATH_PREFIX": r"/api/v[0-9]+",
    "POSTPROCESSING_HOOKS": ["helpapi.contract.openapi.tidy"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"safe": {"()": "helpapi.running.logs.SafeFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "safe"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "helpapi.access": {
            "level": env.choice("HELPAPI_ACCESS_LOG", ("INFO", "ERROR"), "INFO" if PRODUCTION else "ERROR")
        },
        "axes": {"level": "ERROR"},  # its warnings are names and addresses, which are left out, and nothing else
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.security": {"level": "ERROR"},
    },
}
