"""What we state of everything public at a moment, to be signed: which edition, what is in it, and until when it holds.

It is issued for the hour, so that every node makes the same bytes, and holds for a week. `sequence` only ever rises: a
reader takes no statement with a smaller one than it has.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from django.conf import settings

from partners import recalls, reference
from partners.entries import contents, entries, shown
from partners.trust.signing import STATEMENT, jws
from publishing.edition import Edition

FORMAT = 1
HOUR = timedelta(hours=1)
HOLDS = timedelta(days=7)
HIDE_CONTACTS_AFTER_DAYS = 90
LARGEST = 2_000_000  # bytes of a bundle in one file
PATH = "/api/v1/bundles"


def hour(now: datetime) -> datetime:
    """The beginning of the hour for which things are stated."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def statement(edition: Edition, now: datetime) -> dict[str, Any]:
    at = hour(now)
    key = ("statement", edition.sequence, at)
    found: dict[str, Any] | None = edition.memo.get(key)
    if found is None:
        found = edition.memo[key] = _statement(edition, at)
    return found


def signed(edition: Edition, now: datetime) -> str | None:
    """The statement as a JWS; None where there is no key to sign with."""
    return jws(statement(edition, now), STATEMENT)


def bundle(edition: Edition) -> dict[str | None, tuple[str, bytes]]:
    """The files that hold everything: by kind, or one under None where it is not large; the name and the bytes of each.

    The name is of the bytes, so the same name never stands for others.
    """
    found: dict[str | None, tuple[str, bytes]] | None = edition.memo.get(("bundle", edition.sequence))
    if found is None:
        whole = _file(edition, None)
        parts = {None: whole} if len(whole) <= LARGEST else {kind: _file(edition, kind) for kind in edition.layouts}
        found = {kind: (_name(edition, content), content) for kind, content in parts.items()}
        edition.memo["bundle", edition.sequence] = found
    return found


def _statement(edition: Edition, at: datetime) -> dict[str, Any]:
    return {
        "edition": edition.number,
        "sequence": edition.sequence,
        "issued_at": moment(at),
        "expires_at": moment(at + HOLDS),
        "contents": contents(edition),
        "reference": reference.digest(),
        "parts": [
            {
                "kind": kind,
                "url": f"{settings.PUBLIC_URL}{PATH}/{name}",
                "sha256": hashlib.sha256(content).hexdigest(),
                "length": len(content),
            }
            for kind, (name, content) in bundle(edition).items()
        ],
        "hide_contacts_after_days": HIDE_CONTACTS_AFTER_DAYS,
    }


def _name(edition: Edition, content: bytes) -> str:
    return f"{edition.number}-{hashlib.sha256(content).hexdigest()[:12]}"


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
            "entries": [shown(one) for one in entries(edition) if kind in (None, one.item.kind)],
            "reference": orjson.Fragment(reference.written()),
            "recalls": recalls.recalls(edition),
        }
    )
