"""The read-only views that every kind of content shares: a list, an item, and what they have in common.

A view names its kind, its filters and its serializer; the serializer is for the schema, since documents were written
when they were published. The question is read before anything else, the ETag before any work.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpResponse
from rest_framework.exceptions import NotAcceptable, NotFound
from rest_framework.views import APIView

from publishing import keeper
from publishing.api import caching, negotiation, parsers, questions
from publishing.api.errors import BadQuestion, Fault, Gone, NoEdition
from publishing.api.filters import Filters, ItemFilters, PagedFilters
from publishing.edition import Edition, Entry
from publishing.emergency import EMERGENCY

PAGE_SIZE = 50
MAY_BE_SENT = "Accept, Accept-Language, Cache-Control, Content-Type, If-None-Match"
PREFLIGHT_HOLDS = "86400"  # seconds


def link(path: str, query: list[tuple[str, Any]] | None = None) -> str:
    """A full address, from the configured PUBLIC_URL and never from what the client says the host is."""
    return f"{settings.PUBLIC_URL}{path}" + (f"?{urlencode(query)}" if query else "")


class PublicView(APIView):
    """Any public address. `filterset_class` declares every parameter it takes; all others are refused.

    `asked` is the question as it was sent, by name; `question` what was understood of it.
    """

    filterset_class: type[Filters] = Filters
    default_response_headers: ClassVar[dict[str, str]] = {}
    asked: dict[str, list[Any]]
    question: dict[str, Any]
    now: datetime

    def initial(self, request, *args, **kwargs) -> None:
        """The method first, then what the client takes, then the question."""
        name = request.method.lower()
        if request.method != name.upper() or name not in self.http_method_names or not hasattr(self, name):
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)
        if name != "options":
            self.now = datetime.now(UTC).replace(second=0, microsecond=0)
            self.asked, self.question = self.read_question(request)

    def perform_content_negotiation(self, request, force: bool = False) -> tuple[None, None]:
        """A page, a document or a probe is what it is, whatever the client says it takes."""
        return None, None

    def read_question(self, request) -> tuple[questions.Asked, questions.Answers]:
        query = request.META.get("QUERY_STRING", "")
        if request.method != "POST":
            if parsers.has_body(request._request):
                raise BadQuestion([Fault(None, "contradiction", "A body is read with POST only.")])
            return questions.from_query(query, self.filterset_class)
        if query:
            raise BadQuestion([Fault(None, "contradiction", "Ask in the query or in the body, not in both.")])
        return questions.from_body(parsers.read(request._request), self.filterset_class)

    def options(self, request, *args, **kwargs) -> HttpResponse:
        """Also what a browser asks before it lets a page send a body: which methods and headers it may."""
        allowed = ", ".join(self.allowed_methods)
        preflight = {"Access-Control-Allow-Methods": allowed, "Access-Control-Allow-Headers": MAY_BE_SENT}
        headers = {"Allow": allowed, **preflight, "Access-Control-Max-Age": PREFLIGHT_HOLDS}
        response = HttpResponse(status=204, headers=headers)
        del response["Content-Type"]
        return response


class EditionView(PublicView):
    """An address that answers from one edition. `answer` gives the members of the envelope."""

    def perform_content_negotiation(self, request, force: bool = False) -> tuple[None, None]:
        if not negotiation.takes_json(request.META.get("HTTP_ACCEPT", "")):
            raise NotAcceptable()
        return None, None

    def get(self, request, **path: str) -> HttpResponse:
        edition = self.edition()
        span = self.span(edition)
        control = self.cache_control(span)
        etag = "" if control == caching.NO_STORE else caching.tag(request, edition.digest, self.asked, span)
        if etag and caching.is_held(request, etag):
            return caching.not_modified(etag, control)
        body = orjson.dumps({**self.answer(edition, **path), **self.always(edition)})
        return caching.answer(request, body, etag, control)

    def edition(self) -> Edition:
        """The edition this question is answered from: the newest, or the one that a walk over pages began in.

        One that this process does not hold is gone, or has not arrived here from another process: the walk begins
        again either way, because it could not be finished with each item once.
        """
        current = keeper.current()
        if current is None:
            raise NoEdition()
        number = self.question.get("edition", current.number)
        held = current if number == current.number else keeper.edition(number)
        if held is None:
            detail = "That edition is not held here. Begin the walk again at the restart link."
            raise self.cannot_go_on("edition-gone", detail, current)
        return held

    def cannot_go_on(self, code: str, detail: str, current: Edition) -> Gone:
        """What ends a walk over pages that would show an item twice or not at all."""
        restart = self.here(**dict.fromkeys(("page", *self.pins(current))))
        return Gone(code, detail, edition=current.number, restart=restart)

    def pins(self, edition: Edition) -> dict[str, Any]:
        """The parameters by which the links of a walk over pages stay with what it began in."""
        return {"edition": edition.number}

    def span(self, edition: Edition) -> caching.Span | None:
        """For an answer that speaks of time, how long it stays the same; None for any other."""
        return None

    def cache_control(self, span: caching.Span | None) -> str:
        may_be_kept = all(self.filterset_class.base_filters[name].is_kept for name in self.question)
        return caching.lifetime(span) if may_be_kept and self.request.method != "POST" else caching.NO_STORE

    def here(self, **changes: Any) -> str | None:
        """The address of the same question with some parameters changed (None: left out).

        None for a question asked in a body, so that nothing of it gets into an address.
        """
        if self.request.method == "POST":
            return None
        kept = [(k, v) for k, values in self.asked.items() for v in values if k not in changes]
        changed = [(k, v) for k, v in changes.items() if v is not None]
        return link(self.request.path, sorted([*kept, *changed], key=lambda pair: pair[0]))

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        raise NotImplementedError

    def always(self, edition: Edition) -> dict[str, Any]:
        """What every good answer ends with."""
        notices = [orjson.Fragment(entry.document) for entry in edition.select("notice")]
        return {"edition": edition.number, "emergency": EMERGENCY, "notices": notices}


class AskedInABody:
    """The same question may be asked in a JSON body, so that no age or place gets into an address."""

    def post(self, request, **path: str) -> HttpResponse:
        return self.get(request, **path)


class ListView(EditionView):
    """A page of something: `find` gives all that was asked for, as a sequence; `show` one of them in JSON."""

    filterset_class = PagedFilters

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        found = self.find(edition)
        page, size = self.question.get("page", 1), self.question.get("page_size", PAGE_SIZE)
        here = found[(page - 1) * size : page * size]
        if page > 1 and not here:
            raise NotFound("There is no such page.")
        pins = self.pins(edition)
        return {
            "count": len(found),
            "next": self.here(page=page + 1, **pins) if page * size < len(found) else None,
            "previous": self.here(page=page - 1, **pins) if page > 1 else None,
            "results": [self.show(edition, item) for item in here],
        }

    def find(self, edition: Edition) -> Sequence:
        raise NotImplementedError

    def show(self, edition: Edition, item: Any) -> Any:
        raise NotImplementedError


class ShelfListView(ListView):
    """A page of the documents of one kind."""

    kind: ClassVar[str]

    def find(self, edition: Edition) -> Sequence[Entry]:
        selection = edition.select(self.kind, self.question.get("ordering"))
        return self.filterset_class.apply(selection, self.question)

    def show(self, edition: Edition, item: Entry) -> Any:
        return orjson.Fragment(item.document)


class ItemView(EditionView):
    """One thing, by its name in the address."""

    filterset_class = ItemFilters
    path_words: ClassVar[str] = "The slug or uid of the item."


class ShelfItemView(ItemView):
    """One document, by slug or uid; 410 with the reason when it has been withdrawn."""

    kind: ClassVar[str]

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        entry = edition.find(self.kind, _canonical(path["name"]))
        if entry is None:
            raise NotFound(f"There is no such {self.kind}.")
        if not entry.is_live:
            raise self.gone(entry)
        return {"result": self.show(edition, entry)}

    def show(self, edition: Edition, item: Entry) -> Any:
        return orjson.Fragment(item.document)

    def gone(self, entry: Entry) -> Gone:
        base = self.request.path.rpartition("/")[0]
        return Gone(
            "withdrawn",
            f"This {self.kind} has been withdrawn.",
            reason=entry.reason,
            replacement=link(f"{base}/{entry.replacement}") if entry.replacement else None,
        )


def _canonical(name: str) -> str:
    """A uid may be in capitals; of the other ways in which Python reads one, none is an address."""
    try:
        return str(UUID(name)) if str(UUID(name)) == name.lower() else name
    except ValueError:
        return name
