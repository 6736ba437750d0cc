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
from random import getrandbits
from typing import Self

import orjson
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
        if record.msg and apps.ready and record.name.split(".")[0] in packages.own():
            line["message"] = record.getMessage()
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["raised_in"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])
            ]
        try:
            return orjson.dumps(line).decode()
        except TypeError:  # half a character, which no stream would take
            return json.dumps(line)


class Line:
    """The one line of a request: its id, method, route template, status and milliseconds.

    Every other line that is written within it has its id too. A method may be any word, so odd ones are not told.
    """

    __slots__ = ("_began", "_token", "request_id")

    def __enter__(self) -> Self:
        self._began, self.request_id = time.perf_counter(), f"{getrandbits(128):032x}"
        self._token = _request_id.set(self.request_id)
        return self

    def tell(self, method: str | None, route: str | None, status: int) -> None:
        if access.isEnabledFor(logging.INFO):
            taken = round((time.perf_counter() - self._began) * 1000, 1)
            told = method if method in METHODS else "other"
            fields = {"method": told, "route": route, "status": status, "ms": taken}
            # Not by `info`, which would look through the stack for a place that no line tells.
            access.handle(access.makeRecord(access.name, logging.INFO, "", 0, "", (), None, extra={"fields": fields}))

    def __exit__(self, *raised: object) -> None:
        _request_id.reset(self._token)


def access_log(get_response: GetResponse) -> GetResponse:
    """A line for each request. Its id goes back in a header."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with Line() as line:
            response = get_response(request)
            response["X-Request-Id"] = line.request_id
            route = request.resolver_match.route if request.resolver_match else None
            line.tell(request.method, route, response.status_code)
        return response

    return middleware
