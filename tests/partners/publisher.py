"""Everything that a server publishes for copies, made in memory from a few made-up entries, and signed."""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner
from tuf.api.serialization.json import JSONSerializer

from partners.trust import roots
from partners.trust.signing import RECALLS, STATEMENT

URL = "https://help.example.org/api/v1"
PEOPLE = tuple(CryptoSigner(Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)) for n in (1, 2, 3))
ONLINE, THIEF = Ed25519PrivateKey.from_private_bytes(b"o" * 32), Ed25519PrivateKey.from_private_bytes(b"t" * 32)
NOW = datetime.now(UTC).replace(microsecond=0)
REFERENCE = {"public_url": "https://help.example.org", "language": "en"}


def compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def keyid(key: Ed25519PrivateKey) -> str:
    return CryptoSigner(key).public_key.keyid


def jws(payload: bytes, typ: str = STATEMENT, key: Ed25519PrivateKey = ONLINE, header: bytes = b"") -> str:
    """`header`: another than the right one, as the bytes that it is written with."""
    header = header or compact({"alg": "Ed25519", "kid": keyid(key), "typ": typ})
    signed = f"{base64url(header)}.{base64url(payload)}"
    return f"{signed}.{base64url(key.sign(signed.encode()))}"


def entry(slug: str, number: str, version: int = 1, edition: int = 41) -> dict[str, Any]:
    document = {"uid": sha(slug.encode())[:8], "slug": slug, "channels": [{"kind": "phone", "value": number}]}
    return {
        "kind": "service", "uid": document["uid"], "slug": slug, "version": version, "edition": edition,
        "published_at": "2026-11-01T00:00:00Z", "document": document, "order": [1, 1, slug], "found_by": {},
        "reason_code": None, "reason": None, "replacement": None,
    }  # fmt: skip


def tombstone(slug: str, edition: int) -> dict[str, Any]:
    gone = {"document": None, "order": [], "found_by": {}, "published_at": None, "reason_code": "closed"}
    return {**entry(slug, "", 2, edition), **gone, "reason": "It has closed."}


@dataclass(frozen=True)
class Edition:
    """One edition, and what was published of it at `issued_at`."""

    number: int
    entries: tuple[dict[str, Any], ...]
    issued_at: datetime = NOW
    recalled: tuple[dict[str, Any], ...] = ()
    key: Ed25519PrivateKey = ONLINE
    sequence: int = 0
    reference: dict[str, Any] = field(default_factory=lambda: REFERENCE)

    @property
    def contents(self) -> str:
        return sha("\n".join(sorted(sha(compact(entry)) for entry in self.entries)).encode())

    @property
    def name(self) -> str:
        return f"{self.number}-{self.contents[:12]}"

    @property
    def order(self) -> int:
        return self.sequence or self.number + 16

    def bundle(self) -> bytes:
        return compact({
            "format": 1, "edition": self.number, "sequence": self.order, "contents": self.contents,
            "reference_digest": sha(compact(self.reference)), "hide_contacts_after_days": 90,
            "entries": sorted(self.entries, key=lambda entry: (entry["kind"], entry["uid"])),
            "reference": self.reference, "recalls": list(self.recalled),
        })  # fmt: skip

    def statement(self, **changes: Any) -> dict[str, Any]:
        part = {"kind": None, "url": f"{URL}/bundles/{self.name}", "sha256": sha(self.bundle())}
        return {
            "edition": self.number, "sequence": self.order, **self._times(7), "contents": self.contents,
            "reference": sha(compact(self.reference)), "parts": [{**part, "length": len(self.bundle())}],
            "hide_contacts_after_days": 90, **changes,
        }  # fmt: skip

    def jws(self, **changes: Any) -> str:
        return jws(compact(self.statement(**changes)), key=self.key)

    def pointer(self, jws: str | None = None) -> bytes:
        return compact({"emergency": {}, "notices": [], **self.statement(), "jws": jws or self.jws()})

    def page(self, since: int, jws: str | None = None, *, of: Iterable[Any] = (), more: bool = False) -> bytes:
        """A page of changes: of all there are, or of those given."""
        results = list(of) or [one for one in self.entries if one["edition"] > since]
        return compact({
            "emergency": {}, "notices": [], "edition": self.number, "sequence": self.order,
            "jws": jws or self.jws(), "count": len(results), "results": results, "previous": None,
            "next": f"{URL}/changes?page=2&since={since}" if more else None,
        })  # fmt: skip

    def recalls(self, **changes: Any) -> dict[str, Any]:
        return {"sequence": self.order, **self._times(1), "recalls": list(self.recalled), **changes}

    def recall_answer(self, jws_: str | None = None) -> bytes:
        said = jws_ or jws(compact(self.recalls()), RECALLS, self.key)
        return compact({"emergency": {}, "notices": [], "results": list(self.recalled), "jws": said})

    def _times(self, days: int) -> dict[str, str]:
        moments = {"issued_at": self.issued_at, "expires_at": self.issued_at + timedelta(days=days)}
        return {name: f"{moment:%Y-%m-%dT%H:%M:%SZ}" for name, moment in moments.items()}

    def answers(self) -> dict[str, bytes]:
        """What an honest server answers, by path and query."""
        changes = {f"/api/v1/changes?since={n}": self.page(n) for n in range(40, self.number + 1)}
        return {
            "/api/v1/bundle": self.pointer(), f"/api/v1/bundles/{self.name}": self.bundle(),
            "/api/v1/recalls": self.recall_answer(), **changes,
        }  # fmt: skip


def root(version: int = 1, *, signed_by: Iterable[CryptoSigner] = PEOPLE[:2], online: Ed25519PrivateKey = ONLINE,
         people: Iterable[CryptoSigner] = PEOPLE[:2], days: float = 365) -> bytes:  # fmt: skip
    made = roots.draft(None, NOW, 1)
    made.signed.version, made.signed.expires = version, NOW + timedelta(days=days)
    roots.add(made.signed, people=[one.public_key for one in people], online=[CryptoSigner(online).public_key])
    for one in signed_by:
        made.sign(one, append=True)
    return made.to_bytes(JSONSerializer(compact=True))


A, B = entry("a-line", "020 7946 0001"), entry("b-line", "020 7946 0002")
FIRST = Edition(41, (A, B))
NEXT = Edition(42, (A, entry("b-line", "020 7946 0003", 2, 42), entry("c-line", "020 7946 0004", 1, 42)))
LAST = Edition(43, (NEXT.entries[0], tombstone("b-line", 43), NEXT.entries[2]))
