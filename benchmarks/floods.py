"""A drill: others go on asking while somebody floods the service, directly and through nginx.

    python -m benchmarks.floods [--seconds 8] [--only idle|heads|bodies|asking] [--way direct|nginx]

Four floods, each from one address: 1,200 connections that say nothing, 1,000 that send a head and never end it, 300
that send a body byte by byte, and 64 that ask for help as fast as they are answered. What is closed is opened again.
Meanwhile others ask at human speed, each over a connection of its own: ten times a second for help, by turns in an
address and in a body. Prints how many of these were lost, and how long the slowest took; exits with 1 when one was
lost or took longer than the goal. Loopback only (Linux); stops by itself after eight floods.
"""

import argparse
import asyncio
import contextlib
import http.client
import itertools
import resource
import socket
import ssl
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import servers
from benchmarks.servers import Service

FLOODER = "127.0.0.66"
HEAD = b"Host: help.example.org\r\n"
BODY = b"POST /api/v1/help HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"
FLOODS = {"idle": 1200, "heads": 1000, "bodies": 300, "asking": 64}
GOALS = {"direct": 2.0, "nginx": 0.3}  # seconds that the slowest of the others may take
PATIENCE = 10  # seconds after which one of the others counts as lost
EVERY = 0.1  # seconds between two of the others


@dataclass
class Others:
    """What became of those who asked at human speed, in seconds."""

    took: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        return max(self.took, default=0.0)


class Flood:
    """Keeps so many connections busy from a thread of its own, until the block ends."""

    def __init__(self, kind: str, port: int, tls: bool, count: int | None = None):
        self._kind, self._port = kind, port
        self._tls = ssl._create_unverified_context() if tls else None  # noqa: S323  (our own certificate)
        self._count = count or FLOODS[kind]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.opened = self.closed = 0

    def __enter__(self) -> "Flood":
        self._thread.start()
        end = time.monotonic() + 5
        while self.opened < self._count and time.monotonic() < end:
            time.sleep(0.05)
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._all.cancel)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(lambda *_: None)
        self._all = self._loop.create_task(self._keep())
        with contextlib.suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._all)
        self._loop.run_until_complete(self._ended())
        self._loop.close()

    async def _ended(self) -> None:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await asyncio.sleep(0.1)

    async def _keep(self) -> None:
        await asyncio.gather(*(self._one(number) for number in range(self._count)))

    async def _one(self, number: int) -> None:
        act: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]] = getattr(self, f"_{self._kind}")
        await asyncio.sleep(number * 0.001)
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection(
                    "127.0.0.1", self._port, ssl=self._tls, local_addr=(FLOODER, 0)
                )
                self.opened += 1
                try:
                    await act(reader, writer)
                finally:
                    self.closed += 1
                    writer.transport.abort()
            await asyncio.sleep(0.05)

    async def _idle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def _heads(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._slowly(reader, writer, b"GET /api/v1/help HTTP/1.1\r\n" + HEAD + b"X-")

    async def _bodies(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._slowly(reader, writer, BODY)

    async def _slowly(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, begin: bytes) -> None:
        """One byte a second after the beginning, until it is closed."""
        writer.write(begin)
        while True:
            await writer.drain()
            try:
                await asyncio.wait_for(reader.read(), 1)
                return
            except TimeoutError:
                writer.write(b" ")

    async def _asking(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for number in itertools.count(id(writer)):
            minute = f"2026-03-{number % 28 + 1:02}T{number // 28 % 24:02}:{number // 672 % 60:02}:00Z"
            writer.write(f"GET /api/v1/help?age={number % 100}&open_at={minute} HTTP/1.1\r\n".encode() + HEAD + b"\r\n")
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = head.partition(b"\r\ncontent-length: ")[2].partition(b"\r")[0]
            await (reader.readexactly(int(length)) if length else reader.readuntil(b"\r\n0\r\n\r\n"))


@contextlib.contextmanager
def others(port: int, tls: bool) -> Iterator[Others]:
    """Asks at human speed until the block ends, each time from another address."""
    found, stop, threads = Others(), threading.Event(), []
    context = ssl._create_unverified_context() if tls else None  # noqa: S323  (our own certificate)

    def begin() -> None:
        for number in itertools.count():
            if stop.wait(EVERY):
                return
            thread = threading.Thread(target=ask, args=(found, port, context, number), daemon=True)
            threads.append(thread)
            thread.start()

    beginner = threading.Thread(target=begin, daemon=True)
    beginner.start()
    try:
        yield found
    finally:
        stop.set()
        beginner.join()
        for thread in threads:
            thread.join(PATIENCE + 1)


def ask(found: Others, port: int, context: ssl.SSLContext | None, number: int) -> None:
    """One question, as the next of many people asks it."""
    source = (f"127.0.{1 + number // 250 % 250}.{1 + number % 250}", 0)
    began = time.monotonic()
    try:
        connection = socket.create_connection(("127.0.0.1", port), PATIENCE, source_address=source)
        if context:
            connection = context.wrap_socket(connection)
        asking = http.client.HTTPConnection("127.0.0.1", port)
        asking.sock = connection
        age = 8 + number % 90
        if number % 2:
            asking.request("GET", f"/api/v1/help?age={age}", headers={"Host": "help.example.org"})
        else:
            body = {"Host": "help.example.org", "Content-Type": "application/json"}
            asking.request("POST", "/api/v1/help", f'{{"age": {age}}}', body)
        response = asking.getresponse()
        response.read()
        asking.close()
    except (OSError, http.client.HTTPException) as error:
        found.lost.append(type(error).__name__)
        return
    if response.status == 200:
        found.took.append(time.monotonic() - began)
    else:
        found.lost.append(str(response.status))


def drill(way: str, port: int, kind: str, seconds: float, count: int | None = None) -> Others:
    """What one flood does to others."""
    with Flood(kind, port, way == "nginx", count) as flood, others(port, way == "nginx") as found:
        time.sleep(seconds)
    print(
        f"{way:7} {kind:7} {len(found.took):5} answered  {len(found.lost):4} lost {sorted(set(found.lost))}"
        f"  slowest {found.slowest * 1000:6.0f} ms   ({flood.opened} opened, {flood.closed} closed)",
        flush=True,
    )
    return found


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floods", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=8, help="length of each flood, 2 to 120 (8)")
    parser.add_argument("--only", choices=FLOODS, help="this flood alone")
    parser.add_argument("--way", choices=GOALS, help="this way alone")
    options = parser.parse_args(words)
    if not 2 <= options.seconds <= 120:
        parser.error("--seconds is from 2 to 120")
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    from tests.front import Front

    good = True
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        servers.filled(home, "")
        for way in [options.way] if options.way else GOALS:
            for kind in [options.only] if options.only else FLOODS:
                with contextlib.ExitStack() as running:
                    service = running.enter_context(Service(home, ""))
                    service.wait_until(lambda ready: ready and ready["edition"])
                    port = service.port
                    if way == "nginx":
                        front = Path(tempfile.mkdtemp(dir=home))
                        port = running.enter_context(Front(front, port)).port
                    found = drill(way, port, kind, options.seconds)
                good = good and bool(found.took) and not found.lost and found.slowest <= GOALS[way]
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
