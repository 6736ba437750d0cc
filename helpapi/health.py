"""Whether the process lives, and what it serves. Neither asks the database."""

from django.http import HttpResponse, JsonResponse

from publishing import keeper
from publishing.api.views import PublicView


class Live(PublicView):
    """Is the process alive

    Touches nothing: an answer means that requests are being served.
    """

    schema = None

    def get(self, request) -> HttpResponse:
        return _unstored({"status": "live"})


class Ready(PublicView):
    """What is being served

    200 while an edition is served, however old; 503 while there is none. Ages are in seconds.
    """

    schema = None

    def get(self, request) -> HttpResponse:
        status = keeper.status()
        body = {
            "edition": status.edition,
            "edition_age_seconds": status.age,
            "source": status.source,
            "checked_seconds_ago": status.checked,
            "database_behind": status.is_database_behind,
        }
        return _unstored(body, 503 if status.edition is None else 200)


def _unstored(body: dict, status: int = 200) -> HttpResponse:
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response
