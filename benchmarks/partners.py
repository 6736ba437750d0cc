"""A drill: many partners keep a copy by polling while an edition comes every second and the database goes away.

    python -m benchmarks.partners [--partners 1000] [--editions 60] [--poll 30] [--database-url postgres://…]

Each partner begins with the bundle, then asks /recalls and /changes every `poll` seconds, as docs/keep-a-copy.md says.
After each answer its copy must be what the statement says, byte for byte; it must never go back; at the end each must
hold what the server holds. Every tenth edition takes a service down, which must have gone from each partner within a
minute of the decision, from 15 seconds of which on the nodes have no database. Prints a table; exits with 1 when a goal
is missed. Signatures are not looked at (tests/partners/test_attacks.py does that). Loopback only; stops by itself.
"""

import argparse
import asyncio
import base64
import contextlib
import hashlib
import json
import random
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import proxy, servers
from benchmarks.proxy import Proxy
from benchmarks.servers import PUBLIC_URL, Publisher, Service

TAKE_DOWN_EVERY = 10
AWAY_AFTER, AWAY_FOR = 15, 15  # seconds
GOAL_SECONDS = 60


@dataclass
class Tally:
    requests: int = 0
    unchanged: int = 0
    bytes: int = 0
    begun_again: int = 0
    behind: int = 0
    wrong: list[str] = field(default_factory=list)


class Partner:
    """`gone_at`: by uid, when an item that was taken down had gone from this partner."""

    def __init__(self, port: int, tally: Tally):
        self._port, self._tally = port, tally
        self._digests: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self.edition = self.sequence = 0
        self.contents = ""
        self.gone_at: dict[str, float] = {}

    async def begin(self) -> None:
        told = await self._get("/api/v1/bundle")
        whole = await self._get(told["parts"][0]["url"].removeprefix(PUBLIC_URL)) if told else None
        if not whole or "entries" not in whole:
            return await self.begin()  # another edition came between the two
        self._digests.clear()
        self._take(whole["entries"])
        self._settle(_payload(told["jws"]) or told)
        return None

    async def poll(self) -> None:
        if recalled := await self._get("/api/v1/recalls", kept=True):
            for one in recalled["results"]:
                self.gone_at.setdefault(one["service"], time.time())
        address, pages = f"/api/v1/changes?since={self.edition}", []
        while address:
            told = await self._get(address, kept=not pages)
            if told is None:
                return
            if "restart" in told:
                self._tally.begun_again += 1
                return await self.begin()
            pages.append(told)
            address = (told["next"] or "").removeprefix(PUBLIC_URL)
        if pages[-1]["sequence"] < self.sequence:
            self._tally.behind += 1  # a worker that is a moment late: what it says is not taken
            return
        for page in pages:
            self._take(page["results"])
        self._settle(_payload(pages[-1]["jws"]) or pages[-1])

    def _take(self, entries: list[dict]) -> None:
        for entry in entries:
            written = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
            self._digests[entry["uid"]] = hashlib.sha256(written).hexdigest()
            if entry["document"] is None:
                self.gone_at.setdefault(entry["uid"], time.time())

    def _settle(self, stated: dict) -> None:
        if stated["sequence"] < self.sequence:
            self._tally.wrong.append(f"went back from {self.sequence} to {stated['sequence']}")
        self.edition, self.sequence = stated["edition"], stated["sequence"]
        self.contents = hashlib.sha256("\n".join(sorted(self._digests.values())).encode()).hexdigest()
        if self.contents != stated["contents"]:
            self._tally.wrong.append(f"a copy of edition {self.edition} is not what is stated")

    async def _get(self, path: str, kept: bool = False) -> dict | None:
        """The answer, an error's included; None where nothing has changed, or nobody answers."""
        tag = self._tags.get(path) if kept else None
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += [f"If-None-Match: {tag}"] if tag else []
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            writer.write("\r\n".join([*lines, "", ""]).encode())
            answer = await asyncio.wait_for(reader.read(), 20)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        except (OSError, TimeoutError) as error:
            self._tally.wrong.append(f"{path.partition('?')[0]}: {type(error).__name__}")
            return None
        head, _, body = answer.partition(b"\r\n\r\n")
        self._tally.requests += 1
        self._tally.bytes += len(answer)
        if head.split(b" ", 2)[1] == b"304":
            self._tally.unchanged += 1
            return None
        for line in head.decode().split("\r\n"):
            name, _, value = line.partition(": ")
            if name.lower() == "etag":
                self._tags = {path: value, **{p: t for p, t in self._tags.items() if p == "/api/v1/recalls"}}
                self._tags[path] = value
        return json.loads(body)


