"""Changing the keys that prove what is public and what was decided, while everything goes on (docs/operating.md).

Each is two steps for an operator: give every process the new key, and the one before as …_BEFORE; then have what is
stored sealed with the new one. Afterwards the one before can go.
"""

from uuid import UUID

from django.contrib.auth.models import User

from publishing import lifecycle, record, sealing, taken_down
from publishing.lifecycle import Refusal
from publishing.models import SealedEdition, TakenDown


def change_edition_key(by: User) -> int:
    """Seal every edition and every order anew with the present key; how many. All of them have to be ours."""
    with lifecycle.locked():
        editions, orders = list(SealedEdition.objects.all()), list(TakenDown.objects.all())
        for row in editions:
            if not sealing.is_true(seal := sealing.seal_of(row)):
                raise Refusal(f"The seal of edition {row.number} is not ours. Run verify first.")
            row.mac = sealing.sealed(seal).mac
        for taken in orders:
            order = taken_down.order_of(taken)
            if not order.is_true:
                raise Refusal(f"The order to take {taken.uid} down is not ours. Run verify first.")
            taken.mac = sealing.mac(*order.facts())
        SealedEdition.objects.bulk_update(editions, ["mac"], batch_size=500)
        TakenDown.objects.bulk_update(orders, ["mac"], batch_size=500)
        _note("edition key changed", by, f"{len(editions)} editions and {len(orders)} orders")
        return len(editions) + len(orders)


def change_record_key(by: User) -> int:
    """Seal every line of the record anew with the present key; how many. It has to be whole."""
    with lifecycle.locked():
        if faults := list(record.faults()):
            raise Refusal(f"The record is not whole: {faults[0]}. Run verify first.")
        count = record.change_key()
        _note("record key changed", by, f"{count} lines")
        return count


def _note(action: str, by: User, what: str) -> None:
    record.add(action, kind="", uid=UUID(int=0), slug="", by=by.get_username(), reason=f"{what} sealed anew")
