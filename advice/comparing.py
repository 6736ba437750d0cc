"""What would change for whom: two versions of one item, asked for by every reader that an answer tells apart.

Answers are the same between one limit of age and the next, so one age stands for all of these: nothing is left to
chance, and what is said of an age holds of it. Places are the nations, two councils of each, and whatever either
version names; that no place is said, or one outside the UK, is asked too. Only the item itself is matched, so it is
quick; where exactly it stands among others is not compared.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import orjson

from advice.crowds import Ages, Cell, Crowd
from advice.help import used_by
from advice.limits import shown
from advice.questions import SIGNS, HelpQuestion
from publishing.codes import code_list
from publishing.edition import Published, Shelf
from services.matching.ages import OLDEST, YOUNGEST, Reader
from services.matching.cards import Asked, Cards
from services.matching.needs import by_need
from services.matching.place import OUTSIDE_UK
from services.matching.shelf import LAYOUT, Services
from services.places.regions import UNITED_KINGDOM, regions

COUNCILS = ("E08000035", "E06000023", "S12000049", "S12000036", "W06000015", "W06000011", "N09000003", "N09000005")
MOST_PLACES, MOST_SENTENCES = 12, 12


@dataclass(frozen=True)
class Given:
    """What a reader is given of the item. `need`: where it stands; `said`: what else they are told of it, each once."""

    need: str
    said: frozenset[str]


def compared(before: Published | None, after: Published) -> list[str]:
    """The sentences, the gravest first: who would lose it, who would get it, and who would be told something else."""
    if after.kind == "service":
        found = list(_of_services(before, after))
    elif after.kind == "topic":
        found = list(_of_topics(before, after))
    elif after.kind == "notice" and before is None:
        found = ["Shown to everybody, before all else."]
    else:
        found = []
    more = len(found) - MOST_SENTENCES
    return [*found[:MOST_SENTENCES], *([f"And {more} more such changes."] if more > 0 else [])]


def _of_services(before: Published | None, after: Published) -> Iterator[str]:
    documents = [orjson.loads(one.document) for one in (before, after) if one]
    places = [None, *_nations(), *_councils(documents), OUTSIDE_UK]
    cells = [Cell(who, place, ages) for who in _people() for place in places for ages in _ages_told_apart(documents)]
    was, will = ({cell: _given_service(one, cell) for cell in cells} for one in (_alone(before), _alone(after)))
    given = [cell for cell in cells if was[cell]]
    either = Crowd(cell for cell in cells if was[cell] or will[cell] or before is None)
    yield from Crowd(given).sentences("No longer shown to", (cell for cell in given if not will[cell]))
    yield from either.sentences("Newly shown to", (cell for cell in cells if will[cell] and not was[cell]))
    yield from _told_otherwise(was, will)
    first, last = documents[0]["urgency"], documents[-1]["urgency"]
    if first != last:
        yield f"{'Earlier' if last < first else 'Later'} among those that it stands with, for everybody."


def _of_topics(before: Published | None, after: Published) -> Iterator[str]:
    topics = [orjson.loads(one.document) if one else None for one in (before, after)]
    limits = [limit for topic in topics if topic for step in topic["steps"]["items"] for limit in step["limits"]]
    ages = _between(limit["age"] for limit in limits if limit["age"])
    cells = [Cell(who, None, one) for who in _people() for one in ages]
    was, will = ({cell: _given_topic(topic, cell) for cell in cells} for topic in topics)
    yield from _told_otherwise(was, will)


def _told_otherwise(was: Mapping[Cell, Given | None], will: Mapping[Cell, Given | None]) -> Iterator[str]:
    """For those who are given it before and after: where it stands, and what they are told of it."""
    both = [(cell, one, other) for cell, one in was.items() if one and (other := will[cell])]
    everybody = Crowd(cell for cell, _, _ in both)
    gone: dict[str, list[Cell]] = {}
    new: dict[str, list[Cell]] = {}
    moved: dict[tuple[str, str], list[Cell]] = {}
    for cell, one, other in both:
        if one.need != other.need:
            moved.setdefault((one.need, other.need), []).append(cell)
        for found, words in ((gone, one.said - other.said), (new, other.said - one.said)):
            for text in words:
                found.setdefault(text, []).append(cell)
    for text, cells in sorted(gone.items()):
        yield from everybody.sentences(f"“{text}” is no longer said to", cells)
    for text, cells in sorted(new.items()):
        yield from everybody.sentences(f"“{text}” is newly said to", cells)
    label = code_list("needs").label
    for (from_need, to_need), cells in sorted(moved.items()):
        lead = f"Under “{label(to_need)}” and no longer under “{label(from_need)}” for"
        yield from everybody.sentences(lead, cells)


def _given_service(alone: "Alone | None", cell: Cell) -> Given | None:
    return alone.given(cell) if alone else None


def _given_topic(topic: Mapping[str, Any] | None, cell: Cell) -> Given | None:
    if topic is None:
        return Given("", frozenset())
    reader = Reader(cell.ages[0] if cell.ages else None, None)
    steps = [shown(step, cell.who, reader) for step in topic["steps"]["items"]]
    said = {text for step in steps for text in (step["action"], *step["reasons"], *step["details"]) if text}
    return Given("", frozenset(said | {one["reason"] for step in steps for one in step["withheld"]}))


class Alone:
    """One service on a shelf of its own."""

    def __init__(self, item: Published):
        self.item, self.shelf = item, Shelf([item], LAYOUT, next(iter(LAYOUT.orders)))
        self.need = next(code for code, services in by_need(Services(self.shelf)).items() if services)
        self.offered = Services(self.shelf).on_offer()
        self.at = datetime.now(UTC)

    def given(self, cell: Cell) -> Given | None:
        question = _question(cell)
        if not question.among(self.offered):
            return None
        asked = Asked(question.reader, question.place, (question.who_asks,), question.preferences, self.at)
        cards = Cards(self.shelf, asked)
        card = orjson.loads(orjson.dumps(cards.card(self.item, self.need, used_by(question, self.item, self.need))))
        return Given(self.need, frozenset(one["text"] for one in card["conditions"]))


def _alone(item: Published | None) -> Alone | None:
    return Alone(item) if item else None


@cache
def _question(cell: Cell) -> HelpQuestion:
    """Somebody who signs, so that relays are among what is compared."""
    age = cell.ages[0] if cell.ages else None
    return HelpQuestion(age=age, region=cell.place, audience=cell.who, language=(SIGNS,))


def _people() -> tuple[str, ...]:
    return code_list("audiences").values


def _nations() -> list[str]:
    return [one.code for one in regions() if one.kind == "country"]


def _councils(documents: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every place below a nation that one version names and not the other, some that both name, and the usual ones."""
    named = [_named(document) for document in documents]
    wide = {UNITED_KINGDOM, *_nations()}
    differing = sorted((named[0] ^ named[-1]) - wide)
    others = sorted((named[0] & named[-1]) - wide)[:MOST_PLACES]
    return list(dict.fromkeys([*differing, *others, *COUNCILS]))


def _named(service: Mapping[str, Any]) -> set[str]:
    regions_of = [service["coverage"]["regions"] or [], *(rule["regions"] for rule in _rules(service))]
    return {one["code"] for named in regions_of for one in named}


def _rules(service: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*service["also_for"], *(rule for channel in service["channels"] for rule in channel["only_for"])]


def _ages_told_apart(documents: Iterable[Mapping[str, Any]]) -> list[Ages]:
    return _between(one["age"] for document in documents for one in (document, *_rules(document)))


def _between(limits: Iterable[Mapping[str, Any]]) -> list[Ages]:
    """That no age is said; and the ages from each limit to the next."""
    starts = {YOUNGEST}
    for limit in limits:
        starts |= {limit["minimum"] or YOUNGEST}
        if limit["maximum"] is not None:
            starts |= {limit["maximum"] + 1, limit["maximum"] + 2}  # the second, where sources differ on the first
    ordered = sorted(start for start in starts if start <= OLDEST)
    return [None, *((start, after - 1) for start, after in zip(ordered, [*ordered[1:], OLDEST + 1], strict=True))]
