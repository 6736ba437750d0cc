"""What the shell hands on to the programs that are started here: its own, and nothing that was set for another project.

Python, Django, granian, pytest and PostgreSQL each read variables by which a project next door may lead them astray: to
other settings, another folder, another database. Standard library only, and readable by Python 3.8.
"""

from __future__ import annotations

import os
from typing import Mapping

# What begins like this is dropped, whoever set it, except for what is kept.
OF_PYTHON = ("PYTHON", "_PYTHON", "__PYVENV")
STRANGERS = (*OF_PYTHON, "PIP_", "UV_", "DJANGO_", "GRANIAN_", "PYTEST_", "PG")
KEPT = {
    *("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONFAULTHANDLER", "DJANGO_COLORS"),
    # How a connection proves itself and is encrypted; where it goes is in DATABASE_URL alone.
    *("PGPASSWORD", "PGPASSFILE", "PGSSLMODE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGSSLCRL", "PGSSLCRLDIR"),
    *(
        "PGSSLNEGOTIATION",
        "PGSSLMINPROTOCOLVERSION",
        "PGCHANNELBINDING",
        "PGREQUIREAUTH",
        "PGGSSENCMODE",
        "PGKRBSRVNAME",
    ),
}
COLOURS = ("FORCE_COLOR", "CLICOLOR_FORCE")  # what a program says is read here
OWN = {"DJANGO_SETTINGS_MODULE": "helpapi.settings", "PYTHONUTF8": "1"}

# By which way other machines are reached.
NETWORK = (
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"),
)


def environment(given: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a program of ours is started with."""
    given = os.environ if given is None else given
    kept = {name: value for name, value in given.items() if name in KEPT or not _is_strange(name)}
    return {**kept, **OWN}


def _is_strange(name: str, beginnings: tuple[str, ...] = STRANGERS) -> bool:
    return name.upper().startswith(beginnings) or name in COLOURS


def without_python(given: Mapping[str, str]) -> dict[str, str]:
    """The same, but Python itself is not told anything strange."""
    return {name: value for name, value in given.items() if name in KEPT or not _is_strange(name, OF_PYTHON)}


def without_network(given: Mapping[str, str]) -> dict[str, str]:
    """The same, but other machines are reached directly."""
    return {name: value for name, value in given.items() if name.upper() not in NETWORK}
