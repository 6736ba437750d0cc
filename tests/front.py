"""nginx with the configuration of deploy/nginx in front of an origin, and an origin that keeps what it was asked."""

import contextlib
import functools
import gzip
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.running import free_port

DEPLOY = Path(__file__).resolve().parents[1] / "deploy" / "nginx"
INSTALLED = "/etc/nginx/helpapi"
MEMORY = "/run/helpapi"

needs_nginx = pytest.mark.skipif(
    not shutil.which("nginx") and not os.environ.get("CI"),
    reason="nginx is not installed (apt-get install nginx-light)",
)


@functools.cache
def certificate() -> tuple[bytes, bytes]:
    """A self-made one and its key."""
    with tempfile.TemporaryDirectory() as folder:
        made, key = Path(folder, "certificate.pem"), Path(folder, "key.pem")
        command = (
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
        )
        subprocess.run([*command.split(), "-out", made, "-keyout", key], check=True, capture_output=True)
        return made.read_bytes(), key.read_bytes()


class Front:
    """nginx in a folder of its own; what it keeps is in memory, as on a server."""

    def __init__(self, folder: Path, origin: int, more: str = ""):
        self.port, self.plain_port, self.folder = free_port(), free_port(), folder
        shared = Path("/dev/shm")  # noqa: S108  (a folder of its own is made there)
        self.memory = Path(tempfile.mkdtemp(prefix="helpapi-tests-", dir=shared if shared.is_dir() else None))
        shutil.copytree(DEPLOY, folder / "helpapi")
        for name, content in zip(("certificate.pem", "key.pem"), certificate(), strict=True):
            (folder / "helpapi" / name).write_bytes(content)
        changes = {
            "listen 80 default_server;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ssl default_server;": f"listen 127.0.0.1:{self.port} ssl;",
            "listen [::]:80 default_server;": "",
            "listen [::]:443 ssl default_server;": "",
            "server 127.0.0.1:8000": f"server 127.0.0.1:{origin}",
            "server 127.0.0.1:8001": f"server 127.0.0.1:{origin}",
            "error_log stderr": f"error_log {folder}/error.log",
            MEMORY: str(self.memory),
        }
        for file in (folder / "helpapi").glob("*.conf"):
            text = file.read_text().replace(INSTALLED, str(folder / "helpapi"))
            for old, new in changes.items() if file.name == "helpapi.conf" else ():
                assert old in text, old
                text = text.replace(old, new)
            file.write_text(text)
        (folder / "nginx.conf").write_text(
            f"daemon off; user root; pid {folder}/nginx.pid; events {{ worker_connections 8192; }}\n"
            f"http {{ {more} include {folder}/helpapi/helpapi.conf; }}"
        )

    def __enter__(self) -> "Front":
        command = ["nginx", "-e", f"{self.folder}/start.log", "-p", str(self.folder), "-c", f"{self.folder}/nginx.conf"]
        self.process = subprocess.Popen(command)
        while self.process.poll() is None:
            with contextlib.suppress(OSError):
                self.get("/health/live")
                return self
            time.sleep(0.05)
        raise AssertionError((self.folder / "start.log").read_text())

    def __exit__(self, *error) -> None:
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.memory)

    def connect(self) -> ssl.SSLSocket:
        """A connection on which anything may be sent."""
        trusting = ssl._create_unverified_context()  # noqa: S323  (the certificate is our own)
        return trusting.wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=10))

    def get(self, path: str, method: str = "GET", body: bytes | None = None, *, plain: bool = False, **headers: str):
        """One question over a connection of its own; by http where it is to be `plain`."""
        port = self.plain_port if plain else self.port
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            if not plain:
                connection.sock = self.connect()
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            response.content = response.read()
            return response

    def burst(self, *asked: tuple[str, dict[str, str]]) -> list[http.client.HTTPResponse]:
        """Many questions, each with its headers, as quickly as they are answered: over one connection."""
        answers = []
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.sock = self.connect()
            for path, headers in asked:
                connection.request("GET", path, headers=headers)
                answers.append(connection.getresponse())
                answers[-1].content = answers[-1].read()
        return answers

    def send(self, raw: bytes) -> http.client.HTTPResponse:
        """The answer to what need not be HTTP."""
        with self.connect() as connection:
            connection.sendall(raw)
            response = http.client.HTTPResponse(connection)
            response.begin()
            response.content = response.read()
            return response


class Origin(BaseHTTPRequestHandler):
    """Answers are good for a second: `/api/timely` without stale-if-error, others with it, `/nothing…` not at all."""

    def do_GET(self) -> None:
        self.server.asked.append(self.headers)
        if self.server.restoring:
            self.send_response(503)
            self.send_header("Content-Type", "application/problem+json")
            self.send_header("Content-Length", str(len(self.server.restoring)))
            self.end_headers()
            self.wfile.write(self.server.restoring)
            return
        is_packed = self.headers.get("Accept-Encoding") == "gzip"
        content = gzip.compress(b"{}") if is_packed else b"{}"
        kept = {"/api/timely": "public, max-age=1", "/api/v1/help": "public, max-age=1", "/nothing": "no-store"}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Cache-Control", kept.get(self.path, "public, max-age=1, stale-if-error=600"))
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("ETag", '"1"')
        if is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content if self.command != "HEAD" else b"")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    do_HEAD = do_GET

    def log_message(self, *args) -> None:
        """Says nothing."""


@contextlib.contextmanager
def origin(port: int = 0) -> Iterator[ThreadingHTTPServer]:
    """`asked` of the server holds the headers of what it was asked; `restoring`, if anything, is all that it says."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Origin)
    server.asked, server.restoring = [], b""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
