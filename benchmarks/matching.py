"""How the CPU of an answer grows with the number of services.

    python benchmarks/matching.py [1000 20000]

Makes up so many services, as varied as those of a national directory, puts them into an edition without a database,
and asks the views of `/help` and `/services` the same questions of each. Prints the CPU of an answer, uncompressed, the
services that it shows, and how the last size compares with the first: for an answer, and for one service shown.
"""

import os
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict
from random import Random
from urllib.parse import urlencode

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpapi.settings")
os.environ.setdefault("HELPAPI_HOME", tempfile.mkdtemp(prefix="helpapi-benchmark-"))
os.environ["EDITION_POLL_SECONDS"] = "0"

import django

django.setup()

# ruff: noqa: E402  (nothing of ours can be imported before)
import orjson
from django.test import RequestFactory

from advice.views import HelpView
from benchmarks.places import NATIONAL, covered
from publishing import keeper
from publishing.codes import code_list
from publishing.edition import Edition, Published
from publishing.registry import layouts
from publishing.serializers import each
from services.api.people import RuleSerializer
from services.api.serializers import ChannelSerializer
from services.api.views import ServiceList
from services.hours.text import parse
from services.matching import shelf
from services.matching.ages import AgeLimits
from services.matching.channels import served
from services.matching.rules import also_for
from services.models import Channel, Rule, Service
from services.places.regions import regions

QUESTIONS, ROUNDS = 100, 6
ONE = {"age": 15, "region": "scotland"}  # the reader whose answer may not cost more because a directory is larger
ONE_NAME = "help?age=15&region=scotland"
TOPIC = Published("topic", "a-topic", "a-topic", 1, 1, "", document=b"{}", keys={"name": "a topic"})
MOST = 1.2  # times the CPU, at the last size
VALUES = {
    "phone": "0808 157 0123",
    "text": "020 7946 0123",
    "webchat": "on its website",
    "web": "https://www.example.org",
    "web-form": "https://www.example.org/form",
    "email": "help@example.org",
}
DAYS = (*["Mon-Fri"] * 6, "Mon-Thu", "Daily", "Daily", "Mon-Sat", "Tue-Fri", "Mon, Wed, Fri", "Sat-Sun", "Tue, Thu")
OPENS = (*["09:00"] * 6, *["10:00"] * 3, "08:00", "08:30", "09:30", "12:00", "18:00")
CLOSES = (*["17:00"] * 6, *["16:00"] * 3, "16:30", "20:00", "21:00", "22:00", "23:00")
HOLIDAYS = ("closed", "as usual", "not known", "closed (Scotland)", "closed (England, Wales)")
AGES = (None, None, None, 5, 8, 10, 11, 12, 13, 14, 16, 16, 18, 18, 18, 21, 25, 50, 60)
OLDEST = (None, None, None, 11, 15, 17, 17, 17, 18, 19, 21, 24, 25, 25, 30, 34, 35)
FACTS = ("yes", "no", "unknown", "unknown")


def hours(random: Random) -> dict:
    kind = random.random()
    if kind < 0.25:
        return {"state": "unknown"}
    if kind < 0.4:
        return {"state": "always-open"}
    opens, closes = random.choice(OPENS), random.choice(CLOSES)
    if random.random() < 0.05:
        opens, closes = f"{random.randint(6, 12):02}:{random.choice((15, 45))}", f"{random.randint(13, 23):02}:15"
    if opens >= closes:
        closes = "02:00"
    text = f"{random.choice(DAYS)} {opens}-{closes}\nBank holidays: {random.choice(HOLIDAYS)}"
    return parse(text).to_json()


def channel(random: Random) -> Channel:
    kind = random.choice(list(VALUES))
    facts = {name: random.choice(FACTS) for name in ("free", "on_phone_bill", "anonymous", "account_needed")}
    languages = random.choice(([], [], ["en"], ["en", "cy"], ["bfi"], ["en", random.choice(("ur", "pl", "ar", "zh"))]))
    return Channel(kind=kind, value=VALUES[kind], publish=True, hours=hours(random), languages=languages, **facts)


def service(random: Random, number: int) -> Service:
    low, high = random.choice(AGES), random.choice(OLDEST)
    if low is not None and high is not None and low > high:
        low, high = high, low
    where = random.random()
    made = Service(
        uid=uuid.UUID(int=random.getrandbits(128)),
        name=f"Service {number}",
        types=random.sample(code_list("service-types").values, random.randint(1, 3)),
        audiences=random.sample(code_list("audiences").values, random.randint(1, 4)),
        urgency=random.randint(0, 99),
        age_basis=random.choice(("user-age", "user-age", "user-age", "victim-age", "age-in-image", "intended-reader")),
        minimum_age=low,
        minimum_age_known=low is not None or random.random() < 0.8,
        maximum_age=high,
        maximum_age_known=high is not None or random.random() < 0.8,
        coverage=covered(random, number),
        coverage_known=number >= NATIONAL or where < 0.95,
        is_worldwide=number < NATIONAL and where > 0.95,
    )
    ways = [channel(random) for _ in range(random.randint(1, 4))]
    for way in ways:
        way.service = made
    made._prefetched_objects_cache = {"channels": ways, "rules": list(rules(random, made, ways))}
    return made


