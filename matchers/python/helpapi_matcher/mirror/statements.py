"""What our server says of itself, proven by a compact JWS (RFC 7515) with Ed25519 (RFC 9864), and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpapi_matcher.mirror import reading
from helpapi_matcher.mirror.refusals import BAD_SIGNATURE, EXPIRED, MALFORMED, UNKNOWN_KEY, Refused
from helpapi_matcher.mirror.roots import Root, verified

STATEMENT = "helpapi-statement+jws"
RECALLS = "helpapi-recalls+jws"


@dataclass(frozen=True)
class Part:
    """A file of the bundle. `path`: below the address of the server."""

    kind: str | None
    path: str
    sha256: str
    length: int


@dataclass(frozen=True)
class Statement:
    """What is public, and until when that is sure. `jws` proves it."""

    edition: int
    sequence: int
    issued_at: datetime
    expires_at: datetime
    contents: str
    reference: str
    parts: tuple[Part, ...]
    hide_contacts_after_days: int
    jws: str


@dataclass(frozen=True)
class Recalls:
    """Ways to reach a service that nobody may be shown any more."""

    sequence: int
    issued_at: datetime
    expires_at: datetime
    recalls: tuple[dict[str, Any], ...]
    jws: str


def statement(answer: dict[str, Any], root: Root, now: datetime) -> Statement:
    """The one in an answer, of which nothing else is believed."""
    jws = reading.member(answer, "jws", str)
    found = opened(jws, STATEMENT, root)
    said = Statement(
        reading.number(found, "edition"),
        reading.number(found, "sequence"),
        reading.moment(found, "issued_at"),
        reading.moment(found, "expires_at"),
        reading.hexadecimal(found, "contents"),
        reading.hexadecimal(found, "reference"),
        tuple(_part(part) for part in reading.member(found, "parts", list)),
        reading.number(found, "hide_contacts_after_days"),
        jws,
    )
    _still_good(said.expires_at, now)
    return said


def recalls(answer: dict[str, Any], root: Root, now: datetime) -> Recalls:
    jws = reading.member(answer, "jws", str)
    found = opened(jws, RECALLS, root)
    listed = reading.member(found, "recalls", list)
    for one in listed:
        reading.member(one, "channel", str)
        reading.member(one, "digest", str, type(None))
    issued, expires = reading.moment(found, "issued_at"), reading.moment(found, "expires_at")
    said = Recalls(reading.number(found, "sequence"), issued, expires, tuple(listed), jws)
    _still_good(said.expires_at, now)
    return said


def opened(jws: str, typ: str, root: Root) -> dict[str, Any]:
    """The payload of a JWS that an online key of `root` signed, and that is of this kind."""
    try:
        protected, payload, signature = jws.split(".")
        header = reading.parsed(reading.base64url(protected))
        signed = reading.base64url(signature)
    except (ValueError, Refused):
        raise Refused(BAD_SIGNATURE, "it is no JWS") from None
    if set(header) != {"alg", "kid", "typ"} or header["alg"] != "Ed25519" or header["typ"] != typ:
        raise Refused(BAD_SIGNATURE, "it is a JWS of another kind")
    if not isinstance(header["kid"], str) or header["kid"] not in root.online:
        raise Refused(UNKNOWN_KEY, "the root does not name this key")
    if not verified(root.online[header["kid"]], signed, f"{protected}.{payload}".encode()):
        raise Refused(BAD_SIGNATURE, "the signature is not of this statement")
    return reading.parsed(reading.base64url(payload))


def _part(part: Any) -> Part:
    """By its path alone: it may come from a mirror, since its digest proves it."""
    _, _, path = reading.member(part, "url", str).partition("/api/v1/")
    if not path or not path.isascii() or any(not "!" <= character <= "~" for character in path) or ".." in path:
        raise Refused(MALFORMED, "a part of the bundle has no address")
    kind = reading.member(part, "kind", str, type(None))
    return Part(kind, f"/api/v1/{path}", reading.hexadecimal(part, "sha256"), reading.number(part, "length"))


def _still_good(expires: datetime, now: datetime) -> None:
    if expires <= now:
        raise Refused(EXPIRED, "it is an old statement")
