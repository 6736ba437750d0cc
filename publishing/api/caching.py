"""Cache headers: strong ETags of what is answered, honest lifetimes, and 304, mostly before any work.

An answer that speaks of time (what is open) is good only until the next opening or closing it depends on: its max-age
ends there, and no cache may show it stale.
"""

import gzip
import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from publishing.api.negotiation import prefers_gzip
from publishing.api.question import Question
from publishing.edition import Edition

MAX_AGE = 60
STALE = "stale-while-revalidate=60, stale-if-error=604800"
NO_STORE = "no-store"
JSON = "application/json"
MARKED = re.compile(r"(?:[-;:]{1,2}[a-z]{1,10})+\"")
WORTH_COMPRESSING = 1000  # bytes
TAGS_KEPT = 4096  # of an edition, some 150 bytes each
_SALT = secrets.token_bytes(16)  # of this process, so that nothing remembered can be matched with a question


@dataclass(frozen=True, slots=True)
class Span:
    """An answer that speaks of time is the same from `since` until `until`; None: for as long as one can tell.

    Two Nones are of an answer about a moment that the question names: it stays the same, and is not shown stale.
    """

    since: datetime | None
    until: datetime | None


class Tags:
    """The strong ETag of one answer: of its bytes, so that it is the same as long as they are, over editions too.

    What was answered from this edition before is remembered, so that whoever has it is told so before any work.
    """

    def __init__(self, kept: dict[bytes, str], asked: bytes, encoding: str):
        self._kept, self._asked, self._encoding = kept, asked, encoding

    @classmethod
    def of(
        cls, edition: Edition, request: HttpRequest, question: Question, span: Span | None, content_type: str
    ) -> Self | None:
        """None where no cache may keep the answer: nothing of such a question is remembered either.

        What was sent is in the order of its names, so the order in an address makes no other answer.
        """
        parameters = question.parameters()
        if request.method == "POST" or not all(parameters[name].is_kept for name in question.sent):
            return None
        since = span and span.since and span.since.isoformat()
        asked = [request.path, list(question.sent.items()), since, content_type]
        digest = hashlib.blake2b(json.dumps(asked).encode(), key=_SALT, digest_size=16).digest()
        return cls(edition.memo.setdefault("tags", {}), digest, _encoding(request))

    @property
    def known(self) -> str:
        """That of the same answer as it was given before; empty where it was not."""
        found = self._kept.get(self._asked)
        return f'"{found}{self._encoding}"' if found else ""

    def tag(self, body: bytes) -> str:
        if len(self._kept) >= TAGS_KEPT:
            self._kept.clear()
        found = self._kept[self._asked] = _digest(body)
        return f'"{found}{self._encoding}"'


def lifetime(span: Span | None) -> str:
    if span is None:
        return f"public, max-age={MAX_AGE}, {STALE}"
    left = MAX_AGE if span.until is None else int((span.until - datetime.now(UTC)).total_seconds())
    return f"public, max-age={max(0, min(MAX_AGE, left))}, must-revalidate"


def held(request: HttpRequest, etag: str) -> str:
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


def is_any_held(request: HttpRequest) -> bool:
    """Whether the client asks for nothing if there is an answer at all, which is known only once there is one."""
    held: str = request.META.get("HTTP_IF_NONE_MATCH", "")
    return held.strip() == "*"


def not_modified(etag: str, control: str) -> HttpResponse:
    return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": control})


def answer(
    request: HttpRequest, body: bytes, etag: str, control: str, content_type: str = JSON, language: str = "en"
) -> HttpResponse:
    """A good answer, or 304 where the client asked for nothing else. `etag` is empty where nothing may be kept."""
    if etag and (known := etag if is_any_held(request) else held(request, etag)):
        return not_modified(known, control)
    headers = {"Cache-Control": control, "Content-Language": language}
    if etag:
        headers["ETag"] = etag
    if len(body) >= WORTH_COMPRESSING and _encoding(request):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, compresslevel=5, mtime=0)
    return HttpResponse(body, content_type=content_type, headers=headers)


def page(request: HttpRequest, body: bytes, content_type: str, max_age: int) -> HttpResponse:
    """An answer whose bytes are at hand, such as a page for people: its ETag is of the bytes."""
    etag, control = f'"{_digest(body)}{_encoding(request)}"', f"public, max-age={max_age}"
    return answer(request, body, etag, control, content_type)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def _encoding(request: HttpRequest) -> str:
    """What an ETag ends in for the encoding that the client prefers; no proxy marks one so."""
    return ".gzip" if prefers_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")) else ""
