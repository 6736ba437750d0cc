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
from rest_framework.exceptions import NotFound
from rest_framework.views import APIView

from publishing import keeper
from publishing.api import caching, questions
from publishing.api.errors import BadQuestion, Fault, Gone, NoEdition
from publishing.api.filters import Filters, ItemFilters, PagedFilters
from publishing.edition import Edition, Entry
from publishing.emergency import EMERGENCY

PAGE_SIZE = 50


def link(path: str, query: list[tuple[str, Any]] | None = None) -> str:
    """A full address, from the configured PUBLIC_URL and never from what the client says the host is."""
    return f"{settings.PUBLIC_URL}{path}" + (f"?{urlencode(query)}" if query else "")


class PublicView(APIView):
    """Any public address. `filterset_class` declares every parameter it takes; all others are refused."""

    filterset_class: type[Filters] = Filters
    question: dict[str, Any]
    now: datetime

    def initial(self, request, *args, **kwargs) -> None:
        if request.method not in self.allowed_methods:  # before anything is read, so that it is 405 whatever was asked
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)
        self.now = datetime.now(UTC).replace(second=0, microsecond=0)
        self.question = self.read_question(request)

    def read_question(self, request) -> dict[str, Any]:
        query = request.META.get("QUERY_STRING", "")
        has_body = request.META.get("CONTENT_LENGTH", "") not in ("", "0")
        if request.method != "POST" and has_body:
            raise BadQuestion([Fault(None, "contradiction", "Only a POST is asked in a body.")])
        if request.method != "POST":
            return questions.from_query(query, self.filterset_class)
        if query:
            raise BadQuestion([Fault(None, "contradiction", "Ask in the query or in the body, not in both.")])
        if not has_body:
            raise BadQuestion([Fault(None, "not-an-object", "Send a JSON object; {} asks nothing in particular.")])
        return questions.from_body(request.data, self.filterset_class)

    def options(self, request, *args, **kwargs) -> HttpResponse:
        response = HttpResponse(status=204)
        response["Allow"] = ", ".join(self.allowed_methods)
        return response


class EditionView(PublicView):
    """An address that answers from one edition. `answer` gives the members of the envelope."""

    def get(self, request, **path: str) -> HttpResponse:
        edition = self.edition()
        if request.method == "POST":
            return self.respond(edition, "", "no-store", **path)
        span = self.span(edition)
        encoding = caching.encoding_of(request)
        tag = caching.tag(edition.digest, request.path, dict(request.GET.lists()), span)
        etag = f'"{tag}-gzip"' if encoding else f'"{tag}"'
        control = self.cache_control(span)
        if control == "no-store":
            return self.respond(edition, "", control, **path)
        if caching.is_held(request, etag):
            return caching.not_modified(etag, control)
        return self.respond(edition, etag, control, **path)

    def respond(self, edition: Edition, etag: str, control: str, **path: str) -> HttpResponse:
        body = orjson.dumps({**self.answer(edition, **path), **self.always(edition)})
        return caching.answer(body, etag, control, caching.encoding_of(self.request))

    def edition(self) -> Edition:
        """The edition this question is answered from: the newest, or the one that a walk over pages began in."""
        current = keeper.current()
        if current is None:
            raise NoEdition()
        number = self.question.get("edition", current.number)
        held = current if number == current.number else keeper.edition(number)
        if held is None:
            raise self.gone_edition(current)
        return held

    def gone_edition(self, current: Edition) -> Gone:
        return Gone(
            "edition-gone",
            "That edition is no longer kept. Begin the walk again at the restart link.",
            edition=current.number,
            restart=self.here(edition=None, page=None),
        )

    def span(self, edition: Edition) -> caching.Span | None:
        """For an answer that speaks of time, how long it stays the same; None for any other."""
        return None

    def cache_control(self, span: caching.Span | None) -> str:
        return caching.lifetime(span)

    def here(self, **changes: Any) -> str | None:
        """The address of the same question with some parameters changed (None: left out).

        None for a question asked in a body, so that nothing of it gets into an address.
        """
        if self.request.method == "POST":
            return None
        kept = [(k, v) for k, values in self.request.GET.lists() for v in values if k not in changes]
        return link(self.request.path, [*kept, *((k, v) for k, v in changes.items() if v is not None)])

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
        return {
            "count": len(found),
            "next": self.here(page=page + 1, edition=edition.number) if page * size < len(found) else None,
            "previous": self.here(page=page - 1, edition=edition.number) if page > 1 else None,
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
    try:
        return str(UUID(name)) if len(name) == 36 else name
    except ValueError:
        return name
