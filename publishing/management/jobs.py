"""What every command has in common that changes, or may change, what is public."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Max

from publishing import confirming, lifecycle, record
from publishing.lifecycle import Refusal
from publishing.models import Record
from publishing.registry import Kind, kinds
from publishing.rendering import MissingLender
from publishing.snapshots import SnapshotError

Lines = Iterator[str]


class Job(BaseCommand):
    """All of it or nothing, tried with --dry-run; prints what it did, and says why not without a traceback."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")

    def handle(self, *, dry_run: bool, **options: object) -> None:
        try:
            with lifecycle.trial() if dry_run else lifecycle.locked():
                with on_record(self, **options):
                    lines = list(self.do(**options))
        except (Refusal, SnapshotError, MissingLender) as error:
            raise CommandError(f"{str(error).removesuffix('.')}. Nothing was changed.") from None
        if dry_run:
            self.stdout.write("This is a trial: nothing is changed. Without --dry-run it would say:")
        for line in lines:
            self.stdout.write(line)

    def do(self, *words: Any, **options: Any) -> Lines:
        """Do the work with the command's own options, and yield what was done, in words."""
        raise NotImplementedError


@contextmanager
def on_record(command: BaseCommand, **options: object) -> Iterator[None]:
    """Around what a command does: whatever it puts on record is followed by who was at the shell.

    In whose names it was done is what the options say, which is one person's word alone.
    """
    before = _newest()
    yield
    if (newest := _newest()) > before:
        names = [str(options[name]) for name in ("by", "approved_by") if options.get(name)]
        said = f", said to be done by {' and '.join(names)}" if names else ""
        reason = f"{command.__module__.rpartition('.')[2]}: lines {before + 1} to {newest}{said}"
        record.add(confirming.BY_COMMAND, kind="", uid=UUID(int=0), slug="", by=confirming.shell(), reason=reason)


def _newest() -> int:
    return Record.objects.aggregate(Max("number", default=0))["number__max"]  # type: ignore[no-any-return]  # a whole number


def kind_named(name: str) -> Kind:
    if name not in kinds():
        raise CommandError(f"There is no kind “{name}”. The kinds are: {', '.join(sorted(kinds()))}.")
    return kinds()[name]


def person(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no user “{username}”.")
    return user
