"""What services are found by: their keys, and the verbs that ask for them."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any, Self

from publishing.codes import code_list
from publishing.edition import Entry, InTurn, Layout, Selection
from publishing.registry import Lenders
from services import channels, opening
from services.ages import AgeLimits, Reader
from services.channels import Opening
from services.regions import BREADTHS, regions

UNKNOWN_PLACE, WORLDWIDE = "unknown", "worldwide"
WIDEST = max(BREADTHS.values())
_ORDERING = {"unknown": WIDEST + 1, "worldwide": WIDEST + 2}


class Services(Selection):
    """Some of the public services. Every verb gives a narrower selection; what it is given is trusted."""

    def for_age(self, age: int | None = None, age_in_image: int | None = None) -> Self:
        """Those that take someone of `age` whole years whose image was made at `age_in_image`.

        A limit of an age that was not given, or that is not known, excludes only where it excludes for certain.
        Source: HSDS 3.0 `service.minimum_age`, `service.maximum_age`.
        """
        reader = Reader(age, age_in_image)
        young_enough = self.where("youngest", lambda limit: limit[1] <= reader.ages(limit[0])[1])
        return young_enough.where("oldest", lambda limit: limit[1] >= reader.ages(limit[0])[0])

    def in_place(self, region: str | None = None, outcode=None, include: str | None = None) -> Self:
        """Those that serve a region (a current GSS code), or one of the regions an outcode may be in.

        Worldwide services serve everywhere; where the coverage is unknown it is somewhere in the UK.
        """
        choices = (region,) if region else outcode.choices
        here = self.any_of("place", (WORLDWIDE, UNKNOWN_PLACE) if choices else (WORLDWIDE,))
        for code in choices:
            here |= self._serving(code, include == "within")
        return self.only(here)

    def _serving(self, region: str, in_part: bool) -> int:
        """The places on the shelf of services known to serve a region: an entry of its index, made when first asked."""
        memo, entry = self.shelf.memo, ("serving", region, in_part)
        if entry not in memo:
            match = partial(regions().match, choices=(region,), include_within=in_part)
            memo[entry] = type(self)(self.shelf).where("coverage", lambda coverage: match(coverage) is not None).bits
        return memo[entry]

    def of_type(self, type: Iterable[str]) -> Self:
        """Those that give any of these kinds of help."""
        return self.having("type", type)

    def for_audience(self, audience: Iterable[str]) -> Self:
        """Those that any of these people may use."""
        return self.having("audience", audience)

    def reached_by(
        self,
        channel: Collection[str] = (),
        language: Collection[str] = (),
        open_at: datetime | None = None,
        **facts: bool,
    ) -> Self:
        """Those with one channel of which all that is asked holds.

        `facts`: free, anonymous, no_account, off_phone_bill; an unknown fact satisfies neither true nor false.
        """
        wanted = channels.asked(channel, language, **facts)
        found = 0
        for number in self.shelf.values("channel"):
            here = opening.moment(self.shelf, open_at).open.get(number, 0) if open_at else self.bits
            for any_of in wanted:
                here &= self.any_of("says", (f"{number} {said}" for said in any_of))
            found |= here
        return self.only(found)

    def untold(self, facts: Iterable[str]) -> list[str]:
        """Of these facts of a channel, those that are known of no public channel: asking about them finds nothing."""
        said = {key.split(" ")[1] for key in self.shelf.values("says")}
        return [fact for fact in facts if fact not in said]

    def naming(self, q: str) -> Self:
        """Those whose names, organisation or types hold every word of `q`; the last may be the beginning of a word."""
        return self.with_words("word", words_of(q))

    def first(self, bits: int) -> InTurn:
        """All of them: first those of `bits`, then the others, each in the standing order."""
        return InTurn(self.only(bits), self.without(bits))


def keys(service, lenders: Lenders) -> dict[str, Any]:
    """What a hydrated service is found and ordered by. Lists are for finding, single values for ordering."""
    organisation = lenders.get(service.organisation_id)
    names = [service.name, *_names(organisation), *(code_list("service-types").label(code) for code in service.types)]
    limits = AgeLimits.of(service)
    return {
        "age": asdict(limits),
        "youngest": [[limits.when, limits.reach[0]]],
        "oldest": [[limits.when, limits.reach[1]]],
        "coverage": [service.coverage] if service.coverage_known else [],
        "place": [WORLDWIDE] if service.is_worldwide else [] if service.coverage_known else [UNKNOWN_PLACE],
        "type": service.types,
        "audience": service.audiences or list(code_list("audiences").values),
        **channels.keys(channels.served(service)),
        "organisation": [str(organisation.uid)] if organisation else [],
        "word": sorted(set(words_of(" ".join(names)))),
        "urgency": service.urgency,
        "breadth": breadth(service),
        "name": service.name.casefold(),
    }


def breadth(service) -> int:
    """Narrower coverage is more local help: it sorts first among services of the same urgency."""
    if service.is_worldwide:
        return _ORDERING["worldwide"] * 1000
    if not service.coverage_known:
        return _ORDERING["unknown"] * 1000
    return max(regions().breadth(code) for code in service.coverage) * 1000 + len(service.coverage)


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation, in order."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))


def _names(organisation) -> list[str]:
    if organisation is None:
        return []
    return [organisation.document["name"], organisation.document["also_known_as"] or ""]


def _by_urgency(entry: Entry) -> tuple:
    return (entry.keys["urgency"], entry.keys["breadth"], entry.keys["name"], entry.uid)


def _by_name(entry: Entry) -> tuple:
    return (entry.keys["name"], entry.uid)


LAYOUT = Layout(
    orders={"urgency": _by_urgency, "name": _by_name},
    decode={"youngest": tuple, "oldest": tuple, "coverage": tuple, "opening": Opening.from_key},
    words=frozenset({"word"}),
    selection=Services,
)
