"""Mozilla's HTTP Observatory score of one answer, as its published table of tests and modifiers has it.

Source: developer.mozilla.org, HTTP Observatory, "Tests & Scoring" (2024): 100 points, less the penalties; bonuses count
only from 90 points on. Counted as unproven, so without bonus: preloading. Not counted: what one answer cannot tell,
that is redirection from http (the proxy's) and certificates.
"""

import re
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

SIX_MONTHS = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
LEAKING = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
INSECURE = ("http:", "ftp:")
BROAD = {"'unsafe-inline'", "data:", "https:", "http:", "*"}


def score(headers: dict[str, str], cookies: SimpleCookie, body: str = "") -> int:
    """`headers` by lower-case name; `cookies` set by the answer; `body` of a page, else empty."""
    policy = _policy(headers.get("content-security-policy", ""))
    modifiers = [
        _content_policy(policy),
        _cookies(cookies, "strict-transport-security" in headers),
        -50 if headers.get("access-control-allow-credentials") == "true" else 0,
        _transport(headers.get("strict-transport-security")),
        _referrer(headers.get("referrer-policy")),
        _scripts(body),
        0 if headers.get("x-content-type-options") == "nosniff" else -5,
        _frames(policy, headers.get("x-frame-options")),
        _resource(headers.get("cross-origin-resource-policy")),
    ]
    base = 100 + sum(points for points in modifiers if points < 0)
    return max(0, base + sum(points for points in modifiers if points > 0) if base >= 90 else base)


def _policy(header: str) -> dict[str, set[str]]:
    parts = (part.split() for part in header.split(";"))
    return {words[0]: set(words[1:]) for words in parts if words}


def _content_policy(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    fallback = policy.get("default-src", {"*"})
    if BROAD & (policy.get("script-src", fallback) | policy.get("object-src", fallback)):
        return -20
    passive = policy.get("img-src", fallback) | policy.get("media-src", fallback)
    if any(source.startswith(INSECURE) for source in passive):
        return -10
    if any("'unsafe-eval'" in sources for sources in policy.values()):
        return -10
    if BROAD & policy.get("style-src", fallback):
        return 0
    return 10 if fallback == {"'none'"} else 5


def _cookies(cookies: SimpleCookie, has_hsts: bool) -> int:
    worst = 5 if cookies else 0
    for cookie in cookies.values():
        is_session = "session" in cookie.key
        if not cookie["secure"]:
            worst = min(worst, (-10 if is_session else -5) if has_hsts else (-40 if is_session else -20))
        if is_session and not cookie["httponly"]:
            worst = min(worst, -30)
        if cookie["samesite"] not in ("Lax", "Strict"):
            worst = min(worst, -20 if cookie["samesite"] or "csrf" in cookie.key else 0)
    return worst


def _transport(header: str | None) -> int:
    found = re.search(r"max-age=(\d+)", header or "")
    if not found:
        return -20
    return 0 if int(found[1]) >= SIX_MONTHS else -10


def _referrer(header: str | None) -> int:
    if header is None:
        return 0
    return 5 if header in PRIVATE else -5


def _frames(policy: dict[str, set[str]], header: str | None) -> int:
    if policy.get("frame-ancestors") in ({"'none'"}, {"'self'"}):
        return 5
    return 0 if header in ("DENY", "SAMEORIGIN") else -20


def _resource(header: str | None) -> int:
    known = {None: 0, "same-origin": 10, "same-site": 10, "cross-origin": 0}
    return known.get(header, -5)


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[dict] = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "script" and urlsplit(given.get("src") or "").netloc:
            self.foreign.append(given)


def _scripts(body: str) -> int:
    page = _Scripts()
    page.feed(body)
    if not page.foreign:
        return 0
    if any(not script["src"].startswith("https:") for script in page.foreign):
        return -50 if not all(script.get("integrity") for script in page.foreign) else -20
    return 5 if all(script.get("integrity") for script in page.foreign) else -5
