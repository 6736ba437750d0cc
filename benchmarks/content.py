"""Content of any size, made once and kept outside the project for as long as what it is made by is the same."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import servers
from benchmarks.filling import WRITTEN
from benchmarks.servers import PROJECT, Service

# What decides how content is stored, found and sealed, and how it is made.
SOURCES = (
    *("*/migrations/*.py", "publishing/*.py", "services/**/*.py", "advice/*.py", "partners/*.py", "helpapi/seed/*.py"),
    *("fixtures/**/*", "benchmarks/filling.py", "benchmarks/places.py", "benchmarks/plain.py", "requirements.txt"),
)
CARRIED = 36  # stands for what the project carries, which may be some more by now
LONGEST = 3600  # seconds that a start may take


@dataclass(frozen=True)
class Content:
    """`node`: the HELPAPI_HOME of a node that has run, with its database. `plain`: a line of JSON for each service."""

    folder: Path

    @property
    def node(self) -> Path:
        return self.folder / "node"

    @property
    def plain(self) -> Path:
        return self.folder / "plain.jsonl"

    def services(self) -> Iterator[dict]:
        with self.plain.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    def copy(self, home: Path) -> None:
        """Put all that the node has into a new folder, where it may be changed."""
        shutil.copytree(self.node, home)


def cache() -> Path:
    """In HELPAPI_HOME, where that is set; else with what programs keep for this person."""
    if home := os.environ.get("HELPAPI_HOME"):
        return Path(home).resolve() / "benchmarks"
    kept = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(kept) / "helpapi" / "benchmarks"


def of_size(size: int) -> Content:
    """So many services, or what the project carries. Of each size what was last made is kept."""
    size = max(size, CARRIED)
    folder = cache() / f"{size}-{_digest()}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        older = list(folder.parent.glob(f"{size}-*"))
        unfinished = Path(tempfile.mkdtemp(dir=folder.parent, prefix="unfinished-"))
        try:
            _make(Content(unfinished), size)
            unfinished.rename(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        for one in older:
            shutil.rmtree(one)
    return Content(folder)


def _make(content: Content, size: int) -> None:
    if size == CARRIED:
        content.node.mkdir()
        servers.filled(content.node, "")
    else:
        of_size(WRITTEN if size > WRITTEN else CARRIED).copy(content.node)
    filling(content.node, "fill", str(size), str(content.plain))
    with Service(content.node, "") as service:
        service.wait_until(partial(_is_on_disk, content.node), LONGEST)
    for log in content.node.glob("*.log"):
        log.unlink()


def _is_on_disk(node: Path, ready: dict) -> bool:
    """Whether the node serves what its database holds, and has it on its disk, as one that has run for a while."""
    return ready["source"] == "database" and any(node.glob(f"editions/edition-{ready['edition']:012}-*.jsonl"))


def filling(home: Path, *words: str) -> str:
    """What benchmarks.filling prints."""
    command = [sys.executable, "-m", "benchmarks.filling", *words]
    surroundings = servers.environment(home, "", "admin", poll=0)
    done = subprocess.run(command, cwd=PROJECT, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout


def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in PROJECT.glob(pattern) if path.is_file()}):
        digest.update(f"{path.relative_to(PROJECT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
