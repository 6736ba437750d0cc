"""Whether the process lives, and what it serves. Neither asks the database."""

from datetime import UTC, datetime

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

    200 while an edition is served, however old; 503 while there is none.
    """

    schema = None

    def get(self, request) -> HttpResponse:
        edition, checked = keeper.current(), keeper.checked_at()
        age = (datetime.now(UTC) - checked).total_seconds() if checked else None
        body = {"edition": edition.number if edition else None, "checked_seconds_ago": age}
        return _unstored(body, 200 if edition else 503)


def _unstored(body: dict, status: int = 200) -> HttpResponse:
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response
