"""What we state of everything public at a moment, to be signed: which edition, what is in it, and until when it holds.

It is issued for the hour, so that every node makes the same bytes, and holds for a week. `sequence` only ever rises: a
reader takes no statement with a smaller one than it has.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.conf import settings

from partners import moments, recalls, reference
from partners.entries import contents, entries, shown
from publishing.api.caching import Bytes, packed
from publishing.edition import Edition
from publishing.registry import kinds

FORMAT = 1
HOLDS = timedelta(days=7)
HIDE_CONTACTS_AFTER_DAYS = 90
LARGEST = 2_000_000  # bytes of a bundle in one file
PATH = "/api/v1/bundles"


def statement(edition: Edition, now: datetime) -> dict[str, Any]:
    """That of the hour. The one before is kept no longer: an edition may be served for a year."""
    of = edition.sequence, moments.hour(now)
    kept: tuple[tuple[int, datetime], dict[str, Any]] | None = edition.memo.get("statement")
    if kept is None or kept[0] != of:
        kept = edition.memo["statement"] = of, _statement(edition, of[1])
    return kept[1]


def signed(edition: Edition, now: datetime) -> str | None:
    """The statement as a JWS; None where there is no key to sign with."""
    from partners.trust.signing import STATEMENT, jws  # large, and most processes sign nothing

    return jws(statement(edition, now), STATEMENT)


@dataclass(frozen=True)
class Part:
    """A file of a bundle: of one kind of items, or of all (None). `name` is of its bytes, and never of others."""

    kind: str | None
    name: str
    sha256: str
    length: int


def bundle(edition: Edition) -> list[Part]:
    """The files that hold everything: one, or one for each kind where it would be large."""
    found: list[Part] | None = edition.memo.get(("bundle", edition.sequence))
    if found is None:
        whole = _file(edition, None)
        is_large = len(whole) > LARGEST
        alone = [kind for kind in edition.layouts if not kinds()[kind].is_of_another]
        found = [_part(edition, kind, _file(edition, kind)) for kind in alone] if is_large else []
        edition.memo["bundle", edition.sequence] = found = found or [_part(edition, None, whole)]
    return found


def content(edition: Edition, part: Part) -> bytes:
    """The bytes of a file. They are not kept: a large edition would be in memory twice."""
    return _file(edition, part.kind)


def held(edition: Edition, part: Part) -> Bytes:
    """The file to send. Compressed, as almost everybody takes it, it is kept with its edition: that is a tenth."""
    return Bytes(lambda: content(edition, part), lambda: _packed(edition, part), part.length)


def _packed(edition: Edition, part: Part) -> bytes:
    found: bytes | None = edition.memo.get(("packed", part.name))
    if found is None:
        found = edition.memo["packed", part.name] = packed(content(edition, part))
    return found


def _statement(edition: Edition, at: datetime) -> dict[str, Any]:
    return {
        "edition": edition.number,
        "sequence": edition.sequence,
        "issued_at": moments.written(at),
        "expires_at": moments.written(at + HOLDS),
        "contents": contents(edition),
        "reference": reference.digest(),
        "parts": [
            {
                "kind": part.kind,
                "url": f"{settings.PUBLIC_URL}{PATH}/{part.name}",
                "sha256": part.sha256,
                "length": part.length,
            }
            for part in bundle(edition)
        ],
        "hide_contacts_after_days": HIDE_CONTACTS_AFTER_DAYS,
    }


def _part(edition: Edition, kind: str | None, content: bytes) -> Part:
    digest = hashlib.sha256(content).hexdigest()
    return Part(kind, f"{edition.number}-{digest[:12]}", digest, len(content))


def _file(edition: Edition, kind: str | None) -> bytes:
    """With every file goes what is needed to understand it: the reference, and what is recalled."""
    return orjson.dumps(
        {
            "format": FORMAT,
            "edition": edition.number,
            "sequence": edition.sequence,
            "contents": contents(edition),
            "reference_digest": reference.digest(),
            "hide_contacts_after_days": HIDE_CONTACTS_AFTER_DAYS,
            "entries": [shown(edition, one) for one in entries(edition) if kind in (None, one.item.kind)],
            "reference": orjson.Fragment(reference.written()),
            "recalls": recalls.recalls(edition),
        }
    )
