"""A question that has a good answer goes straight to the view that gives it, and the answer straight to the web server.

Django and DRF make a request, a response and seven layers around them, which costs more than most answers do. Here the
same view reads the same question from the WSGI environment. Whatever is not plain – another method or host, a page, an
editor, a question that has to be refused – goes by way of Django, which says what there is to say.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.urls import URLPattern, get_resolver
from rest_framework.exceptions import APIException

from helpapi.running.logs import Line
from helpapi.running.middleware import DATA_HEADERS, is_long
from helpapi.running.requests import Application, Environ, Request, StartResponse
from helpapi.running.turns import CROWDED
from publishing.api.answers import Answer
from publishing.api.views import EditionView

log = logging.getLogger("helpapi.running.direct")
NAME = "<str:name>"  # the one converter that our addresses have
STATUS = {status: f"{status} {status.phrase}" for status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)}


@dataclass(slots=True)
class Asked:
    """A request as far as a view reads it (publishing/api/answers.py)."""

    method: str | None
    path_info: str
    META: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """From an address to its view. `route`: as logs and Django call it."""

    route: str
    view: type[EditionView]


def directly(application: Application) -> Application:
    """`application`, in front of which good answers are given."""
    ways = dict(_ways())
    exact = {path: way for path, way in ways.items() if not path.endswith(NAME)}
    below = {path.removesuffix(NAME): way for path, way in ways.items() if path.endswith(NAME)}

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        way, name = exact.get(path), {}
        if way is None and path.isascii() and path.isprintable():
            above, _, named = path.rpartition("/")
            way, name = below.get(f"{above}/") if named else None, {"name": named}
        if way is None or not hasattr(way.view, method.lower()) or method not in ("GET", "POST"):
            return application(environ, start_response)
        if CROWDED in environ or is_long(path, environ.get("QUERY_STRING", "")) or not _is_ours(environ):
            return application(environ, start_response)
        with Line() as line:
            found = _answered(way.view(), Asked(method, path, environ), name)
            if found:
                line.tell(method, way.route, found.status)
                start_response(STATUS[found.status], _headers(found, line.request_id))
                return [found.body]
        _rewind(environ)
        return application(environ, start_response)

    return answer


def _ways() -> Iterator[tuple[str, Way]]:
    """The addresses of everything that is answered from an edition. What will end says so by way of Django."""
    for pattern in get_resolver().url_patterns:
        view = getattr(pattern.callback, "cls", None) if isinstance(pattern, URLPattern) else None
        if isinstance(view, type) and issubclass(view, EditionView) and not hasattr(view, "deprecated"):
            route = str(pattern.pattern)
            yield f"/{route}", Way(route, view)


def _answered(view: EditionView, asked: Asked, name: Mapping[str, str]) -> Answer | None:
    """The good answer, or 304; None where there is none."""
    view.request = asked
    try:
        view.negotiate(asked)
        if found := view.unchanged(asked):
            return found
        view.read(asked)
        return view.answer_from(view.edition(), **name)
    except APIException:
        return None
    except Exception:
        log.exception("asked once more by way of Django")
        return None


def _headers(answer: Answer, request_id: str) -> list[tuple[str, str]]:
    headers = {**DATA_HEADERS, **answer.headers, "X-Request-Id": request_id}
    if answer.status != HTTPStatus.NOT_MODIFIED:
        headers["Content-Length"] = str(len(answer.body))
    return list(headers.items())


def _rewind(environ: Environ) -> None:
    """A body that was read is there to be read again; helpapi/running/turns.py holds it in memory."""
    if isinstance(body := environ["wsgi.input"], BytesIO):
        body.seek(0)


def _is_ours(environ: Environ) -> bool:
    return "*" in settings.ALLOWED_HOSTS or _is_our_host(environ.get("HTTP_HOST", ""))


@lru_cache(maxsize=256)
def _is_our_host(host: str) -> bool:
    try:
        Request({"REQUEST_METHOD": "GET", "HTTP_HOST": host, "wsgi.input": BytesIO()}).get_host()
    except (DisallowedHost, KeyError):
        return False
    return True
