"""How long it takes to approve 500 items as one edition among 2,000, while questions go on being answered.

    python3 benchmarks/approve.py

Everything in this one process, on a database of its own that is thrown away: SQLite in a temporary folder, or the
database that DATABASE_URL names, which must be empty. Prints one line.
"""

import os
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).absolute().parent.parent))
ITEMS, CHANGED, SERVICES_OF_EACH = 2000, 500, 9


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="helpapi-benchmark-") as home:
        os.environ.update(HELPAPI_HOME=home, DJANGO_SETTINGS_MODULE="helpapi.settings", EDITION_POLL_SECONDS="0.5")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        print(measure())
        connections.close_all()
        sys.stdout.flush()
        os._exit(0)  # the keeper's thread would go on asking for the database


def measure() -> str:
    from publishing import keeper, lifecycle

    items, editor, approver = fill()
    lifecycle.publish_first(items, "benchmark")
    keeper.start()
    submitted, seconds_to_submit = timed(submit, items[:CHANGED], editor)
    reads = Reads()
    reads.start()
    number, seconds = timed(lifecycle.approve, submitted, approver)
    reads.stop()
    return (
        f"edition {number}: {CHANGED} of {ITEMS} items approved in {seconds:.1f} s (submitted in "
        f"{seconds_to_submit:.1f} s); meanwhile {len(reads.seconds)} questions answered, {reads.failed} failed, "
        f"slowest {max(reads.seconds) * 1000:.0f} ms"
    )


def fill():
    from tests import factories as make
    from tests.in_force import colleague

    items = []
    while len(items) < ITEMS:
        organisation = make.organisation()
        services = [make.service(organisation=organisation) for _ in range(SERVICES_OF_EACH)]
        items += [organisation, *services]
    people = [colleague(name) for name in ("editor", "approver")]
    return items[:ITEMS], *people


def submit(items, by):
    from publishing import lifecycle

    for item in items:
        item.description = f"Changed: {item.name}"
        item.save()
    return lifecycle.submit(items, by=by)


def timed(function, *arguments):
    began = time.perf_counter()
    return function(*arguments), time.perf_counter() - began


class Reads(threading.Thread):
    """Asks for a page of services twenty times a second until it is stopped."""

    def __init__(self):
        super().__init__(daemon=True)
        self.seconds, self.failed, self._stop_asking = [], 0, threading.Event()

    def run(self) -> None:
        from django.test import Client

        client = Client()
        while not self._stop_asking.wait(0.05):
            response, seconds = timed(client.get, "/api/v1/services?age=15&page_size=20")
            self.seconds.append(seconds)
            self.failed += response.status_code != 200

    def stop(self) -> None:
        self._stop_asking.set()
        self.join()


if __name__ == "__main__":
    main()
