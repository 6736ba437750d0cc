"""What fails outside everything that answers is a problem all the same; the web server would say one word."""

import logging
from collections.abc import Iterable

from django.http import HttpResponse

from helpapi.problems import problem
from helpapi.running.middleware import DATA_HEADERS
from helpapi.running.requests import Application, Environ, StartResponse
from publishing import languages
from publishing.api import negotiation

log = logging.getLogger("helpapi.running.at_worst")


def _error(environ: Environ) -> tuple[HttpResponse, dict[str, str]]:
    """A 500 in the language asked for; in English where not even that can be told."""
    query, accepted = environ.get("QUERY_STRING", ""), environ.get("HTTP_ACCEPT_LANGUAGE", "")
    try:
        with languages.speaking(negotiation.language(query, accepted)):
            return problem("error"), {"Vary": negotiation.varies(query)}
    except Exception:
        log.exception("an error could not be told in the language asked for")
        return problem("error"), {}


def at_worst(application: Application) -> Application:
    """`application`, whose every failure before an answer has begun is a 500 like any other."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception:
            log.exception("a request could not be made or answered")
        response, vary = _error(environ)
        headers = {**DATA_HEADERS, **response.headers, **vary}
        headers["Content-Length"] = str(len(response.content))
        start_response("500 Internal Server Error", list(headers.items()))
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [response.content]

    return answer