def rules(random: Random, made: Service, ways: list[Channel]) -> Iterator[Rule]:
    """Some are for certain people, in one of a few shapes, as services are; and so are some of the ways."""
    if random.random() < 0.15:
        made.circumstances = [random.choice(code_list("circumstances").values)]
    if random.random() < 0.1:
        where = made.coverage[:1] if random.random() < 0.2 else []
        who = [random.choice(code_list("circumstances").values)]
        yield Rule(service=made, maximum_age=random.choice((24, 25)), circumstances=who, coverage=where)
    if random.random() < 0.05:
        yield Rule(service=made, channel=random.choice(ways), maximum_age=random.choice((17, 18, 24)))


def item(random: Random, number: int) -> Published:
    item = service(random, number)
    slug = f"service-{number}"
    channels = each(ChannelSerializer, served(item))
    document = {
        **{"uid": str(item.uid), "slug": slug, "name": item.name, "organisation": None, "website": None},
        **{"summary": "It listens, and helps to put things right again.", "description": "About it. " * 300},
        **{"types": item.types, "audiences": item.audiences, "languages": [], "checked_on": None, "channels": channels},
        **{"age": asdict(AgeLimits.of(item)), "circumstances": item.circumstances},
        "also_for": each(RuleSerializer, also_for(item)),
    }
    keys = orjson.loads(orjson.dumps(shelf.keys(item, {})))
    return Published("service", str(item.uid), slug, 1, 1, "", orjson.dumps(document), keys)


def question(random: Random) -> dict:
    """What somebody may ask: an age and a place; now and then an audience or a fact.

    Wide, so that the answers are nearly as full with a thousand services as with more.
    """
    asked: dict = {}
    if random.random() < 0.8:
        asked["age"] = random.randint(8, 60)
    if random.random() < 0.8:
        asked["region"] = random.choice([place.slug for place in regions() if place.kind in ("country", "region")])
    if random.random() < 0.2:
        asked["audience"] = "victim"
    if random.random() < 0.1:
        asked["free"] = "true"
    return asked


# A Wednesday, so that what is measured does not depend on when.
NOON, NIGHT = {"open_at": "2026-06-03T12:00:00Z"}, {"open_at": "2026-06-03T22:00:00Z"}
# What is timed: name, view, address, and what is added to every question.
TIMED = (
    ("help", HelpView, "/api/v1/help", {}),
    ("help, open at noon", HelpView, "/api/v1/help", NOON),
    ("help, open at night", HelpView, "/api/v1/help", NIGHT),
    ("services", ServiceList, "/api/v1/services", {"page_size": 20}),
    ("services, open first", ServiceList, "/api/v1/services", {"page_size": 20, "ordering": "open"}),
    ("services, by name", ServiceList, "/api/v1/services", {"page_size": 20, "ordering": "alphabetical"}),
    ("services, open at noon", ServiceList, "/api/v1/services", {"page_size": 20, **NOON}),
    ("services, open at night", ServiceList, "/api/v1/services", {"page_size": 20, **NIGHT}),
)


def cpu(view, address: str, questions: list[dict]) -> tuple[float, float]:
    """Microseconds of CPU for an answer, the least of some rounds; and how many services an answer shows."""
    requests = [RequestFactory().get(address + "?" + urlencode(asked)) for asked in questions]
    ask = view.as_view()
    shown = sum(ask(request).content.count(b'"review_overdue"') for request in requests)
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for request in requests:
            ask(request)
        best = min(best, time.process_time() - start)
    return best / len(requests) * 1e6, shown / len(requests)


def first(questions: list[dict]) -> float:
    """Milliseconds of CPU for the dearest of some answers of a new edition, when nothing is worked out yet."""
    dearest = 0.0
    for asked in questions:
        request = RequestFactory().get("/api/v1/help?" + urlencode(asked))
        start = time.process_time()
        HelpView.as_view()(request)
        dearest = max(dearest, time.process_time() - start)
    return dearest * 1e3


def measure(size: int) -> list[tuple[str, float, float]]:
    """What was measured with so many services: name, figure, and how many services it is of."""
    random = Random(1)  # noqa: S311  (so that a larger directory has all that a smaller one has)
    items = [item(random, number) for number in range(size)]
    start = time.process_time()
    edition = Edition(1, [*items, TOPIC], layouts())
    built = time.process_time() - start
    keeper.current = lambda: edition
    asked = [question(Random(number)) for number in range(QUESTIONS)]  # noqa: S311
    found = [("edition built, ms", built * 1e3, size), ("dearest first answer, ms", first(asked), size)]
    took, shown = cpu(HelpView, "/api/v1/help", [ONE] * QUESTIONS)
    found.append((f"{ONE_NAME}, µs", took, shown))
    for name, view, address, more in TIMED:
        took, shown = cpu(view, address, [{**one, **more} for one in asked])
        found.append((f"{name}, µs", took, shown))
    return found


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [1000, 20_000]
    columns = [measure(size) for size in sizes]
    print(f"{'CPU':34}" + "".join(f"{size:>12,} of shown" for size in sizes) + f"{'ratio':>8}{'for one':>9}")
    for row in zip(*columns, strict=True):
        figures = "".join(f"{figure:>12,.0f}{shown:>9,.0f}" for _, figure, shown in row)
        ratio, fuller = row[-1][1] / row[0][1], row[-1][2] / row[0][2]
        print(f"{row[0][0]:34}{figures}{ratio:>8.2f}{ratio / fuller:>9.2f}")
        if row[0][0].startswith(ONE_NAME) and ratio > MOST:
            print(f"  more than {MOST} times")


if __name__ == "__main__":
    main()
