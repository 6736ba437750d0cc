"""A client of the application as the web server has it: good answers directly, everything else by way of Django."""

import json
from collections.abc import Iterable
from functools import cache, partial
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from helpapi.running.direct import directly


class _ByWayOfDjango(Exception):
    """It is not answered directly."""


class Served(Client):
    def request(self, **request: Any) -> HttpResponse:
        environ = self._base_environ(**request)
        body = environ["wsgi.input"].read()
        environ["wsgi.input"], told = BytesIO(body), []
        try:
            sent = _direct(settings.ROOT_URLCONF)(environ, lambda *said: told.extend(said))
        except _ByWayOfDjango:
            return super().request(**{**request, "wsgi.input": BytesIO(body)})
        status, headers = told
        response = HttpResponse(b"".join(sent), status=int(status[:3]), headers=dict(headers))
        for name in set(response.headers) - set(dict(headers)):
            del response[name]
        response.json = partial(json.loads, response.content)
        response.wsgi_request = SimpleNamespace(path=environ["PATH_INFO"], method=environ["REQUEST_METHOD"])
        return response


def _by_way_of_django(environ: dict[str, Any], start_response: object) -> Iterable[bytes]:
    raise _ByWayOfDjango


@cache
def _direct(urlconf: str):
    return directly(_by_way_of_django)
