"""One call to an endpoint, by which nothing but a public address can be reached, whatever the endpoint does.

The name is resolved once; every address that it leads to is judged; the connection is made to one of those very
addresses, and the certificate has to be of the name. No redirect is followed, no proxy of the environment asked. Every
wait ends with the deadline, also for bytes that come one by one, and no more is read than was allowed.
"""

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from partners.webhooks import addresses, outcomes

CONNECT_SECONDS, WHOLE_SECONDS = 5.0, 15.0
MOST_READ = 64 * 1024  # bytes of an answer, its head included
MOST_TRIED = 3  # of the addresses of a name
AGENT = "helpapi-webhooks/1"

Target = tuple[socket.AddressFamily, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call: `outcome` as in `outcomes`; `body` only where it was asked for."""

    outcome: str
    body: bytes = b""


class Refused(Exception):
    """It is not called, or not read any further; the message is the outcome."""


def resolved(host: str, port: int, seconds: float) -> Sequence[Target]:
    """All that the name leads to; nothing where it leads nowhere, or nobody says so in time."""
    found: list[Target] = []

    def ask() -> None:
        try:
            for family, *_, target in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.append((family, target))
        except (OSError, UnicodeError):
            found.clear()

    thread = threading.Thread(target=ask, name="resolve", daemon=True)  # a resolver has no deadline of its own
    thread.start()
    thread.join(seconds)
    return () if thread.is_alive() else tuple(found)


@dataclass(frozen=True)
class Caller:
    """Calls endpoints. Tests alone give other parts than these: no setting and no variable leads here."""

    resolve: Callable[[str, int, float], Sequence[Target]] = resolved
    permits: Callable[[str], bool] = addresses.is_public
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    connect_seconds: float = CONNECT_SECONDS
    whole_seconds: float = WHOLE_SECONDS

    def post(self, url: str, headers: Mapping[str, str], body: bytes, wants_body: bool = False) -> Answer:
        """Never raises for anything that an endpoint, its name or its network does."""
        deadline = time.monotonic() + self.whole_seconds
        try:
            return self._post(url, headers, body, wants_body, deadline)
        except Refused as refusal:
            return Answer(str(refusal))
        except TimeoutError:
            return Answer(outcomes.TOO_LATE)
        except ssl.SSLCertVerificationError:
            return Answer(outcomes.CERTIFICATE)
        except ssl.SSLError:
            return Answer(outcomes.NO_TLS)
        except OSError:
            return Answer(outcomes.NOT_REACHED)
        except (http.client.HTTPException, ValueError):
            return Answer(outcomes.NO_HTTP)

    def _post(self, url: str, headers: Mapping[str, str], body: bytes, wants_body: bool, deadline: float) -> Answer:
        if addresses.fault(url):
            raise Refused(outcomes.REFUSED_URL)
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        with self._connected(host, deadline) as plain:
            plain.settimeout(_left(deadline))
            with self.context.wrap_socket(plain, server_hostname=host) as secure:
                secure.settimeout(_left(deadline))
                secure.sendall(_request(host, parts.path, parts.query, headers, body))
                return _answer(secure, wants_body, deadline)

    def _connected(self, host: str, deadline: float) -> socket.socket:
        found = self.resolve(host, addresses.PORT, min(self.connect_seconds, _left(deadline)))
        if not found:
            raise Refused(outcomes.NO_ADDRESS)
        if not all(self.permits(str(target[0])) for _, target in found):
            raise Refused(outcomes.REFUSED_ADDRESS)
        fault: OSError = TimeoutError()
        for family, target in found[:MOST_TRIED]:
            made = socket.socket(family, socket.SOCK_STREAM)
            try:
                made.settimeout(min(self.connect_seconds, _left(deadline)))
                made.connect(target)
                return made
            except OSError as error:
                made.close()
                fault = error
        raise fault


def _request(host: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"POST {path or '/'}{'?' if query else ''}{query} HTTP/1.1", f"Host: {host}", f"User-Agent: {AGENT}"]
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _answer(connection: ssl.SSLSocket, wants_body: bool, deadline: float) -> Answer:
    """The status decides. What else is answered is read only where something is asked for."""
    response = http.client.HTTPResponse(_Source(connection, deadline), method="POST")  # type: ignore[arg-type]  # all it asks a socket for is `makefile`
    response.begin()
    outcome = outcomes.of_status(response.status)
    return Answer(outcome, response.read() if wants_body and outcome == outcomes.DELIVERED else b"")


class _Source:
    """What `HTTPResponse` takes for a socket."""

    def __init__(self, connection: ssl.SSLSocket, deadline: float):
        self._reader = _Limited(connection, deadline)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._reader)


class _Limited(io.RawIOBase):
    """Reads until the deadline, and no more than `MOST_READ`, however slowly it comes."""

    def __init__(self, connection: ssl.SSLSocket, deadline: float):
        self._connection, self._deadline, self._room = connection, deadline, MOST_READ

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._room <= 0:
            raise Refused(outcomes.TOO_LARGE)
        self._connection.settimeout(_left(self._deadline))
        read = self._connection.recv_into(memoryview(buffer)[: self._room])
        self._room -= read
        return read


def _left(deadline: float) -> float:
    """Seconds until then; TimeoutError where there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
