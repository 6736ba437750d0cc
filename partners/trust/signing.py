"""A statement as a compact JWS (RFC 7515), signed with Ed25519 (RFC 9864), for readers that have no client of TUF.

Its `kid` is the key's id in the root, so that there is one root of trust. The same payload and key always give the
same bytes, so every node makes the same.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson
from joserfc import jws as jose
from joserfc.jwk import OKPKey

from partners.trust import standing

ALGORITHM = "Ed25519"
STATEMENT = "helpapi-statement+jws"
RECALLS = "helpapi-recalls+jws"


def jws(payload: Mapping[str, Any], typ: str) -> str | None:
    """None where there is no key that a reader would believe. `typ`: what it is, so that none passes for another."""
    signer = standing.signer()
    if signer is None:
        return None
    header = {"alg": ALGORITHM, "kid": signer.public_key.keyid, "typ": typ}
    return jose.serialize_compact(header, orjson.dumps(payload), _read(signer.private_bytes), algorithms=[ALGORITHM])


@cache
def _read(pem: bytes) -> OKPKey:
    return OKPKey.import_key(pem)
