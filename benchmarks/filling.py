"""Fill the database of HELPAPI_HOME, which holds what the project carries: in a process of its own.

    python -m benchmarks.filling fill SIZE FILE     so many services, and each of them as a line of FILE (plain.py)
    python -m benchmarks.filling publish COUNT      so many more; prints how many seconds it took to publish them

Up to a thousand are written as rows, like those that the project carries, and go the way to the public that all go.
What is more is copied from those of a council, under other uids, slugs and names, and sealed as one more edition.
"""

import json
import re
import sys
import time
from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID, uuid5

import django
import orjson

from benchmarks.places import covered
from benchmarks.plain import plain

WRITTEN = 1000  # services with rows
OF_ONE = 3  # services of one organisation
BATCH = 2000
UID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
EMERGENCY = 1  # the urgency up to which it is 999, of which there is one


def fill(size: int, file: str) -> None:
    from publishing.models import Publication
    from publishing.sealing import REPRESENTATION

    services = Publication.objects.filter(kind="service", state=Publication.LIVE)
    if (missing := min(size, WRITTEN) - services.count()) > 0:
        publish(draft(missing))
    if (missing := size - services.count()) > 0:
        multiply(missing)
    with open(file, "w", encoding="utf-8") as out:
        for documents, keys in services.order_by("slug").values_list("documents", "keys").iterator():
            print(json.dumps(plain(orjson.loads(documents[REPRESENTATION]), keys)), file=out)


def publish(items: list) -> None:
    """One person submits them, and another approves."""
    from publishing import lifecycle
    from tests.in_force import colleague

    editor, approver = colleague("benchmark-editor"), colleague("benchmark-approver")
    lifecycle.approve(lifecycle.submit(items, by=editor), by=approver)


def draft(count: int) -> list:
    """The rows of so many services more, each like one that is public, and of their organisations."""
    from publishing import snapshots
    from publishing.models import Publication

    random = Random(1)  # noqa: S311
    public = Publication.objects.filter(state=Publication.LIVE).order_by("slug")
    bodies = [*public.filter(kind="organisation").values_list("snapshot", flat=True)]
    services = [*public.filter(kind="service", keys__urgency__gt=EMERGENCY).values_list("snapshot", flat=True)]
    begin = public.filter(kind="service").count()
    made: dict[str, dict[str, None]] = {"organisation": {}, "service": {}}
    for number in range(begin, begin + count):
        body = renamed(bodies[number // OF_ONE % len(bodies)], number // OF_ONE)
        where = {"coverage": covered(random, number), "coverage_known": True, "is_worldwide": False}
        one = {**where, "organisation": body["item"]["pk"]}
        made["organisation"][snapshots.written(body)] = None
        made["service"][snapshots.written(renamed(services[number % len(services)], number, **one))] = None
    return [item for texts in made.values() for item in saved(list(texts))]


def renamed(snapshot: str, number: int, **fields: Any) -> Any:
    """A snapshot like another, of an item of its own."""
    data = json.loads(another(snapshot, number))
    own = data["item"]["fields"]
    own |= {"name": f"{own['name']} {number}", "slug": f"{own['slug']}-{number}", **fields}
    return data


def another(text: str, number: int) -> str:
    """The text with another uid for each in it, the same ones each time for the same number."""
    return UID.sub(lambda found: str(uuid5(UUID(found[0]), str(number))), text)


def saved(texts: list[str]) -> list:
    """The items of these snapshots of one kind, with their parts, as rows."""
    from publishing import snapshots
    from publishing.registry import kind_of

    items = [snapshots.hydrate(text) for text in texts]
    kind = kind_of(items[0])
    kind.model.objects.bulk_create(items)
    for name in kind.parts:
        kind.part(name).objects.bulk_create(part for item in items for part in getattr(item, name).all())
    return items


def multiply(count: int) -> None:
    """Copy what is public of councils, until there are so many services more, as one edition."""
    from publishing import lifecycle, rendering

    with lifecycle.locked() as counter:
        before, fingerprints = rendering.sealed_before(counter)
        counter.number += 1
        some: list[tuple] = []
        for copy in copies(count, counter.number):
            some.append(copy)
            if len(some) >= BATCH:
                _keep(some, fingerprints)
                some = []
        _keep(some, fingerprints)
        rendering.seal(counter, before, fingerprints)


def _keep(some: list, fingerprints: list[str]) -> None:
    from publishing.models import Borrowing, Publication

    Publication.objects.bulk_create(one for one, _ in some)
    Borrowing.objects.bulk_create(
        Borrowing(borrower=one, lender=lender, is_required=True) for one, lender in some if lender
    )
    fingerprints.extend(one.fingerprint for one, _ in some)


def copies(count: int, edition: int) -> Iterator[tuple]:
    """Publications, each with the uid of what it borrows from: so many services, and whoever runs them."""
    from publishing.models import Publication
    from services.places.regions import BREADTHS

    live = Publication.objects.filter(state=Publication.LIVE)
    local = range(BREADTHS["local-authority"] * 1000, (BREADTHS["local-authority"] + 1) * 1000)
    services = [one for one in live.filter(kind="service").order_by("slug") if one.keys["breadth"] in local]
    bodies = live.filter(kind="organisation").in_bulk()
    done = set()
    for at in range(count):
        number, one = at // len(services) + 1, services[at % len(services)]
        lender = UUID(one.keys["organisation"][0])
        if (lender, number) not in done:
            done.add((lender, number))
            yield copied(bodies[lender], number, edition), None
        yield copied(one, number, edition), uuid5(lender, str(number))


def copied(one, number: int, edition: int):
    """A publication like another, of an item of its own, with its fingerprint."""
    from publishing import sealing, snapshots
    from publishing.models import Publication

    snapshot = snapshots.written(renamed(one.snapshot, number))
    documents = {name: _renamed(orjson.loads(another(text, number)), number) for name, text in one.documents.items()}
    keys: dict[str, Any] = orjson.loads(another(orjson.dumps(one.keys).decode(), number))
    keys["name"] = f"{keys['name']} {number}"
    if "word" in keys:
        keys["word"] = sorted({*keys["word"], str(number)})
    same = {field.attname: getattr(one, field.attname) for field in Publication._meta.concrete_fields}
    copy = Publication(**{
        **same, "uid": uuid5(one.uid, str(number)), "slug": f"{one.slug}-{number}", "edition": edition,
        "snapshot": snapshot, "digest": snapshots.digest(snapshot), "documents": documents, "keys": keys,
    })  # fmt: skip
    copy.fingerprint = sealing.fingerprint(copy)
    return copy


def _renamed(document: dict[str, Any], number: int) -> str:
    for one in filter(None, (document, document.get("organisation"))):
        one |= {"name": f"{one['name']} {number}", "slug": f"{one['slug']}-{number}"}
    return orjson.dumps(document).decode()


def main(words: list[str]) -> None:
    django.setup()
    if words[0] == "fill":
        fill(int(words[1]), words[2])
        return
    items = draft(int(words[1]))
    began, cpu = time.perf_counter(), time.process_time()
    publish(items)
    print(json.dumps({"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}))


if __name__ == "__main__":
    main(sys.argv[1:])
