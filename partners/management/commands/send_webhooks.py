"""Tell partners of each edition that is served everywhere. To be kept running, on one admin node or on several.

One that is killed loses nothing: the next goes on. What a partner's receiver answers is no failure of this command.
"""

import signal
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.webhooks import outcomes, queue, signing
from partners.webhooks.sending import Sender


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="send what is due, and end")
        how.add_argument("--dry-run", action="store_true", help="say what is due, and call nobody")

    def handle(self, *, once: bool, dry_run: bool, **options: object) -> None:
        try:
            signing.key()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        if dry_run:
            self._say_what_is_due()
            return
        sender = Sender()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sender.stop())
        if not once:
            self.stdout.write("Telling partners of editions, until it is stopped.")
            self.stdout.flush()
        sender.run(once)
        for outcome, count in sorted(sender.sent.items()):
            self.stdout.write(f"{count}: {outcomes.in_words(outcome)}")
        if not sender.sent:
            self.stdout.write("Nothing was due.")

    def _say_what_is_due(self) -> None:
        self.stdout.write("This is a trial: nobody is called. Waiting, once their editions are served everywhere:")
        lines: list[Any] = [f"{one} to {one.endpoint}" for one in queue.due(queue.newest()).select_related("endpoint")]
        lines += [f"{count} more editions to {endpoint}" for endpoint, count in queue.unmade()]
        for line in lines or ["nothing."]:
            self.stdout.write(line)
