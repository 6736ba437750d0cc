"""What a mirror keeps in its folder. A file is replaced whole, so that a crash leaves the old one or the new one."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from helpapi_matcher.mirror import copies, reading, roots, statements
from helpapi_matcher.mirror.copies import Copy, Proof
from helpapi_matcher.mirror.refusals import Refused
from helpapi_matcher.mirror.roots import Root
from helpapi_matcher.mirror.statements import Recalls

ROOT, COPY, RECALLS = "root.json", "copy.json", "recalls.json"


class Folder:
    """Three files: the newest root, the copy with its proof, and the newest list of recalls."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.mkdir(parents=True, exist_ok=True)

    def root(self, pinned: Root) -> Root:
        """The newest that was believed, or the pinned one, if that is newer or there is no other."""
        try:
            kept = roots.pinned((self._path / ROOT).read_bytes())
        except (OSError, Refused):
            return pinned
        return kept if kept.version > pinned.version else pinned

    def keep_root(self, root: Root) -> None:
        self._write(ROOT, root.data)

    def copy(self) -> Copy | None:
        """None also where the file was damaged: then it is fetched anew."""
        try:
            kept = reading.parsed((self._path / COPY).read_bytes())
            proof = _read(Proof, kept["proof"])
            if copies.contents(kept["bundle"]["entries"]) == proof.contents:
                return Copy(proof, kept["bundle"], kept["recalls_of"], kept["etag"])
        except (OSError, Refused, KeyError, TypeError, ValueError):
            pass
        return None

    def keep_copy(self, copy: Copy) -> None:
        self._write(COPY, _json({**vars(copy), "proof": asdict(copy.proof)}))

    def recalls(self) -> tuple[Recalls | None, str]:
        """The newest list, and the ETag of the answer that it was in."""
        try:
            kept = reading.parsed((self._path / RECALLS).read_bytes())
            found = _read(Recalls, kept["said"])
            return statements.Recalls(**{**vars(found), "recalls": tuple(found.recalls)}), str(kept["etag"])
        except (OSError, Refused, KeyError, TypeError, ValueError):
            return None, ""

    def keep_recalls(self, said: Recalls, etag: str) -> None:
        self._write(RECALLS, _json({"said": asdict(said), "etag": etag}))

    def _write(self, name: str, data: bytes) -> None:
        aside = self._path / f"{name}.{os.getpid()}.tmp"
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, self._path / name)
        if hasattr(os, "O_DIRECTORY"):  # where the system can keep a name too
            descriptor = os.open(self._path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat).encode()


def _read(of: Any, kept: dict[str, Any]) -> Any:
    moments = {name: datetime.fromisoformat(kept[name]) for name in ("issued_at", "expires_at")}
    return of(**{**{field.name: kept[field.name] for field in fields(of)}, **moments})
