"""What editors and commands are told when the database does not answer: one sentence, and no typing is lost."""

import logging
import re
import sys
from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from helpapi.requests import is_of_admin

log = logging.getLogger("helpapi.outage")
NOTHING_SAVED = "The database does not answer. Nothing was saved."
MAYBE_SAVED = "The database stopped answering while saving. It may have been saved or not: look before you try again."
# Passwords, the codes and keys of the second factor, and Django's csrfmiddlewaretoken, of which the page has its own.
NOT_REPEATED = re.compile("password|token|^code$|^key$")


def sentence(error: Exception) -> str:
    """What is true of a write that ended in `error`."""
    return MAYBE_SAVED if type(error).__name__ == "CommitUnknown" else NOTHING_SAVED


class Outage:
    """In the admin, answers a lost database with a page that holds what was typed, ready to be sent again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not (is_of_admin(request) and isinstance(error, OperationalError | InterfaceError)):
            return None
        log.warning("an editor's request found the database gone: %s", type(error).__name__)
        if hasattr(request, "session"):
            request.session.modified = False  # or the way out would try to save it
        return _page(request, error)


def _page(request: HttpRequest, error: Exception) -> HttpResponse:
    """Rendered without the request, whose context would ask the database who is signed in."""
    posted = [(name, value) for name, values in request.POST.lists() for value in values if _is_repeated(name)]
    left_out = [name for name in (*request.POST, *request.FILES) if not _is_repeated(name) or name in request.FILES]
    context = {
        "is_form": request.method == "POST",
        "sentence": sentence(error),
        "action": request.get_full_path(),
        "posted": posted,
        "is_whole": not [name for name in left_out if name != "csrfmiddlewaretoken"],
        "csrf_token": get_token(request),
    }
    response = HttpResponse(render_to_string("outage.html", context), status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response


def _is_repeated(name: str) -> bool:
    return not NOT_REPEATED.search(name)


def command_line(execute: Callable[[list[str]], None], words: list[str]) -> None:
    """Run a command of manage.py; without the database it ends with one sentence and exit code 1."""
    try:
        execute(words)
    except (OperationalError, InterfaceError) as error:
        sys.exit(sentence(error).replace("Nothing was saved", "What was under way was not saved"))
