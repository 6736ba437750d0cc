"""A web server on this machine that answers whatever somebody between a reader and us would like it to."""

import gzip
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.partners.publisher import sha

Send = Callable[[BaseHTTPRequestHandler], None]  # writes a whole answer by itself
PROBLEM = b'{"type":"about:blank","title":"Not found","status":404}'


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *request: object) -> None:
        """A reader that has had enough hangs up."""


class HostileServer:
    """`answers`: bytes, a status, or what writes the answer itself, by path and query. `asked`: what was, so far."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes | int | Send] = {}
        self.asked: list[tuple[str, int]] = []
        self.is_over = threading.Event()
        self._server = Quiet(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "HostileServer":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.is_over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *words: object) -> None:
                pass

            def do_GET(self) -> None:
                answer = outer.answers.get(self.path, 404)
                try:
                    if callable(answer):
                        self.close_connection = True
                        answer(self)
                        outer.asked.append((self.path, 200))
                    else:
                        self._send(answer)
                except OSError:
                    pass  # the reader has had enough

            def _send(self, answer: bytes | int) -> None:
                body, status = (answer, 200) if isinstance(answer, bytes) else (PROBLEM, answer)
                etag = f'"{sha(body)[:32]}"'
                if status == 200 and self.headers.get("If-None-Match") == etag:
                    body, status = b"", 304
                outer.asked.append((self.path, status))
                self.send_response(status)
                self.send_header("ETag", etag)
                if status != 304:
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A body that never ends, without saying how long it is."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65536)


def endless_chunks(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"10000\r\n" + b" " * 65536 + b"\r\n")


def said_to_be_huge(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(10**12))
    handler.end_headers()
    handler.wfile.write(b"{")


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """A few kilobytes that unpack to a gigabyte."""
    packed = gzip.compress(b" " * 50_000_000)
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(packed)))
    handler.end_headers()
    handler.wfile.write(packed)


def dripping(server: HostileServer) -> Send:
    """A byte now and then, for as long as anybody listens."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        while not server.is_over.wait(0.2):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    return drip


def broken_off(body: bytes) -> Send:
    """The connection ends in the middle of the answer."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])

    return send
