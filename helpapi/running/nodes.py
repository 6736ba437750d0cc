"""What the other nodes serve. They are asked by the admin node alone, at the addresses its operator gives."""

import http.client
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from django.conf import settings

from publishing.agreement import Served

SECONDS = 2.0  # for a node to answer
KEPT_SECONDS = 5.0  # how long an answer is good for
_answers: tuple[float, Sequence[Served]] = (float("-inf"), ())


def ask() -> Sequence[Served]:
    """What each of HELPAPI_NODE_ADDRESSES says; all are asked at once, and at most every few seconds."""
    global _answers
    asked_at, found = _answers
    if settings.NODE_ADDRESSES and time.monotonic() - asked_at > KEPT_SECONDS:
        with ThreadPoolExecutor(len(settings.NODE_ADDRESSES)) as threads:
            found = list(threads.map(_ask, settings.NODE_ADDRESSES))
        _answers = (time.monotonic(), found)
    return found if settings.NODE_ADDRESSES else ()


def forget() -> None:
    """Ask anew the next time."""
    global _answers
    _answers = (float("-inf"), ())


def _ask(address: str) -> Served:
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        connection = kind(parts.netloc, timeout=SECONDS)
        try:
            connection.request("GET", "/health/ready", headers={"Host": urlsplit(settings.PUBLIC_URL).netloc})
            said = json.loads(connection.getresponse().read(10_000))
        finally:
            connection.close()
        return Served(address, int(said["edition"] or 0), str(said["digest"] or ""), int(said["hidden"]))
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
        return Served(address, fault=type(error).__name__)
