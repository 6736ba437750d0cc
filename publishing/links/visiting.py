"""One visit to a web address, as a polite guest: robots.txt first, no host by two at a time or without rest.

A page is asked for by GET, since many servers answer HEAD otherwise, and read only to the end of its head. Each address
that it leads to is judged like the first, at most five of them. Nothing is sent but who we are; no cookie is kept.
"""

import http.client
import threading
import time
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from django.conf import settings

from publishing.links import outcomes, pages, robots
from publishing.links.outcomes import Visit
from publishing.reaching import addresses, failures
from publishing.reaching.connecting import CAUGHT, Connector, Refused, Source, failure, left

PROGRAM = "helpapi-links"
WHOLE_SECONDS, PAUSE_SECONDS, RETRY_SECONDS = 15.0, 2.0, 10.0
MOST_READ, LARGEST_HEAD = 128 * 1024, 64 * 1024  # bytes of a page, and of what stands before it
MOST_HOPS, MOST_INTERIM = 5, 10
SCHEMES = ("https", "http")
FOR_GOOD, FOR_NOW = {301, 308}, {302, 303, 307}
AS_SENT = "!#$%&'()*+,/:;=?@[]~-._"


@dataclass(frozen=True)
class Expected:
    """What the page at an address should be like: its title when it was right, what we call it, what is accepted."""

    title: str = ""
    names: tuple[str, ...] = ()
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class _Host:
    """One at a time, and not before `rested`. `rules`: by scheme. `is_shut`: it has asked us to come back later."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    rested: float = 0.0
    rules: dict[str, robots.Rules | str] = field(default_factory=dict)
    is_shut: bool = False


@dataclass(frozen=True)
class Visitor(Connector):
    """Visits addresses, from several threads; what it has learnt of a host holds as long as it lives."""

    whole_seconds: float = WHOLE_SECONDS
    pause_seconds: float = PAUSE_SECONDS
    retry_seconds: float = RETRY_SECONDS
    hosts: dict[str, _Host] = field(default_factory=dict)

    def visit(self, url: str, expected: Expected) -> Visit:
        """Never raises for anything that a server, its name or its network does. A failure is tried once more."""
        found = self._visited(url, expected)
        if not outcomes.is_failure(found.outcome) or found.outcome in outcomes.FOR_GOOD:
            return found
        time.sleep(self.retry_seconds)
        again = self._visited(url, expected)
        return replace(again, times=2) if outcomes.is_failure(again.outcome) else again

    def is_shut(self, url: str) -> bool:
        """Whether its host has asked us to come back later."""
        return self._host(_host_of(url)).is_shut

    def _visited(self, url: str, expected: Expected) -> Visit:
        try:
            return self._led(url, expected)
        except Refused as refusal:
            return Visit(str(refusal))
        except CAUGHT as error:
            return Visit(failure(error))

    def _led(self, url: str, expected: Expected) -> Visit:
        here, moved_to, is_for_good = url, "", True
        seen = {url}
        for hop in range(MOST_HOPS + 1):
            if addresses.fault(here, SCHEMES):
                return Visit(outcomes.LED_ASTRAY if hop else failures.REFUSED_URL)
            if refusal := self._refusal(here):
                return Visit(_astray(refusal) if hop else refusal)
            try:
                answer = self._asked(here, MOST_READ)
            except Refused as refused:
                return Visit(_astray(str(refused)) if hop else str(refused))
            text = pages.text_of(answer.body, answer.headers.get("content-type", "")) if _is_page(answer) else ""
            to = _next(here, answer, text)
            if not to:
                return self._judged(url, here, answer, text, moved_to, expected)
            if to in seen and "set-cookie" in answer.headers:
                return Visit(outcomes.WALL)
            is_for_good = is_for_good and answer.status in FOR_GOOD
            here, moved_to = to, to if is_for_good else moved_to
            seen.add(to)
        return Visit(outcomes.TOO_MANY_HOPS)

    def _judged(self, url: str, here: str, answer: _Answer, text: str, moved_to: str, expected: Expected) -> Visit:
        title = pages.title_of(text)
        if pages.is_wall(answer.headers, title):
            return Visit(outcomes.WALL)
        if answer.status == 429:
            self._host(_host_of(here)).is_shut = True
        if answer.status not in (200, 203, 206):
            is_empty = answer.status in (204, 205)
            return Visit(outcomes.EMPTY if is_empty else f"status-{answer.status}")
        if not answer.body:
            return Visit(outcomes.EMPTY)
        outcome = pages.judged(title, expected.title, expected.names)
        if outcome == outcomes.OK and pages.is_home(here) and not pages.is_home(url):
            outcome = outcomes.LED_HOME
        if outcome == expected.accepted and title == expected.title:
            outcome = outcomes.OK
        return Visit(outcome, title, moved_to if outcome == outcomes.OK else "")

    def _refusal(self, url: str) -> str:
        """Why robots.txt keeps us from this address; empty where it does not. Of each host it is asked for once."""
        scheme, held = urlsplit(url).scheme, self._host(_host_of(url)).rules
        rules = held.get(scheme) or self._rules(f"{scheme}://{_host_of(url)}/robots.txt")
        if isinstance(rules, str) and outcomes.is_failure(rules):
            return rules  # of this moment, perhaps
        held[scheme] = rules
        if isinstance(rules, str):
            return rules
        return "" if rules.allow(_path(url)) else outcomes.ROBOTS

    def _rules(self, url: str) -> robots.Rules | str:
        """What it says; where it is not there, everything is allowed, and where nobody says so, nothing is."""
        for _ in range(MOST_HOPS + 1):
            if addresses.fault(url, SCHEMES):
                break
            try:
                answer = self._asked(url, robots.LARGEST, whole=True)
            except Refused as refusal:
                return str(refusal)
            except CAUGHT as error:
                return failure(error)
            if answer.status in (200, 206):
                return robots.read(answer.body.decode("utf-8", "replace"), PROGRAM)
            if answer.status == 429 or answer.status >= 500:
                return outcomes.ROBOTS_AWAY
            url = _location(url, answer)
        return robots.EVERYTHING

    def _asked(self, url: str, most: int, whole: bool = False) -> _Answer:
        """One request, when it is our turn at its host. `whole`: read on although the head of a page is over."""
        host = self._host(_host_of(url))
        with host.turn:
            time.sleep(max(host.rested - time.monotonic(), 0))
            try:
                return self._answered(url, most, whole, time.monotonic() + self.whole_seconds)
            finally:
                host.rested = time.monotonic() + self.pause_seconds

    def _answered(self, url: str, most: int, whole: bool, deadline: float) -> _Answer:
        with self.opened(urlsplit(url).scheme, _host_of(url), deadline) as connection:
            connection.settimeout(left(deadline))
            connection.sendall(_request(url))
            source = Source(connection, deadline, most + LARGEST_HEAD)
            response = _begun(source)
            headers = {name.lower(): value for name, value in response.getheaders()}
            body = bytearray()
            while len(body) < most:
                piece = response.read1(min(most - len(body), 16 * 1024))
                since = len(body)
                body += piece
                if not piece and response.length:
                    raise ConnectionResetError("broken off before the length that it gave")
                if not piece or (not whole and pages.is_enough(body, since)):
                    break
            plain = pages.unpacked(bytes(body), headers.get("content-encoding", ""), most)
            return _Answer(response.status, headers, plain)

    def _host(self, name: str) -> _Host:
        return self.hosts.setdefault(name, _Host())


def _begun(source: Source) -> http.client.HTTPResponse:
    """The final answer: what is said before it (RFC 9110, 15.2) is passed over."""
    for _ in range(MOST_INTERIM):
        response = http.client.HTTPResponse(source, method="GET")  # type: ignore[arg-type]  # all it asks a socket for is `makefile`
        response.begin()
        if response.status >= 200:
            return response
        response.fp = None  # type: ignore[assignment]  # or it would close, as it goes, what the next one reads
    raise http.client.HTTPException


def _request(url: str) -> bytes:
    agent = f"{PROGRAM}/1 (+{quote(settings.PUBLIC_URL, safe=AS_SENT)}; looks whether links still work)"
    lines = [f"GET {_path(url)} HTTP/1.1", f"Host: {_host_of(url)}", f"User-Agent: {agent}"]
    lines += ["Accept: text/html,*/*;q=0.8", "Accept-Language: en", "Accept-Encoding: identity", "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def _next(url: str, answer: _Answer, text: str) -> str:
    """Where an answer leads, in full; empty where it is the end."""
    if answer.status in FOR_GOOD | FOR_NOW:
        return _location(url, answer) or "about:nowhere"
    to = pages.led_on(text) if answer.status == 200 else ""
    return _in_full(url, to) if to and _in_full(url, to) != urldefrag(url)[0] else ""


def _location(url: str, answer: _Answer) -> str:
    is_elsewhere = answer.status in FOR_GOOD | FOR_NOW
    return _in_full(url, answer.headers.get("location", "")) if is_elsewhere else ""


def _in_full(url: str, to: str) -> str:
    """What a server wrote, in the letters that addresses have; a header's were read as if each byte were one."""
    try:
        written = to.encode("latin-1")
    except UnicodeEncodeError:
        written = to.encode()
    try:
        return urldefrag(urljoin(url, quote(written.strip(), safe=AS_SENT)))[0] if written.strip() else ""
    except ValueError:
        return "about:nowhere"


def _astray(refusal: str) -> str:
    """Of an address that it leads to: that of one inside a network is none of ours to name."""
    return outcomes.LED_ASTRAY if refusal == failures.REFUSED_ADDRESS else refusal


def _is_page(answer: _Answer) -> bool:
    said = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return said in ("text/html", "application/xhtml+xml") or (not said and answer.body.lstrip()[:1] == b"<")


def _host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
