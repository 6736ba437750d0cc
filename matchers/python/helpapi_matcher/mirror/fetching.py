"""Downloads with an end: so many bytes at most, and so many seconds. No redirect is followed."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from helpapi_matcher.mirror.refusals import MALFORMED, TOO_LARGE, TOO_SLOW, Refused, Unreachable

SECONDS = 60.0  # that a download may take altogether
SILENCE = 10.0  # seconds without a byte
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """`etag` is empty where there is none."""

    status: int
    etag: str
    body: bytes


class Server:
    """The one that a copy is of, at `https://host` or behind a path of one's own. http is for a machine's own."""

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("The address of a server begins with https:// and the name of its host.")
        self._host, self._port, self._path = parts.hostname, parts.port, parts.path.rstrip("/")
        self._is_tls, self._seconds = parts.scheme == "https", seconds

    def get(self, path: str, limit: int, etag: str = "") -> Answer:
        """What is at `path`, or Refused: `too-large` beyond `limit` bytes, also unpacked, or `too-slow`."""
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "helpapi-matcher"}
        if etag:
            headers["If-None-Match"] = etag
        connection = self._connection()
        alarm: Alarm | None = None
        try:
            connection.connect()
            alarm = Alarm(connection.sock, self._seconds)
            connection.request("GET", self._path + path, headers=headers)
            response = connection.getresponse()
            body = _body(response, limit) if response.status == 200 else b""
            if not alarm.has_rung:  # a connection that it ended may look like the end of the answer
                return Answer(response.status, response.getheader("ETag", ""), body)
        except (OSError, http.client.HTTPException) as error:
            if alarm is None or not alarm.has_rung:
                raise Unreachable(str(error)) from error
        finally:
            if alarm is not None:
                alarm.cancel()
            connection.close()
        raise Refused(TOO_SLOW, f"it takes more than {self._seconds:g} seconds")

    def _connection(self) -> http.client.HTTPConnection:
        silence = min(SILENCE, self._seconds)
        if self._is_tls:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=silence, context=context)
        return http.client.HTTPConnection(self._host, self._port, timeout=silence)


class Alarm:
    """Ends a connection after so many seconds, even one on which a byte comes now and then."""

    def __init__(self, connected: socket.socket, seconds: float) -> None:
        self.has_rung, self._socket = False, connected
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        self._timer.cancel()

    def _ring(self) -> None:
        self.has_rung = True
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # it has just ended by itself


def _body(response: http.client.HTTPResponse, limit: int) -> bytes:
    encoding = response.getheader("Content-Encoding", "identity")
    if encoding not in ("identity", "gzip"):
        raise Refused(MALFORMED, "it is packed in another way")
    if response.length is not None and response.length > limit + CHUNK:
        raise Refused(TOO_LARGE, f"it is longer than {limit} bytes")
    unpack = zlib.decompressobj(31) if encoding == "gzip" else None
    found, sent = bytearray(), 0
    while chunk := response.read1(CHUNK):
        sent += len(chunk)
        try:
            found += unpack.decompress(chunk, limit + 1 - len(found)) if unpack else chunk
        except zlib.error:
            raise Refused(MALFORMED, "it cannot be unpacked") from None
        if len(found) > limit or sent > limit + CHUNK:
            raise Refused(TOO_LARGE, f"it is longer than {limit} bytes")
    if response.length or (unpack and not unpack.eof):
        raise ConnectionResetError("the connection ended before the answer did")
    return bytes(found)
