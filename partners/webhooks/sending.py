"""Sends what is due: one thread has the database, others call, so that a slow endpoint holds up nobody else."""

import logging
import queue as waiting
import secrets
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from partners.webhooks import events, outcomes, queue, signing
from partners.webhooks.calling import Caller
from partners.webhooks.models import Delivery
from partners.webhooks.queue import Call, Patience
from partners.webhooks.served import Nodes, nodes
from publishing.reaching import failures

log = logging.getLogger("helpapi.webhooks")
AT_ONCE = 16  # calls
SECONDS_BETWEEN = 1.0  # looks for what is due, while nothing is
SECONDS_AWAY = 2.0  # until a database that does not answer is asked again


@dataclass
class Sender:
    """Of which there may be several, on as many machines: `run` ends after `stop`, when what is under way has ended."""

    caller: Caller = field(default_factory=Caller)
    nodes: Nodes = field(default_factory=nodes)
    patience: Patience = field(default_factory=Patience)
    served: int = 0  # everywhere, as far as we know
    sent: dict[str, int] = field(default_factory=dict)  # how many calls had which outcome

    def __post_init__(self) -> None:
        self._ended: waiting.SimpleQueue[tuple[Call, str]] = waiting.SimpleQueue()
        self._kept_back: list[tuple[Call, str]] = []
        self._under_way = 0
        self._asking: Future[int] | None = None
        self._is_over = threading.Event()

    def stop(self) -> None:
        self._is_over.set()

    def run(self, once: bool = False) -> None:
        """Until it is stopped; `once`: until nothing is due."""
        with ThreadPoolExecutor(AT_ONCE + 1, thread_name_prefix="webhook") as threads:
            if once:
                self.served = self.nodes.everywhere()
            while self._under_way or self._kept_back or not self._is_over.is_set():
                try:
                    is_idle = self._round(threads)
                except (DatabaseError, InterfaceError) as error:
                    log.warning("webhooks wait for the database: %s", type(error).__name__)
                    connection.close()
                    self._is_over.wait(SECONDS_AWAY)
                    if once or self._is_over.is_set():
                        raise
                    continue
                if is_idle and once:
                    return
                self._wait(is_idle)

    def _round(self, threads: ThreadPoolExecutor) -> bool:
        """Keep what has ended, and begin what is due; whether nothing is under way."""
        self._keep_what_ended()
        if self._is_over.is_set():
            return not self._under_way
        queue.fill()
        self._follow(threads)
        room = AT_ONCE - self._under_way
        for call in queue.take(queue.may_tell(self.served), room, self.patience) if room else ():
            self._under_way += 1
            threads.submit(self._call, call)
        return not self._under_way

    def _keep_what_ended(self) -> None:
        while not self._ended.empty():
            self._kept_back.append(self._ended.get())
            self._under_way -= 1
        while self._kept_back:  # what the database does not take now is kept until it does
            call, outcome = self._kept_back[0]
            queue.finish(call, outcome, self.patience)
            self._kept_back.pop(0)
            self.sent[outcome] = self.sent.get(outcome, 0) + 1

    def _follow(self, threads: ThreadPoolExecutor) -> None:
        """Ask the nodes, without waiting for them, while an edition is not known to be served."""
        if self._asking and self._asking.done():
            self.served = max(self.served, self._asking.result())
            self._asking = None
        if self._asking is None and self.served < queue.newest():
            self._asking = threads.submit(self.nodes.everywhere)

    def _wait(self, is_idle: bool) -> None:
        """For the end of a call, or for a second."""
        if is_idle:
            self._is_over.wait(SECONDS_BETWEEN)
            return
        try:
            self._kept_back.append(self._ended.get(timeout=SECONDS_BETWEEN))
            self._under_way -= 1
        except waiting.Empty:
            pass

    def _call(self, call: Call) -> None:
        outcome = failures.NOT_REACHED
        try:
            outcome = self._sent(call)
        except Exception:  # whatever it is, it is of this endpoint alone
            log.exception("a webhook could not be sent to endpoint %s", call.endpoint.pk)
        finally:
            self._ended.put((call, outcome))

    def _sent(self, call: Call) -> str:
        """Call the endpoint; the outcome. Nothing here asks the database."""
        challenge = secrets.token_urlsafe(24) if call.delivery.event == Delivery.CONFIRM else ""
        body = events.body(call.delivery, challenge)
        headers = signing.headers(call.endpoint, call.delivery.message_id, body, timezone.now())
        answer = self.caller.post(call.endpoint.url, headers, body, wants_body=bool(challenge))
        if challenge and answer.outcome == outcomes.DELIVERED and not events.gives_back(answer.body, challenge):
            return outcomes.WRONG_CHALLENGE
        return answer.outcome
