"""Which edition is served everywhere: before that, whoever was told of it would ask, and be given the one before."""

import http.client
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from django.conf import settings

ASKED = "/api/v1/bundle"
SECONDS = 2.0  # for a node to answer
PASSED_OVER_AFTER = 60.0  # seconds without an answer, after which a node is taken to serve nobody


def ask(address: str) -> int | None:
    """The number of the edition that is served at an address of ours; None: it does not answer, or not so."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        connection = kind(parts.netloc, timeout=SECONDS)
        try:
            connection.request("HEAD", ASKED, headers={"Host": urlsplit(settings.PUBLIC_URL).netloc})
            return int(connection.getresponse().headers["Edition"])
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError, TypeError):
        return None


class Nodes:
    """What each node has said. `clock` counts seconds."""

    def __init__(
        self,
        addresses: Sequence[str],
        ask: Callable[[str], int | None] = ask,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._addresses, self._ask, self._clock = tuple(addresses), ask, clock
        self._said = {address: (0, clock()) for address in self._addresses}

    def everywhere(self) -> int:
        """The newest edition that every node serves, or one before it; 0: none, or nobody answers.

        A node that has just stopped answering is taken to serve what it last said, or nothing, for a minute.
        """
        now = self._clock()
        with ThreadPoolExecutor(max(1, len(self._addresses))) as threads:
            for address, edition in zip(self._addresses, threads.map(self._ask, self._addresses), strict=True):
                if edition is not None:
                    self._said[address] = edition, now
        return min((edition for edition, at in self._said.values() if now - at < PASSED_OVER_AFTER), default=0)


def nodes() -> Nodes:
    """Those of HELPAPI_NODE_ADDRESSES; where there are none, whoever answers at the public address."""
    return Nodes(settings.NODE_ADDRESSES or [settings.PUBLIC_URL])
