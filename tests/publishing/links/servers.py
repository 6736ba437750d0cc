"""A web server on loopback that misbehaves as each address asks, over TLS or without; and a decoy that nobody may call.

What is sent is written to the socket byte for byte: no library would send most of it.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Behaviour = Callable[["Talk"], None]


class Talk:
    """One connection: what was asked, and what may be sent back."""

    def __init__(self, connection: socket.socket, head: str, over: threading.Event):
        self.connection, self.head, self.over = connection, head, over
        self.path = head.split(" ", 2)[1] if head.count(" ") > 1 else ""

    def send(self, *pieces: bytes, pause: float = 0) -> None:
        for piece in pieces:
            self.connection.sendall(piece)
            if pause and self.over.wait(pause):
                return

    def answer(self, status: str = "200 OK", body: bytes = b"", html: bool = True, **headers: str) -> None:
        told = {"Content-Type": "text/html" if html else "", "Content-Length": str(len(body)), **headers}
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in told.items() if value]
        self.send("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1") + body)

    def page(self, title: str, **headers: str) -> None:
        self.answer(body=page(title), **headers)


def page(title: str, encoding: str = "utf-8", head: str = "") -> bytes:
    html = f"<!doctype html><html><head>{head}<title>{title}</title></head><body><p>Words.</p></body></html>"
    return html.encode(encoding)


class Server:
    """`behaviours`: by path. `asked`: host and path of each request; `at_once`: the most that were open to one host."""

    def __init__(self, behaviours: dict[str, Behaviour], context: ssl.SSLContext | None = None, on: str = "127.0.0.1"):
        self.behaviours, self.context = behaviours, context
        self.asked: list[tuple[str, str, float]] = []
        self.heads: list[str] = []
        self.connections = 0
        self._over = threading.Event()
        self._socket = socket.create_server((on, 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        try:
            plain.settimeout(5)
            with self.context.wrap_socket(plain, server_side=True) if self.context else plain as connection:
                head = self._head(connection)
                host = next((line[6:] for line in head.split("\r\n") if line.startswith("Host: ")), "")
                talk = Talk(connection, head, self._over)
                self.heads.append(head)
                self.asked.append((host, talk.path, time.monotonic()))
                behaviour = self.behaviours.get(f"{host}{talk.path}") or self.behaviours.get(talk.path)
                if behaviour:
                    behaviour(talk)
                else:
                    talk.answer("404 Not Found", b"none")
        except OSError:
            pass  # whoever asked has gone

    def _head(self, connection: socket.socket) -> str:
        read = b""
        while b"\r\n\r\n" not in read and (piece := connection.recv(4096)):
            read += piece
        return read.decode("latin-1")

    def stop(self) -> None:
        self._over.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def serving(behaviours: dict[str, Behaviour], **more: object) -> Iterator[Server]:
    server = Server(behaviours, **more)  # type: ignore[arg-type]
    try:
        yield server
    finally:
        server.stop()
