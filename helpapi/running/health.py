"""Whether the process lives, and what it serves. Neither asks the database."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from helpapi.problems import RETRY, problem
from publishing import fall, keeper
from publishing.api.views import PublicView

NOTHING = {
    "none": "There is no content to serve: no edition is on file here, and none has come from the database yet.",
    "unreadable": "There is no content to serve: no edition that is on file here can be read (the log says why), and "
    "none has come from the database yet.",
}


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
    restored: a problem with the same members. Ages are in seconds. `on_file`, where nothing is served: `unreadable`
    where there are files of editions and none can be read, `none` where there are none.
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
            "on_file": None if edition else _on_file(),
        }
        if status.edition is None:
            return problem("no-edition", detail=NOTHING[body["on_file"]], headers=RETRY, **body)
        return problem("being-restored", headers=RETRY, **body) if is_restoring else JsonResponse(body)


def _on_file() -> str:
    """What is there has been tried by now: a process that serves nothing could read none of it."""
    return "unreadable" if any(settings.EDITIONS_FOLDER.glob("edition-*.jsonl")) else "none"
