"""Fill its database with the services of a file (benchmarks/plain.py), then answer questions, in a process of its own.

    python -m benchmarks.baseline FILE < ADDRESSES

The database is `baseline.sqlite3` in HELPAPI_HOME, or the one that DATABASE_URL names, which must be empty. Prints a
line of JSON for each address: status and body.
"""

import itertools
import json
import os
import sys
from collections.abc import Iterable

import django

BATCH = 1000


def fill(lines: Iterable[str]) -> None:
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", run_syncdb=True, verbosity=0)
    with transaction.atomic():
        _fill_places()
        while some := [json.loads(line) for line in itertools.islice(lines, BATCH)]:
            _fill_services(some)


def _fill_places() -> None:
    from benchmarks.baseline.models import Region
    from services.places.regions import regions

    Region.objects.bulk_create(Region(code=one.code, slug=one.slug, name=one.name) for one in regions())
    _join(
        Region.covering,
        (("from_region", one.code, "to_region", to) for one in regions() for to in regions().covering(one.code)),
    )


def _fill_services(some: list[dict]) -> None:
    from benchmarks.baseline.models import Channel, Organisation, Service, Type

    run = {one["organisation"]["uid"]: one["organisation"] for one in some if one["organisation"]}
    Organisation.objects.bulk_create((Organisation(**one) for one in run.values()), ignore_conflicts=True)
    types = {code for one in some for code in one["types"]}
    Type.objects.bulk_create((Type(code=code, label=code.replace("-", " ")) for code in types), ignore_conflicts=True)
    own = ("uid", "slug", "name", "summary", "minimum_age", "maximum_age", "is_everywhere", "urgency", "breadth")
    Service.objects.bulk_create(
        Service(**{name: one[name] for name in own}, organisation_id=one["organisation"] and one["organisation"]["uid"])
        for one in some
    )
    Channel.objects.bulk_create(
        Channel(service_id=one["uid"], position=position, **channel)
        for one in some
        for position, channel in enumerate(one["channels"])
    )
    for name, field in (("region", Service.regions), ("type", Service.types)):
        _join(field, (("service", one["uid"], name, code) for one in some for code in one[f"{name}s"]))


def _join(field, pairs: Iterable[tuple[str, str, str, str]]) -> None:
    through = field.through
    through.objects.bulk_create(
        (through(**{f"{left}_id": one, f"{right}_id": other}) for left, one, right, other in pairs), batch_size=5000
    )


def main(file: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.baseline.settings"
    django.setup()
    from django.test import Client

    with open(file, encoding="utf-8") as lines:
        fill(lines)
    client = Client()
    for address in sys.stdin.read().split():
        answer = client.get(address)
        print(json.dumps([answer.status_code, answer.json()]))


if __name__ == "__main__":
    main(sys.argv[1])
