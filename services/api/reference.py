"""Places over REST: reference data from files, the same whatever the edition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import NotFound

from publishing.api.errors import Fault
from publishing.api.question import PageQuestion, code, text, word
from publishing.api.views import ItemView, ListView
from publishing.edition import Edition
from publishing.languages import say, to_say
from publishing.serializers import CodeMember, Members, Nullable
from services.api.people import CoveredRegionSerializer, place
from services.api.questions import half_postcode, region_code
from services.api.serializers import ConditionSerializer
from services.matching.conditions import of_reader_place
from services.places.outcodes import Outcode
from services.places.regions import Region, regions


class RegionSerializer(CoveredRegionSerializer):
    """An area with an ONS (GSS) code."""

    aliases = serializers.ListField(child=serializers.CharField(), help_text="Other names it may be asked by.")
    former_codes = serializers.ListField(child=serializers.CharField(), help_text="Codes it had before, still taken.")
    parent = Nullable(help_text="The code of the place it is directly in; null for the United Kingdom.")  # type: ignore[assignment]  # a member, and not on an instance
    ancestors = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of every place that contains it, the nearest first."
    )


class OutcodeSerializer(Members):
    """What is known of the first half of a postcode; the results are the places it may be in."""

    outcode = serializers.CharField(help_text="As it is written.")
    status = CodeMember("outcode-statuses", "What is known of it.")
    jurisdiction = Nullable(help_text="Its name where it is not in the UK; null in the UK.")
    nations = CoveredRegionSerializer(many=True, help_text="The nations it may be in, the likeliest first.")


class PlaceSerializer(Members):
    """Where the reader is, or may be. Where there are several choices, offer them."""

    region = CoveredRegionSerializer(allow_null=True, help_text="The region asked about; null: none.")
    outcode = Nullable(help_text="The first half of a postcode asked about; null: none.")
    status = CodeMember("outcode-statuses", "What is known of that; null: it was not asked about.", allow_null=True)
    jurisdiction = Nullable(help_text="Its name where it is not in the UK; null in the UK.")
    choices = CoveredRegionSerializer(many=True, help_text="The reader is in one of them. Empty outside the UK.")
    conditions = ConditionSerializer(many=True, help_text="What to tell the reader about the place. Show the texts.")


class AskedOutcodeSerializer(OutcodeSerializer):
    """What is known of the outcode asked about, and what may be wrong with it."""

    conditions = ConditionSerializer(many=True, help_text="That it is not in the UK, or that its place may be wrong.")


class OutcodeMemberSerializer(Members):
    """The member that lists of regions have beside the usual ones."""

    outcode = AskedOutcodeSerializer(allow_null=True, help_text="The outcode asked about; null: none.")


@dataclass(frozen=True, kw_only=True)
class RegionsQuestion(PageQuestion):
    """What `/regions` takes."""

    q: str | None = text("Words of its name; the last may be unfinished.", 100, example="edin")
    kind: str | None = code("Only places of this kind.", "region-kinds", "RegionKind")
    parent: str | None = word(
        "Only places directly in this one: a code or a name.",
        region_code,
        to_say("an ONS code or a name"),
        example="scotland",
    )
    outcode: Outcode | None = half_postcode(
        "Only the places that the first half of a UK postcode may be in; none for an Irish Eircode. Never send a full "
        "one."
    )

    def contradictions(self) -> Iterator[Fault]:
        yield from super().contradictions()
        for name in ("q", "kind", "parent"):
            if self.outcode and name in self.sent:
                yield Fault(name, "contradiction", say("Must not be given together with “{name}”.", name="outcode"))


class RegionList(ListView[Region]):
    """Find places

    A place is the UK, or one of its nations, regions, counties, councils, police force areas and health boards.
    """

    noun, noun_plural, tag = "Region", "Regions", "reference"
    question: RegionsQuestion
    serializer_class = RegionSerializer
    extra_serializer_class = OutcodeMemberSerializer

    def find(self, edition: Edition) -> Sequence[Region]:
        if found := self.question.outcode:
            return [regions()[code] for code in found.choices]
        return regions().search(self.question.q, kind=self.question.kind, parent=self.question.parent)

    def show(self, edition: Edition, item: Region) -> dict[str, Any]:
        return shown(item)

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        found = self.question.outcode
        return {**super().answer(edition, **path), "outcode": found and asked_outcode_shown(found)}


class RegionItem(ItemView):
    """Get one place

    The name is its code, its slug, an alias or a former code.
    """

    noun, noun_plural, tag = "Region", "Regions", "reference"
    path_words = "Its code, slug, alias or former code."
    serializer_class = RegionSerializer

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        region = regions().get(path["name"])
        if region is None:
            raise NotFound(say("There is no such place here."))
        return {"result": shown(region)}


def shown(region: Region) -> dict[str, Any]:
    """A region as `RegionSerializer` describes it."""
    return {
        **place(region),
        "aliases": region.aliases,
        "former_codes": region.former_codes,
        "parent": region.parent,
        "ancestors": regions().ancestors(region.code),
    }


def outcode_shown(found: Outcode) -> dict[str, Any]:
    """An outcode as `OutcodeSerializer` describes it."""
    return {
        "outcode": found.outcode,
        "status": found.status,
        "jurisdiction": _jurisdiction(found),
        "nations": [place(regions()[code]) for code in found.nations],
    }


def place_understood(region: str | None, found: Outcode | None) -> dict[str, Any] | None:
    """Where a reader is or may be, as `PlaceSerializer` describes it; None where nothing is said of it."""
    if region is None and found is None:
        return None
    here = regions()[region] if region and region in regions() else None
    choices = found.choices if found else (here.code,) if here else ()
    return {
        "region": place(here) if here else None,
        "outcode": found.outcode if found else None,
        "status": found.status if found else None,
        "jurisdiction": _jurisdiction(found) if found else None,
        "choices": [place(regions()[code]) for code in choices],
        "conditions": of_reader_place(found, region),
    }


def _jurisdiction(found: Outcode) -> str | None:
    return say(found.jurisdiction) if found.jurisdiction else None


def asked_outcode_shown(found: Outcode) -> dict[str, Any]:
    """An outcode as `AskedOutcodeSerializer` describes it."""
    return {**outcode_shown(found), "conditions": of_reader_place(found, None)}
