"""A JSON body, read strictly and within bounds."""

import json
from typing import Any, NoReturn

from django.utils.http import parse_header_parameters
from rest_framework.exceptions import UnsupportedMediaType

from publishing.api.answers import Asking
from publishing.api.errors import BadQuestion, Fault, TooLarge
from publishing.languages import say

LARGEST_BODY = 10_000
UNPACKED = ("", "identity")


def read(request: Asking) -> Any:
    """The one JSON value of a body: UTF-8, no NaN, at most `LARGEST_BODY` bytes.

    An object is a tuple of its members in pairs, so that a member which comes twice is not lost. A byte order mark,
    which .NET writes, says nothing, as RFC 8259 has it.
    """
    content_type = media_type(request.META.get("CONTENT_TYPE", ""))[0]
    if content_type != "application/json" or request.META.get("HTTP_CONTENT_ENCODING", "") not in UNPACKED:
        raise UnsupportedMediaType(content_type)
    raw = _bytes(request)
    if not raw.strip():
        raise _bad("empty-body", say("The body is empty. Send a JSON object; {} asks with no parameter."))
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=tuple, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise _bad("not-json", say("The body is not well-formed JSON in UTF-8.")) from None


def media_type(header: str) -> tuple[str, dict[str, str]]:
    """What a Content-Type names, and its parameters; nothing where it cannot be read."""
    try:
        return parse_header_parameters(header)
    except (LookupError, ValueError):
        return "", {}


def _bytes(request: Asking) -> bytes:
    """What was sent, read no further than needed. Without a stated length the server must end the stream itself."""
    length = request.META.get("CONTENT_LENGTH", "")
    if length.isdecimal() and (len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY):
        raise TooLarge()
    if not length and request.META.get("wsgi.input_terminated"):
        size = LARGEST_BODY + 1
    else:
        size = int(length) if length.isdecimal() else 0
    raw: bytes = request.META["wsgi.input"].read(size)
    if len(raw) > LARGEST_BODY:
        raise TooLarge()
    return raw


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _bad(code: str, detail: str) -> BadQuestion:
    return BadQuestion([Fault(None, code, detail)])