def _payload(jws: str | None) -> dict | None:
    if not jws:
        return None
    middle = jws.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


async def keep(partner: Partner, every: float, is_over: asyncio.Event) -> None:
    """Begin at any moment of a turn, as partners do, and end with one more poll when all is over."""
    await asyncio.sleep(random.uniform(0, every))  # noqa: S311  (keeps no secret)
    await partner.begin()
    while not is_over.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(is_over.wait(), every)
        await partner.poll()


async def drill(count: int, editions: int, every: float, database_url: str) -> int:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="helpapi-partners-")))
        database = stack.enter_context(servers.own_database(database_url))
        between = stack.enter_context(Proxy(servers.address(database_url)))
        servers.filled(home, database)
        service = stack.enter_context(Service(home, servers.through(database, between.port)))
        service.wait_until(lambda status: status["source"] == "database")
        tally, is_over = Tally(), asyncio.Event()
        partners = [Partner(service.port, tally) for _ in range(count)]
        tasks = [asyncio.create_task(keep(partner, every, is_over)) for partner in partners]
        await asyncio.sleep(every + 2)
        publisher = stack.enter_context(
            Publisher(home, database, editions=editions, every=1, take_down_every=TAKE_DOWN_EVERY)
        )
        began, mode = time.monotonic(), proxy.PASS
        while publisher.is_running:
            away = AWAY_AFTER <= time.monotonic() - began < AWAY_AFTER + AWAY_FOR
            if mode != (wanted := proxy.REFUSE if away else proxy.PASS):
                between.set(mode := wanted)
            await asyncio.sleep(0.1)
        publisher.wait()
        await asyncio.sleep(every + 3)
        is_over.set()
        await asyncio.gather(*tasks)
        newest = json.loads(service.get("/api/v1/bundle")[1])
        return report(partners, tally, publisher, newest)


def report(partners: list[Partner], tally: Tally, publisher: Publisher, newest: dict) -> int:
    down = {uid: publisher.committed[number] for number, uid in publisher.marks.items() if "mark-" not in uid}
    learnt = [(partner, uid) for partner in partners for uid in down if uid in partner.gone_at]
    times = sorted(partner.gone_at[uid] - down[uid] for partner, uid in learnt)
    missed = sum(uid not in partner.gone_at for partner in partners for uid in down)
    behind = sum(partner.contents != newest["contents"] for partner in partners)
    p99 = times[int(len(times) * 0.99)] if times else float("inf")
    print(f"{len(partners)} partners, {len(publisher.committed)} editions, {len(down)} taken down")
    print(f"{tally.requests} requests, {tally.unchanged} of them 304, {tally.bytes / 1e6:.1f} MB")
    print(f"gone after: median {statistics.median(times):.1f} s, p99 {p99:.1f} s, longest {times[-1]:.1f} s")
    print(f"begun again: {tally.begun_again}; a late worker not taken: {tally.behind}")
    faults = [f"{missed} did not learn of what was taken down"] if missed else []
    faults += [f"{behind} do not hold what the server holds"] if behind else []
    faults += [f"p99 of what was taken down is {p99:.1f} s"] if p99 > GOAL_SECONDS else []
    faults += [f"{len(tally.wrong)} faults, the first: {tally.wrong[0]}"] if tally.wrong else []
    faults += [f"only {len(publisher.committed)} editions were published"] if len(down) < 1 else []
    print(*sorted(set(tally.wrong))[:10], sep="\n")
    print("\n".join(faults) or "Every goal was met.")
    return 1 if faults else 0


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.partners", description=__doc__.splitlines()[0])
    parser.add_argument("--partners", type=int, default=1000)
    parser.add_argument("--editions", type=int, default=60)
    parser.add_argument("--poll", type=float, default=30, help="seconds between two polls of a partner (30)")
    parser.add_argument("--database-url", default=servers.POSTGRES, help="a PostgreSQL server on this machine")
    options = parser.parse_args(words)
    if servers.address(options.database_url)[0] not in ("127.0.0.1", "localhost", "::1"):
        parser.error("the database must be on this machine")
    return asyncio.run(drill(options.partners, options.editions, options.poll, options.database_url))


if __name__ == "__main__":
    sys.exit(main())
