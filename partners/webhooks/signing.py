"""The secret that we share with an endpoint, and the signature that proves a message ours (Standard Webhooks).

A secret is worked out from `HELPAPI_WEBHOOK_KEY` and never stored, so whoever reads the database can forge no message.
After a new one has been made the one before signs too for a week, and so does `HELPAPI_WEBHOOK_KEY_BEFORE` while it is
there: a receiver takes a message that one of its own secrets proves.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from standardwebhooks import Webhook

from partners.webhooks.models import Endpoint

BOTH_SIGN = timedelta(days=7)


def secret(endpoint: Endpoint) -> str:
    """The newest one, `whsec_…`, as the receiver is given it."""
    if not endpoint.generation:
        raise ValueError("This endpoint has no secret yet.")
    return _secret(key(), endpoint, endpoint.generation)


def headers(endpoint: Endpoint, message_id: str, body: bytes, now: datetime) -> dict[str, str]:
    """What a message is sent with: its id, the moment of this attempt, and a signature with each secret in use."""
    moment = now.astimezone(UTC)
    signed = [Webhook(one).sign(message_id, moment, body.decode()) for one in _in_use(endpoint, now)]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def key() -> str:
    found: str = settings.WEBHOOK_KEY
    if not found:
        raise ImproperlyConfigured("HELPAPI_WEBHOOK_KEY is not set, so no partner can be told of anything.")
    return found


def _in_use(endpoint: Endpoint, now: datetime) -> Iterator[str]:
    is_renewed = endpoint.generation > 1 and endpoint.renewed_at and now - endpoint.renewed_at < BOTH_SIGN
    for generation in (endpoint.generation, *((endpoint.generation - 1,) if is_renewed else ())):
        yield _secret(key(), endpoint, generation)
        if before := settings.WEBHOOK_KEY_BEFORE:
            yield _secret(before, endpoint, generation)


def _secret(of: str, endpoint: Endpoint, generation: int) -> str:
    made = hmac.new(of.encode(), f"webhook {endpoint.uid} {generation}".encode(), hashlib.sha256).digest()
    return f"whsec_{base64.b64encode(made).decode()}"
