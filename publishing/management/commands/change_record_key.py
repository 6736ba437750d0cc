"""Have all that HELPAPI_RECORD_KEY_BEFORE proves proven by HELPAPI_RECORD_KEY (docs/operating.md)."""

from django.core.management.base import CommandParser

from publishing import keys
from publishing.management.jobs import Job, Lines, person


class Command(Job):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who changes it")

    def do(self, *, by: str, **options: object) -> Lines:
        yield f"{keys.change_record_key(person(by))} sealed anew. The key before can go."
