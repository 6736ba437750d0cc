"""The short list of what must no longer be used, wherever an app has it from: withdrawn and corrected ways.

It is signed by itself and holds for a day; no cache may show it stale.
"""

from datetime import datetime, timedelta
from typing import Any

import orjson

from partners import moments
from publishing import recalling
from publishing.edition import Edition
from publishing.registry import kinds

HOLDS = timedelta(days=1)


def recalls(edition: Edition) -> list[dict[str, Any]]:
    """The newest first. `digest` is null while the same value is public in another way: that one is right."""
    found: list[dict[str, Any]] | None = edition.memo.get("recalls")
    if found is None:
        public = _public_digests(edition)
        told = (
            {
                "channel": contact.uid,
                "service": item.uid,
                "kind": contact.kind,
                "digest": None if contact.digest in public else contact.digest,
                "reason": why,
                "since": moments.written(datetime.fromisoformat(since)),
            }
            for item in edition.items.values()
            for contact, why, since in recalling.told(item)
        )
        found = sorted(told, key=lambda one: (one["since"], one["channel"], str(one["digest"])), reverse=True)
        edition.memo["recalls"] = found
    return found


def stated(edition: Edition, at: datetime) -> dict[str, Any]:
    """What is signed. `at`: the hour for which it is stated."""
    return {
        "sequence": edition.sequence,
        "issued_at": moments.written(at),
        "expires_at": moments.written(at + HOLDS),
        "recalls": recalls(edition),
    }


def signed(edition: Edition, at: datetime) -> str | None:
    from partners.trust.signing import RECALLS, jws  # large, and most processes sign nothing

    return jws(stated(edition, at), RECALLS)


def _public_digests(edition: Edition) -> set[str]:
    return {
        contact.digest
        for kind in kinds().values()
        for item in edition.select(kind.name)
        for contact in kind.contacts(orjson.loads(item.document))
    }
