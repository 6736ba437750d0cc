"""Whether the process lives, and what it serves. Neither asks the database."""

from django.http import HttpResponse, JsonResponse

from helpapi.problems import RETRY, problem
from publishing import keeper
from publishing.api.views import PublicView


class Live(PublicView):
    """Is the process alive

    Touches nothing: an answer means that requests are being served.
    """

    schema = None

    def get(self, request) -> HttpResponse:
        return JsonResponse({"status": "live"})


class Ready(PublicView):
    """What is being served

    200 while an edition is served, however old; while there is none, 503: a problem with the same members.
    Ages are in seconds.
    """

    schema = None

    def get(self, request) -> HttpResponse:
        status = keeper.status()
        body = {
            "edition": status.edition,
            "edition_age_seconds": status.age,
            "source": status.source,
            "checked_seconds_ago": status.checked,
            "database_differs": status.is_database_different,
        }
        return problem("no-edition", headers=RETRY, **body) if status.edition is None else JsonResponse(body)
