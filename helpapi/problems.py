"""Every error as `application/problem+json` (RFC 9457), inside DRF and outside it.

One shape, always with the emergency notice: whoever meets an error at three in the morning still reads whom to call.
No value that was sent is repeated, and no trace of the code is shown.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

import orjson
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions

from helpapi.running.requests import is_of_admin
from publishing import languages
from publishing.api.errors import BadQuestion, Gone, NoEdition
from publishing.emergency import emergency
from publishing.languages import say, to_say

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem, as its page at /problems/{code} explains it. `cache`: the answer's Cache-Control."""

    code: str
    status: int
    title: str
    detail: str
    cache: str = "no-store"


RETRY = {"Retry-After": "5"}  # seconds
RETRY_TOMORROW = {"Retry-After": "86400"}
AS_SENT = "%!#$&'()*+,/:;=?@[]~"
TYPES = {
    kind.code: kind
    for kind in (
        ProblemType(
            "bad-question",
            400,
            to_say("The question can't be understood exactly"),
            to_say(
                "At least one parameter is unknown, malformed, out of range, repeated, or contradicts another. "
                "`errors` names each. Nothing is guessed, because a wrong guess sends a person to the wrong help."
            ),
        ),
        ProblemType(
            "unknown-host",
            400,
            to_say("That host name is not ours"),
            to_say(
                "The host name in the request is not one that this service is reached by. Ask at its public address; "
                "whoever runs it names its hosts in HELPAPI_HOSTS."
            ),
        ),
        # Not kept: a cache that tidies addresses would take away what is at the tidy one.
        ProblemType(
            "not-found", 404, to_say("There is nothing here"), to_say("No public item or page has this address.")
        ),
        ProblemType(
            "not-allowed",
            405,
            to_say("That method is not allowed"),
            to_say("Use one of the methods in the Allow header."),
        ),
        ProblemType(
            "not-acceptable", 406, to_say("JSON is all there is"), to_say("Ask with Accept: application/json.")
        ),
        ProblemType(
            "withdrawn",
            410,
            to_say("This has been withdrawn"),
            to_say(
                "It was public and no longer is. `reason` says why, `reason_code` the same for programs; `replacement` "
                "is where to go instead, if anywhere."
            ),
            "public, max-age=60",
        ),
        ProblemType(
            "edition-gone",
            410,
            to_say("That edition is not held here"),
            to_say(
                "A walk over pages cannot go on in the edition that it began in. Begin again at the `restart` link."
            ),
        ),
        ProblemType(
            "hours-changed",
            410,
            to_say("What is open has changed"),
            to_say(
                "A walk went by what is open, and a line has opened or closed since. Begin again at the `restart` link."
            ),
        ),
        ProblemType("too-large", 413, to_say("The body is too large"), to_say("A question fits in 10,000 bytes.")),
        ProblemType(
            "too-long", 414, to_say("The address is too long"), to_say("An address has at most 4,096 characters.")
        ),
        ProblemType(
            "not-json",
            415,
            to_say("The body must be JSON"),
            to_say("Send Content-Type: application/json, and do not compress the body."),
        ),
        ProblemType(
            "too-many-reports",
            429,
            to_say("Enough reports for today"),
            to_say(
                "So much has been reported from this network today that no more is counted. "
                "Nothing was kept of this one."
            ),
        ),
        ProblemType("error", 500, to_say("Something went wrong here"), to_say("The fault is ours. Ask again shortly.")),
        ProblemType(
            "crowded",
            503,
            to_say("Too many bodies are on their way"),
            to_say("Others have not yet sent theirs to the end. Ask again shortly, or ask in the address."),
        ),
        ProblemType(
            "no-edition",
            503,
            to_say("Nothing to serve at the moment"),
            to_say("The service has just started without its content."),
        ),
        ProblemType(
            "reports-away",
            503,
            to_say("Reports can't be taken at the moment"),
            to_say("The database that counts them is away, so nothing was kept of this one. Help is given as always."),
        ),
        ProblemType(
            "being-restored",
            503,
            to_say("Help is being restored"),
            to_say(
                "Much of what was here has been taken down, so no full answer can be given now. People are bringing it "
                "back. Show the emergency notice, and ask again shortly."
            ),
        ),
    )
}

# Of the statuses that say by themselves which type it is.
BY_STATUS = {kind.status: code for code, kind in TYPES.items() if kind.status in (404, 406, 413, 415, 429)}


def problem(code: str, *, detail: str = "", headers: Mapping[str, str] | None = None, **members: Any) -> HttpResponse:
    """The answer for a problem of a known type, in the language spoken now; `members` are added to those that all
    problems have.
    """
    kind = TYPES[code]
    body = {
        "type": f"{settings.PUBLIC_URL}/problems/{kind.code}",
        "title": say(kind.title),
        "status": kind.status,
        "detail": detail or say(kind.detail),
        "errors": [],
        **members,
        "emergency": emergency(),
    }
    told = {"Cache-Control": kind.cache, "Content-Language": languages.spoken(), **(headers or {})}
    return HttpResponse(orjson.dumps(body), status=kind.status, content_type=CONTENT_TYPE, headers=told)


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler. What is not the client's mistake is left to `server_error`, and so is logged.

    A question that was asked in a body may have named its language there.
    """
    asked = getattr(error, "language", None) or getattr(context["view"], "language", None) or languages.current()
    with languages.speaking(asked):
        return _handled(error, context)


def _handled(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    if isinstance(error, BadQuestion):
        return problem("bad-question", errors=[asdict(fault) for fault in error.faults])
    if isinstance(error, Gone):
        return problem(error.default_code, detail=str(error.detail), **error.members)
    if isinstance(error, exceptions.MethodNotAllowed):
        return problem("not-allowed", headers={"Allow": ", ".join(context["view"].allowed_methods)})
    if isinstance(error, exceptions.NotFound):
        return problem("not-found", detail=str(error.detail))
    if isinstance(error, NoEdition):
        response = problem(error.default_code, headers=RETRY)
        response._has_been_logged = True  # type: ignore[attr-defined]  # not at every question: it is said once
        return response
    if isinstance(error, exceptions.APIException) and error.status_code in BY_STATUS:
        headers = RETRY_TOMORROW if error.status_code == 429 else None
        return problem(BY_STATUS[error.status_code], headers=headers)
    return None


@csrf_exempt
def without_slash(request: HttpRequest, address: str) -> HttpResponse:
    """The one form of an address that was written with a slash at its end. Not kept, for the query may name a place."""
    try:
        resolve(f"/{address}")
    except Resolver404:
        return problem("not-found")
    if "%" in address:  # so Django writes bytes that are not UTF-8, and no address of ours has one
        return problem("not-found")
    query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    location = settings.PUBLIC_URL + quote(f"/{address}") + ("?" + quote(query, safe=AS_SENT) if query else "")
    response = HttpResponse(status=308, headers={"Location": location})
    del response["Content-Type"]
    return response


# What Django asks where no view of ours has been reached. In the admin, editors get Django's own pages; what is
# forbidden there is not found either.
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        return problem("unknown-host")
    if is_of_admin(request):
        return defaults.bad_request(request, exception)
    return problem("bad-question", detail=say("The request is malformed."))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return defaults.page_not_found(request, exception) if is_of_admin(request) else problem("not-found")


def server_error(request: HttpRequest) -> HttpResponse:
    return defaults.server_error(request) if is_of_admin(request) else problem("error")
