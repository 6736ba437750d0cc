"""Tell by mail everybody who may submit what somebody should look at again. To be run once a week.

What has gone out within six days does not go out again. It names items and days, and nobody who reads them.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from publishing import accounts, due, lifecycle, mailing, record
from publishing.management.jobs import on_record
from publishing.models import Record
from publishing.upkeep import Upkeep

REMINDED = "reviews reminded"
ONCE_IN = timedelta(days=6)
NAMED = 20  # of each list; the page has all of them


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")

    def handle(self, *, dry_run: bool, **options: object) -> None:
        last = Record.objects.filter(action=REMINDED, at__gt=timezone.now() - ONCE_IN).order_by("-number").first()
        if last:
            self.stdout.write(f"Sent already this week, on {last.at:%d %B %Y}, so nothing was sent.")
            return
        counts = {name: count for name, count in due.counts().items() if count}
        if not counts:
            self.stdout.write("Nothing is to be looked at again, so nothing was sent.")
            return
        to = _addresses()
        if not to:
            raise CommandError("Nobody who may submit has an email address. Nothing was sent.")
        people = "1 person" if len(to) == 1 else f"{len(to)} people"
        subject = "Reviews: " + ", ".join(f"{due.TITLES[name].lower()} {count}" for name, count in counts.items())
        lines = list(_lines(counts))
        if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend") and not dry_run:
            raise CommandError("HELPAPI_MAIL is not set, so no mail can be sent.")
        if dry_run:
            self.stdout.write(f"This is a trial: nothing is sent. {people} would be told:")
            for line in (subject, "", *lines):
                self.stdout.write(line)
            return
        try:
            mailing.remind(subject, lines, to)
        except Exception as error:  # whatever the server does, or whatever is no server
            raise CommandError(f"The mail could not be sent: {type(error).__name__}. Run it again.") from None
        with lifecycle.locked(), on_record(self):
            record.add(REMINDED, kind="", uid=UUID(int=0), slug="", reason=f"{subject}; {people}")
        self.stdout.write(f"Told {people}. {subject}.")


def _addresses() -> list[str]:
    """Of those in force who may submit."""
    people = User.objects.with_perm("publishing.submit_item", backend="django.contrib.auth.backends.ModelBackend")
    return sorted({one.email for one in people.exclude(email="") if accounts.is_in_force(one)})


def _lines(counts: dict[str, int]) -> Iterator[str]:
    yield "Each can be said to be still correct on the page “Reviews”, below “My work” in the admin."
    for name, count in counts.items():
        yield from ("", f"{due.TITLES[name]}: {count}", due.ABOUT[name])
        for one, title in due.titled(list(due.listed(name)[:NAMED])):
            due_on = Upkeep.of(one.keys).due_on
            yield f"  {title} ({one.kind})" + (f", by {due_on:%d %B %Y}" if due_on else "")
        if count > NAMED:
            yield f"  and {count - NAMED} more"
