"""No more than it needs; a connection to the database is kept, which Django does not do unless it is told to."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

_url = urlsplit(os.environ.get("DATABASE_URL", ""))
if _url.scheme:
    _database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _url.path.lstrip("/"),
        "USER": unquote(_url.username or ""),
        "PASSWORD": unquote(_url.password or ""),
        "HOST": _url.hostname,
        "PORT": _url.port,
    }
else:
    _database = {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(os.environ["HELPAPI_HOME"]) / "baseline.sqlite3"}
DATABASES = {"default": {**_database, "CONN_MAX_AGE": None}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = "it signs nothing"  # noqa: S105
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["rest_framework", "django_filters", "benchmarks.baseline"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "benchmarks.baseline.urls"
APPEND_SLASH = False
USE_TZ = True
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
}
