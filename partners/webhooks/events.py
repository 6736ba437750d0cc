"""What an event says: that there is an edition, and where to ask what changed. It holds no content."""

import hmac
from datetime import UTC, datetime
from typing import Any

import orjson
from django.conf import settings

from partners.webhooks.models import Delivery


def body(delivery: Delivery, challenge: str = "") -> bytes:
    """The same bytes at each attempt, but for a challenge, which is new each time."""
    return orjson.dumps({"type": delivery.event, "timestamp": _moment(delivery.at), "data": _data(delivery, challenge)})


def gives_back(answered: bytes, challenge: str) -> bool:
    """Whether the answer to the question to confirm is the one that only its reader can give."""
    try:
        said = orjson.loads(answered)
    except orjson.JSONDecodeError:
        return False
    given = said.get("challenge") if isinstance(said, dict) else None
    return isinstance(given, str) and hmac.compare_digest(given.encode(), challenge.encode())


def _data(delivery: Delivery, challenge: str) -> dict[str, Any]:
    if delivery.event == Delivery.CONFIRM:
        return {"challenge": challenge}
    if delivery.edition is None:
        return {}
    api = f"{settings.PUBLIC_URL}/api/v1"
    return {
        "edition": delivery.edition,
        "changes": f"{api}/changes?since={delivery.edition - 1}",
        "recalls": f"{api}/recalls",
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
