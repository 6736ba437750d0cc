"""What each type of problem means, for people, at the address that a problem gives as its `type`."""

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from rest_framework.exceptions import NotFound

from helpapi.problems import TYPES, ProblemType
from publishing import languages
from publishing.api.views import PageView
from publishing.languages import say

MAX_AGE = 3600


class ProblemList(PageView):
    """Every type of problem."""

    max_age = MAX_AGE

    def get(self, request: HttpRequest) -> HttpResponse:
        with languages.speaking(self.language):
            problems = [(one, say(one.title), _words(one)) for one in TYPES.values()]
        return self.page(request, "problems.html", {"problems": problems})


class ProblemPage(PageView):
    """One type of problem."""

    max_age = MAX_AGE

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if code not in TYPES:
            raise NotFound(say("There is no such problem type."))
        with languages.speaking(self.language):
            shown = {"problem": TYPES[code], "title": say(TYPES[code].title), "detail": _words(TYPES[code])}
        return self.page(request, "problem.html", shown)


def _words(of: ProblemType) -> SafeString:
    from helpapi.contract.markdown import words  # most processes are never asked for a page

    return words(say(of.detail))
