"""What editors and commands are told when the database does not answer: one sentence, and no typing is lost."""

import logging
import sys
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from helpapi.running.bootstrap import DATABASE_AWAY
from helpapi.running.requests import is_of_admin
from helpapi.signing_in import unsaved

log = logging.getLogger("helpapi.running.outage")
NOTHING_SAVED = f"{DATABASE_AWAY} Nothing was saved."
NOT_MIGRATED = "The database is not ready for this version; run `python3 -m helpapi migrate` first. Nothing was saved."
MAYBE_SAVED = "The database stopped answering while saving. It may have been saved or not: look before you try again."


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
    response = unsaved.page(
        request,
        sentence(error),
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The database does not answer",
        then="Leave it open and try again in a minute, or go back: your typing is still in the form.",
        otherwise=" in a minute. Readers are not affected: what is public goes on being served.",
    )
    response["Retry-After"] = "60"
    return response


def command_line(execute: Callable[[list[str]], None], words: list[str]) -> None:
    """Run a command of manage.py, which ends with one sentence and exit code 1 when there is no database for it.

    So does one for which the database has not been made ready, and any with a setting that is wrong.
    """
    try:
        execute(words)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except DatabaseError as error:
        if _waits_for_migrate():
            sys.exit(NOT_MIGRATED)
        if not isinstance(error, OperationalError):
            raise
        sys.exit(sentence(error).replace("Nothing was saved", "What was under way was not saved"))
    except InterfaceError as error:
        sys.exit(sentence(error).replace("Nothing was saved", "What was under way was not saved"))


def _waits_for_migrate() -> bool:
    """Whether the database answers, and lacks what a migration would give it."""
    try:
        connection.close()
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except (DatabaseError, InterfaceError, ImproperlyConfigured):
        return False
