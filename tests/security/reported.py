"""Run as a program: starts error reports with a transport that prints, lets a question fail, and logs an error."""

import logging
import sys

import django
import sentry_sdk
from django.conf import settings

django.setup()

from django.test import Client  # noqa: E402
from sentry_sdk import logger, metrics  # noqa: E402
from sentry_sdk.transport import Transport  # noqa: E402

from helpapi.running import reporting  # noqa: E402
from publishing.api import gate  # noqa: E402

BAGGAGE = "sentry-trace_id=12345678901234567890123456789012,sentry-user_segment=markedplace,sentry-sample_rate=1"


class Printing(Transport):
    def capture_envelope(self, envelope) -> None:
        sys.stdout.buffer.write(envelope.serialize())


def failing(query, filters):
    place = query
    raise ValueError(f"cannot read {place}")


settings.SENTRY_DSN = "https://key@sentry.invalid/1"
reporting.start(transport=Printing, enable_logs=True)  # as a later client may have it unasked
gate.from_query = failing
client = Client(
    raise_request_exception=False,
    headers={"User-Agent": "Markedbrowser", "Cookie": "a=markedcookie", "Baggage": BAGGAGE},
)
client.get("/api/v1/services?region=markedplace&age=1987654321", REMOTE_ADDR="203.0.113.77")
client.post("/api/v1/regions/markedplace?q=markedword", "markedbody", content_type="text/plain")
logging.getLogger("anything").error("about %s", "markedword", extra={"place": "markedplace"})
logger.warning("about markedword", place="markedplace")
metrics.count("markedword", 1, attributes={"place": "markedplace"})
sentry_sdk.flush()
