"""Logs that cannot tell who asked what: JSON lines of a route, a status and a time, never of an address or a value.

`/api/v1/regions/edinburgh` is a place as much as `?region=edinburgh` is, so a line has the route's template. An
exception is logged as its type and where it was raised; its message may hold what was sent, so it is left out.
"""

import json
import logging
import time
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import uuid4

from django.apps import apps
from django.http import HttpRequest, HttpResponse

from helpapi.running.requests import GetResponse
from publishing import packages

access = logging.getLogger("helpapi.access")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY")
_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class SafeFormatter(logging.Formatter):
    """One JSON object a line. Only our own loggers' messages are printed; others' may hold addresses or values."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **getattr(record, "fields", {}),
        }
        if request_id := _request_id.get():
            line["request_id"] = request_id
        if apps.ready and record.name.split(".")[0] in packages.own() and record.getMessage():
            line["message"] = record.getMessage()
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["raised_in"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False)


def access_log(get_response: GetResponse) -> GetResponse:
    """One line a request: its id, method, route template, status and milliseconds. The id goes back in a header.

    Every other line that is written for the request has its id too. A method may be any word, so odd ones are not told.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        began, request_id = time.perf_counter(), uuid4().hex
        token = _request_id.set(request_id)
        try:
            response = get_response(request)
            response["X-Request-Id"] = request_id
            method = request.method if request.method in METHODS else "other"
            route = request.resolver_match.route if request.resolver_match else None
            taken = round((time.perf_counter() - began) * 1000, 1)
            fields = {"method": method, "route": route, "status": response.status_code, "ms": taken}
            access.info("", extra={"fields": fields})
        finally:
            _request_id.reset(token)
        return response

    return middleware
