"""Servers in memory that note all that they are asked: an API with the project's content, and a site of a folder."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from tests.partners.publisher import Edition, root, sha

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag",
    "Access-Control-Max-Age": "86400",
}


class Asked(NamedTuple):
    method: str
    address: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Noting(BaseHTTPRequestHandler):
    """Notes whatever comes in, before it answers."""

    asked: list[Asked]

    def log_message(self, *words: Any) -> None:
        pass

    def parse_request(self) -> bool:
        is_right = super().parse_request()
        if is_right:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.asked.append(Asked(self.command, self.path, tuple(sorted(self.headers.items())), body))
        return is_right


class Published:
    """`edition` is what is published now. Until `is_let_through`, it hangs; while it `is_down`, it hangs up."""

    def __init__(self, edition: Edition) -> None:
        self.first = self.edition = edition
        self.address = ""
        self.asked: list[Asked] = []
        self.is_down = False
        self.is_let_through = threading.Event()
        self.is_let_through.set()
        self._made: dict[tuple[int, str], bytes] = {}

    def renew(self) -> None:
        """As it was at first."""
        self.edition, self.is_down = self.first, False
        self.is_let_through.set()
        self.asked.clear()

    def paths(self) -> list[str]:
        return [one.address for one in self.asked]

    def answer(self, address: str) -> bytes | None:
        held = (id(self.edition), address)
        if held not in self._made:
            made = self._make(address)
            if made is None:
                return None
            self._made[held] = made
        return self._made[held]

    def _make(self, address: str) -> bytes | None:
        path, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
        if path == "/api/v1/bundle":
            return self.edition.pointer()
        if path == f"/api/v1/bundles/{self.edition.name}":
            return self.edition.bundle()
        if path == "/api/v1/changes":
            return self.edition.page(int(query["since"][0]))
        if path == "/api/v1/recalls":
            return self.edition.recall_answer()
        return root() if path == "/api/v1/trust/1.root.json" else None


class Answering(Noting):
    publisher: Published

    def do_OPTIONS(self) -> None:
        self._send(204, b"", {})

    def do_GET(self) -> None:
        self.publisher.is_let_through.wait(30)
        if self.publisher.is_down:
            self.close_connection = True
            return
        body = self.publisher.answer(self.path)
        if body is None:
            return self._send(404, b"{}", {})
        etag = f'"{sha(body)[:32]}"'
        is_same = self.headers.get("If-None-Match") == etag
        self._send(304 if is_same else 200, b"" if is_same else gzip.compress(body, 1), {"ETag": etag})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        packed = {"Content-Encoding": "gzip", "Content-Type": "application/json"} if status == 200 else {}
        for name, value in {**CORS, **headers, **packed, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Serving(Noting, SimpleHTTPRequestHandler):
    extra: dict[str, str]

    def end_headers(self) -> None:
        for name, value in self.extra.items():
            self.send_header(name, value)
        super().end_headers()


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *request: object) -> None:
        """A browser that closes hangs up."""


@contextmanager
def answering(publisher: Published) -> Iterator[str]:
    """The address at which it is answered."""
    handler = type("Handler", (Answering,), {"publisher": publisher, "asked": publisher.asked})
    with running(handler) as address:
        yield address


@contextmanager
def folder_served(folder: Path, asked: list[Asked], **extra: str) -> Iterator[str]:
    """The address of a site. `extra`: headers of every answer, with _ for -."""
    headers = {name.replace("_", "-"): value for name, value in extra.items()}
    handler = type("Handler", (Serving,), {"asked": asked, "extra": headers})
    with running(partial(handler, directory=folder)) as address:
        yield address


@contextmanager
def running(handler: Any) -> Iterator[str]:
    with Quiet(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
