"""JSON read strictly, and the forms in which bytes are written in it. Whatever else they are is `malformed`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from datetime import datetime
from typing import Any, NoReturn

from helpapi_matcher.mirror.refusals import MALFORMED, Refused

MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")


def parsed(data: bytes) -> dict[str, Any]:
    """The one object that `data` is. No name is in an object twice, and no number is none."""
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused(MALFORMED, "it is no JSON") from None
    if not isinstance(found, dict):
        raise Refused(MALFORMED, "it is no JSON object")
    return found


def compact(value: Any) -> bytes:
    """The bytes that a digest is of."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except (ValueError, RecursionError):
        raise Refused(MALFORMED, "it has characters that are none") from None


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def member(holder: Any, name: str, *kinds: type) -> Any:
    """A member that has to be there and of one of these kinds; true and false are no numbers."""
    value = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise Refused(MALFORMED, f"{name} is not what it should be")
    return value


def number(holder: Any, name: str) -> int:
    """A whole number, not negative."""
    value: int = member(holder, name, int)
    if value < 0:
        raise Refused(MALFORMED, f"{name} is negative")
    return value


def hexadecimal(holder: Any, name: str, size: int = 32) -> str:
    """So many bytes in lower case: another way to write the same would be another file."""
    value: str = member(holder, name, str)
    if not re.fullmatch(rf"[0-9a-f]{{{2 * size}}}", value):
        raise Refused(MALFORMED, f"{name} is not hexadecimal")
    return value


def moment(holder: Any, name: str) -> datetime:
    value = member(holder, name, str)
    try:
        if MOMENT.fullmatch(value):
            return datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        pass
    raise Refused(MALFORMED, f"{name} is no moment")


def base64url(text: str) -> bytes:
    """In the one way that these bytes are written: none of the bits that are dropped is set."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text:
            return data
    except (ValueError, binascii.Error):
        pass
    raise Refused(MALFORMED, "it is no base64url")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError
