"""A process with a database of its own, on which senders are started that can be killed. See tests/publishing/worker.

The senders are the real ones, but for whom they take for public, whose certificates they trust, and how long they wait.
"""

import json
import os
import signal
import socket
import ssl
import sys
import time
from datetime import timedelta
from pathlib import Path

from tests.publishing import worker

PAUSES, REST = (0.05, 0.1, 0.3), 0.3  # seconds


class Post(worker.Worker):
    module = "tests.partners.worker"


def prepare() -> None:
    from django.core.management import call_command

    from tests.in_force import colleague

    call_command("migrate", verbosity=0)
    colleague("operator", "Operator")


def endpoints(hosts: list[str]) -> dict[str, str]:
    """Confirmed ones, one for each host, and no others; the secret of each."""
    from django.contrib.auth.models import User

    from partners.webhooks import queue, signing
    from partners.webhooks.models import Delivery, Endpoint

    Delivery.objects.all().delete()
    Endpoint.objects.all().delete()
    operator, found = User.objects.get(username="operator"), {}
    for host in hosts:
        made = Endpoint.objects.create(
            url=f"https://{host}/hooks/{host}", description=host, state=Endpoint.CONFIRMED, added_by=operator,
            generation=1, told_to=queue.newest(),
        )  # fmt: skip
        found[host] = signing.secret(made)
    return found


def seal(count: int) -> list[int]:
    """So many editions more; their numbers."""
    from django.utils import timezone

    from partners.webhooks import queue
    from publishing.models import SealedEdition

    numbers = [queue.newest() + 1 + more for more in range(count)]
    for number in numbers:
        SealedEdition.objects.create(number=number, digest="d", at=timezone.now(), mac="m")
    return numbers


def start(where: dict[str, int], root: str, seconds: float) -> int:
    """Start a sender that finds the hosts at these ports of loopback; the number of its process.

    A call may take that many seconds; twice as long after it began, whoever is at it is taken to be gone.
    """
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid == 0:
        _send(where, root, seconds)
        os._exit(0)
    return pid


def kill(pid: int, after: float = 0, number: int = signal.SIGKILL) -> None:
    time.sleep(after)
    os.kill(pid, number)
    os.waitpid(pid, 0)


def cut() -> int:
    """End the connections that everybody else has to the database; how many. On SQLite there are none."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608
        return len(cursor.fetchall())


def waiting() -> int:
    """How many deliveries are still to be made."""
    from partners.webhooks import queue
    from partners.webhooks.models import Delivery

    unmade = sum(count for _, count in queue.unmade())
    return unmade + Delivery.objects.exclude(state=Delivery.DELIVERED).count()


def outcomes() -> dict[str, str]:
    """By host, the newest outcome of what waits."""
    from partners.webhooks.models import Delivery

    pending = Delivery.objects.filter(state=Delivery.PENDING).order_by("tried_at").select_related("endpoint")
    return {one.endpoint.host: one.outcome for one in pending if one.outcome}


def _send(where: dict[str, int], root: str, seconds: float) -> None:
    from partners.webhooks import queue, sending
    from partners.webhooks.calling import Caller

    class Everywhere:
        def everywhere(self) -> int:
            return 10**9

    sending.SECONDS_BETWEEN = 0.02
    caller = Caller(
        resolve=lambda host, port, seconds: [(socket.AF_INET, ("127.0.0.1", where[host]))],
        permits=lambda address: True,
        context=ssl.create_default_context(cafile=root),
        whole_seconds=seconds,
    )
    patience = queue.Patience(PAUSES, REST, lease=2 * seconds, lasts=timedelta(days=3))
    sender = sending.Sender(caller, Everywhere(), patience)  # type: ignore[arg-type]
    signal.signal(signal.SIGTERM, lambda *_: sender.stop())
    sender.run()


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "helpapi.settings"
    import django

    django.setup()
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(globals()[name](*arguments)), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
