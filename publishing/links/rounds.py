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

log = logging.getLogger("helpapi.links")
AT_ONCE = 4  # hosts
MINUTES = 30.0

Result = tuple[Link, Visit | None]


@dataclass
class Round:
    """`found`: what is public. `asked`, `left`: how many links; `newly_broken`: those found to be, this time."""

    found: Mapping[str, Found]
    visitor: Visitor = field(default_factory=Visitor)
    minutes: float = MINUTES
    at_once: int = AT_ONCE
    asked: int = 0
    left: int = 0
    newly_broken: list[Link] = field(default_factory=list)

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
                    yield from self._kept(*results.get())
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
