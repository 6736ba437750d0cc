"""Run as a program, `python -m tests.reordering SECONDS EVERY`: publishes one edition after another, as two people do.

In each edition some services change places, one comes or one goes. Prints a line for each: its number and the slugs
of its services.
"""

import random
import sys
import time

import django


def main(seconds: float, every: float) -> None:
    django.setup()

    from benchmarks.publisher import _person
    from tests import factories

    editor, approver = _person("drill-editor"), _person("drill-approver")
    _publish([factories.service(f"Come {number:02}") for number in range(10)], editor, approver)
    end = time.monotonic() + seconds
    while (began := time.monotonic()) < end:
        _publish([*_moved(), factories.service(f"Come {time.monotonic_ns()}")], editor, approver)
        _pause(began, every)
        began = time.monotonic()
        _withdraw_one(editor, approver)
        _pause(began, every)


def _moved() -> list:
    """A few services with another urgency, which is what the list is ordered by."""
    from services.models import Service

    chosen = random.sample(list(Service.objects.filter(slug__startswith="come-")[:40]), 5)
    for service in chosen:
        service.urgency = service.urgency % 5 + 1
        service.save()
    return chosen


def _publish(items: list, editor, approver) -> None:
    from publishing import lifecycle

    _say(lifecycle.approve(lifecycle.submit(items, by=editor), by=approver))


def _withdraw_one(editor, approver) -> None:
    from publishing import lifecycle
    from publishing.models import Publication
    from publishing.reasons import Reason
    from services.models import Service

    gone = random.choice(list(Publication.objects.filter(slug__startswith="come-", state=Publication.LIVE)))  # noqa: S311
    _say(lifecycle.withdraw_as_two([gone], editor, approver, Reason("closed")))
    Service.objects.filter(pk=gone.pk).delete()


def _say(number: int) -> None:
    from publishing.models import Publication

    live = Publication.objects.filter(kind="service", state=Publication.LIVE)
    print(number, *sorted(live.values_list("slug", flat=True)), flush=True)


def _pause(began: float, every: float) -> None:
    time.sleep(max(0, began + every - time.monotonic()))


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
