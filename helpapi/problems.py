"""Every error as `application/problem+json` (RFC 9457), inside DRF and outside it.

One shape, always with the emergency notice: whoever meets an error at three in the morning still reads whom to call.
No value that was sent is repeated, and no trace of the code is shown.
"""

import logging
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework import exceptions
from rest_framework.views import set_rollback

from publishing.api.errors import BadQuestion, Gone
from publishing.emergency import EMERGENCY

log = logging.getLogger("helpapi.problems")
CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem, as its page at /problems/{code} explains it. `cache`: the answer's Cache-Control."""

    code: str
    status: int
    title: str
    detail: str
    cache: str = "no-store"


SHORTLY = "public, max-age=60"
TYPES = {
    kind.code: kind
    for kind in (
        ProblemType(
            "bad-question",
            400,
            "The question can't be understood exactly",
            "At least one parameter is unknown, malformed, out of range, repeated, or contradicts another. "
            "`errors` names each. Nothing is guessed, because a wrong guess sends a person to the wrong help.",
        ),
        ProblemType("not-found", 404, "There is nothing here", "No public item or page has this address.", SHORTLY),
        ProblemType("not-allowed", 405, "That method is not allowed", "Use one of the methods in the Allow header."),
        ProblemType("not-acceptable", 406, "JSON is all there is", "Ask with Accept: application/json."),
        ProblemType(
            "withdrawn",
            410,
            "This has been withdrawn",
            "It was public and no longer is. `reason` says why; `replacement` is where to go instead, if anywhere.",
            SHORTLY,
        ),
        ProblemType(
            "edition-gone",
            410,
            "That edition is no longer kept",
            "A walk over pages took so long that its edition is gone. Begin again at the `restart` link.",
        ),
        ProblemType("too-large", 413, "The body is too large", "A question fits in 10,000 bytes."),
        ProblemType("too-long", 414, "The address is too long", "An address has at most 4,096 characters."),
        ProblemType("not-json", 415, "The body must be JSON", "Send Content-Type: application/json."),
        ProblemType("error", 500, "Something went wrong here", "The fault is ours. Ask again shortly."),
        ProblemType(
            "no-edition", 503, "Nothing to serve at the moment", "The service has just started without its content."
        ),
    )
}


def problem(code: str, *, detail: str = "", headers: dict[str, str] | None = None, **members: Any) -> HttpResponse:
    """The answer for a problem of a known type; `members` are added to those that all problems have."""
    kind = TYPES[code]
    body = {
        "type": f"{settings.PUBLIC_URL}/problems/{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail or kind.detail,
        "errors": [],
        **members,
        "emergency": EMERGENCY,
    }
    response = HttpResponse(orjson.dumps(body), status=kind.status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = kind.cache
    response["Content-Language"] = "en"
    response["Content-Length"] = str(len(response.content))
    patch_vary_headers(response, ["Accept-Encoding"])
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def handle(error: Exception, context: dict) -> HttpResponse | None:
    """DRF's exception handler. What is not an answer to the client's mistake is left to `server_error`."""
    set_rollback()
    if isinstance(error, BadQuestion):
        return problem("bad-question", errors=[asdict(fault) for fault in error.faults])
    if isinstance(error, Gone):
        return problem(error.default_code, detail=str(error.detail), **error.members)
    if isinstance(error, exceptions.MethodNotAllowed):
        return problem("not-allowed", headers={"Allow": ", ".join(context["view"].allowed_methods)})
    if isinstance(error, exceptions.NotFound):
        return problem("not-found", detail=str(error.detail))
    if isinstance(error, Http404 | PermissionDenied):
        return problem("not-found")
    for code in ("not-acceptable", "too-large", "not-json", "no-edition"):
        if isinstance(error, exceptions.APIException) and error.status_code == TYPES[code].status:
            return problem(code)
    if isinstance(error, exceptions.ParseError):
        return problem("bad-question")
    return None


def page_not_found(request, exception=None) -> HttpResponse:
    return problem("not-found")


def bad_request(request, exception=None) -> HttpResponse:
    return problem("bad-question", detail="The request is malformed.")


def server_error(request) -> HttpResponse:
    return problem("error")
