"""The page an editor gets when what they typed could not be saved: it holds that, ready to be sent again."""

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

# Passwords, the codes and keys of the second factor, and Django's csrfmiddlewaretoken, of which the page has its own.
NOT_REPEATED = re.compile("password|token|secret|^code$|^key$", re.IGNORECASE)


def page(request: HttpRequest, sentence: str, status: HTTPStatus, title: str, **told: str | bool) -> HttpResponse:
    """Rendered without the request, whose context would ask the database who is signed in.

    `told`: `then`, what to do where typing is kept, or `signs_in`; `otherwise`, what to say where there is none.
    """
    posted = [(name, value) for name, values in request.POST.lists() for value in values if _is_repeated(name)]
    left_out = [name for name in (*request.POST, *request.FILES) if not _is_repeated(name) or name in request.FILES]
    context = {
        "is_kept": request.method == "POST",
        "sentence": sentence,
        "title": title,
        "action": request.get_full_path(),
        "posted": posted,
        "is_whole": not [name for name in left_out if name != "csrfmiddlewaretoken"],
        "csrf_token": get_token(request),
        **told,
    }
    response = HttpResponse(render_to_string("unsaved.html", context), status=status)
    response["Cache-Control"] = "no-store"
    return response


def signed_out(request: HttpRequest) -> HttpResponse:
    """For a form that is sent after its session has ended."""
    sentence = "You are no longer signed in. Nothing was saved."
    return page(request, sentence, HTTPStatus.FORBIDDEN, "No longer signed in", signs_in=True)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form without the right token: mostly one that was opened before its editor signed in again.

    What comes from a page of somebody else's is never offered to be sent again, or one press would do what they want.
    """
    if request.META.get("HTTP_ORIGIN") == f"{request.scheme}://{request.get_host()}":
        sentence = "This page was opened before you last signed in. Nothing was saved."
        return page(request, sentence, HTTPStatus.FORBIDDEN, "Nothing was saved", then="Try again, and it is taken.")
    sentence = "This form did not come from a page of this site. Nothing was saved."
    return page(
        request, sentence, HTTPStatus.FORBIDDEN, "Nothing was saved", is_kept=False, otherwise=" from the page itself."
    )


def _is_repeated(name: str) -> bool:
    return not NOT_REPEATED.search(name)
