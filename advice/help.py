"""The one call: the steps and reassurances for this reader, and who can help, in order, with the reason.

Put together from one edition; nothing here asks the database. docs/matching.md has the rules and their tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from publishing.codes import code_list
from publishing.edition import Edition, Entry
from services import matching, opening
from services.ages import Reader
from services.conditions import FACTS, VICTIM, Condition, of_nothing
from services.filters import MatchingFilters
from services.matching import Place
from services.places import outcode_shown, place
from services.regions import regions
from services.shelf import Services

MOST = 10


@dataclass(frozen=True)
class Group:
    """The services of one type for this reader: how many there are, and the first `MOST`.

    `place`: among the groups; as of services, open first, then the standing order.
    """

    type: str
    count: int
    entries: Sequence[Entry]
    place: tuple


class Help:
    """One reader's question, answered from one edition at one moment. `question`: the cleaned parameters."""

    def __init__(self, edition: Edition, question: Mapping[str, Any], at: datetime, topic: Entry | None):
        self.edition, self.question, self.at = edition, question, at
        self.reader = Reader(question.get("age"), question.get("age_in_image"))
        self.place = Place.of(question)
        self.asking = question.get("audience") or VICTIM
        self.topic = _parsed(edition, topic) if topic else None
        self.services: Services = edition.select("service")

    def advice(self, groups: Sequence[Group]) -> dict[str, Any]:
        """The topic and its steps; without a topic there are none, and the services are still answered."""
        named = ("uid", "slug", "title", "definition")
        topic = {name: self.topic[name] for name in named} if self.topic else None
        return {"topic": topic, "phases": self.steps(groups)}

    def reader_understood(self) -> dict[str, Any]:
        """What was understood of the reader, so that an app can show it and a mistake is seen."""
        outcode = self.question.get("outcode")
        return {
            "age": self.reader.age,
            "age_in_image": self.reader.age_in_image,
            "region": place(regions().get(self.question["region"])) if "region" in self.question else None,
            "outcode": outcode
            and {**outcode_shown(outcode), "choices": [place(regions().get(code)) for code in outcode.choices]},
            "audiences": self.question.get("audience", []),
            "open_at": self.question.get("open_at"),
            "conditions": self._conditions_of_place(),
        }

    def reassurances(self) -> list[dict]:
        """Those true for this reader. No parameter says that they have contacted the police, so what needs it is out.

        Where nobody says who is asking, the victim is spoken to.
        """
        said = self.topic["reassurances"] if self.topic else []
        return [r for r in said if r["precondition"] is None and self._speaks_to(r) and self._is_true_there(r)]

    def steps(self, groups: Sequence[Group]) -> list[dict]:
        """The steps for this audience by phase and in order, each with the services of its types found for them."""
        found: dict[str, list] = {phase: [] for phase in code_list("phases").values}
        for step in self.topic["steps"]["items"] if self.topic else []:
            if self._may_see(step):
                found.setdefault(step["editorial"]["phase"], []).append({**step, "services": _named(step, groups)})
        return [
            {"phase": phase, "label": code_list("phases").label(phase), "steps": steps}
            for phase, steps in found.items()
            if steps
        ]

    def groups(self) -> list[Group]:
        """A group for each type that has services for this reader, by the first of each."""
        others = {name: value for name, value in self.question.items() if name != "type"}
        matching_all = MatchingFilters.apply(self.services, others)
        live = opening.moment(self.services.shelf, self.at).live
        types = self.question.get("type") or code_list("service-types").values
        found = [self._group(matching_all, live, code) for code in code_list("service-types").values if code in types]
        return sorted((group for group in found if group), key=lambda group: group.place)

    def _group(self, services: Services, live: int, code: str) -> Group | None:
        here = services.of_type([code])
        ordered = here.first(live)
        entries = ordered[:MOST]
        if not entries:
            return None
        return Group(code, len(ordered), entries, (not here.bits & live, *here.shelf.order(entries[0])))

    def result(self, entry: Entry) -> dict[str, Any]:
        shelf = self.services.shelf
        match = matching.explain(entry, self.reader, self.place, self.asking)
        is_open = matching.opening(entry, shelf, self.at)
        return {"service": orjson.Fragment(entry.document), "match": match, "open": is_open}

    def conditions(self, groups: Sequence[Group]) -> list[Condition]:
        """Why there are no groups, when there are none."""
        if groups:
            return []
        return of_nothing(self.services.untold(name for name in FACTS if name in self.question))

    def _conditions_of_place(self) -> list[Condition]:
        if self.place is None or self.place.choices:
            return []
        text = "This place is not in the United Kingdom. Only services that are open worldwide are known for it."
        return [Condition("outside-the-uk", text)]

    def _speaks_to(self, reassurance: dict) -> bool:
        """Several readers at once are told what is true for all of them."""
        return not reassurance["audiences"] or set(self.asking) <= set(reassurance["audiences"])

    def _is_true_there(self, reassurance: dict) -> bool:
        """What is true only in some places is said only to those who are known to be there."""
        if not reassurance["regions"]:
            return True
        return bool(self.place) and regions().match(reassurance["regions"], self.place.choices) == "whole"

    def _may_see(self, step: dict) -> bool:
        """A step is for the audiences it names; several readers at once, or one unknown, see what all of them may."""
        asked = self.question.get("audience") or code_list("audiences").values
        return set(asked) <= set(step["editorial"]["audiences"])


def _parsed(edition: Edition, topic: Entry) -> dict[str, Any]:
    memo = edition.memo
    if ("topic", topic.uid) not in memo:
        memo["topic", topic.uid] = orjson.loads(topic.document)
    return memo["topic", topic.uid]


def _named(step: dict, groups: Sequence[Group]) -> list[dict]:
    types = step["editorial"]["service_types"]
    named: dict[str, dict] = {}
    for group in groups:
        if group.type in types:
            for entry in group.entries:
                named.setdefault(entry.uid, {"uid": entry.uid, "slug": entry.slug})
    return list(named.values())


def more(asked: Mapping[str, Sequence[Any]], edition: int) -> list[tuple[str, Any]]:
    """The parameters of the `/services` question that gives exactly the rest of a group, but for its `type`."""
    kept = [(name, value) for name, values in asked.items() for value in values if name not in ("type", "topic")]
    return [*kept, ("ordering", "open"), ("page", 2), ("page_size", MOST), ("edition", edition)]
