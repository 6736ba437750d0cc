"""How long the admin's lists and home page take at 2,000 and at 20,000 services and with 50 editors.

    python3 benchmarks/admin_lists.py [--services 2000 20000]

Everything in this one process, on a database of its own that is thrown away: SQLite in a temporary folder, or the
database that DATABASE_URL names, which must be empty. Prints a line for each page and size: queries, and the CPU of the
second of two requests, in milliseconds.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).absolute().parent.parent))
LIST = "/admin/services/service/"
PAGES = [
    LIST, f"{LIST}?p=20", f"{LIST}?_facets=True", f"{LIST}?state=edited", f"{LIST}?q=03456000459",
    f"{LIST}?q=glasgow+line", f"{LIST}?mine=to-decide", f"{LIST}?nation=scotland&checks=overdue&sources=none",
    f"{LIST}?shown-under=images", "/admin/publishing/submission/", "/admin/publishing/submission/?whose=to-decide",
    "/admin/",
]  # fmt: skip
PEOPLE = 50
WORDS = "What it does, said in a sentence or two. "
PLACES = ("S12000049", "E08000035", "W92000004", "K02000001")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 benchmarks/admin_lists.py", description=__doc__.splitlines()[0])
    parser.add_argument("--services", type=int, nargs="+", default=[2000, 20000])
    sizes = parser.parse_args().services
    with tempfile.TemporaryDirectory(prefix="helpapi-benchmark-") as home:
        os.environ.update(HELPAPI_HOME=home, DJANGO_SETTINGS_MODULE="helpapi.settings", EDITION_POLL_SECONDS="0")
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS, settings.SECOND_FACTOR = ["*"], False
        call_command("migrate", verbosity=0)
        people, made = _people(), 0
        for size in sizes:
            _fill(size - made, people)
            made = size
            for page in PAGES:
                queries, milliseconds, status = _asked(people[0], page)
                print(f"{size:6} services  {queries:3} queries  {milliseconds:6.0f} ms  {status}  {page}", flush=True)


def _people() -> list:
    from tests.in_force import colleague

    return [colleague(f"person-{number}") for number in range(PEOPLE)]


def _fill(count: int, people: list) -> None:
    """Services of which half are public, some edited since by one of many people, and 200 wait."""
    from datetime import timedelta

    from publishing import listing
    from publishing.dates import today
    from publishing.models import Edit, EditionNumber, Publication, Submission
    from publishing.registry import kinds
    from publishing.snapshots import digest, of_rows, with_parts
    from services.models import Channel, Service

    day, start = today(), Service.objects.count()
    services = [
        Service(
            name=f"Line {number}", slug=f"line-{number}", summary="Someone to talk to.", types=["image-removal"],
            audiences=["victim"], coverage=[PLACES[number % 4]], coverage_known=True,
            review_due_on=day + timedelta(number % 400 - 200), description=WORDS * 8,
        )
        for number in range(start, start + count)
    ]  # fmt: skip
    Service.objects.bulk_create(services, batch_size=500)
    Channel.objects.bulk_create(
        [
            Channel(service=one, position=position, kind="phone", value=_phone(number))
            for number, one in enumerate(services, start)
            for position in (1, 2)
        ],
        batch_size=500,
    )  # fmt: skip
    kind = kinds()["service"]
    EditionNumber.objects.get_or_create(pk=1)
    chosen = [one.pk for one in services[: count // 2]]
    for at in range(0, len(chosen), 500):
        Publication.objects.bulk_create(
            Publication(
                uid=row.pk, kind="service", slug=row.slug, version=1, edition=1, state="live", snapshot="{}",
                documents={}, keys={}, digest=digest(of_rows(kind, row)), published_at=row_time,
            )
            for row_time in [_moment()]
            for row in with_parts(kind).filter(pk__in=chosen[at : at + 500])
        )  # fmt: skip
    Service.objects.filter(pk__in=chosen[:300]).update(summary="Changed since.")
    Edit.objects.bulk_create(Edit(uid=one.pk, by=people[n % len(people)]) for n, one in enumerate(services))
    Submission.objects.bulk_create(
        Submission(
            kind="service", uid=one.pk, slug=one.slug, title=one.name, by=people[1 + n % 49], at=_moment(),
            snapshot="{}", digest="",
        )
        for n, one in enumerate(services[-200:])
    )  # fmt: skip
    began = time.perf_counter()
    listing.keep_all()
    print(f"{start + count:6} services  listed anew in {time.perf_counter() - began:.1f} s", flush=True)


def _phone(number: int) -> str:
    return f"0345 6{number // 10000:02} {number % 10000:04}"


def _moment():
    from django.utils import timezone

    return timezone.now()


def _asked(person, page: str) -> tuple[int, float, int]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(person)
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        began = time.process_time()
        status = client.get(page).status_code
        return len(asked), (time.process_time() - began) * 1000, status


if __name__ == "__main__":
    main()
