"""The queue in the database: what is due, who is at it, and what came of it. Each step is one transaction.

Nothing is written when something is published: the sealed editions are the outbox, and each endpoint keeps the number
up to which it has deliveries. Whoever calls an endpoint first moves forward when it, and the delivery, are next due:
two senders share the work, one calls an endpoint at a time, and whoever is killed leaves all of it to be done again.
"""

import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from partners.webhooks import outcomes
from partners.webhooks.calling import WHOLE_SECONDS
from partners.webhooks.models import Delivery, Endpoint
from publishing.models import SealedEdition

log = logging.getLogger("helpapi.webhooks")
MOST_MADE = 500  # deliveries to an endpoint in one transaction
TOLD_ANYWAY = timedelta(minutes=10)  # after which an edition that is not served everywhere is told of all the same


@dataclass(frozen=True)
class Patience:
    """How long to wait for what. Each pause is made up to a fifth longer or shorter by chance."""

    pauses: tuple[float, ...] = (5, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600, 12 * 3600)  # seconds after each failure
    rest: float = 5 * 60  # the longest that an endpoint which fails is left alone by what else there is for it
    lease: float = 2 * WHOLE_SECONDS  # seconds; whoever is at it for longer is gone
    lasts: timedelta = timedelta(days=3)

    def pause(self, failures: int) -> timedelta:
        """After that many, from 1."""
        seconds = self.pauses[min(failures, len(self.pauses)) - 1]
        return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311  # it only keeps calls apart


@dataclass(frozen=True)
class Call:
    """What is to be done now. `until`: the lease on the endpoint, by which its holder is known."""

    endpoint: Endpoint
    delivery: Delivery
    until: datetime


def newest() -> int:
    """The number of the newest edition; 0: there is none."""
    return int(SealedEdition.objects.aggregate(newest=Max("number", default=0))["newest"])


def may_tell(served: int) -> int:
    """The newest edition to be told of, where `served` is everywhere."""
    long_ago = SealedEdition.objects.filter(at__lte=timezone.now() - TOLD_ANYWAY)
    return max(served, int(long_ago.aggregate(newest=Max("number", default=0))["newest"]))


def fill() -> int:
    """Make the deliveries of all editions that confirmed endpoints have none for yet; how many."""
    last, made = newest(), 0
    for endpoint in Endpoint.objects.filter(state=Endpoint.CONFIRMED, told_to__lt=last):
        with transaction.atomic():
            held = _locked(Endpoint.objects.filter(pk=endpoint.pk, state=Endpoint.CONFIRMED)).first()
            if held is None:
                continue  # another sender is at it, or it was switched off
            editions = list(SealedEdition.objects.filter(number__gt=held.told_to).order_by("number")[:MOST_MADE])
            rows = [Delivery.made(held, Delivery.EDITION, one.at, one.number) for one in editions]
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)
            if editions:
                Endpoint.objects.filter(pk=held.pk).update(told_to=editions[-1].number)
            made += len(rows)
    return made


def unmade() -> Iterator[tuple[Endpoint, int]]:
    """Confirmed endpoints with how many editions they have no deliveries of yet."""
    last = newest()
    for endpoint in Endpoint.objects.filter(state=Endpoint.CONFIRMED, told_to__lt=last):
        yield endpoint, SealedEdition.objects.filter(number__gt=endpoint.told_to).count()


def due(tell: int) -> QuerySet[Delivery]:
    """What may be sent now, up to the edition `tell`, whether or not its endpoint is left alone for a while."""
    is_question = Q(event=Delivery.CONFIRM, endpoint__state=Endpoint.UNCONFIRMED)
    is_told = Q(endpoint__state=Endpoint.CONFIRMED) & (Q(event=Delivery.TEST) | Q(edition__lte=tell))
    found = Delivery.objects.filter(is_question | is_told, state=Delivery.PENDING, next_at__lte=timezone.now())
    return found.filter(endpoint__generation__gt=0)


def take(tell: int, most: int, patience: Patience) -> Sequence[Call]:
    """At most that many calls to make now, each to another endpoint: of each its oldest event comes first."""
    now = timezone.now()
    calls = []
    with transaction.atomic():
        waiting = Endpoint.objects.filter(Exists(due(tell).filter(endpoint=OuterRef("pk"))), not_before__lte=now)
        for endpoint in _locked(waiting.order_by("not_before", "pk"))[:most]:
            first = (
                due(tell).filter(endpoint=endpoint).order_by(F("edition").asc(nulls_first=True), "since", "pk").first()
            )
            if first is None:
                continue
            first.attempts, first.tried_at = first.attempts + 1, now
            first.next_at = now + timedelta(seconds=patience.lease)
            first.save(update_fields=["attempts", "tried_at", "next_at"])
            endpoint.not_before = now + timedelta(seconds=patience.lease)
            endpoint.save(update_fields=["not_before"])
            calls.append(Call(endpoint, first, endpoint.not_before))
    return calls


def finish(call: Call, outcome: str, patience: Patience) -> None:
    """Keep what came of a call. What was sent to an address that has been changed meanwhile counts as not sent."""
    now = timezone.now()
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().get(pk=call.endpoint.pk)
        is_held = endpoint.not_before == call.until
        delivery = Delivery.objects.filter(pk=call.delivery.pk, state=Delivery.PENDING).first()
        if endpoint.url != call.endpoint.url:
            if delivery:
                Delivery.objects.filter(pk=delivery.pk).update(next_at=now)
        elif outcome == outcomes.DELIVERED:
            _went_well(endpoint, delivery, now)
        else:
            _failed(endpoint, delivery, outcome, now, patience, is_held)
            is_held = False
        if is_held:
            endpoint.not_before = now
        endpoint.save()


def _went_well(endpoint: Endpoint, delivery: Delivery | None, now: datetime) -> None:
    """It is there again: all else that waits for it is due."""
    if delivery:
        _keep(delivery, Delivery.DELIVERED, outcomes.DELIVERED, delivered_at=now)
        if delivery.event == Delivery.CONFIRM and endpoint.state == Endpoint.UNCONFIRMED:
            endpoint.state, endpoint.confirmed_at = Endpoint.CONFIRMED, now
            endpoint.told_to = newest() if endpoint.told_to is None else endpoint.told_to
    if endpoint.failures:
        endpoint.failures = 0
        endpoint.deliveries.filter(state=Delivery.PENDING).update(next_at=now)


def _failed(
    endpoint: Endpoint, delivery: Delivery | None, outcome: str, now: datetime, patience: Patience, is_held: bool
) -> None:
    endpoint.failures += 1
    if is_held:
        endpoint.not_before = now + min(patience.pause(endpoint.failures), timedelta(seconds=patience.rest))
    if delivery is None:
        return
    if now - delivery.since >= patience.lasts:
        _keep(delivery, Delivery.DEAD, outcome)
        log.warning("gave up on telling endpoint %s of %s: %s", endpoint.pk, delivery, outcome)
    else:
        _keep(delivery, Delivery.PENDING, outcome, next_at=now + patience.pause(delivery.attempts))


def _keep(delivery: Delivery, state: str, outcome: str, **more: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, outcome=outcome, **more)


def _locked(rows: QuerySet[Endpoint]) -> QuerySet[Endpoint]:
    """Those that nobody else is at. On SQLite one transaction that writes holds the whole file."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows
