"""The edition file: everything public at one number, on the disk of this node, for a start without the database.

A header line (the edition's seal, when it was written, how many publications), a line of JSON for each, and a last
line with the SHA-256 of all before it. A file is written under another name, synced and renamed, so it is whole or not
there; it is named by number and digest. What fails its digest, or is not sealed with our key, is passed over.
"""

import contextlib
import hashlib
import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import orjson

from publishing import sealing
from publishing.edition import Common, Edition, Published, Seal
from publishing.registry import layouts
from publishing.sealing import REPRESENTATION

log = logging.getLogger("helpapi.keeper")
SECONDS_BETWEEN = 10.0
KEPT = 3
FORMAT = f"3 {REPRESENTATION}"
FOOTER = 64 + 1  # hexadecimal digits and a line feed
PART = 2**20  # bytes of a file that are read at once
FIELDS = [field.name for field in fields(Published) if field.init]


class Damaged(Exception):
    """A file is not what was written, or was written by another version of this code."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a file; `built_at`: when it was written."""

    seal: Seal
    built_at: datetime
    entries: int


def keep(folder: Path, edition: Edition, checked_at: datetime, now: datetime) -> bool:
    """Write the edition unless it was written too recently or another process is at it; whether it is on file now.

    `checked_at`: when the database last said that this edition is the newest. What it said last wins, so that a
    process that lags behind another on this node does not put its older edition above the newer. A file that is
    damaged, or from a time that a wrong clock showed, is as none.
    """
    seal = _seal(edition)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder) as is_alone:
        ours = (file for file in _by_age(folder) if sealing.is_true(file[1].seal))
        path, last = next((file for file in ours if not _is_of_the_future(file[1], now)), (None, None))
        is_same = last is not None and last.seal == seal
        if path and is_same and _is_whole(path):
            return True
        is_newer = last is not None and last.seal.number > edition.number
        waits = last is not None and not is_same and (checked_at <= last.built_at or _age(last, now) < SECONDS_BETWEEN)
        if is_newer or waits or not is_alone:
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
    """The edition of a file, held against its seal. `Damaged` when it is not what was written, or not by us."""
    with path.open("rb") as file:
        end = _end_of_body(file)
        file.seek(0)
        header = _header(file.readline())
        seal = header.seal
        if not sealing.is_true(seal):
            raise Damaged("it is not sealed with our key")
        edition = Edition(seal.number, _items(file, end), layouts(), seal=sealing.sealed(seal))
    if (edition.digest, len(edition.items)) != (seal.digest, header.entries):
        raise Damaged("its items are not those of the edition it names")
    return edition


def newest_seal(folder: Path) -> Seal | None:
    """That of the newest file whose first line is ours; its items are not looked at."""
    return next((header.seal for _, header in _by_age(folder) if sealing.is_true(header.seal)), None)


def _end_of_body(file: BinaryIO) -> int:
    """Where the last line begins, after all before it has been held against it; never much of it in memory at once."""
    end = left = os.fstat(file.fileno()).st_size - FOOTER
    sha = hashlib.sha256()
    while left > 0 and (part := file.read(min(left, PART))):
        sha.update(part)
        left -= len(part)
    if file.read(FOOTER) != f"{sha.hexdigest()}\n".encode():
        raise Damaged("its SHA-256 is not the one it ends with")
    return end


def _is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            _end_of_body(file)
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
    yield orjson.dumps({"format": FORMAT, **asdict(Header(_seal(edition), now, len(edition.items)))}) + b"\n"
    for item in edition.items.values():
        values = {name: getattr(item, name) for name in FIELDS}
        if said := values.pop("translations"):  # left out where there are none: a version from before can read it then
            values["translations"] = {tag: document.decode() for tag, document in said.items()}
        yield orjson.dumps({**values, "document": item.document.decode()}) + b"\n"


def _seal(edition: Edition) -> Seal:
    if edition.seal is None:
        raise ValueError(f"edition {edition.number} is not sealed, so it cannot be put on file")
    return edition.seal


def _header(line: bytes) -> Header:
    try:
        values = orjson.loads(line)
        if values.pop("format") != FORMAT:
            raise Damaged("its format is of another version")
        seal = Seal(**values["seal"])
        return Header(replace(seal, at=_moment(seal.at)), _moment(values["built_at"]), values["entries"])
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"its first line cannot be read: {type(error).__name__}") from None


def _items(file: BinaryIO, end: int) -> Iterator[Published]:
    """Those of the lines from here to `end`."""
    common = Common()
    while file.tell() < end:
        values = orjson.loads(file.readline())
        at = values["published_at"]
        yield common.item({"translations": {}, **values, "published_at": at and _moment(at)})


def _moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text))


def _by_age(folder: Path) -> list[tuple[Path, Header]]:
    """The files with their headers, the greatest number first; those without a readable header are passed over."""
    found = []
    for path in folder.glob("edition-*.jsonl"):
        try:
            with path.open("rb") as file:
                found.append((path, _header(file.readline(1000))))
        except (Damaged, OSError) as error:
            log.error("%s is passed over: %s", path.name, error)
    return sorted(found, key=lambda file: (file[1].seal.number, file[1].built_at), reverse=True)


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
            if sys.platform == "win32":
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
