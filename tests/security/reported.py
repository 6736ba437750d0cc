"""Run as a program: starts error reports with a transport that prints, lets a question fail, and logs an error."""

import logging
import sys

import django
from django.conf import settings

django.setup()

from django.test import Client  # noqa: E402
from sentry_sdk.transport import Transport  # noqa: E402

from helpapi import reporting  # noqa: E402
from publishing.api import questions  # noqa: E402


class Printing(Transport):
    def capture_envelope(self, envelope) -> None:
        sys.stdout.buffer.write(envelope.serialize())


def failing(query, filters):
    place = query
    raise ValueError(f"cannot read {place}")


settings.SENTRY_DSN = "https://key@sentry.invalid/1"
reporting.start(transport=Printing)
questions.from_query = failing
client = Client(raise_request_exception=False, headers={"User-Agent": "Markedbrowser", "Cookie": "a=markedcookie"})
client.get("/api/v1/services?region=markedplace&age=1987654321", REMOTE_ADDR="203.0.113.77")
client.post("/api/v1/regions/markedplace?q=markedword", "markedbody", content_type="text/plain")
logging.getLogger("anything").error("about %s", "markedword", extra={"place": "markedplace"})
