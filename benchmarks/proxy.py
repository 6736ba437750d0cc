"""A TCP proxy that fails in the ways a database fails: it refuses, hangs, or is slow. Loopback only."""

import asyncio
import contextlib
import threading
import time

PASS, REFUSE, HANG, SLOW = "pass", "refuse", "hang", "slow"
SLOW_SECONDS = 0.2  # for each piece that passes, in each direction


class Proxy:
    """Passes connections on to `target` from a thread of its own. `attempts`: when each connection was tried."""

    def __init__(self, target: tuple[str, int]):
        self.target = target
        self.mode = PASS
        self.attempts: list[float] = []
        self.port = 0
        self._last_words = b""
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *error) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def set(self, mode: str) -> None:
        """From now on behave like this. What is refused, open connections included, ends at once."""
        self.mode = mode
        if mode == REFUSE:
            self._loop.call_soon_threadsafe(self._drop)

    def hang_after(self, words: bytes) -> None:
        """Hang as soon as a piece that holds `words` has been passed on: what was asked is done, and never answered."""
        self._last_words = words

    def _drop(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        self._drop()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.attempts.append(time.monotonic())
        if self.mode == REFUSE:
            writer.transport.abort()
            return
        self._open.add(writer)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await self._held()
            other_reader, other_writer = await asyncio.open_connection(*self.target)
            self._open.add(other_writer)
            await asyncio.gather(self._pass(reader, other_writer), self._pass(other_reader, writer))
            self._open.discard(other_writer)
        self._open.discard(writer)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await self._held()
                if self.mode == SLOW:
                    await asyncio.sleep(SLOW_SECONDS)
                if self._last_words and self._last_words in data:
                    self.mode, self._last_words = HANG, b""
                writer.write(data)
                await writer.drain()
        writer.close()

    async def _held(self) -> None:
        while self.mode == HANG:
            await asyncio.sleep(0.02)
