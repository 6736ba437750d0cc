"""Put accounts in force where there is no approver who could: the first ones, or after the last approver is gone."""

from django.core.management.base import CommandParser

from publishing import confirming
from publishing.management.jobs import Job, Lines, person


class Command(Job):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "usernames", nargs="+", metavar="username", help="all at once: the next one asks an approver"
        )

    def do(self, usernames: list[str], **options: object) -> Lines:
        confirming.confirm_first([person(name) for name in usernames])
        yield f"In force: {', '.join(usernames)}."
