"""Cache headers: strong ETags made before any work, honest lifetimes, and 304.

An answer that speaks of time (what is open) is good only until the next opening or closing it depends on; its ETag
holds the last one before now, its max-age ends at the next, and no cache may show it stale.
"""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

MAX_AGE = 60
STALE = "stale-while-revalidate=60, stale-if-error=604800"
WORTH_COMPRESSING = 1000  # bytes


@dataclass(frozen=True, slots=True)
class Span:
    """An answer that speaks of time is the same from `since` until `until`; either may be unknown (None)."""

    since: datetime | None
    until: datetime | None


def tag(edition_digest: str, address: str, question: Mapping[str, list[str]], span: Span | None) -> str:
    """The strong ETag (unquoted) of an answer, from what it depends on and nothing of what it says."""
    since = span and span.since and span.since.isoformat()
    known = json.dumps([edition_digest, address, sorted((k, sorted(v)) for k, v in question.items()), since])
    return hashlib.sha256(known.encode()).hexdigest()[:32]


def lifetime(span: Span | None) -> str:
    """The Cache-Control of a good answer."""
    if span is None:
        return f"public, max-age={MAX_AGE}, {STALE}"
    left = MAX_AGE if span.until is None else int((span.until - datetime.now(UTC)).total_seconds())
    return f"public, max-age={max(0, min(MAX_AGE, left))}"


def encoding_of(request) -> str:
    """The content encoding to answer in: `gzip` where the client takes it, else none."""
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip() in ("gzip", "*"):
            quality = weight.strip().removeprefix("q=") or "1"
            return "gzip" if quality.strip("0.") else ""
    return ""


def is_held(request, etag: str) -> bool:
    """Whether the client says it already has the answer with this quoted ETag, in whichever encoding is meant."""
    known = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    return etag in known or "*" in known


def not_modified(etag: str, control: str) -> HttpResponse:
    response = HttpResponse(status=304)
    del response["Content-Type"]
    return _finish(response, etag, control)


def answer(body: bytes, etag: str, control: str, encoding: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/json")
    if encoding == "gzip" and len(body) >= WORTH_COMPRESSING:
        response.content = gzip.compress(body, compresslevel=5, mtime=0)
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    response["Content-Language"] = "en"
    return _finish(response, etag, control)


def _finish(response: HttpResponse, etag: str, control: str) -> HttpResponse:
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = control
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
