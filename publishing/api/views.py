"""The read-only views that every kind of content shares: a list, an item, and what they have in common.

A view names its kind, its filters and its serializer; the serializer is for the schema, since documents were written
when they were published. The question is read before anything else, the ETag before any work.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, TypeVar, get_type_hints
from urllib.parse import quote_plus
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from rest_framework.exceptions import NotAcceptable, NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from publishing import fall, keeper, languages, reasons, recalling
from publishing.api import caching, gate, negotiation, preflight
from publishing.api.answers import Answer, Asking
from publishing.api.errors import BeingRestored, Gone, NoEdition
from publishing.api.question import LanguageQuestion, PageQuestion, Question
from publishing.edition import ENGLISH, Edition, Published, Sliced
from publishing.emergency import emergency
from publishing.languages import say
from publishing.reasons import Reason
from publishing.serializers import Members

TEXT = "text/plain; charset=utf-8"

T = TypeVar("T")
Shown = dict[str, Any] | orjson.Fragment  # what orjson writes as a JSON object


def link(path: str, query: list[tuple[str, Any]] | None = None) -> str:
    """A full address, from the configured PUBLIC_URL and never from what the client says the host is."""
    asked = "&".join(f"{name}={_quoted(str(value))}" for name, value in query or ())
    return f"{settings.PUBLIC_URL}{path}" + (f"?{asked}" if asked else "")


def _quoted(value: str) -> str:
    """Most values need no quoting, and to find that out by looking at each letter takes longer than the question."""
    return value if value.isascii() and value.replace("-", "").isalnum() else quote_plus(value)


def this_minute() -> datetime:
    return datetime.now(UTC).replace(second=0, microsecond=0)


class PublicView(APIView):
    """Any public address. The type of its `question` declares every parameter it takes; all others are refused."""

    question: Question
    question_class: ClassVar[type[Question]] = Question
    default_response_headers: ClassVar[dict[str, str]] = {}
    is_page = False  # it asks nothing, so it opens whatever was added to its link
    is_json = False
    offers_text = False
    is_text = False
    language: str  # that is asked for, a tag of `languages.tags()`
    now: datetime

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.question_class = get_type_hints(cls)["question"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The method first, then what the client takes, then the question."""
        name = (request.method or "").lower()
        if request.method != name.upper() or name not in self.http_method_names or not hasattr(self, name):
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)
        if name != "options":
            self.read(request)

    def read(self, request: Asking) -> None:
        """What is asked, and when; or BadQuestion."""
        self.now = this_minute()
        self.question = Question() if self.is_page else gate.read(request, self.question_class)
        self.language = getattr(self.question, "lang", None) or self.language

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[None, None]:  # type: ignore[override]  # nothing is rendered
        self.negotiate(request)
        return None, None

    def negotiate(self, request: Asking) -> None:
        """A page, a document or a probe is what it is, whatever the client says it takes; an answer is JSON."""
        meta, accept = request.META, request.META.get("HTTP_ACCEPT", "")
        self.language = negotiation.language(meta.get("QUERY_STRING", ""), meta.get("HTTP_ACCEPT_LANGUAGE", ""))
        self.is_text = self.offers_text and negotiation.prefers_text(accept)
        if self.is_json and not self.is_text and not negotiation.takes_json(accept):
            raise NotAcceptable()

    def finalize_response(  # type: ignore[override]  # what answers in parts gets a response here
        self, request: Request, response: HttpResponse | Answer, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        whole = response.response() if isinstance(response, Answer) else response
        super().finalize_response(request, whole, *args, **kwargs)  # type: ignore[arg-type]  # as DRF's own does
        return whole

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]  # not rendered
        return preflight.allowing(request, self.allowed_methods)


class PageView(PublicView):
    """A page of ours for people, in the language asked for."""

    schema = None
    is_page = True
    max_age: ClassVar[int]  # seconds

    def page(self, request: HttpRequest, template: str, shown: Mapping[str, Any]) -> HttpResponse:
        with languages.speaking(self.language):
            spoken = languages.spoken()
            always = {"emergency": emergency(), "prefix": settings.PREFIX, "spoken": spoken}
            always["direction"] = languages.direction(spoken)
            body = render_to_string(template, {**always, **shown}).encode()
        response = caching.page(request, body, "text/html; charset=utf-8", self.max_age, spoken)
        response["Vary"] = negotiation.varies(request.META.get("QUERY_STRING", ""))
        return response


