"""Going forward from what a database holds that went back, as after a restore from a backup.

Processes that served a later edition refuse to go back. So two people put what the database holds in force: all of it
is held against the record, made anew, and sealed as an edition above every number that was ever served.
"""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User

from publishing import (
    acts,
    agreement,
    keeper,
    lifecycle,
    listing,
    permission,
    record,
    rendering,
    sealing,
    snapshots,
    taken_down,
    upkeep,
    verifying,
)
from publishing.acts import ActKind, Details, Shown
from publishing.dates import today
from publishing.lifecycle import Refusal
from publishing.models import Publication, SealedEdition


def put_in_force(by: User, approved_by: User, above: int = 0) -> int:
    """Seal all that is public as one new edition, greater than `above` and than any that is known to be served.

    What the nodes have taken down stays down, and what waited for its day is void. The record names both people, and
    goes on from here: it no longer has to reach the line that it had reached. The number of the edition.
    """
    permission.require_two(by, approved_by, "approve_item", "put a restored database in force")
    with lifecycle.locked() as counter:
        publications = list(Publication.objects.all())
        _refuse_unproven(publications)
        before = counter.number
        _drop_what_is_not_ours()
        for one in publications:
            if "as_of" in one.keys:  # what began or ended since the backup has
                one.keys = {**one.keys, "as_of": str(today())}
            if upkeep.KEY in one.keys:
                one.keys |= upkeep.Upkeep.of(one.keys).as_of(today()).stored()
        above = _above(above)
        lifecycle.carry_out_orders(publications, above + 1)
        try:
            number = rendering.write_all(publications, counter, above, restored_from=before)
        except (rendering.MissingLender, snapshots.SnapshotError) as error:
            raise Refusal(str(error)) from None
        record.add(
            "put in force", kind="", uid=UUID(int=0), slug="", edition=number, by=approved_by.get_username(),
            submitted_by=by.get_username(), reason=f"was at edition {before}; editions up to {above} had been served",
        )  # fmt: skip
        why = "The database went back, so nobody can tell what was called off meanwhile. Plan it again."
        lifecycle.end_plans(why)
        acts.end_plans(why)
        record.rebase()
        listing.keep_all()
        keeper.refresh_on_commit()
        return number


def _preview(asked: Details) -> Shown:
    """What would be in force, and what of it is taken down again."""
    publications = list(Publication.objects.order_by("kind", "slug"))
    _refuse_unproven(publications)
    live = [publication for publication in publications if publication.state == Publication.LIVE]
    orders = taken_down.known(settings.EDITIONS_FOLDER)
    down = [
        f"{one.kind.capitalize()} “{one.slug}”, version {one.version}" for one in live if taken_down.covers(orders, one)
    ]
    newest = sealing.newest_true()
    what = f"Edition {newest.number} of {newest.at:%d %B %Y, %H:%M} (UTC)" if newest else "What was never sealed"
    said = f"{len(live)} items, each held against the record, above edition {_above(asked['above'])}."
    return [(f"In force again: {what}", [said]), ("Stays down, as was decided afterwards", down or ["Nothing."])]


def _perform(asked: Details, proposed_by: User, approved_by: User) -> int:
    return put_in_force(proposed_by, approved_by, asked["above"])


def _refuse_unproven(publications: Iterable[Publication]) -> None:
    if faults := [*verifying.unproven(publications), *verifying.altered(publications)]:
        raise Refusal(f"This is not what was approved: {'; '.join(faults[:5])}. Restore another backup.")


def _above(asked: int) -> int:
    """The greatest number that is known of, or was asked for."""
    newest = sealing.newest_true()
    return max(asked, agreement.greatest_served(), newest.number if newest else 0)


def _drop_what_is_not_ours() -> None:
    """Seals that nobody with the key has made, so that they stand in nobody's way."""
    false = [row.number for row in SealedEdition.objects.all() if not sealing.is_true(sealing.seal_of(row))]
    SealedEdition.objects.filter(number__in=false).delete()


PUT_IN_FORCE = ActKind(
    "put-in-force", "Put a restored database in force", _preview, _perform, proposes="publishing.approve_item"
)
