"""What each type of problem means, for people, at the address that a problem gives as its `type`."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from rest_framework.exceptions import NotFound

from helpapi.problems import TYPES, ProblemType
from publishing.api import caching
from publishing.api.views import PublicView
from publishing.emergency import EMERGENCY

MAX_AGE = 3600


class ProblemList(PublicView):
    """Every type of problem."""

    schema = None
    is_page = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return _page(request, "problems.html", {"problems": [(one, _words(one)) for one in TYPES.values()]})


class ProblemPage(PublicView):
    """One type of problem."""

    schema = None
    is_page = True

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if code not in TYPES:
            raise NotFound("There is no such problem type.")
        return _page(request, "problem.html", {"problem": TYPES[code], "detail": _words(TYPES[code])})


def _words(of: ProblemType) -> SafeString:
    from helpapi.contract.markdown import words  # most processes are never asked for a page

    return words(of.detail)


def _page(request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    always = {"emergency": EMERGENCY, "prefix": settings.PREFIX}
    body = render_to_string(template, {**shown, **always}).encode()
    return caching.page(request, body, "text/html; charset=utf-8", MAX_AGE)