class EditionView(PublicView):
    """An address that answers from one edition. `answer` gives the members of the envelope."""

    request: Asking  # type: ignore[assignment]  # DRF's, or the environment alone (helpapi/running/direct.py)
    question: LanguageQuestion
    noun: ClassVar[str]
    noun_plural: ClassVar[str]
    tag: ClassVar[str]
    serializer_class: ClassVar[type[Members]]
    is_json = True
    must_be_whole: ClassVar[bool] = False  # it would pass for all the help there is
    spoken: dict[str, None]  # the languages of the answer, that of our own words first
    drawn_from: tuple[str, ...] = ()  # the kinds whose publications decide what a walk over pages meets

    def get(self, request: Request, **path: str) -> Answer:
        return self.answer_from(self.edition(), **path)

    def answer_from(self, edition: Edition, **path: str) -> Answer:
        request, span = self.request, self.span(edition)
        self.spoken = {languages.own(self.language): None}
        memory = self.memory(edition, request) if self.is_kept() else None
        with languages.speaking(self.language):
            if self.is_text:
                body = self.text(edition).encode()
            else:
                body = orjson.dumps({**self.always(edition), **self.answer(edition, **path)})
        control, tag = caching.NO_STORE, ""
        if memory:
            given = memory.given(self.now) or memory.keep(body, span)
            control, tag = self.lifetime(span), caching.etag(request, given.digest)
        spoken = ", ".join(self.spoken)
        return self.marked(caching.answer(request, body, tag, control, self.content_type, spoken), edition)

    def memory(self, edition: Edition, request: Asking) -> caching.Memory:
        return caching.Memory(edition, request, f"{self.language} {self.content_type}")

    def unchanged(self, request: Asking) -> Answer | None:
        """304 for who has this answer, known from the address alone; None where it has to be worked out.

        `negotiate` comes before it. What is in the address need not be read: it was answered before.
        """
        edition = keeper.current()
        if "HTTP_IF_NONE_MATCH" not in request.META or gate.has_body(request) or edition is None:
            return None
        if self.must_be_whole and fall.is_being_restored(edition):
            return None
        given = self.memory(edition, request).given(this_minute())
        if not given or not (tag := caching.known(request, caching.etag(request, given.digest))):
            return None
        return self.marked(caching.not_modified(tag, self.lifetime(given.span)), edition)

    def marked(self, answer: Answer, edition: Edition) -> Answer:
        """With what the answers of this view carry beside what is kept of them."""
        answer.headers["Edition"] = str(edition.number)
        answer.headers["Vary"] = self.varies()
        return answer

    def varies(self) -> str:
        """The headers that the answer depends on, as Vary has them."""
        others = ("Accept",) if self.offers_text else ()
        return negotiation.varies(self.request.META.get("QUERY_STRING", ""), *others)

    @property
    def content_type(self) -> str:
        return TEXT if self.is_text else caching.JSON

    def is_kept(self) -> bool:
        """Whether caches may keep the answer: else nothing of such a question is remembered here either."""
        parameters = self.question.parameters()
        return self.request.method != "POST" and all(parameters[name].is_kept for name in self.question.sent)

    def text(self, edition: Edition) -> str:
        """The same in plain sentences, where the view offers that."""
        raise NotImplementedError

    def edition(self) -> Edition:
        """The edition this question is answered from: the newest, or the one that a walk over pages began in.

        One that this process does not hold is gone, or has not arrived here from another process: the walk begins
        again either way, because it could not be finished with each item once.
        """
        current = keeper.current()
        if current is None:
            raise NoEdition()
        number = self.pinned()
        held = current if number is None else keeper.edition(number, self.drawn_from)
        if held is None:
            detail = say("That edition is not held here. Begin the walk again at the restart link.")
            raise self.cannot_go_on("edition-gone", detail, current)
        if self.must_be_whole and fall.is_being_restored(held):
            raise BeingRestored() if held.number else NoEdition()
        return held

    def pinned(self) -> int | None:
        """The number of the edition that a walk over pages began in; None where the newest is asked."""
        return None

    def cannot_go_on(self, code: str, detail: str, current: Edition) -> Gone:
        """What ends a walk over pages that would show an item twice or not at all."""
        restart = self.here(**dict.fromkeys(("page", *self.pins(current))))
        return Gone(code, detail, edition=current.number, restart=restart)

    def pins(self, edition: Edition) -> dict[str, Any]:
        """The parameters by which the links of a walk over pages stay with what it began in."""
        return {"edition": edition.pin(self.drawn_from)} if self.drawn_from else {}

    def span(self, edition: Edition) -> caching.Span | None:
        """For an answer that speaks of time, how long it stays the same; None for any other."""
        return None

    def lifetime(self, span: caching.Span | None) -> str:
        """The Cache-Control of an answer that caches may keep."""
        return caching.lifetime(span)

    def here(self, **changes: Any) -> str | None:
        """The address of the same question with some parameters changed (None: left out).

        None for a question asked in a body, so that nothing of it gets into an address.
        """
        if self.request.method == "POST":
            return None
        kept = [(k, v) for k, values in self.question.sent.items() for v in values if k not in changes]
        changed = [(k, v) for k, v in changes.items() if v is not None]
        return link(self.request.path_info, sorted([*kept, *changed], key=lambda pair: pair[0]))

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        raise NotImplementedError

    def always(self, edition: Edition) -> dict[str, Any]:
        """What every good answer begins with."""
        notices = [self.said(item) for item in recalling.notices_in(edition)]
        return {"language": languages.own(self.language), "emergency": emergency(), "notices": notices}

    def said(self, item: Published) -> orjson.Fragment:
        """The document of an item in the language asked for, or in English."""
        self.note([item])
        return orjson.Fragment(item.said(self.language))

    def note(self, items: Iterable[Published]) -> None:
        """That the answer has these, in the language asked for or in English."""
        if self.language != ENGLISH:
            self.spoken |= dict.fromkeys(self.language if one.is_said(self.language) else ENGLISH for one in items)


