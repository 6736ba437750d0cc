"""A round: the links that are due are asked for, host by host, few at once, and each result is kept as it comes.

One thread has the database; others ask. It begins nothing new when its time is over, and the next round goes on.
"""

import logging
import queue
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from publishing.links import keeping, outcomes
from publishing.links.collecting import Found
from publishing.links.models import Link
from publishing.links.outcomes import Visit
from publishing.links.visiting import Expected, Visitor
from publishing.reaching import failures

log = logging.getLogger("helpapi.links")
AT_ONCE = 4  # hosts
FEWEST_HOSTS = 3  # of which none is reached, before it is ourselves
OF_THE_WAY = {failures.NO_ADDRESS, failures.REFUSED_ADDRESS, failures.NOT_REACHED, failures.TOO_LATE}
MINUTES = 30.0

Result = tuple[Link, Visit | None]


@dataclass
class Round:
    """`found`: what is public. `asked`, `left`: how many links; `newly_broken`: those found to be, this time.

    `is_offline`: nobody was reached, so nothing was kept.
    """

    found: Mapping[str, Found]
    visitor: Visitor = field(default_factory=Visitor)
    minutes: float = MINUTES
    at_once: int = AT_ONCE
    asked: int = 0
    left: int = 0
    newly_broken: list[Link] = field(default_factory=list)
    is_offline: bool = False
    _is_online: bool = field(default=False, init=False)
    _held_back: list[tuple[Link, Visit]] = field(default_factory=list, init=False)

    def run(self, links: Sequence[Link]) -> Iterator[str]:
        """Ask for these, and say of each that is not plainly there what came of it."""
        self._ends = time.monotonic() + 60 * self.minutes
        self._is_over = threading.Event()
        results: queue.SimpleQueue[Result] = queue.SimpleQueue()
        with ThreadPoolExecutor(self.at_once, thread_name_prefix="links") as threads:
            try:
                for own in _by_host(links):
                    threads.submit(self._ask, own, results)
                for _ in links:
                    yield from self._come(*results.get())
                yield from self._ended()
            finally:
                self._is_over.set()  # whoever stops it does not wait for all that was to be asked

    def _ask(self, links: Sequence[Link], results: "queue.SimpleQueue[Result]") -> None:
        """Those of one host, one after another. Nothing here asks the database."""
        for link in links:
            visit = None
            try:
                if not self._is_over.is_set() and time.monotonic() < self._ends and not self.visitor.is_shut(link.url):
                    visit = self.visitor.visit(link.url, self._expected(link))
            except Exception:  # whatever it is, it is of this link alone
                log.exception("a link could not be looked at")
            finally:
                results.put((link, visit))

    def _expected(self, link: Link) -> Expected:
        one = self.found.get(link.url)
        return Expected(link.known_title, tuple(sorted(one.names)) if one else (), link.accepted)

    def _come(self, link: Link, visit: Visit | None) -> Iterator[str]:
        """A failure to reach anybody says nothing before somebody has been reached."""
        if visit and not self._is_online and visit.outcome in OF_THE_WAY:
            self._held_back.append((link, visit))
            return
        self._is_online = self._is_online or visit is not None
        while self._is_online and self._held_back:
            yield from self._kept(*self._held_back.pop())
        yield from self._kept(link, visit)

    def _ended(self) -> Iterator[str]:
        """Where nobody at all was reached, it is our own way out that is shut."""
        if len(_by_host([link for link, _ in self._held_back])) >= FEWEST_HOSTS:
            self.is_offline, self.left = True, self.left + len(self._held_back)
            return
        for link, visit in self._held_back:
            yield from self._kept(link, visit)

    def _kept(self, link: Link, visit: Visit | None) -> Iterator[str]:
        kept = keeping.keep(link.pk, visit) if visit else None
        if visit is None or kept is None:
            self.left += 1
            return
        self.asked += 1
        link, is_newly_broken = kept
        if is_newly_broken:
            self.newly_broken.append(link)
        if link.verdict != outcomes.OK:
            yield f"{link.VERDICTS[link.verdict]}: {link.url} – {link.why}"
        elif link.moved_to:
            yield f"Moved: {link.url} – it is at {link.moved_to} now."


def _by_host(links: Sequence[Link]) -> list[list[Link]]:
    hosts: dict[str, list[Link]] = {}
    for link in links:
        hosts.setdefault((urlsplit(link.url).hostname or "").lower(), []).append(link)
    return list(hosts.values())
