"""How long publishing takes: everything at first, many items at once, and one among many.

    python3 benchmarks/publishing.py [--services 1000] [--at-once 2000] [--profile FILE]

Everything in this one process, on a database of its own that is thrown away: SQLite in a temporary folder, or the
database that DATABASE_URL names, which must be empty. Every third service has an organisation of its own, and each has
two channels, a detail and a source. Prints a line for each act: statements, and seconds of CPU and of the clock.
"""

import argparse
import cProfile
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).absolute().parent.parent))
HOURS = {
    "state": "weekly",
    "zone": "Europe/London",
    "weekly": [
        {"opens_day": day, "opens": "09:00", "closes_day": day, "closes": "17:00"}
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
    ],
    "exceptions": [],
    "bank_holidays": "closed",
    "bank_holiday_nations": [],
}
PLACES = ("S12000049", "E08000035", "W92000004", "K02000001")
WORDS = "It listens, and helps to have an image taken down. Nobody has to give a name. "


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 benchmarks/publishing.py", description=__doc__.splitlines()[0])
    parser.add_argument("--services", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=2000, help="how many are then submitted and approved together")
    parser.add_argument("--profile", help="where to put what cProfile saw of the first publication")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="helpapi-benchmark-") as home:
        os.environ.update(HELPAPI_HOME=home, DJANGO_SETTINGS_MODULE="helpapi.settings", EDITION_POLL_SECONDS="0.5")
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS, settings.SECOND_FACTOR = ["*"], False
        call_command("migrate", verbosity=0)
        _measure(options)


def _measure(options: argparse.Namespace) -> None:
    from publishing import keeper, lifecycle
    from services.models import Service
    from tests.in_force import colleague

    editor, approver = colleague("editor"), colleague("approver")
    items = _fill(options.services)
    profile = cProfile.Profile() if options.profile else None
    _timed(f"publish {len(items)} items at first", lambda: lifecycle.publish_first(items, "benchmark"), profile)
    if profile:
        profile.dump_stats(options.profile)
    keeper.refresh()
    some = list(Service.objects.order_by("slug")[: min(options.at_once, options.services)])
    _change(some)
    waiting = _timed(f"submit {len(some)}", lambda: lifecycle.submit(some, by=editor))
    _timed(f"approve {len(some)} at once", lambda: lifecycle.approve(waiting, by=approver))
    keeper.refresh()
    for act in ("approve 1", "approve 1 on its page") * 3:
        _change(some[:1])
        [one] = _timed("submit 1", lambda: lifecycle.submit(some[:1], by=editor))
        _timed(act, _on_its_page(one, approver) if "page" in act else partial(lifecycle.approve, [one], approver))
        keeper.refresh()


def _fill(count: int) -> list:
    from services.models import Channel, Detail, Organisation, Service, Source

    organisations = [
        Organisation(name=f"Body {n}", slug=f"body-{n}", website="https://www.example.org", description=WORDS)
        for n in range((count + 2) // 3)
    ]
    services = [
        Service(
            name=f"Line {n}", slug=f"line-{n}", summary="Someone to talk to.", types=["emotional-support"],
            audiences=["victim"], minimum_age=11, minimum_age_known=True, maximum_age=n % 80 + 12,
            maximum_age_known=True, coverage=[PLACES[n % 4]], coverage_known=True, description=WORDS * 4,
            organisation=organisations[n // 3],
        )
        for n in range(count)
    ]  # fmt: skip
    channels = [
        Channel(service=one, position=position, **fields)
        for n, one in enumerate(services)
        for position, fields in enumerate(
            (
                {"kind": "phone", "value": f"0808 157 0{n % 1000:03}", "hours": HOURS, "free": "yes"},
                {"kind": "web", "value": f"https://www.example.org/{n}"},
            ),
            start=1,
        )
    ]
    details = [Detail(service=one, position=1, about="types", text=WORDS) for one in services]
    sources = [
        Source(
            service=one, position=1, facts=["types", "cost"], title="A leaflet", publisher="Somebody",
            source_class="first-party", url="https://www.example.org/leaflet",
        )
        for one in services
    ]  # fmt: skip
    for rows in (organisations, services, channels, details, sources):
        type(rows[0]).objects.bulk_create(rows, batch_size=500)
    return [*organisations, *services]


def _change(services: list) -> None:
    from services.models import Service

    for one in services:
        one.summary = f"Changed {time.monotonic_ns()}."
    Service.objects.bulk_update(services, ["summary"], batch_size=200)


def _on_its_page(submission, approver):
    from django.test import Client

    from publishing.admin.checklist import QUESTIONS

    client = Client()
    client.force_login(approver)
    address = f"/admin/publishing/submission/{submission.pk}/change/"
    client.get(address)
    answers = {f"checked-{name}": "on" for name, _, _ in QUESTIONS}
    sent = {"approve": "yes", f"digest-{submission.pk}": submission.digest, **answers}

    def approve() -> None:
        if client.post(address, sent).status_code != 302:
            raise SystemExit("It was not approved.")

    return approve


def _timed(what: str, act, profile: cProfile.Profile | None = None):
    from django.db import connection

    count = 0

    def counting(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        clock, cpu = time.perf_counter(), time.process_time()
        found = profile.runcall(act) if profile else act()
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    print(f"{what:40} {count:7} statements  {cpu:8.3f} s CPU  {clock:8.3f} s", flush=True)
    return found


if __name__ == "__main__":
    main()
