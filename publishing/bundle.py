"""The edition file: everything public at one number, on the disk of this node, for a start without the database.

A header line (number, the edition's digest, when it was written, how many entries), a line of JSON for each entry,
and a last line with the SHA-256 of all before it. A file is written under another name, synced and renamed, so it is
whole or not there; it is named by number and digest and never changed. What fails its digest is passed over.
"""

import contextlib
import hashlib
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import orjson

from publishing.edition import Edition, Entry
from publishing.registry import layouts
from publishing.rendering import REPRESENTATION

log = logging.getLogger("helpapi.keeper")
SECONDS_BETWEEN = 10.0
KEPT = 3
FORMAT = f"2 {REPRESENTATION}"
FOOTER = 64 + 1  # hexadecimal digits and a line feed


class Damaged(Exception):
    """A file is not what was written, or was written by another version of this code."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a file: what is said of the edition; `built_at`, when it was written, orders a node's files."""

    number: int
    digest: str
    published_at: datetime | None
    built_at: datetime
    entries: int


def keep(folder: Path, edition: Edition, checked_at: datetime, now: datetime) -> bool:
    """Write the edition unless it was written too recently or another process is at it; whether it is on file now.

    `checked_at`: when the database last said that this edition is the newest. What it said last wins, so that a
    process that lags behind another on this node does not put its older edition above the newer. A file that is
    damaged, or from a time that a wrong clock showed, is as none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder) as is_alone:
        path, last = next((file for file in _by_age(folder) if not _is_of_the_future(file[1], now)), (None, None))
        is_same = last is not None and (last.number, last.digest) == (edition.number, edition.digest)
        if is_same and _is_whole(path):
            return True
        waits = last is not None and not is_same and (checked_at <= last.built_at or _age(last, now) < SECONDS_BETWEEN)
        if waits or not is_alone:
            return False
        write(folder, edition, now)
        _tidy(folder, now)
        return True


def write(folder: Path, edition: Edition, now: datetime) -> Path:
    """Write the edition's file; on return it is on the disk, under its own name."""
    path = folder / f"edition-{edition.number:012}-{edition.digest[:16]}.jsonl"
    temporary = path.with_suffix(".tmp")
    try:
        with temporary.open("wb") as file:
            _fill(file, edition, now)
        temporary.replace(path)
    except OSError:  # a full disk must not be kept full
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(folder)
    return path


def newest(folder: Path) -> Edition | None:
    """The edition of the newest file that is whole; None when there is none."""
    for path, _ in _by_age(folder):
        try:
            return read(path)
        except Exception as error:  # whatever is wrong with it, the one before may be good
            log.error("%s is passed over: %s", path.name, error)
    return None


def read(path: Path) -> Edition:
    """The edition of a file, held against its digests. `Damaged` when it is not what was written."""
    first, *lines = _body(path).splitlines()
    header = _header(first)
    edition = Edition(header.number, [_entry(line) for line in lines], layouts(), published_at=header.published_at)
    if (edition.digest, len(edition.entries)) != (header.digest, header.entries):
        raise Damaged("its entries are not those of the edition it names")
    return edition


def _body(path: Path) -> bytes:
    content = path.read_bytes()
    body, footer = content[:-FOOTER], content[-FOOTER:]
    if footer != f"{hashlib.sha256(body).hexdigest()}\n".encode():
        raise Damaged("its SHA-256 is not the one it ends with")
    return body


def _is_whole(path: Path) -> bool:
    try:
        _body(path)
    except (Damaged, OSError) as error:
        log.error("%s is written anew: %s", path.name, error)
        return False
    return True


def _age(header: Header, now: datetime) -> float:
    return (now - header.built_at).total_seconds()


def _is_of_the_future(header: Header, now: datetime) -> bool:
    """Not when another process of the node wrote it a moment ago."""
    return _age(header, now) < -SECONDS_BETWEEN


def _fill(file: BinaryIO, edition: Edition, now: datetime) -> None:
    sha = hashlib.sha256()
    for line in _lines(edition, now):
        sha.update(line)
        file.write(line)
    file.write(f"{sha.hexdigest()}\n".encode())
    file.flush()
    os.fsync(file.fileno())


def _lines(edition: Edition, now: datetime) -> Iterator[bytes]:
    header = Header(edition.number, edition.digest, edition.published_at, now, len(edition.entries))
    yield orjson.dumps({"format": FORMAT, **asdict(header)}) + b"\n"
    for entry in edition.entries.values():
        values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
        yield orjson.dumps({**values, "document": entry.document.decode()}) + b"\n"


def _header(line: bytes) -> Header:
    try:
        values = orjson.loads(line)
        if values.pop("format") != FORMAT:
            raise Damaged("its format is of another version")
        moments = {name: _moment(values[name]) for name in ("published_at", "built_at")}
        return Header(**{**values, **moments})
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"its first line cannot be read: {type(error).__name__}") from None


def _entry(line: bytes) -> Entry:
    values = orjson.loads(line)
    known = {"document": values["document"].encode(), "published_at": _moment(values["published_at"])}
    return Entry(**{**values, **known})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _by_age(folder: Path) -> list[tuple[Path, Header]]:
    """The files with their headers, the newest first; those without a readable header are passed over."""
    found = []
    for path in folder.glob("edition-*.jsonl"):
        try:
            with path.open("rb") as file:
                found.append((path, _header(file.readline(1000))))
        except (Damaged, OSError) as error:
            log.error("%s is passed over: %s", path.name, error)
    return sorted(found, key=lambda file: (file[1].built_at, file[1].number), reverse=True)


def _tidy(folder: Path, now: datetime) -> None:
    """Remove all but the last few files, those of the future, and what a writer that was killed left behind.

    The caller holds the lock, and has just written a file.
    """
    files = _by_age(folder)
    strange = [path for path, header in files if _is_of_the_future(header, now)]
    old = [path for path, _ in files if path not in strange][KEPT:]
    for path in [*strange, *old, *folder.glob("edition-*.tmp")]:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether no other process of this node is writing; the system drops the lock of one that was killed."""
    with (folder / "writer.lock").open("a") as file:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            yield False
        else:
            yield True


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system can sync a folder."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
