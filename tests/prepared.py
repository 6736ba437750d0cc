"""What takes seconds to make and is the same every time, made once and kept for as long as its sources are the same.

It is kept in pytest's own cache folder; `pytest --cache-clear` throws it away.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import servers

PROJECT = Path(__file__).resolve().parents[1]
KEPT = PROJECT / ".pytest_cache" / "d" / "helpapi"


def migrated() -> Path:
    """The file of a database that holds nothing."""
    home = _kept("migrated", PROJECT.glob("*/migrations/*.py"), lambda home: servers.migrated(home, ""))
    return home / "helpapi.sqlite3"


def filled(home: Path) -> None:
    """Put a database with the project's content into `home`, as `servers.filled` would."""
    sources = [
        path
        for name in ("advice", "fixtures", "helpapi", "partners", "publishing", "services")
        for path in _files(name)
    ]
    shutil.copytree(_kept("filled", sources, lambda home: servers.filled(home, "")), home, dirs_exist_ok=True)


def _files(name: str) -> Iterable[Path]:
    return (path for path in (PROJECT / name).rglob("*") if path.is_file() and path.suffix != ".pyc")


def _kept(name: str, sources: Iterable[Path], make: Callable[[Path], None]) -> Path:
    """What `make` puts into a new folder. Of each name, only what was last made is kept."""
    folder = KEPT / f"{name}-{_digest(sources)}"
    if not folder.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        older = list(KEPT.glob(f"{name}-*"))
        unfinished = Path(tempfile.mkdtemp(dir=KEPT))
        make(unfinished)
        try:
            os.rename(unfinished, folder)
        except OSError:  # another process was quicker
            shutil.rmtree(unfinished)
        for one in older:
            shutil.rmtree(one, ignore_errors=True)
    return folder


def _digest(sources: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted([*sources, PROJECT / "requirements.txt"]):
        digest.update(f"{path.relative_to(PROJECT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
