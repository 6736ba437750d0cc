"""Take an item down at once. One person may: hiding a bad number is safe."""

from django.core.management.base import CommandError

from publishing import lifecycle
from publishing.management.jobs import Job, kind_named, person
from publishing.models import Publication


class Command(Job):
    help = __doc__

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("kind", help="for example service")
        parser.add_argument("slug")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who withdraws it")
        parser.add_argument("--reason", required=True, help="why; shown at its address")
        parser.add_argument("--replacement", default="", metavar="SLUG", help="a public item of its kind to go to")

    def do(self, kind: str, slug: str, by: str, reason: str, replacement: str, **options):
        publication = Publication.objects.filter(kind=kind_named(kind).name, slug=slug).first()
        if publication is None:
            raise CommandError(f"No {kind} “{slug}” has ever been public. Nothing was changed.")
        number = lifecycle.withdraw(publication, by=person(by), reason=reason, replacement=replacement)
        yield f"Edition {number}: the {kind} “{slug}” is withdrawn."
