"""Some of all the readers there are, in as few words as say exactly who they are."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from publishing.codes import code_list
from services.matching.ages import OLDEST, YOUNGEST
from services.matching.conditions import VICTIM
from services.matching.place import OUTSIDE_UK
from services.places.regions import BREADTHS, regions

Ages = tuple[int, int] | None  # the youngest and the oldest, both included; None: not said
H = TypeVar("H", bound=Hashable)
T = TypeVar("T")


class Cell(NamedTuple):
    """Readers that an answer does not tell apart. `place`: a GSS code or `OUTSIDE_UK`; None: not said."""

    who: str
    place: str | None
    ages: Ages


class Crowd:
    """Everybody who is spoken of, as cells of which some can be put into words."""

    def __init__(self, cells: Iterable[Cell]):
        everybody = list(cells)
        self.people = list(dict.fromkeys(one.who for one in everybody))
        self.places = list(dict.fromkeys(one.place for one in everybody))
        self.ages = list(dict.fromkeys(one.ages for one in everybody))

    def sentences(self, lead: str, chosen: Iterable[Cell]) -> Iterator[str]:
        """`lead`, and after it who they are; a sentence for each part of them that one can't say of them all."""
        held = set(chosen)
        of_people = {who: {place: self._ages_of(held, who, place) for place in self.places} for who in self.people}
        for people, of_places in _alike(of_people, lambda places: tuple(places.items())):
            for places, ages in _alike(of_places, lambda ages: ages):
                if ages:
                    yield f"{lead} {self._in_words(people, places, ages)}."

    def _ages_of(self, held: set[Cell], who: str, place: str | None) -> tuple[Ages, ...]:
        return tuple(ages for ages in self.ages if Cell(who, place, ages) in held)

    def _in_words(self, people: Sequence[str], places: Sequence[str | None], ages: tuple[Ages, ...]) -> str:
        aged = "" if len(ages) == len(self.ages) else _aged(ages)
        where = "" if len(places) == len(self.places) else self._where(places)
        if len(people) == len(self.people):
            whom = f"whoever asks for somebody {aged}" if aged else "everybody"
        elif list(people) == list(VICTIM):
            whom = f"the person being blackmailed, if they are {aged}" if aged else "the person being blackmailed"
        else:
            whom = f"{_one_of([_label(who) for who in people])} who asks{f' for somebody {aged}' if aged else ''}"
        return ", ".join(filter(None, [whom, where]))

    def _where(self, places: Sequence[str | None]) -> str:
        if set(self.places) - set(places) == {OUTSIDE_UK}:
            return "unless they are outside the United Kingdom"
        words, named = [], list[str]()
        for code in sorted((one for one in places if one in regions()), key=_broadest_first):
            within = {one for one in self.places if one in regions() and code in regions().ancestors(str(one))}
            if not within <= set(places):
                words.append(f"where no more is said than {_name(code)}")
            elif not set(named) & set(regions().ancestors(str(code))):
                named.append(str(code))
        found = [f"in {_one_of([_name(code) for code in named])}"] if named else []
        found += words
        found += ["outside the United Kingdom"] if OUTSIDE_UK in places else []
        found += ["where no place is said"] if None in places else []
        return " or ".join(found)


def _alike(found: Mapping[H, T], key: "Callable[[T], Hashable]") -> "list[tuple[list[H], T]]":
    """What has the same value, together, with that value."""
    groups: dict[Hashable, tuple[list[H], T]] = {}
    for one, value in found.items():
        groups.setdefault(key(value), ([], value))[0].append(one)
    return list(groups.values())


def _aged(ages: Iterable[Ages]) -> str:
    runs: list[tuple[int, int]] = []
    given = list(ages)
    for youngest, oldest in sorted(one for one in given if one):
        if runs and runs[-1][1] + 1 == youngest:
            runs[-1] = (runs[-1][0], oldest)
        else:
            runs.append((youngest, oldest))
    return " or ".join([*(_run(*run) for run in runs), *(["of an age not said"] if None in given else [])])


def _run(youngest: int, oldest: int) -> str:
    if (youngest, oldest) == (YOUNGEST, OLDEST):
        return "of an age that is said"
    if youngest == YOUNGEST:
        return f"under {oldest + 1}"
    if oldest == OLDEST:
        return f"{youngest} or over"
    if youngest == oldest:
        return f"aged {youngest}"
    return f"aged {youngest} or {oldest}" if oldest == youngest + 1 else f"aged {youngest} to {oldest}"


def _broadest_first(code: str | None) -> int:
    return -BREADTHS[regions()[str(code)].kind]


def _name(code: str | None) -> str:
    return regions()[str(code)].name


def _label(who: str) -> str:
    label = code_list("audiences").label(who)
    return label[:1].lower() + label[1:]


def _one_of(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
