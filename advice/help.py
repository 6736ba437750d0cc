"""The one call: what to do and who can help this reader, in order of need.

Put together from one edition; nothing here asks the database. docs/matching.md has the rules and their tables.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from typing import Any

import orjson

from advice import limits, situations
from advice.questions import HelpQuestion
from publishing.api.views import link
from publishing.codes import code_list
from publishing.edition import Edition, InTurn, Published
from publishing.languages import ENGLISH, current, say, say_count
from services.api.reference import place_understood
from services.matching import left_out, opening
from services.matching.ages import Reader
from services.matching.cards import PASS_ON, YOURSELF, Asked, Cards
from services.matching.conditions import VICTIM
from services.matching.left_out import LeftOut
from services.matching.needs import RELAY, Need, by_need, types_of
from services.matching.shelf import TYPE, Services
from services.places.regions import regions

YES, CHECK = "yes", "check"
URGENT = ("danger",)  # whoever is there calls


class Help:
    """One reader's question, answered from one edition at one moment.

    `everyone`: the services that may be shown to this reader: those on offer, and relays only to those who sign.
    """

    def __init__(self, edition: Edition, question: HelpQuestion, at: datetime, topic: Published | None):
        self.question, self.at = question, at
        self.reader, self.place = question.reader, question.place
        language, self._topic = current(), topic
        self.topic = _parsed(edition, topic, language) if topic else None
        steps = ("steps", topic and topic.uid, language)
        self._steps: dict[Hashable, dict[str, Any]] = edition.memo.setdefault(steps, {})
        everyone = Services.of(edition, "service")
        self.shelf, self.relays = everyone.shelf, by_need(everyone)[RELAY]
        self.all_there_are = everyone if question.signs else everyone.without(self.relays.bits)
        self.everyone = self.all_there_are.on_offer()
        asked = Asked(self.reader, self.place, (question.who_asks,), question.preferences, at)
        self.cards = Cards(self.shelf, asked)
        self.for_victim = question.to_pass_on(self.everyone)
        self.found = question.among(self.everyone)
        self._certain = self._fitting(self.reader, question.helper)
        self._likely = self._fitting(self.reader.with_recent_image, question.helper.with_recent_image)
        now, barred = opening.stretch(self.shelf, at), self._barred_ways()
        self._open_now, self._perhaps = opening.by_any(now.open, barred), opening.by_any(now.unknown, barred)
        self._by_need = by_need(self.found)
        self.needs = self._needs()
        self._slugs, self._by_type = self._named_by_type()
        self.phases = self._phases()

    def reader_understood(self) -> dict[str, Any]:
        """What was understood of the reader, so that an app can show it and a mistake is seen."""
        asked = self.question
        return {
            "age": asked.age,
            "age_in_image": asked.age_in_image,
            "audience": asked.who_asks,
            "place": place_understood(asked.region, asked.outcode),
            "situations": asked.situation,
            "preferences": {
                "channel": asked.channel,
                "language": asked.language,
                "free": asked.free,
                "anonymous": asked.anonymous,
                "no_account": asked.no_account,
                "off_phone_bill": asked.off_phone_bill,
            },
            "open_at": asked.open_at,
        }

    def reassurances(self) -> list[dict[str, Any]]:
        """Those true for this reader: said to them, true where they are, and of what they said has happened."""
        true = {situations.PRECONDITIONS.get(one) for one in self.question.situation} | {None}
        said = self.topic["reassurances"] if self.topic else []
        return [
            _of(one, "code", "origin", "text", "emphasis")
            for one in said
            if one["precondition"] in true and self._speaks_to(one) and self._is_true_there(one)
        ]

    def about(self) -> dict[str, Any] | None:
        """Which advice this is, with the forms that the offence takes, first those that were said to have happened."""
        if self.topic is None:
            return None
        forms = [
            {
                **_of(one, "code", "origin", "text"),
                "applies": YES if self._has_happened(one["editorial"]) else CHECK,
            }
            for one in self.topic["forms"]["items"]
        ]
        lead = {
            "lead_in": self.topic["forms"]["lead_in"],
            "items": sorted(forms, key=lambda one: one["applies"] != YES),
        }
        return {
            **_of(self.topic, "uid", "slug", "language", "title", "definition"),
            "forms": lead,
            "publisher": self.topic["document"]["publisher"],
            "added": [
                path for path in self.topic.get("added", ()) if path.startswith(("title", "definition", "forms"))
            ],
            **_of(self.topic, "added_text", "media"),
            "url": link(f"/api/v1/advice/{self.topic['slug']}"),
        }

    def _phases(self) -> list[dict[str, Any]]:
        """All steps by phase; of those of a phase that have a condition, first the ones that are known to apply."""
        found: dict[str, list[dict[str, Any]]] = {phase: [] for phase in code_list("phases").values}
        for step in self.topic["steps"]["items"] if self.topic else []:
            found.setdefault(step["editorial"]["phase"], []).append(self._step(step))
        return [
            {"phase": phase, "label": say(code_list("phases").label(phase)), "steps": _applying_first(steps)}
            for phase, steps in found.items()
            if steps
        ]

    def shown(self, need: Need, more: Callable[[Sequence[str]], str | None]) -> dict[str, Any]:
        """A need with the cards of its services. `more`: where all services of some kinds of help are."""
        items = need.shown
        return {
            "need": need.code,
            "label": need.label,
            "count": need.count,
            "services": self._cards(need),
            "more": more(self._kinds(need.code)) if need.count > len(items) else None,
        }

    def _cards(self, need: Need) -> list[orjson.Fragment]:
        if not self.question.is_helper:
            return self.cards.cards(need.shown, need.code)
        return [self.cards.card(item, need.code, self.use(item, need.code)) for item in need.shown]

    def _kinds(self, need: str) -> list[str]:
        """Kinds of help of which every service of a need has one, those too that editors put under it."""
        services, usual = self._by_need[need], types_of(need)
        if self.question.type:
            return [kind for kind in self.question.type if services.having(TYPE, [kind])]
        put_there = services.without(services.any_of(TYPE, usual))
        return [*usual, *sorted({kind for item in put_there for kind in item.keys["type"]})]

    def left_out(self) -> list[LeftOut]:
        """What this reader is not given, and why: services, and parts of the advice."""
        found = list(self.question.left_out(self.all_there_are, self.found))
        others = self.question.for_others(self.everyone).without(self.found.bits)
        found += [left_out.services("audience", "not-for-audience", len(others))] if others else []
        relays = self.question.among(self.relays.on_offer()).without(self.found.bits)
        found += [left_out.services("language", "relay", len(relays))] if relays else []
        withheld = sum(len(step["withheld"]) for phase in self.phases for step in phase["steps"])
        if withheld:
            text = say_count(
                "{count} part of a step is left out. The step says why.",
                "{count} parts of steps are left out. The step says why.",
                withheld,
            )
            found.append(LeftOut("audience", "detail-withheld", withheld, text))
        return [*found, *self._in_english()]

    def _in_english(self) -> list[LeftOut]:
        """What is, though another language was asked for."""
        language = current()
        if language == ENGLISH:
            return []
        advice = self.topic.get("language", ENGLISH) if self.topic else language
        of_advice = LeftOut("lang", left_out.NOT_TRANSLATED, 1, say("The advice is in English."))
        others = left_out.not_said(sum(not item.is_said(language) for item in self._services))
        return [*([of_advice] if advice != language else []), *others]

    @property
    def items(self) -> list[Published]:
        """The advice and the services that the answer has."""
        return [*([self._topic] if self._topic else []), *self._services]

    @property
    def _services(self) -> list[Published]:
        return [item for need in self.needs for item in need.shown]

    def _needs(self) -> list[Need]:
        """Those that any service meets, in the order for what has happened."""
        codes = [code for code, services in self._by_need.items() if services]
        return [
            Need.of(code, self._in_order(code, self._by_need[code]))
            for code in situations.ordered(codes, self.question.situation)
        ]

    def _in_order(self, need: str, services: Services) -> InTurn:
        """First the kinds of help for what has happened; then what fits for certain; then what can be used now.

        Of what does not fit for certain, first what fits if the image is a recent one, as it mostly is.
        """
        first = situations.first_types(need, self.question.situation)
        certain, likely, open_now, perhaps = self._certain, self._likely, self._open_now, self._perhaps
        here = services.any_of(TYPE, first) if first else 0
        turns = []
        for boosted in (services.bits & here, services.bits & ~here):
            to_check = boosted & ~certain
            for fitting in (boosted & certain, to_check & likely, to_check & ~likely):
                rest = fitting & ~open_now
                turns += [fitting & open_now, rest & perhaps, rest & ~perhaps]
        return InTurn(self.shelf, turns)

    def _barred_ways(self) -> dict[int, int]:
        """By the number of a channel, the services whose channel is not for whoever would use it."""
        for_victim, of_victim = self.for_victim.bits, self.found.barred(self.reader, self.place)
        of_helper = self.found.barred(self.question.helper, self.place) if self.question.is_helper else of_victim
        return {n: (of_victim[n] & for_victim) | (of_helper[n] & ~for_victim) for n in of_victim}

    def _fitting(self, reader: Reader, helper: Reader) -> int:
        """The places on the shelf of the services of which nothing is left to check.

        `reader`: the person being blackmailed, who uses what is to pass on; `helper`: the same as helpers ask for them.
        """
        to_pass_on = self.for_victim.certain(reader, self.place)
        if not self.question.is_helper:
            return to_pass_on
        return (to_pass_on & self.for_victim.bits) | (self.found.certain(helper, self.place) & ~self.for_victim.bits)

    def use(self, item: Published, need: str) -> str | None:
        return used_by(self.question, item, need)

    def _step(self, step: dict[str, Any]) -> dict[str, Any]:
        has_happened = step["editorial"]["situation"] in self.question.situation
        applies = YES if step["condition"] is None or has_happened else CHECK
        return {**self._shown(step), "applies": applies, "services": self._named(step)}

    def _shown(self, step: dict[str, Any]) -> dict[str, Any]:
        """Kept for all from whom the same is withheld."""
        kept_from = limits.withheld(step, self.question.who_asks, self.reader)
        like = (id(step), *map(id, kept_from))  # they live as long as the topic does
        found = self._steps.get(like)
        if found is None:
            found = self._steps[like] = limits.without(step, kept_from)
        return found

    def _named(self, step: dict[str, Any]) -> list[str]:
        """The slugs of the services shown that give the kinds of help a step points to."""
        types = step["editorial"]["service_types"]
        return [self._slugs[at] for at in sorted({at for one in types for at in self._by_type.get(one, ())})]

    def _named_by_type(self) -> tuple[list[str], dict[str, list[int]]]:
        """The slugs of the services shown, and by each kind of help the places in that list of those that give it."""
        items = self._services
        by_type: dict[str, list[int]] = {}
        for at, item in enumerate(items):
            for kind in item.keys["type"]:
                by_type.setdefault(kind, []).append(at)
        return [item.slug for item in items], by_type

    def _has_happened(self, form: dict[str, Any]) -> bool:
        said = self.question.situation
        return form["image_origin"] in {origin for one, origin in situations.IMAGE_ORIGINS.items() if one in said}

    def _speaks_to(self, reassurance: dict[str, Any]) -> bool:
        return not reassurance["audiences"] or self.question.who_asks in reassurance["audiences"]

    def _is_true_there(self, reassurance: dict[str, Any]) -> bool:
        """What is true only in some places is said only to those who are known to be there."""
        if not reassurance["regions"]:
            return True
        return self.place is not None and regions().match(reassurance["regions"], self.place.choices) == "whole"


def used_by(question: HelpQuestion, item: Published, need: str) -> str | None:
    """Who is to use a service that stands in a need, of the code list uses; None: nobody else asks."""
    if not question.is_helper:
        return None
    if need in URGENT and question.who_asks in item.keys["audience"]:
        return YOURSELF
    return PASS_ON if VICTIM[0] in item.keys["audience"] else YOURSELF


def _applying_first(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps in their order, but that those with a condition known to hold come before others with a condition."""
    conditional = sorted((step for step in steps if step["condition"]), key=lambda step: step["applies"] != YES)
    turn = iter(conditional)
    return [next(turn) if step["condition"] else step for step in steps]


def _parsed(edition: Edition, topic: Published, language: str) -> dict[str, Any]:
    document: dict[str, Any] | None = edition.memo.get(("topic", topic.uid, language))
    if document is None:
        document = edition.memo["topic", topic.uid, language] = orjson.loads(topic.said(language))
    return document


def _of(held: dict[str, Any], *names: str) -> dict[str, Any]:
    """Members of a document; one that is new in this version is not there until `recompile`."""
    return {name: held[name] for name in names if name in held}


def more(question: HelpQuestion, kinds: Sequence[str]) -> list[tuple[str, Any]]:
    """The parameters of the `/services` question that holds all of a need. `kinds`: of help, of which each has one."""
    kept = [
        (name, value)
        for name, values in question.sent.items()
        if name in ("age", "age_in_image", "region", "outcode", "include", "lang")
        for value in values
    ]
    return [*kept, ("ordering", "open"), *(("type", kind) for kind in kinds)]
