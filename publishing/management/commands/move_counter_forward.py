"""After a restore from a backup: number what it holds above every edition that was served (docs/operating.md)."""

from django.conf import settings
from django.core.management.base import CommandError

from publishing import bundle, restoring
from publishing.management.jobs import Job
from publishing.models import EditionNumber, Publication


class Command(Job):
    help = __doc__

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--above", type=int, help="the greatest edition any node shows at /health/ready (this node's newest file)"
        )

    def do(self, *, above: int | None, **options):
        above = above if above is not None else _newest_on_file()
        number = EditionNumber.objects.values_list("number", flat=True).first() or 0
        if number > above:
            yield f"The database is at edition {number}, above {above}: nothing to do."
        elif not Publication.objects.exists():
            raise CommandError("Nothing has been published here, so there is nothing to move. Is this the database?")
        else:
            yield f"The restored content, edition {number}, is now edition {restoring.move_forward(above)}."


def _newest_on_file() -> int:
    edition = bundle.newest(settings.EDITIONS_FOLDER)
    if edition is None:
        raise CommandError("There is no edition file on this node; give --above.")
    return edition.number
