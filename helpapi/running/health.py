"""Whether the process lives, and what it serves. Neither asks the database."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from helpapi.problems import RETRY, problem
from publishing import fall, keeper
from publishing.api.views import PublicView


class Live(PublicView):
    """Is the process alive

    Touches nothing: an answer means that requests are being served.
    """

    schema = None
    is_page = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"status": "live"})


class Ready(PublicView):
    """What is being served

    200 while an edition is served, however old. 503 while there is none, and while `/help` says that help is being
    restored: a problem with the same members. Ages are in seconds.
    """

    schema = None
    is_page = True

    def get(self, request: HttpRequest) -> HttpResponse:
        status = keeper.status()
        edition = keeper.current() if status.edition else None
        is_restoring = edition is not None and fall.is_being_restored(edition)
        body: dict[str, Any] = {
            "edition": status.edition,
            "digest": status.digest,
            "edition_age_seconds": status.age,
            "source": status.source,
            "checked_seconds_ago": status.checked,
            "database_differs": status.is_database_different,
            "hidden": status.hidden,
            "restoring": is_restoring,
        }
        if status.edition is None:
            return problem("no-edition", headers=RETRY, **body)
        return problem("being-restored", headers=RETRY, **body) if is_restoring else JsonResponse(body)
