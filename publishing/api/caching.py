"""Cache headers: strong ETags made before any work, honest lifetimes, and 304.

An answer that speaks of time (what is open) is good only until the next opening or closing it depends on; its ETag
holds the last one before now, its max-age ends at the next, and no cache may show it stale.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from publishing import packages
from publishing.api.negotiation import prefers_gzip
from publishing.api.question import Question

MAX_AGE = 60
STALE = "stale-while-revalidate=60, stale-if-error=604800"
NO_STORE = "no-store"
JSON = "application/json"
WORTH_COMPRESSING = 1000  # bytes
ANSWERS_ARE_MADE_WITH = {".py", ".yaml", ".csv", ".txt", ".html"}


@dataclass(frozen=True, slots=True)
class Span:
    """An answer that speaks of time is the same from `since` until `until`; None: for as long as one can tell.

    Two Nones are of an answer about a moment that the question names: it stays the same, and is not shown stale.
    """

    since: datetime | None
    until: datetime | None


@cache
def release() -> str:
    """A digest of what answers are made with besides the edition: our code, data files and pinned packages.

    Two releases may word the same edition differently, and a strong ETag must not outlive the bytes it stood for.
    """
    found = [
        file for folder in (*packages.own().values(), settings.BASE_DIR / "fixtures") for file in folder.rglob("*")
    ]
    files = sorted(file for file in found if file.suffix in ANSWERS_ARE_MADE_WITH)
    digest = hashlib.sha256()
    for file in (settings.BASE_DIR / "requirements.txt", *files):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def terms(
    request: HttpRequest, edition_digest: str, question: Question, span: Span | None, content_type: str = JSON
) -> tuple[str, str]:
    """The strong ETag and the Cache-Control of a good answer; no ETag where no cache may keep it.

    The tag is made from what the answer depends on and nothing of what it says. What was sent is in the order of its
    names, so the order in an address makes no other answer and no other tag.
    """
    parameters = question.parameters()
    if request.method == "POST" or not all(parameters[name].is_kept for name in question.sent):
        return "", NO_STORE
    since = span and span.since and span.since.isoformat()
    known = [
        release(),
        settings.PUBLIC_URL,
        edition_digest,
        request.path,
        list(question.sent.items()),
        since,
        content_type,
    ]
    return _quoted(json.dumps(known).encode(), request), _lifetime(span)


def _lifetime(span: Span | None) -> str:
    if span is None:
        return f"public, max-age={MAX_AGE}, {STALE}"
    left = MAX_AGE if span.until is None else int((span.until - datetime.now(UTC)).total_seconds())
    return f"public, max-age={max(0, min(MAX_AGE, left))}, must-revalidate"


def is_held(request: HttpRequest, etag: str) -> bool:
    """Whether the client says that it has the answer with this ETag.

    Django's `parse_etags` finds the same ones, but over a header of 350 kB it holds the process up for a second.
    """
    held: str = request.META.get("HTTP_IF_NONE_MATCH", "")
    return etag in (part.strip().removeprefix("W/") for part in held.split(","))


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
    if etag and is_any_held(request):
        return not_modified(etag, control)
    headers = {"Cache-Control": control, "Content-Language": language}
    if etag:
        headers["ETag"] = etag
    if len(body) >= WORTH_COMPRESSING and _encoding(request):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, compresslevel=5, mtime=0)
    return HttpResponse(body, content_type=content_type, headers=headers)


def page(request: HttpRequest, body: bytes, content_type: str, max_age: int) -> HttpResponse:
    """An answer whose bytes are at hand, such as a page for people: its ETag is of the bytes."""
    etag, control = _quoted(body, request), f"public, max-age={max_age}"
    return not_modified(etag, control) if is_held(request, etag) else answer(request, body, etag, control, content_type)


def _quoted(known: bytes, request: HttpRequest) -> str:
    return f'"{hashlib.sha256(known).hexdigest()[:32]}{_encoding(request)}"'


def _encoding(request: HttpRequest) -> str:
    """What an ETag ends in for the encoding that the client prefers."""
    return "-gzip" if prefers_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")) else ""
