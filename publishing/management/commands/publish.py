"""Publish items as one edition. It takes two people, held to the same rules as in the admin."""

from django.core.management.base import CommandError, CommandParser

from publishing import lifecycle
from publishing.management.jobs import Job, Lines, kind_named, person


class Command(Job):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("kind", help="for example service")
        parser.add_argument("slugs", nargs="+", metavar="slug")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who submits them")
        parser.add_argument("--approved-by", required=True, metavar="USERNAME", help="who approves them: somebody else")
        parser.add_argument("--note", default="", help="why, for the record")

    def do(self, kind: str, slugs: list[str], by: str, approved_by: str, note: str, **options: object) -> Lines:
        found = {item.slug: item for item in kind_named(kind).model._base_manager.filter(slug__in=slugs)}
        if missing := sorted(set(slugs) - set(found)):
            raise CommandError(f"There is no {kind} “{missing[0]}”. Nothing was changed.")
        submissions = lifecycle.submit(found.values(), by=person(by), note=note)
        number = lifecycle.approve(submissions, by=person(approved_by))
        yield f"Edition {number}: published {', '.join(f'“{slug}”' for slug in found)}."
