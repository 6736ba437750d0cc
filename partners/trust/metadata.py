"""What is public as metadata of The Update Framework, so that any client of TUF can keep a copy.

All of it follows from a statement and the online key: every node makes the same bytes, and nothing is kept.
A statement is what a pointer says (`/api/v1/bundle`), in its own words.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from tuf.api.metadata import Metadata, MetaFile, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from partners.trust import standing

Statement = Mapping[str, Any]

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = 2**20  # of which a sequence has room for so many: 119 years
API = "/api/v1/"  # below which the names of targets begin


class Unsigned(Exception):
    """There is no key that a reader would believe."""


def timestamp(statement: Statement) -> bytes:
    """What says that all else is fresh. It rises with the sequence, and with each hour."""
    issued, expires = _moment(statement["issued_at"]), _moment(statement["expires_at"])
    version = statement["sequence"] * HOURS + int((issued - SINCE).total_seconds()) // 3600
    return _signed(Timestamp(version, expires=expires, snapshot_meta=MetaFile(statement["sequence"])))


def snapshot(statement: Statement) -> bytes:
    """The same for as long as nothing changes, but for the year in which it expires."""
    meta = {"targets.json": MetaFile(statement["sequence"])}
    return _signed(Snapshot(statement["sequence"], expires=_far(statement), meta=meta))


def targets(statement: Statement) -> bytes:
    """The files of the bundle, by their addresses below /api/v1/, with their lengths and digests."""
    files = [_file(part) for part in statement["parts"]]
    named = {file.path: file for file in files}
    return _signed(Targets(statement["sequence"], expires=_far(statement), targets=named))


def roots() -> dict[int, bytes]:
    """The root files in force, by their numbers."""
    return standing.roots()


def _file(part: Mapping[str, Any]) -> TargetFile:
    path = urlsplit(part["url"]).path.partition(API)[2]
    return TargetFile(part["length"], {"sha256": part["sha256"]}, path)


def _signed(signed: Timestamp | Snapshot | Targets) -> bytes:
    signer = standing.signer()
    if signer is None:
        raise Unsigned
    metadata: Metadata[Any] = Metadata(signed)
    metadata.sign(signer)
    return metadata.to_bytes(JSONSerializer(compact=True))


def _far(statement: Statement) -> datetime:
    """One to two years on. What goes stale is the timestamp, which names these by their versions."""
    return datetime(_moment(statement["issued_at"]).year + 2, 1, 1, tzinfo=UTC)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
