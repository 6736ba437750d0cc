"""What fails outside everything that answers is a problem all the same; the web server would say one word."""

import logging
from collections.abc import Iterable

from helpapi.problems import problem
from helpapi.running.middleware import DATA_HEADERS
from helpapi.running.requests import Application, Environ, StartResponse

log = logging.getLogger("helpapi.running.at_worst")


def at_worst(application: Application) -> Application:
    """`application`, whose every failure before an answer has begun is a 500 like any other."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception:
            log.exception("a request could not be made or answered")
        response = problem("error")
        headers = {**DATA_HEADERS, **response.headers}
        headers["Content-Length"] = str(len(response.content))
        start_response("500 Internal Server Error", list(headers.items()))
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [response.content]

    return answer
