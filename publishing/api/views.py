"""The read-only views that every kind of content shares: a list, an item, and what they have in common.

A view names its kind, its filters and its serializer; the serializer is for the schema, since documents were written
when they were published. The question is read before anything else, the ETag before any work.
"""

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
from publishing.api.errors import Gone, NoEdition
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

    def initial(self, request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        self.question = self.read_question(request)

    def read_question(self, request) -> dict[str, Any]:
        return questions.from_query(request.META.get("QUERY_STRING", ""), self.filterset_class)

    def options(self, request, *args, **kwargs) -> HttpResponse:
        response = HttpResponse(status=204)
        response["Allow"] = ", ".join(self.allowed_methods)
        return response


class EditionView(PublicView):
    """An address that answers from one edition. `answer` gives the members of the envelope."""

    def get(self, request, **path: str) -> HttpResponse:
        edition = self.edition()
        span = self.span(edition)
        encoding = caching.encoding_of(request)
        tag = caching.tag(edition.digest, request.path, dict(request.GET.lists()), span)
        etag = f'"{tag}-gzip"' if encoding else f'"{tag}"'
        control = self.cache_control(span)
        if control != "no-store" and caching.is_held(request, etag):
            return caching.not_modified(etag, control)
        body = orjson.dumps({**self.answer(edition, **path), **self.always(edition)})
        return caching.answer(body, "" if control == "no-store" else etag, control, encoding)

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
        query = [(k, v) for k, values in self.request.GET.lists() for v in values if k not in ("edition", "page")]
        return Gone(
            "edition-gone",
            "That edition is no longer kept. Begin the walk again at the restart link.",
            edition=current.number,
            restart=link(self.request.path, query),
        )

    def span(self, edition: Edition) -> caching.Span | None:
        """For an answer that speaks of time, how long it stays the same; None for any other."""
        return None

    def cache_control(self, span: caching.Span | None) -> str:
        return caching.lifetime(span)

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        raise NotImplementedError

    def always(self, edition: Edition) -> dict[str, Any]:
        """What every good answer ends with."""
        notices = [orjson.Fragment(entry.document) for entry in edition.select("notice")]
        return {"edition": edition.number, "emergency": EMERGENCY, "notices": notices}


class ShelfListView(EditionView):
    """A page of the documents of one kind."""

    kind: ClassVar[str]
    filterset_class = PagedFilters
    default_ordering: ClassVar[str | None] = None

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        found = self.find(edition)
        page, size = self.question.get("page", 1), self.question.get("page_size", PAGE_SIZE)
        entries = found[(page - 1) * size : page * size]
        if page > 1 and not entries:
            raise NotFound("There is no such page.")
        return {
            "count": len(found),
            "next": self.page_link(edition, page + 1) if page * size < len(found) else None,
            "previous": self.page_link(edition, page - 1) if page > 1 else None,
            "results": [orjson.Fragment(entry.document) for entry in entries],
        }

    def find(self, edition: Edition):
        ordering = self.question.get("ordering", self.default_ordering)
        return self.filterset_class.apply(edition.select(self.kind, ordering), self.question)

    def page_link(self, edition: Edition, page: int) -> str:
        query = [(k, v) for k, values in self.request.GET.lists() for v in values if k not in ("edition", "page")]
        return link(self.request.path, [*query, ("page", page), ("edition", edition.number)])


class ShelfItemView(EditionView):
    """One document, by slug or uid; 410 with the reason when it has been withdrawn."""

    kind: ClassVar[str]
    filterset_class = ItemFilters

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        entry = edition.find(self.kind, _canonical(path["name"]))
        if entry is None:
            raise NotFound(f"There is no such {self.kind}.")
        if not entry.is_live:
            raise self.gone(entry)
        return {"result": orjson.Fragment(entry.document)}

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
