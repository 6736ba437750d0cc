"""What languages cost an answer: its CPU and bytes where everything is in English alone, and in twelve languages.

    python -m benchmarks.spoken [1000]

The services of benchmarks/matching.py, without a database. Asked are the same questions, of one edition in which each
is in English, and of one in which each is in twelve languages, by readers of one language and by readers of all.
"""

import sys
from dataclasses import replace
from random import Random

from benchmarks.matching import QUESTIONS, TOPIC, cpu, item, question  # sets Django up  # isort: skip

import orjson
from django.test import RequestFactory

from advice.views import HelpView
from publishing import keeper, languages
from publishing.edition import Edition, Published
from publishing.registry import layouts
from services.api.views import ServiceList

TWELVE = tuple(tag for tag in languages.tags() if tag not in (languages.ENGLISH, "en-x-easyread", "bfi"))
MOST = 1.1
ASKED = (("help", HelpView, "/api/v1/help"), ("services", ServiceList, "/api/v1/services"))


def in_twelve(one: Published) -> Published:
    document = orjson.loads(one.document)
    said = {tag: orjson.dumps({**document, "language": tag}) for tag in TWELVE}
    return replace(one, translations=said)


def measured(edition: Edition, tags: tuple[str, ...]) -> list[tuple[str, float, float]]:
    """For each address the microseconds and the bytes of an answer to readers of these languages."""
    keeper.current = lambda: edition
    found = []
    for name, view, address in ASKED:
        questions = [
            {**question(Random(number)), "lang": tags[number % len(tags)]}  # noqa: S311
            for number in range(QUESTIONS)
        ]
        size = sum(len(view.as_view()(RequestFactory().get(address, asked)).content) for asked in questions)
        found.append((name, cpu(view, address, questions)[0], size / len(questions)))
    return found


def main() -> None:
    count = int(sys.argv[1]) if sys.argv[1:] else 1000
    random = Random(1)  # noqa: S311
    items = [item(random, number) for number in range(count)]
    rows = (
        ("English alone, asked in English", items, ("en",)),
        ("twelve languages, asked in English", list(map(in_twelve, items)), ("en",)),
        ("twelve languages, asked in Polish", list(map(in_twelve, items)), ("pl",)),
        ("twelve languages, asked in all of them", list(map(in_twelve, items)), TWELVE),
    )
    first: list[tuple[str, float, float]] = []
    for title, own, tags in rows:
        found = measured(Edition(1, [*own, TOPIC], layouts()), tags)
        first = first or found
        for (name, took, size), (_, before, bytes_before) in zip(found, first, strict=True):
            times, larger = took / before, size / bytes_before
            told = "  more than it may be" if max(times, larger) > MOST else ""
            print(f"{title:40} {name:10}{took:>8,.0f} µs {times:5.2f}{size:>10,.0f} bytes {larger:5.2f}{told}")


if __name__ == "__main__":
    main()
