"""Which database an address means, as far as it can be told without anything installed.

A file is told here, once, for the launcher and for the settings. A server's address is libpq's to read, which is what
connects to it (helpapi/running/environment.py); here it is only looked at, so that one that nobody can mean is refused
before anything is made. No sentence repeats any of an address. Standard library only, and readable by Python 3.8.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Iterator
from urllib.parse import unquote

FORMS = (
    "DATABASE_URL must look like postgres://user:password@host:5432/database, where a password has %40 for @, "
    "%2F for /, %3F for ? and %25 for %; or like sqlite:///name for a file in HELPAPI_HOME, or sqlite:////folder/name."
)
SERVER = re.compile(r"(postgres(?:ql)?://)(?:([^@/?:]*)(?::[^@/?]*)?@)?([^@/?]*)/([^@/?]+)/?(?:\?([^?@]*))?")
PART = re.compile(r"(\[[0-9A-Fa-f:.%]+\]|[^:\[\]\s]*)(?::([0-9]*))?")
ON_WINDOWS = sys.platform == "win32"


class Unreadable(ValueError):
    """An address that cannot be meant; the message is a sentence that says how to write it, and repeats none of it."""


def is_file(url: str) -> bool:
    """Whether it is SQLite, which is also what no address at all means."""
    return not url or url.startswith("sqlite:")


def file(url: str, home: Path) -> Path:
    """The file of `sqlite:///name`, below `home`, or of `sqlite:////folder/name`, wherever that is.

    That is how dj-database-url, SQLAlchemy and django-environ read them. Here three slashes once meant a file anywhere,
    so those are refused where the folder that they would have meant exists.
    """
    scheme, _, rest = url.partition("///")
    name = unquote(rest)
    if scheme != "sqlite:" or "?" in rest or name.endswith(("/", "\\")) or name in ("", ":memory:") or "\0" in name:
        raise Unreadable(FORMS)
    if name.startswith("/") or (ON_WINDOWS and Path(name).drive):
        return Path(name)
    once = Path("/", name)
    if once.exists() or (len(once.parts) > 2 and once.parent.exists()):
        raise Unreadable(
            "DATABASE_URL has three slashes, which name a file in HELPAPI_HOME, but there is such a folder from the "
            "root on: write four slashes (sqlite:////folder/name) to mean that."
        )
    return home / name


def servers(url: str) -> list[tuple[str, int]]:
    """Where a server may be asked, by host and port; none for a socket file."""
    found = SERVER.fullmatch(url)
    if found is None:
        raise Unreadable(FORMS)
    if found[5] and re.search(r"(^|&)(host|hostaddr|port)=", found[5]):
        return []
    return list(_hosts(found[3]))


def _hosts(text: str) -> Iterator[tuple[str, int]]:
    for part in text.split(","):
        found = PART.fullmatch(part)
        if found is None or (found[2] and not 0 < int(found[2]) < 65536):
            raise Unreadable(FORMS)
        host = unquote(found[1]).strip("[]")
        if host and not host.startswith("/"):
            yield host, int(found[2] or 5432)


def check(url: str, home: Path) -> None:
    """`Unreadable` where nobody can mean this address."""
    if not is_file(url):
        servers(url)
    elif url:
        file(url, home)


def shown(url: str, home: Path) -> str:
    """An address that can be read, as it may be shown: without its password, and without whatever follows a `?`."""
    if is_file(url):
        return str(file(url, home) if url else home / "helpapi.sqlite3")
    servers(url)
    scheme, user, hosts, name, _ = SERVER.fullmatch(url).groups()  # type: ignore[union-attr]  # `servers` has read it
    return f"{scheme}{user}@{hosts}/{name}" if user else f"{scheme}{hosts}/{name}"
