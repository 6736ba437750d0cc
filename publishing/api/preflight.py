"""What a browser asks before it lets a page ask: which methods it may use, and which headers it may add."""

import re
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

MAY_BE_SENT = ("Accept", "Accept-Language", "Cache-Control", "Content-Type", "If-None-Match")
ASKED_FOR = "HTTP_ACCESS_CONTROL_REQUEST_HEADERS"
LONGEST = 4096  # characters; a browser sends a few hundred
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
HOLDS = "86400"  # seconds
READ_ONLY = ("GET", "HEAD", "OPTIONS")


def is_one(request: HttpRequest) -> bool:
    return request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META


def allowing(request: HttpRequest, methods: Sequence[str]) -> HttpResponse:
    """204 that lets a page add any header: monitoring adds its own to whatever a page asks, and nothing is read of it.

    Each is named as it was asked for, because older browsers take `*` for a name, and none counts Authorization in it.
    """
    allowed = ", ".join(methods)
    headers = {
        "Allow": allowed,
        "Access-Control-Allow-Methods": allowed,
        "Access-Control-Allow-Headers": ", ".join([*MAY_BE_SENT, *_asked_for(request)]),
        "Access-Control-Max-Age": HOLDS,
    }
    response = HttpResponse(status=204, headers=headers)
    del response["Content-Type"]
    return response


def _asked_for(request: HttpRequest) -> list[str]:
    asked = request.META.get(ASKED_FOR, "")[:LONGEST].split(",")
    known = {name.lower() for name in MAY_BE_SENT}
    names = dict.fromkeys(name.strip().lower() for name in asked)
    return [name for name in names if name not in known and TOKEN.fullmatch(name)]
