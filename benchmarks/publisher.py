"""Publish one small edition after another, as two people would: for the drills, in a process of its own.

    python -m benchmarks.publisher [--editions 10] [--every 1] [--services 5] [--take-down-every 0]

Each edition writes the same mark, a sentence with a number, into the summary of every service it publishes, so an
answer that holds two marks mixes two editions. Prints a line for each: its number, its mark, and the time. With
`--take-down-every N` each N-th takes a service down for good instead, as one with a wrong contact; its mark is its uid.
"""

import argparse
import time

import django


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.publisher", description=__doc__.splitlines()[0])
    parser.add_argument("--editions", type=int, default=10)
    parser.add_argument("--every", type=float, default=1, help="seconds from the beginning of one to that of the next")
    parser.add_argument("--services", type=int, default=5, help="how many services each edition changes")
    parser.add_argument("--take-down-every", type=int, default=0, help="each so many editions; 0: never")
    options = parser.parse_args()
    django.setup()

    editor, approver = _person("drill-editor"), _person("drill-approver")
    for turn in range(1, options.editions + 1):
        began = time.monotonic()
        if options.take_down_every and turn % options.take_down_every == 0:
            number, mark = _take_down(editor, approver)
        else:
            number, mark = _publish(options.services, editor, approver)
        print(number, mark, time.time(), flush=True)
        time.sleep(max(0, began + options.every - time.monotonic()))


def _publish(count: int, editor, approver) -> tuple[int, str]:
    from publishing import lifecycle
    from services.models import Service

    services = list(Service.objects.order_by("slug")[:count])
    mark = f"mark-{time.monotonic_ns()}"
    for service in services:
        service.summary = f"This is {mark}."
        service.save()
    submissions = lifecycle.submit(services, by=editor)
    return lifecycle.approve(submissions, by=approver), mark


def _take_down(editor, approver) -> tuple[int, str]:
    """The last that is public and that none of the other editions changes."""
    from publishing import acts, withdrawing
    from publishing.models import Publication

    last = Publication.objects.filter(kind="service", state=Publication.LIVE).order_by("-slug")[0]
    act = acts.propose("withdraw", withdrawing.details([last], "wrong-contact"), by=editor)
    return acts.approve(act, by=approver).edition, str(last.uid)


def _person(name: str):
    from django.contrib.auth import get_user_model

    from tests.in_force import colleague

    return get_user_model().objects.filter(username=name).first() or colleague(name)


if __name__ == "__main__":
    main()
