"""Receivers on loopback, with TLS of an authority of the tests' own, that behave as they are told to."""

import json
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

HOSTS = [f"receiver-{number}.example.org" for number in range(6)]


class Authority:
    """A certificate for all hosts, in files of its own folder."""

    def __init__(self, folder: Path):
        self.certificate, self.key, self.root = folder / "own.pem", folder / "own.key", folder / "root.pem"
        root_key, request, names = folder / "root.key", folder / "own.csr", folder / "names.cnf"
        names.write_text("subjectAltName=" + ",".join(f"DNS:{host}" for host in HOSTS))
        new = ("openssl", "req", "-newkey", "rsa:2048", "-nodes")
        for command in (
            (*new, "-x509", "-days", "2", "-subj", "/CN=tests", "-keyout", root_key, "-out", self.root),
            (*new, "-subj", "/CN=receivers", "-keyout", self.key, "-out", request),
            (
                *("openssl", "x509", "-req", "-in", request, "-CA", self.root, "-CAkey", root_key, "-CAcreateserial"),
                *("-days", "2", "-extfile", names, "-out", self.certificate),
            ),
        ):
            subprocess.run([str(word) for word in command], check=True, capture_output=True)

    def serving(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context

    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.root))


@pytest.fixture(scope="session")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Receiver"

    def setup(self) -> None:
        self.request.settimeout(30)
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            pass  # whoever called has gone
        finally:
            self.request.close()

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(({**self.headers, "path": self.path}, self.body))
        self.close_connection = True
        said = json.loads(self.body)
        if said["type"] == "endpoint.confirm":
            self.answer(200, json.dumps({"challenge": said["data"]["challenge"]}).encode())
        else:
            self.server.behaviour(self)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words) -> None:
        pass


class Receiver(ThreadingHTTPServer):
    """`got`: the headers and the body of each request, in the order in which they came."""

    daemon_threads = False  # what is under way ends before the test

    def __init__(self, authority: Authority, host: str, behaviour: Behaviour, port: int = 0):
        self.is_over = threading.Event()
        self.context, self.host, self.behaviour = authority.serving(), host, behaviour
        self.got: list[tuple[dict[str, str], bytes]] = []
        super().__init__(("127.0.0.1", port), Handler)
        self.port = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"https://{self.host}/hooks/{self.host}"

    @property
    def editions(self) -> list[int]:
        """In the order in which they came, repeats included."""
        return [said["data"]["edition"] for said in self.said if said["type"] == "edition.published"]

    @property
    def said(self) -> list[dict]:
        return [json.loads(body) for _, body in list(self.got)]

    def stop(self) -> None:
        self.is_over.set()
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, request, client_address) -> None:
        """Whoever calls may break off."""


def takes_it(handler: Handler) -> None:
    handler.answer(204)


def fails(handler: Handler) -> None:
    handler.answer(500, b"secret words of a receiver")


def hangs(handler: Handler) -> None:
    handler.server.is_over.wait(20)


def drips(handler: Handler) -> None:
    try:
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000:
            handler.wfile.write(bytes([letter]))
            time.sleep(0.05)
    except OSError:
        pass


def answers_without_end(handler: Handler) -> None:
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-More: " + b"a" * 900 + b"\r\n")
    except OSError:
        pass


def goes_on_for_ever(handler: Handler) -> None:
    """A head that never ends, of interim answers."""
    try:
        while True:
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    except OSError:
        pass


def breaks_off(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def speaks_no_http(handler: Handler) -> None:
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")


def redirects(to: str) -> Behaviour:
    return lambda handler: handler.answer(307, Location=to)


def slowly(seconds: float) -> Behaviour:
    def behaviour(handler: Handler) -> None:
        handler.server.is_over.wait(seconds)
        handler.answer(200, b"ok")

    return behaviour


@contextmanager
def receiving(authority: Authority, behaviour: Behaviour = takes_it, host: str = HOSTS[0], port: int = 0):
    receiver = Receiver(authority, host, behaviour, port)
    try:
        yield receiver
    finally:
        receiver.stop()


@contextmanager
def listening() -> Iterator[tuple[int, list[socket.socket]]]:
    """A port on loopback, and who has connected to it."""
    seen: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                seen.append(connection)

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1], seen
        server.shutdown(socket.SHUT_RDWR)
        for connection in seen:
            connection.close()