class AskedInABody(EditionView):
    """The same question may be asked in a JSON body, so that no age or place gets into an address."""

    def post(self, request: Request, **path: str) -> Answer:
        return self.get(request, **path)


class ListView(EditionView, Generic[T]):
    """A page of something: `find` gives all that was asked for; `show` one of them in JSON."""

    question: PageQuestion

    def pinned(self) -> int | None:
        return self.question.edition

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        found = self.find(edition)
        page, size = self.question.page, self.question.page_size
        here, count = found[(page - 1) * size : page * size], len(found)
        if page > 1 and not here:
            raise NotFound(say("There is no such page."))
        return {
            "count": count,
            "next": self.here(page=page + 1, **self.pins(edition)) if page * size < count else None,
            "previous": self.here(page=page - 1, **self.pins(edition)) if page > 1 else None,
            "results": self.show_all(edition, here),
        }

    def show_all(self, edition: Edition, items: Sequence[T]) -> list[Shown]:
        return [self.show(edition, item) for item in items]

    def find(self, edition: Edition) -> Sliced[T]:
        raise NotImplementedError

    def show(self, edition: Edition, item: T) -> Shown:
        raise NotImplementedError


class ShelfListView(ListView[Published]):
    """A page of the documents of one kind, which is all that they are drawn from unless the view says more."""

    kind: ClassVar[str]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.drawn_from = cls.__dict__.get("drawn_from", (cls.kind,))

    def find(self, edition: Edition) -> Sliced[Published]:
        return edition.select(self.kind)

    def show(self, edition: Edition, item: Published) -> Shown:
        return self.said(item)


class ItemView(EditionView):
    """One thing, by its name in the address."""

    path_words: ClassVar[str] = "The slug or uid of the item."


class ShelfItemView(ItemView):
    """One document, by slug or uid; 410 with the reason when it has been withdrawn."""

    kind: ClassVar[str]

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        item = edition.find(self.kind, _canonical(path["name"]))
        if item is None:
            raise NotFound(say("There is no such {kind}.", kind=say(self.kind)))
        if not item.is_live:
            raise self.gone(item)
        return {"result": self.show(edition, item)}

    def show(self, edition: Edition, item: Published) -> Shown:
        return self.said(item)

    def gone(self, item: Published) -> Gone:
        base, approved = self.request.path_info.rpartition("/")[0], reasons.read(item.reason)
        reason = approved or Reason(reasons.OTHER)
        return Gone(
            "withdrawn",
            say("This {kind} has been withdrawn.", kind=say(self.kind)),
            reason_code=reason.code,
            reason=reason.public,
            replacement=link(f"{base}/{item.replacement}") if approved and item.replacement else None,
        )


def _canonical(name: str) -> str:
    """A uid may be in capitals; of the other ways in which Python reads one, none is an address."""
    try:
        return str(UUID(name)) if str(UUID(name)) == name.lower() else name
    except ValueError:
        return name
