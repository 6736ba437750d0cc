"""What every command has in common that changes, or may change, what is public."""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from publishing import lifecycle
from publishing.lifecycle import Refusal
from publishing.registry import Kind, kinds
from publishing.rendering import MissingLender
from publishing.snapshots import SnapshotError


class Job(BaseCommand):
    """All of it or nothing, tried with --dry-run; prints what it did, and says why not without a traceback."""

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")

    def handle(self, *, dry_run: bool, **options) -> None:
        try:
            with lifecycle.trial() if dry_run else lifecycle.locked():
                lines = list(self.do(**options))
        except (Refusal, SnapshotError, MissingLender) as error:
            raise CommandError(f"{str(error).removesuffix('.')}. Nothing was changed.") from None
        if dry_run:
            self.stdout.write("This is a trial: nothing is changed. Without --dry-run it would say:")
        for line in lines:
            self.stdout.write(line)

    def do(self, **options) -> Iterator[str]:
        """Do the work, and yield what was done, in words."""
        raise NotImplementedError


def kind_named(name: str) -> Kind:
    if name not in kinds():
        raise CommandError(f"There is no kind “{name}”. The kinds are: {', '.join(sorted(kinds()))}.")
    return kinds()[name]


def person(username: str):
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no user “{username}”.")
    return user
