"""Take an item down at once, as one person may in the admin. What takes two people is refused: propose it there."""

from django.core.management.base import CommandError, CommandParser

from publishing import lifecycle, reasons
from publishing.management.jobs import Job, Lines, kind_named, person
from publishing.models import Publication


class Command(Job):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("kind", help="for example service")
        parser.add_argument("slug")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who withdraws it")
        parser.add_argument(
            "--reason", required=True, choices=dict(reasons.choices()), help="why; shown at its address"
        )

    def do(self, kind: str, slug: str, by: str, reason: str, **options: object) -> Lines:
        publication = Publication.objects.filter(kind=kind_named(kind).name, slug=slug).first()
        if publication is None:
            raise CommandError(f"No {kind} “{slug}” has ever been public. Nothing was changed.")
        number = lifecycle.withdraw(publication, by=person(by), reason=reason)
        yield f"Edition {number}: the {kind} “{slug}” is withdrawn."
