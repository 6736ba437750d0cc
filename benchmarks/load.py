# ruff: noqa: S603  (to start a program is what this is for; no shell is used)
"""One load on one server: what it answered, how soon, and what that cost it."""

import json
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import psutil
import psycopg

SCRIPT = Path(__file__).with_name("wrk.lua")
CONNECTIONS, THREADS = 32, 2
LONGEST = 60  # seconds
IDLE = 0.1  # of a processor: what a server that has nothing to do may use, for it looks for a newer edition


@dataclass(frozen=True)
class Load:
    """`cpu`: of the server, in microseconds a request. `p50`, `p99`: in milliseconds. `failed`: answers, and none."""

    requests: int
    seconds: float
    cpu: float
    p50: float
    p99: float
    failed: int = 0

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


class Meter:
    """The processor time of a server: its processes, and those of PostgreSQL that work for its database."""

    def __init__(self, pid: int, database_url: str = ""):
        self._process = psutil.Process(pid)
        self._database_url = database_url

    def seconds(self) -> float:
        """Used so far. A process of PostgreSQL that has ended is no longer counted."""
        return sum(times.user + times.system for times in map(_times, self._processes()) if times)

    def wait_until_idle(self, seconds: float = 60) -> None:
        """Until it no longer works on what it was asked before, or on what it does after a start."""
        end, quiet, before = time.monotonic() + seconds, 0, self.seconds()
        while quiet < 3 and time.monotonic() < end:
            time.sleep(0.3)
            now = self.seconds()
            quiet, before = (quiet + 1 if now - before <= 0.3 * IDLE else 0), now

    def _processes(self) -> list[psutil.Process]:
        own = [self._process, *self._process.children(recursive=True)]
        return own + [psutil.Process(pid) for pid in self._of_database() if psutil.pid_exists(pid)]

    def _of_database(self) -> list[int]:
        if not self._database_url:
            return []
        with psycopg.connect(self._database_url) as connection:
            asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            return [pid for (pid,) in connection.execute(asked)]


def _times(process: psutil.Process):
    with suppress(psutil.NoSuchProcess):
        return process.cpu_times()


def memory(pids: Sequence[int]) -> tuple[float, str]:
    """MiB that these processes hold, and how that was counted: what several share is in PSS once, and in USS not."""
    held = [psutil.Process(pid).memory_full_info() for pid in pids]
    kind = next(name for name in ("pss", "uss", "rss") if all(hasattr(one, name) for one in held))
    return sum(getattr(one, kind) for one in held) / 2**20, kind.upper()


def load(port: int, meter: Meter, questions: Path, seconds: float, connections: int = CONNECTIONS, *heads: str) -> Load:
    """Ask the addresses in a file over and over. Slow answers are waited for, up to a minute."""
    used = meter.seconds()
    told = _wrk(port, questions, seconds, connections, heads)
    used = meter.seconds() - used
    return Load(cpu=used / max(told["requests"], 1) * 1e6, **told)


def _wrk(port: int, questions: Path, seconds: float, connections: int, heads: Sequence[str]) -> dict:
    command = ["wrk", f"-t{min(THREADS, connections)}", f"-c{connections}", f"-d{max(round(seconds), 1)}s"]
    command += [f"--timeout={LONGEST}s", f"-s{SCRIPT}", *(f"-H{head}" for head in heads)]
    command += [f"http://127.0.0.1:{port}", "--", str(questions)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def middle(loads: Sequence[Load]) -> Load:
    """Of several rounds: the median of each figure."""
    figures = {name: median(getattr(one, name) for one in loads) for name in ("cpu", "p50", "p99")}
    requests, seconds = sum(one.requests for one in loads), sum(one.seconds for one in loads)
    rate = median(one.per_second for one in loads)
    return replace(
        loads[0],
        requests=requests,
        seconds=requests / rate if rate else seconds,
        **figures,
        failed=sum(one.failed for one in loads),
    )
