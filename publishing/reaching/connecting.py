"""A connection by which nothing but a public address can be reached, whatever a name leads to.

The name is resolved once; every address that it leads to is judged; the connection is made to one of those very
addresses, and the certificate has to be of the name. No proxy of the environment is asked. Every wait ends with the
deadline, also for bytes that come one by one, and no more is read than was allowed.
"""

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from publishing.reaching import addresses, failures

CONNECT_SECONDS = 5.0
MOST_TRIED = 3  # of the addresses of a name
# Whatever another machine, its name or its network may do to who calls it.
CAUGHT = (OSError, http.client.HTTPException, ValueError)

Target = tuple[socket.AddressFamily, tuple[Any, ...]]


class Refused(Exception):
    """It is not called, or not read any further; the message is the failure."""


def failure(error: Exception) -> str:
    """The failure that one of `CAUGHT` is."""
    if isinstance(error, TimeoutError):
        return failures.TOO_LATE
    if isinstance(error, ssl.SSLCertVerificationError):
        return failures.CERTIFICATE
    if isinstance(error, ssl.SSLError):
        return failures.NO_TLS
    return failures.NOT_REACHED if isinstance(error, OSError) else failures.NO_HTTP


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
class Connector:
    """Makes connections. Tests alone give other parts than these: no setting and no variable leads here."""

    resolve: Callable[[str, int, float], Sequence[Target]] = resolved
    permits: Callable[[str], bool] = addresses.is_public
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    connect_seconds: float = CONNECT_SECONDS

    def opened(self, scheme: str, host: str, deadline: float) -> socket.socket:
        """A connection to the host, encrypted for https, to be closed by the caller; Refused, or a failure of one."""
        plain = self._connected(host, addresses.PORTS[scheme], deadline)
        if scheme != "https":
            return plain
        try:
            plain.settimeout(left(deadline))
            return self.context.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise

    def _connected(self, host: str, port: int, deadline: float) -> socket.socket:
        found = self.resolve(host, port, min(self.connect_seconds, left(deadline)))
        if not found:
            raise Refused(failures.NO_ADDRESS)
        if not all(self.permits(str(target[0])) for _, target in found):
            raise Refused(failures.REFUSED_ADDRESS)
        fault: OSError = TimeoutError()
        for family, target in found[:MOST_TRIED]:
            made = socket.socket(family, socket.SOCK_STREAM)
            try:
                made.settimeout(min(self.connect_seconds, left(deadline)))
                made.connect(target)
                return made
            except OSError as error:
                made.close()
                fault = error
        raise fault


class Source:
    """What `HTTPResponse` takes for a socket: it reads until the deadline, and at most so many bytes."""

    def __init__(self, connection: socket.socket, deadline: float, most: int):
        self._reader = io.BufferedReader(_Limited(connection, deadline, most))

    def makefile(self, mode: str) -> "io.BufferedReader[_Limited]":
        """One and the same, however often: what has been read ahead is not lost."""
        return self._reader


class _Limited(io.RawIOBase):
    """Reads until the deadline, and no more than there is room for, however slowly it comes."""

    def __init__(self, connection: socket.socket, deadline: float, most: int):
        self._connection, self._deadline, self._room = connection, deadline, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._room <= 0:
            raise Refused(failures.TOO_LARGE)
        self._connection.settimeout(left(self._deadline))
        read = self._connection.recv_into(memoryview(buffer)[: self._room])
        self._room -= read
        return read


def left(deadline: float) -> float:
    """Seconds until then; TimeoutError where there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
