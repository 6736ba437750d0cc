"""What the environment says, read strictly: a wrong variable stops the start and is named.

Beside the standard library only libpq's reader of addresses; `settings.py` is the one caller.
"""

import math
import os
import re
import secrets
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from helpapi.running import databases

D = TypeVar("D")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}.")
    return value


def flag(name: str, default: bool) -> bool:
    return choice(name, ("0", "1"), "1" if default else "0") == "1"


def number(name: str, default: float) -> float:
    """A number, not negative, and not one of those that stand for none."""
    try:
        value = float(text(name, str(default)))
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise ImproperlyConfigured(f"{name} must be a number, 0 or greater.")
    return value


def count(name: str, default: D) -> int | D:
    """A whole number, not negative."""
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number.")
    return int(value)


def words(name: str) -> list[str]:
    """A comma-separated list; empty parts are dropped."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def path_of(address: str) -> str:
    """The path of a public address, with a slash before it and none at its end; empty where it has none."""
    path = urlsplit(address).path.rstrip("/")
    return path if path.startswith("/") else ""


def mail(name: str) -> dict[str, Any]:
    """Django's settings for the mail server that `name` addresses: smtp://user:password@host:587 (always encrypted, by
    STARTTLS) or smtps://…; `console` prints what would be sent, and `none`, the default, sends nothing.
    """
    address = text(name, "none")
    if address in ("none", "console"):
        kind = "dummy" if address == "none" else "console"
        return {"EMAIL_BACKEND": f"django.core.mail.backends.{kind}.EmailBackend"}
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must look like smtp://user:password@host:587, or be none or console.")
    is_tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if is_tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_USE_TLS": not is_tls,
    }


def secret(name: str, path: Path | None, size: int = 48) -> str:
    """The variable `name`, or `size` random bytes in base64, made once and kept, for its owner alone, at `path`.

    Without a path there is no such fallback: the secret is empty, and a system check says so.
    """
    value = text(name)
    if value or path is None:
        return value
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(size))
    return path.read_text().strip()


def database(name: str, sqlite: Path) -> dict[str, Any]:
    """Django's settings for the database that `name` addresses, or for the embedded SQLite file.

    SQLite: WAL and IMMEDIATE, because the default DEFERRED fails concurrent writers with "database is locked"; for how
    long they wait see `publishing.sqlite3`.
    PostgreSQL: the address is read by libpq, which also connects by it. Values are bound on the server, so that they
    never stand in the SQL text that a server may log. Only editors and commands connect for a request, so each makes a
    connection of its own, which cannot have gone stale.
    """
    address = text(name)
    try:
        if databases.is_file(address):
            return _sqlite(databases.file(address, sqlite.parent) if address else sqlite)
        databases.check(address, sqlite.parent)
    except databases.Unreadable as error:
        raise ImproperlyConfigured(str(error).replace("DATABASE_URL", name)) from None
    said = _read_by_libpq(name, address)
    return {
        "ENGINE": "publishing.postgresql",
        "NAME": said.pop("dbname").strip("/"),
        "USER": said.pop("user", ""),
        "PASSWORD": said.pop("password", ""),
        "HOST": said.pop("host", ""),
        "PORT": said.pop("port", ""),
        "OPTIONS": {"server_side_binding": True, **_ENDS_TO_WAITING, **said},
    }


def _read_by_libpq(name: str, address: str) -> dict[str, Any]:
    """Everything that an address of PostgreSQL says, by libpq's own names."""
    from psycopg import ProgrammingError, conninfo  # a node on SQLite need not load them

    try:
        said = conninfo.conninfo_to_dict(address)
    except ProgrammingError as error:  # its words may hold any part of the address
        stranger = re.search(r'invalid URI query parameter: "(\w+)"', str(error))
        raise ImproperlyConfigured(
            f"{name} has the parameter {stranger[1]}, which PostgreSQL does not know; remove it."
            if stranger
            else databases.FORMS.replace("DATABASE_URL", name)
        ) from None
    if said.get("sslmode", "prefer") not in _SSL_MODES:
        raise ImproperlyConfigured(f"{name} has an sslmode that is none of {', '.join(_SSL_MODES)}.")
    return said


_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")

# For the network's own failures; a server that hangs behind a live connection is for `publishing.postgresql`.
_ENDS_TO_WAITING = {
    "connect_timeout": 2,
    "tcp_user_timeout": 4000,  # milliseconds, on Linux
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "publishing.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 2,  # seconds until publishing.sqlite3 looks whether others get on
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
