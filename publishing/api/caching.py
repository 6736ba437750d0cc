"""Cache headers: strong ETags of what is answered, honest lifetimes, and 304, mostly before any work.

An answer that speaks of time (what is open) is good only until the next opening or closing it depends on: its max-age
ends there, and no cache may show it stale.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus

from django.http import HttpResponse
from isal import igzip

from publishing.api.answers import Answer, Asking
from publishing.api.negotiation import prefers_gzip
from publishing.edition import Edition

MAX_AGE = 60
STALE = "stale-while-revalidate=60, stale-if-error=604800"
NO_STORE = "no-store"
JSON = "application/json"
MARKED = re.compile(r"(?:[-;:]{1,2}[a-z]{1,10})+\"")
WORTH_COMPRESSING = 1000  # bytes
COMPRESSION = 2  # of ISA-L: a tenth larger than zlib's 5, for a sixth to a ninth of its time
DIGEST = 32  # of the digits of a SHA-256 in an ETag
TAGS_KEPT = 4096  # of an edition, some 250 bytes each
_SALT = secrets.token_bytes(16)  # of this process, so that nothing remembered can be matched with a question


@dataclass(frozen=True, slots=True)
class Span:
    """An answer that speaks of time is the same from `since` until `until`; None: for as long as one can tell.

    Two Nones are of an answer about a moment that the question names: it stays the same, and is not shown stale.
    """

    since: datetime | None
    until: datetime | None

    def holds(self, moment: datetime) -> bool:
        return (self.since is None or self.since <= moment) and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered: the digest of its bytes, and how long it stays the same."""

    digest: str
    span: Span | None


class Memory:
    """What was answered from one edition, by the address that asked: who has it is told so before that is read again.

    An address is kept as a digest that nothing outside this process can be matched with.
    """

    def __init__(self, edition: Edition, request: Asking, content_type: str):
        self._kept: dict[bytes, Given] = edition.memo.setdefault("given", {})
        asked = "\n".join((request.path_info, request.META.get("QUERY_STRING", ""), content_type))
        self._asked = hashlib.blake2b(asked.encode(errors="surrogatepass"), key=_SALT, digest_size=16).digest()

    def given(self, now: datetime) -> Given | None:
        """The answer that was given and is still the same; None where there is none."""
        found = self._kept.get(self._asked)
        return found if found and (found.span is None or found.span.holds(now)) else None

    def keep(self, body: bytes, span: Span | None) -> Given:
        if len(self._kept) >= TAGS_KEPT:
            self._kept.clear()
        given = self._kept[self._asked] = Given(_digest(body), span)
        return given


def etag(request: Asking, digest: str) -> str:
    """The strong ETag of an answer of these bytes: the same as long as they are, over editions too."""
    return f'"{digest}{_encoding(request)}"'


def lifetime(span: Span | None) -> str:
    if span is None:
        return f"public, max-age={MAX_AGE}, {STALE}"
    left = MAX_AGE if span.until is None else int((span.until - datetime.now(UTC)).total_seconds())
    return f"public, max-age={max(0, min(MAX_AGE, left))}, must-revalidate"


def held(request: Asking, etag: str) -> str:
    """What the client calls the answer with this ETag, if it says that it has it; else empty. A 304 calls it the same.

    A proxy that compresses anew marks the tag: W/ (nginx), -gzip, -br (Apache, Caddy), ;gzip, --gzip (others).
    Django's `parse_etags` finds the same ones, but over a header of 350 kB it holds the process up for a second.
    """
    for part in request.META.get("HTTP_IF_NONE_MATCH", "").split(","):
        tag: str = part.strip()
        plain = tag.removeprefix("W/")
        if plain == etag or (plain.startswith(etag[:-1]) and MARKED.fullmatch(plain[len(etag) - 1 :])):
            return tag
    return ""


def known(request: Asking, etag: str) -> str:
    """The same, also where the client asks for nothing if there is an answer at all."""
    return etag if request.META.get("HTTP_IF_NONE_MATCH", "").strip() == "*" else held(request, etag)


def not_modified(etag: str, control: str) -> Answer:
    return Answer(HTTPStatus.NOT_MODIFIED, {"ETag": etag, "Cache-Control": control})


def answer(
    request: Asking, body: bytes, etag: str, control: str, content_type: str = JSON, language: str = "en"
) -> Answer:
    """A good answer, or 304 where the client asked for nothing else. `etag` is empty where nothing may be kept."""
    return made(request, Bytes(lambda: body, lambda: packed(body), len(body)), etag, control, content_type, language)


@dataclass(frozen=True, slots=True)
class Bytes:
    """What may be sent, made when it is: as it is, and compressed."""

    plain: Callable[[], bytes]
    packed: Callable[[], bytes]
    length: int


def made(
    request: Asking, body: Bytes, etag: str, control: str, content_type: str = JSON, language: str = "en"
) -> Answer:
    """The same as `answer`, of bytes that need not be made, or not compressed, each time."""
    if etag and (tag := known(request, etag)):
        return not_modified(tag, control)
    headers = {"Content-Type": content_type, "Cache-Control": control, "Content-Language": language}
    if etag:
        headers["ETag"] = etag
    if body.length < WORTH_COMPRESSING or not _encoding(request):
        return Answer(HTTPStatus.OK, headers, body.plain())
    return Answer(HTTPStatus.OK, {**headers, "Content-Encoding": "gzip"}, body.packed())


def packed(body: bytes) -> bytes:
    return igzip.compress(body, compresslevel=COMPRESSION, mtime=0)


@lru_cache(maxsize=16)
def _packed_once(body: bytes) -> bytes:
    return packed(body)


def page(request: Asking, body: bytes, content_type: str, max_age: int, language: str = "en") -> HttpResponse:
    """An answer whose bytes are at hand, such as a page for people: its ETag is of the bytes."""
    tag, control = etag(request, _digest(body)), f"public, max-age={max_age}"
    held = Bytes(lambda: body, lambda: _packed_once(body), len(body))
    return made(request, held, tag, control, content_type, language).response()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:DIGEST]


def _encoding(request: Asking) -> str:
    """What an ETag ends in for the encoding that the client prefers; no proxy marks one so."""
    return ".gzip" if prefers_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")) else ""
