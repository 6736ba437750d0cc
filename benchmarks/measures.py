"""What is measured at one size, on all contenders in the same minutes, so that their figures can be compared."""

import json
import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import content, seeing
from benchmarks.contenders import LIST, OURS, Contender, contenders
from benchmarks.load import CONNECTIONS, Load, load, middle
from benchmarks.plain import questions
from benchmarks.seeing import Seen

# What is asked, in one place: name, connections, and in words.
LOADS = {
    "list": (CONNECTIONS, "age 15, Scotland, the first page of 20"),
    "mix": (CONNECTIONS, "6,000 different questions of age, place, type and page in random order"),
    "item": (CONNECTIONS, "one service"),
    "help": (CONNECTIONS, "/help for one reader: age 15, Scotland"),
    "304": (CONNECTIONS, "the list again, with its ETag"),
    "bundle": (2, "the largest file of the bundle, which holds everything public"),
}
QUESTIONS = tuple(name for name in LOADS if name != "bundle")  # of readers
BESIDE = {
    "memory": "what both workers hold when readers have asked all of that",
    "start": "from the start of the processes to the first good answer",
    "publish": "1,000 services submitted by one person and approved by another",
    "seen": "from the seal of one change, just before its commit, until every worker shows it, while others read",
}
MEASURES = {**{name: words for name, (_, words) in LOADS.items()}, **BESIDE}
MIXED = 6000
PUBLISHED = 1000  # services; done at that size alone, since it begins with what the project carries
LONGER = 8  # times as long, where answers are slow
LARGEST_SEEN = 20_000  # above it the database would have to be copied for minutes
Say = Callable[[str], None]


@dataclass(frozen=True)
class Effort:
    """How much is done: seconds of a load, rounds over all contenders, starts, and editions of which the time is taken.

    The first start is not counted: it compiles.
    """

    seconds: float = 4
    rounds: int = 3
    starts: int = 3
    editions: int = 5


QUICK = Effort(seconds=2, rounds=1, starts=1, editions=2)


@dataclass
class Figures:
    """What was found at one size, by contender; `None` and what is absent was not measured. Times in seconds."""

    size: int
    services: int
    database: str
    loads: dict[tuple[str, str], Load] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    counted: str = ""
    start: dict[str, float] = field(default_factory=dict)
    publish: float | None = None
    seen: Seen | None = None
    bundle_bytes: int = 0
    memory_after_bundle: float = 0

    def load(self, name: str, measure: str) -> Load | None:
        return self.loads.get((name, measure))


def measure(size: int, measures: Collection[str], effort: Effort, database_url: str | None, say: Say) -> Figures:
    """All of `measures` with so many services. `database_url`: of plain DRF; empty: SQLite; None: without plain DRF."""
    say(f"{size:,} services: content is made where none is kept, which takes minutes the first time")
    held = content.of_size(size)
    services = list(held.services())
    figures = Figures(size, len(services), "PostgreSQL" if database_url else "SQLite")
    with tempfile.TemporaryDirectory(prefix="helpapi-benchmark-") as folder:
        home = Path(folder)
        with contenders(held, questions(services, MIXED), home, database_url) as compared:
            Comparison(figures, compared, effort, home, say).measure(measures)
        if "seen" in measures and size <= LARGEST_SEEN:
            figures.seen = seeing.seen(home / "ours", effort.editions)
            say(f"  seen     {figures.seen}")
    if "publish" in measures and size == PUBLISHED:
        figures.publish = _publish()
        say(f"  publish  {figures.publish:.1f} s for {PUBLISHED:,} services")
    return figures


@dataclass(frozen=True)
class Comparison:
    """Fills in the figures of contenders, which it starts. `folder`: for what wrk reads."""

    figures: Figures
    contenders: Sequence[Contender]
    effort: Effort
    folder: Path
    say: Say

    def measure(self, measures: Collection[str]) -> None:
        for one in self.contenders if "start" in measures else ():
            if not one.has_run:
                self._started(one)
            self.figures.start[one.name] = median(self._started(one) for _ in range(self.effort.starts))
            self.say(f"  start    {one.name:20} {self.figures.start[one.name]:.2f} s")
        for one in self.contenders:
            one.start()
        for name in QUESTIONS:
            if name in measures:
                self._ask(name)
        if "memory" in measures:
            for one in self.contenders:
                self.figures.memory[one.name], self.figures.counted = one.memory()
                self.say(f"  memory   {one.name:20} {self.figures.memory[one.name]:.0f} MiB ({self.figures.counted})")
        if "bundle" in measures:
            self._ask("bundle")
            self.figures.memory_after_bundle = next(one.memory()[0] for one in self.contenders if one.name == OURS)

    def _started(self, one: Contender) -> float:
        seconds = one.start()
        one.kill()
        return seconds

    def _ask(self, name: str) -> None:
        """Ask all that have an answer by turns, in so many rounds."""
        asked = [one for one in self.contenders if name in one.asked]
        rounds: dict[str, list[Load]] = {one.name: [] for one in asked}
        for number in range(self.effort.rounds):
            for one in asked:
                found = self._load(one, name)
                rounds[one.name].append(found)
                self.say(f"  {name:8} {one.name:20} {_in_short(found)}  round {number + 1} of {self.effort.rounds}")
        self.figures.loads |= {(contender, name): middle(found) for contender, found in rounds.items()}

    def _load(self, one: Contender, name: str) -> Load:
        connections, _ = LOADS[name]
        heads = [f"If-None-Match: {one.tag(LIST)}"] if name == "304" else []
        if name == "bundle":
            self.figures.bundle_bytes = len(one.body(one.asked[name][0]))
        questions, meter = self.folder / "asked", one.meter()
        questions.write_text("".join(f"{address}\n" for address in one.asked[name]))
        for longer in (1, LONGER):
            meter.wait_until_idle()
            found = load(one.port, meter, questions, self.effort.seconds * longer, connections, *heads)
            if found.requests >= 2 * connections:  # else they are the first answers alone
                break
        return found


def _in_short(found: Load) -> str:
    failed = f", {found.failed} FAILED" if found.failed else ""
    return f"{found.per_second:9,.0f}/s {found.cpu:9,.0f} µs  p99 {found.p99:7.1f} ms{failed}"


def _publish() -> float:
    """Seconds to publish a thousand services and their organisations beside what the project carries."""
    with tempfile.TemporaryDirectory(prefix="helpapi-benchmark-") as folder:
        home = Path(folder) / "node"
        content.of_size(content.CARRIED).copy(home)
        return json.loads(content.filling(home, "publish", str(PUBLISHED)))["seconds"]
