"""What operators do to endpoints. Each of it is on record; none of it calls anybody, which the sender alone does."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from partners.webhooks import outcomes, signing
from partners.webhooks.models import Delivery, Endpoint
from publishing import accounts, lifecycle, record
from publishing.permission import Refusal

PERMISSION = "partners.change_endpoint"
ADDED, CHANGED, NEW_SECRET = "endpoint added", "endpoint changed", "endpoint secret"
ASKED, OFF = "endpoint asked", "endpoint off"


def add(endpoint: Endpoint, by: User) -> None:
    _require(by)
    with lifecycle.locked():
        endpoint.added_by = by
        endpoint.save(force_insert=True)
        _note(ADDED, endpoint, by, endpoint.url)


def change(endpoint: Endpoint, by: User) -> None:
    """Keep its address and description as they are given. Another address is told nothing before it has confirmed."""
    with _held(endpoint.pk, by) as held:
        is_moved = held.url != endpoint.url
        held.url, held.description = endpoint.url, endpoint.description
        if is_moved:
            _end(held, Q(event=Delivery.CONFIRM), outcomes.OVERTAKEN)
            held.state = Endpoint.OFF if held.state == Endpoint.OFF else Endpoint.UNCONFIRMED
            held.confirmed_at, held.failures = None, 0
        held.save()
        _note(CHANGED, held, by, held.url if is_moved else "its description")
        endpoint.refresh_from_db()


def make_secret(uid: UUID, by: User) -> str:
    """A new one, to be shown once; the one before signs too for a week."""
    signing.key()
    with _held(uid, by) as endpoint:
        endpoint.generation, endpoint.renewed_at = endpoint.generation + 1, timezone.now()
        endpoint.save()
        _note(NEW_SECRET, endpoint, by, f"number {endpoint.generation}")
        return signing.secret(endpoint)


def ask_to_confirm(uid: UUID, by: User) -> None:
    """Have the sender ask. What was switched off hears of the editions from now on, any other of all since it was."""
    with _held(uid, by) as endpoint:
        if not endpoint.generation:
            raise Refusal("Make a secret first: without it the partner can't know that the question is ours.")
        if endpoint.state == Endpoint.CONFIRMED:
            raise Refusal("It is confirmed already.")
        if endpoint.state == Endpoint.OFF:
            endpoint.state, endpoint.told_to = Endpoint.UNCONFIRMED, None
        _end(endpoint, Q(event=Delivery.CONFIRM), outcomes.OVERTAKEN)
        _due_now(endpoint)
        Delivery.made(endpoint, Delivery.CONFIRM, timezone.now()).save()
        _note(ASKED, endpoint, by, endpoint.url)


def switch_off(uid: UUID, by: User) -> None:
    """Nothing more is sent to it; what waits is given up, and can be sent again when it is confirmed anew."""
    with _held(uid, by) as endpoint:
        if endpoint.state == Endpoint.OFF:
            raise Refusal("It is switched off already.")
        endpoint.state, endpoint.confirmed_at = Endpoint.OFF, None
        endpoint.save()
        _end(endpoint, Q(), outcomes.SWITCHED_OFF)
        _note(OFF, endpoint, by, endpoint.url)


def send_test(uid: UUID, by: User) -> None:
    with _held(uid, by) as endpoint:
        if endpoint.state != Endpoint.CONFIRMED:
            raise Refusal("It is not confirmed, so nothing is sent to it but the question to confirm.")
        _due_now(endpoint)
        Delivery.made(endpoint, Delivery.TEST, timezone.now()).save()


def send_again(deliveries: Iterable[Delivery], by: User) -> int:
    """Have these tried again from now on, for three more days; how many. A receiver that has it drops it by its id."""
    _require(by)
    now = timezone.now()
    confirmed = Delivery.objects.filter(pk__in=[one.pk for one in deliveries], endpoint__state=Endpoint.CONFIRMED)
    again = confirmed.exclude(state=Delivery.PENDING).exclude(event=Delivery.CONFIRM)
    uids = set(again.values_list("endpoint", flat=True))
    count = Delivery.objects.filter(pk__in=list(again.values_list("pk", flat=True))).update(
        state=Delivery.PENDING, since=now, next_at=now, attempts=0, outcome="", delivered_at=None
    )
    for endpoint in Endpoint.objects.filter(pk__in=uids):
        _due_now(endpoint)
    return count


@contextmanager
def _held(uid: UUID, by: User) -> Iterator[Endpoint]:
    _require(by)
    with lifecycle.locked():
        yield Endpoint.objects.select_for_update().get(pk=uid)


def _require(by: User) -> None:
    if not by.has_perm(PERMISSION):
        raise Refusal("Your account is not allowed to keep endpoints.")
    if not accounts.is_in_force(by):
        raise Refusal("Your account is not in force: it was made or changed, and no approver has confirmed that yet.")


def _due_now(endpoint: Endpoint) -> None:
    """Leave it alone no longer, unless somebody is at it now: then a delivery is due again when that would be over."""
    if not endpoint.deliveries.filter(next_at=endpoint.not_before).exists():
        endpoint.not_before = timezone.now()
    endpoint.save()


def _end(endpoint: Endpoint, which: Q, outcome: str) -> None:
    endpoint.deliveries.filter(which, state=Delivery.PENDING).update(state=Delivery.DEAD, outcome=outcome)


def _note(action: str, endpoint: Endpoint, by: User, reason: str) -> None:
    record.add(action, kind="", uid=endpoint.uid, slug=endpoint.host[:80], by=by.get_username(), reason=reason)
