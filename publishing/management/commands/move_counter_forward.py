"""After a restore from a backup: number what it holds above every edition that was served (docs/operating.md)."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from publishing import bundle, restoring
from publishing.models import EditionNumber, Publication


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--above", type=int, help="the greatest edition any node shows at /health/ready (this node's newest file)"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")

    def handle(self, *, above: int | None, dry_run: bool, **options):
        above = above if above is not None else self._newest_on_file()
        number = EditionNumber.objects.values_list("number", flat=True).first() or 0
        if number > above:
            self.stdout.write(f"The database is at edition {number}, above {above}: nothing to do.")
            return
        if not Publication.objects.exists():
            raise CommandError("Nothing has been published here, so there is nothing to move. Is this the database?")
        if dry_run:
            self.stdout.write(f"Would number the restored content, now edition {number}, as edition {above + 1}.")
            return
        self.stdout.write(f"The restored content, edition {number}, is now edition {restoring.move_forward(above)}.")

    def _newest_on_file(self) -> int:
        edition = bundle.newest(settings.EDITIONS_FOLDER)
        if edition is None:
            raise CommandError("There is no edition file on this node; give --above.")
        return edition.number
