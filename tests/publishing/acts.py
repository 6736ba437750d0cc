"""What people do to items in these tests, in one line each."""

import json

from django.contrib.auth.models import User
from django.db.models import Model

from publishing import acts, keeper, lifecycle, withdrawing
from publishing.models import (
    Borrowing,
    EditionNumber,
    Publication,
    Publishable,
    Record,
    SealedEdition,
    Submission,
    TakenDown,
)
from tests.in_force import colleague


def edit(item: Publishable, by=None, **fields) -> Publishable:
    """Change the item's row as the admin does, recorded as `by`'s (None: nobody's)."""
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    lifecycle.edited(item, by=by)
    return item


def edit_unseen(item: Publishable, **fields) -> None:
    """Change the item's row by a way that records nothing."""
    type(item).objects.filter(pk=item.pk).update(**fields)


def publication(item: Publishable) -> Publication:
    return Publication.objects.get(pk=item.pk)


def document(item: Publishable) -> dict:
    return json.loads(publication(item).documents["v1.en"])


def state(submission: Submission) -> str:
    return Submission.objects.get(pk=submission.pk).state


class Backup:
    """The database as it is now, for what is public and its record, to be put back as a restore does."""

    TABLES = (Publication, Borrowing, EditionNumber, SealedEdition, TakenDown, Record, Submission)

    def __init__(self):
        person("first-person"), person("second-person")  # who act in these tests, and are in force in the backup
        self._rows = {table: list(table.objects.all()) for table in self.TABLES}

    def rows(self, table: type[Model]) -> list[Model]:
        return self._rows[table]

    def restore(self) -> None:
        for table, rows in self._rows.items():
            table.objects.all().delete()
            table.objects.bulk_create(rows)


def take_down(
    *gone: Publishable | Publication, by: User | None = None, reason="closed", words="", replacement="", and_by=None
) -> int:
    """Take something down as two people do, who may take down anything; the number of the edition."""
    held = list(Publication.objects.filter(pk__in=[one.pk for one in gone]))
    details = withdrawing.details(held, reason, words, replacement)
    act = acts.propose("withdraw", details, by=by or person("first-person"))
    return acts.approve(act, by=and_by or person("second-person")).edition


def person(name: str) -> User:
    return User.objects.filter(username=name).first() or colleague(name)


def put_in_force(above: int = 0) -> int:
    """Put what the database holds in force as two people do, and serve it; the number of the edition."""
    act = acts.propose("put-in-force", {"above": above}, by=person("first-person"))
    number = acts.approve(act, by=person("second-person")).edition
    keeper.refresh()
    return number
