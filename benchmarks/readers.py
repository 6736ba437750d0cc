"""Readers that ask at a steady pace and look at every answer."""

import contextlib
import http.client
import itertools
import math
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

REGIONS = ("scotland", "wales", "northern-ireland", "england", "edinburgh", "cardiff", "belfast", "leeds")
TYPES = ("image-removal", "emotional-support", "police-report", "victim-support")
TIMEOUT_SECONDS = 10


@dataclass
class Tally:
    """What became of the reads of one phase. `down`: those that failed or had to wait while the service was killed."""

    milliseconds: list[float] = field(default_factory=list)
    failed: int = 0
    wrong: int = 0
    down: int = 0

    def quantile(self, share: float) -> float:
        ordered = sorted(self.milliseconds) or [0.0]
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def questions(count: int) -> list[str]:
    """That many different questions, the same ones each time; about half of them ask for help at once."""
    chance = random.Random(1)  # noqa: S311
    found = dict.fromkeys(["/api/v1/services", "/api/v1/advice", "/api/v1/organisations"])
    while len(found) < count:
        found[_question(chance)] = None
    return list(found)[:count]


def _question(chance: random.Random) -> str:
    """It names the moment it asks of, so that it has the same answer at any other."""
    moment = f"2026-03-{chance.randint(1, 28):02}T{chance.randrange(24):02}:{chance.randrange(60):02}:00Z"
    asked = {"age": chance.randint(8, 120), "region": chance.choice(REGIONS), "open_at": moment}
    if chance.random() < 0.5:
        return f"/api/v1/help?{urlencode(asked)}"
    return "/api/v1/services?" + urlencode({**asked, "type": chance.choice(TYPES), "page_size": chance.randint(1, 50)})


class Readers:
    """Threads that ask `rate` questions a second between them, from `next_question`, until they are stopped.

    `is_right(question, body)` judges an answer of status 200. Each phase has a tally of its own; `good_at` is when
    the last good answer came. Between `expect_outage` and a good answer to a question asked after `note_gone`, reads
    are not expected to be answered: `is_down`.
    """

    def __init__(
        self,
        port: int,
        is_right: Callable[[str, bytes], bool],
        next_question: Callable[[], str],
        rate: float,
        count: int = 4,
    ):
        self._port, self._is_right, self._next = port, is_right, next_question
        self._every = count / rate
        self._threads = [threading.Thread(target=self._read, daemon=True) for _ in range(count)]
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self.tally = Tally()
        self.is_down = False
        self.good_at = 0.0
        self._gone_at = 0.0

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def begin(self) -> Tally:
        """A new tally, for the phase that begins now."""
        self.tally = Tally()
        return self.tally

    def expect_outage(self) -> None:
        """Call before the service is killed."""
        with self._lock:
            self.is_down, self._gone_at = True, math.inf

    def note_gone(self) -> None:
        """Call when the service is dead: what it answered before it died does not say that it is back."""
        self._gone_at = time.monotonic()

    def _read(self) -> None:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)) as line:
            self._ask_over(line)

    def _ask_over(self, connection: http.client.HTTPConnection) -> None:
        while not self._stop.wait(self._every):
            with self._lock:
                question = self._next()
            tally, began, was_down = self.tally, time.monotonic(), self.is_down
            try:
                connection.request("GET", question)
                response = connection.getresponse()
                status, body = response.status, response.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                self._count_failed(tally, was_down)
                continue
            self._count(tally, began, status, status == 200 and self._is_right(question, body), was_down)

    def _count_failed(self, tally: Tally, was_down: bool) -> None:
        with self._lock:
            if was_down or self.is_down:
                tally.down += 1
            else:
                tally.failed += 1

    def _count(self, tally: Tally, began: float, status: int, is_right: bool, was_down: bool) -> None:
        if status != 200:
            self._count_failed(tally, was_down)
            return
        with self._lock:
            self.good_at = time.monotonic()
            self.is_down &= began < self._gone_at
            tally.wrong += not is_right
            if was_down:  # it may have waited for the service to start
                tally.down += 1
            else:
                tally.milliseconds.append((self.good_at - began) * 1000)


def half_and_half(asked_before: list[str], never_asked: list[str]) -> Iterator[str]:
    """By turns a question that has been asked before, and one that has not, for as long as there are any."""
    for known, new in zip(itertools.cycle(asked_before), itertools.chain(never_asked, itertools.cycle(asked_before))):
        yield known
        yield new
