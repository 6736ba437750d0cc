"""A shelf that takes a change over is the shelf that is made anew of the same documents."""

import random
from dataclasses import replace

import pytest

from publishing import edition
from publishing.edition import Edition, Key, Layout, MissingKey, Published, Selection

WORD, AGE, LIMITS = Key[str]("word"), Key[int]("age"), Key("limits", tuple)
LAYOUT = Layout(
    orders={
        "name": lambda item: (item.keys["name"], item.uid),
        "urgency": lambda item: (item.keys["urgency"], item.uid),
    },
    decoded=(LIMITS,),
    words=(WORD,),
)
WORDS = ["child", "children", "line", "lines", "help", "helper"]


def item(chance: random.Random, uid: int, **changed) -> Published:
    keys = {
        "name": f"name {chance.randrange(9)}", "urgency": chance.randrange(3),
        "word": chance.sample(WORDS, 2), "age": chance.sample(range(4), chance.randrange(3)),
        "limits": [[chance.randrange(3), None]], **changed,
    }  # fmt: skip
    return Published("thing", str(uid), f"thing-{uid}", 1, 1, "", f"{{{chance.random()}}}".encode(), keys)


def facts(held: Edition) -> list:
    """All that can be found on its shelves, in their orders."""
    found = []
    for order in LAYOUT.orders:
        things = Selection.of(held, "thing", order)
        found.append([one.document for one in things])
        for key in (AGE, LIMITS):
            found.append(
                {value: [one.uid for one in things.having(key, [value])] for value in things.shelf.values(key)}
            )
        found += [[one.uid for one in things.with_words(WORD, [*first, word[:size]])]
                  for first in ([], ["child"]) for word in WORDS for size in (2, len(word))]  # fmt: skip
        found.append([things.shelf.value_of(LIMITS, one.keys["limits"][0]) for one in things])
    return found


def made_anew(held: Edition) -> Edition:
    return Edition(held.number, held.items.values(), held.layouts)


@pytest.mark.parametrize("seed", range(30))
def test_what_follows_is_what_would_be_made_anew(seed):
    chance = random.Random(seed)  # noqa: S311
    held = Edition(1, [item(chance, uid) for uid in range(20)], {"thing": LAYOUT})
    for number in range(2, 12):
        touched = chance.sample([*held.select("thing")], chance.randint(1, 7))
        newer = [item(chance, int(one.uid), name=one.keys["name"], urgency=one.keys["urgency"]) for one in touched]
        if chance.random() < 0.3:
            newer[0] = chance.choice([item(chance, 100 + number), replace(newer[0], document=b"", keys={})])
        held = held.changed(number, newer)

        assert facts(held) == facts(made_anew(held))


def test_what_stays_in_its_place_has_no_index_made_anew(monkeypatch):
    chance = random.Random(1)  # noqa: S311
    held = Edition(1, [item(chance, uid) for uid in range(20)], {"thing": LAYOUT})
    before = facts(held)
    monkeypatch.setattr(edition.Shelf, "__init__", None)
    first = held.items["3"]

    after = held.changed(2, [replace(first, document=b"{}", keys={**first.keys, "age": [9]})])

    assert [one.uid for one in after.select("thing").having(AGE, [9])] == ["3"]
    assert facts(held) == before, "an edition never changes"


def test_a_key_that_one_lacks_is_missed_as_ever():
    chance = random.Random(1)  # noqa: S311
    held = Edition(1, [item(chance, uid) for uid in range(20)], {"thing": LAYOUT})
    first = held.items["3"]
    without = {name: value for name, value in first.keys.items() if name != "age"}

    after = held.changed(2, [replace(first, keys=without)])

    with pytest.raises(MissingKey):
        after.select("thing").having(AGE, [1])
