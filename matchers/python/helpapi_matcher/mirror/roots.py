"""The root of trust: which keys are ours. Root metadata as The Update Framework (TUF) lays it down.

A root is believed when enough of the people of the root before it signed it, and enough of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from helpapi_matcher.mirror import reading
from helpapi_matcher.mirror.refusals import BAD_SIGNATURE, MALFORMED, ROLLBACK, Refused


@dataclass(frozen=True)
class Root:
    """`people`: whose signatures a root needs, `threshold` of them. `online`: who signs what is public.

    Keys are by their ids, 32 bytes each.
    """

    version: int
    expires: datetime
    people: Mapping[str, bytes]
    threshold: int
    online: Mapping[str, bytes]
    data: bytes


def pinned(data: bytes) -> Root:
    """The root that one begins with, which has to be signed by its own people."""
    root, signed = _read(data)
    _verify(signed, root)
    return root


def after(before: Root, data: bytes) -> Root:
    """The root that follows `before`."""
    root, signed = _read(data)
    _verify(signed, before)
    _verify(signed, root)
    if root.version <= before.version:
        raise Refused(ROLLBACK, "the root is an old one")
    if root.version != before.version + 1:
        raise Refused(MALFORMED, "the root is not the next one")
    return root


def verified(key: bytes, signature: bytes, data: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


Signed = tuple[bytes, dict[str, bytes]]  # what is signed, and the signatures by their keys' ids


def _read(data: bytes) -> tuple[Root, Signed]:
    whole = reading.parsed(data)
    signed = reading.member(whole, "signed", dict)
    if signed.get("_type") != "root" or not str(signed.get("spec_version", "")).startswith("1."):
        raise Refused(MALFORMED, "it is no root")
    people, threshold = _role(signed, "root")
    online, one = _role(signed, "timestamp")
    if one != 1 or reading.number(signed, "version") < 1:
        raise Refused(MALFORMED, "the root asks for what there is not")
    root = Root(signed["version"], reading.moment(signed, "expires"), people, threshold, online, data)
    return root, (canonical(signed).encode(), _signatures(whole))


def _role(signed: dict[str, Any], name: str) -> tuple[dict[str, bytes], int]:
    role = reading.member(reading.member(signed, "roles", dict), name, dict)
    keyids, threshold = reading.member(role, "keyids", list), reading.number(role, "threshold")
    if threshold < 1 or len(set(map(str, keyids))) < len(keyids):
        raise Refused(MALFORMED, "a role is not what it should be")
    keys = reading.member(signed, "keys", dict)
    return {keyid: _key(reading.member(keys, keyid, dict)) for keyid in map(str, keyids)}, threshold


def _key(key: dict[str, Any]) -> bytes:
    if key.get("keytype") != "ed25519" or key.get("scheme") != "ed25519":
        raise Refused(MALFORMED, "a key is of another kind")
    return bytes.fromhex(reading.hexadecimal(reading.member(key, "keyval", dict), "public"))


def _signatures(whole: dict[str, Any]) -> dict[str, bytes]:
    found = {}
    for signature in reading.member(whole, "signatures", list):
        keyid = reading.member(signature, "keyid", str)
        if keyid in found:
            raise Refused(MALFORMED, "a key has signed twice")
        found[keyid] = bytes.fromhex(reading.hexadecimal(signature, "sig", 64))
    return found


def _verify(signed: Signed, by: Root) -> None:
    """Each key counts once, under however many names."""
    data, signatures = signed
    good = {key for keyid, key in by.people.items() if keyid in signatures and verified(key, signatures[keyid], data)}
    if len(good) < by.threshold:
        raise Refused(BAD_SIGNATURE, f"{len(good)} of {by.threshold} have signed the root")


def canonical(value: Any) -> str:
    """The text that TUF signs: names in order, no spaces, nothing escaped but quotation marks and backslashes."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    raise Refused(MALFORMED, "a root has no fractions")
