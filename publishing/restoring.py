"""After a restore from a backup: going forward from what the backup holds.

Processes that served a later edition than the backup's refuse to go back to an older number. So what the restored
database holds is made an edition of its own, above every number that was ever served. Nothing is rendered anew.
"""

from uuid import UUID

from publishing import keeper, lifecycle, record, rendering
from publishing.models import Publication


def move_forward(above: int) -> int:
    """Number all that is public as one new edition, greater than `above`; its number. Recorded, with the gap."""
    with lifecycle.locked() as counter:
        before, counter.number = counter.number, max(counter.number, above) + 1
        Publication.objects.update(edition=counter.number)
        rendering.seal(counter)
        record.add(
            "moved forward", kind="", uid=UUID(int=0), slug="", edition=counter.number,
            reason=f"restored at edition {before}; editions up to {above} had been served",
        )  # fmt: skip
        keeper.refresh_on_commit()
        return counter.number
