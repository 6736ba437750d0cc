"""The content as it was approved before needs, rules and the newer hours: read today, it states the same facts.

`snapshots_before.jsonl.gz` has each item's snapshot with the document that was made of it then.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from publishing import rendering
from publishing.sealing import REPRESENTATION

FILE = Path(__file__).parent / "snapshots_before.jsonl.gz"
# What reads otherwise on purpose, by the path of the member, and why.
ON_PURPOSE = {
    "published_at": "the moment is that of the publication",
    "steps.items.editorial.audiences": "a step is for everybody; its details have limits of their own",
    "steps.items.editorial.caution": "written for editors",
    "reassurances.note": "written for editors",
    "details": "where sources do not agree is for editors",
    "sources": "a source of such a disagreement alone went with it",
    "channels.uri": "a chat or form whose own address is not known has the website",
    "channels.hours.bank_holiday_nations": "those of the nations that the service is for",
    "channels.hours.words": "they name these nations",
}


def differing(before, after, path: str = "") -> Iterator[str]:
    """The paths of members that were there before and now read otherwise; new members are none of them."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name, value in before.items():
            yield from differing(value, after.get(name, "gone"), f"{path}.{name}".lstrip("."))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from differing(one, other, path)
    elif before != after:
        yield path


@pytest.fixture
def documents(db) -> list[tuple[dict, dict]]:
    """Each item's document as it was, and as it is made of the same snapshot today."""
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        held = [json.loads(line) for line in file]
    made = [rendering.unrendered(one["snapshot"], version=1, as_of=rendering.TODAY) for one in held]
    rendering.render({one.uid: one for one in made})
    return [(one["document"], json.loads(new.documents[REPRESENTATION])) for one, new in zip(held, made, strict=True)]


def test_every_fact_is_as_it_was_but_for_what_was_changed_on_purpose(documents):
    found = {path for before, after in documents for path in differing(before, after)}

    assert len(documents) == 65
    assert found == set(ON_PURPOSE)


def test_what_differs_in_sources_and_details_is_gone_and_nothing_came(documents):
    for before, after in documents:
        for name in ("details", "sources"):
            assert [one for one in after.get(name, []) if one not in before[name]] == []
