"""One call to an endpoint, by which nothing but a public address can be reached, whatever the endpoint does.

How it is connected is `publishing.reaching`. No redirect is followed, and no more is read than was allowed.
"""

import http.client
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from partners.webhooks import outcomes
from publishing.reaching import addresses, failures
from publishing.reaching.connecting import CAUGHT, Connector, Refused, Source, failure, left

WHOLE_SECONDS = 15.0
MOST_READ = 64 * 1024  # bytes of an answer, its head included
AGENT = "helpapi-webhooks/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call: `outcome` as in `outcomes`; `body` only where it was asked for."""

    outcome: str
    body: bytes = b""


@dataclass(frozen=True)
class Caller(Connector):
    """Calls endpoints."""

    whole_seconds: float = WHOLE_SECONDS

    def post(self, url: str, headers: Mapping[str, str], body: bytes, wants_body: bool = False) -> Answer:
        """Never raises for anything that an endpoint, its name or its network does."""
        deadline = time.monotonic() + self.whole_seconds
        try:
            return self._post(url, headers, body, wants_body, deadline)
        except Refused as refusal:
            return Answer(str(refusal))
        except CAUGHT as error:
            return Answer(failure(error))

    def _post(self, url: str, headers: Mapping[str, str], body: bytes, wants_body: bool, deadline: float) -> Answer:
        if addresses.fault(url):
            raise Refused(failures.REFUSED_URL)
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        with self.opened(parts.scheme, host, deadline) as secure:
            secure.settimeout(left(deadline))
            secure.sendall(_request(host, parts.path, parts.query, headers, body))
            return _answer(secure, wants_body, deadline)


def _request(host: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"POST {path or '/'}{'?' if query else ''}{query} HTTP/1.1", f"Host: {host}", f"User-Agent: {AGENT}"]
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _answer(connection: socket.socket, wants_body: bool, deadline: float) -> Answer:
    """The status decides. What else is answered is read only where something is asked for."""
    response = http.client.HTTPResponse(Source(connection, deadline, MOST_READ), method="POST")  # type: ignore[arg-type]  # all it asks a socket for is `makefile`
    response.begin()
    outcome = outcomes.of_status(response.status)
    return Answer(outcome, response.read() if wants_body and outcome == outcomes.DELIVERED else b"")
