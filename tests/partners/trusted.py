"""A root of two made-up people, and an online key, as in production."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner

from partners.trust import roots

SEED = bytes(range(32))
STATEMENT = {
    "edition": 41,
    "sequence": 57,
    "issued_at": "2026-11-28T01:00:00Z",
    "expires_at": "2026-12-05T01:00:00Z",
    "contents": "c" * 64,
    "reference": "d" * 64,
    "parts": [
        {
            "kind": None,
            "url": "https://help.example.org/api/v1/bundles/41-cccccccccccc",
            "sha256": "e" * 64,
            "length": 1234,
        }
    ],
    "hide_contacts_after_days": 90,
}


def signer(seed: bytes) -> CryptoSigner:
    """Always the same for the same 32 bytes."""
    return CryptoSigner(Ed25519PrivateKey.from_private_bytes(seed))


@dataclass(frozen=True)
class Trusted:
    """`people`: who sign the root. `online`: what a node signs with; `other`: what it may sign with next."""

    folder: Path
    people: tuple[CryptoSigner, CryptoSigner]
    online: CryptoSigner
    other: CryptoSigner
    now: datetime

    @property
    def key(self) -> str:
        """What HELPAPI_BUNDLE_KEY would hold."""
        return base64.b64encode(SEED).decode()

    @property
    def other_key(self) -> str:
        return base64.b64encode(SEED[::-1]).decode()

    def first(self) -> bytes:
        return (self.folder / roots.name(1)).read_bytes()


def make(folder: Path) -> Trusted:
    folder.mkdir(parents=True)
    made = Trusted(folder, (signer(b"1" * 32), signer(b"2" * 32)), signer(SEED), signer(SEED[::-1]), datetime.now(UTC))
    root = roots.draft(None, made.now)
    roots.add(root.signed, people=[one.public_key for one in made.people], online=[made.online.public_key])
    for one in made.people:
        roots.sign(root, one, None)
    roots.write(folder, root)
    return made
