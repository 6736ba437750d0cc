"""Which web addresses, and which addresses behind their names, may ever be called: public ones, and nothing else.

Whatever reaches into a network of ours is refused: loopback, private, link-local and metadata addresses, and every
form of IPv6 that holds an IPv4 address. A name is judged by all that it leads to, at the moment of the call.
"""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80}
LONGEST_NAME = 253
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# The last label begins with a letter: one that begins with a digit makes some programs read a number of IPv4.
NAME = re.compile(rf"(?:{LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?", re.IGNORECASE)
ONLY_INSIDE = {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion"}

# Beyond what Python's own table says: https://www.iana.org/assignments/iana-ipv4-special-registry
NEVER = [
    ipaddress.ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # a cloud's own, though it looks public
        # of 2000::/3: protocol assignments with Teredo, documentation, 6to4
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
UNICAST = ipaddress.ip_network("2000::/3")  # no other part of IPv6 is given out
HOLDS_IPV4 = {0x5EFE, 0x02005EFE}  # the middle of an address of ISATAP


def fault(url: str, schemes: Collection[str] = ("https",)) -> str:
    """Why this is not called, in words; empty where it may be, if its name leads to public addresses alone."""
    if not re.fullmatch(r"[!-~]+", url) or "\\" in url:
        return "Write it with plain letters, digits and signs, without a space or a backslash."
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "This is no web address."
    if parts.scheme not in schemes:
        return f"It has to begin with {' or '.join(f'{scheme}://' for scheme in schemes)}."
    if "@" in parts.netloc:
        return "It must not hold a user name or a password."
    if port not in (None, PORTS[parts.scheme]) or parts.netloc.endswith(":"):
        return f"It must not name another port than {PORTS[parts.scheme]}."
    if "#" in url:
        return "It must not have a part after “#”."
    host = parts.hostname or ""
    if len(host) > LONGEST_NAME or not NAME.fullmatch(host):
        return "Give the full name of a host, as “hooks.example.org”. A number is no name."
    if host.rpartition(".")[2] in ONLY_INSIDE:
        return "This name leads only to inside a network."
    return ""


def is_public(address: str) -> bool:
    """Whether an address, as a resolver gives it, may be called."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved or any(ip in block for block in NEVER):
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return True
    return ip in UNICAST and not ip.scope_id and (int(ip) >> 32) & 0xFFFFFFFF not in HOLDS_IPV4
