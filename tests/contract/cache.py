"""A shared cache as RFC 9111 has it, as lenient as it may be: it shows stale what it is allowed to show stale."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from publishing.api.negotiation import prefers_gzip


@dataclass
class Kept:
    body: bytes
    etag: str
    control: str
    at: datetime

    def directive(self, name: str) -> int | None:
        found = re.search(rf"\b{name}=(\d+)", self.control)
        return int(found[1]) if found else None

    def is_fresh(self, now: datetime) -> bool:
        return (now - self.at).total_seconds() < (self.directive("max-age") or 0)

    def may_be_shown_on_error(self, now: datetime) -> bool:
        """RFC 5861. Without it and without `must-revalidate`, a cache that is cut off may show it however old."""
        stale = (now - self.at).total_seconds() - (self.directive("max-age") or 0)
        return "must-revalidate" not in self.control and stale < (self.directive("stale-if-error") or float("inf"))


@dataclass
class Cache:
    """Between a client and the API. `is_cut_off`: the API cannot be reached."""

    client: Client
    is_cut_off: bool = False
    kept: dict[tuple[str, ...], Kept] = field(default_factory=dict)
    varies: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by address, the headers that were in Vary
    reached: list[int] = field(default_factory=list)

    def get(self, address: str, now: datetime, accept_encoding: str = "", accept_language: str = "") -> Any:
        """The body that the client gets; None for an error of the cache's own."""
        sent = {"Accept-Encoding": str(prefers_gzip(accept_encoding)), "Accept-Language": accept_language}
        key = address, *(sent.get(name, "") for name in self.varies.get(address, ()))
        held = self.kept.get(key)
        if held and held.is_fresh(now):
            return held.body
        if self.is_cut_off:
            return held.body if held and held.may_be_shown_on_error(now) else None
        asked = {"If-None-Match": held.etag} if held else {}
        asked |= {"Accept-Language": accept_language} if accept_language else {}
        response = self.client.get(address, headers={**asked, "Accept-Encoding": accept_encoding})
        self.varies[address] = tuple(response["Vary"].split(", "))
        key = address, *(sent.get(name, "") for name in self.varies[address])
        self.reached.append(response.status_code)
        if response.status_code == 304:
            self.kept[key] = Kept(held.body, response["ETag"], response["Cache-Control"], now)
        elif "no-store" not in response["Cache-Control"]:
            self.kept[key] = Kept(response.content, response["ETag"], response["Cache-Control"], now)
        return self.kept[key].body if key in self.kept else response.content
