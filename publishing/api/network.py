"""From which network address somebody asks, which only our own proxies may tell us of."""

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from django.conf import settings


def client_address(meta: Mapping[str, Any]) -> str | None:
    """That of the WSGI environment; None where there is none.

    Each of `PROXIES` adds the address it was asked from at the right end of X-Forwarded-For; what stands further left
    came with the request and can say anything. A household has a whole /64 of IPv6, which stands for its addresses.
    """
    told = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    ours = told[-settings.PROXIES] if settings.PROXIES and settings.PROXIES <= len(told) else ""
    address = _parsed(ours) or _parsed(meta.get("REMOTE_ADDR", ""))
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64)
    return str(address) if address else None


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None
