"""Places and codes over REST: reference data from files, the same whatever the edition."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import NotFound

from publishing.api.errors import Fault
from publishing.api.filters import PagedFilters
from publishing.api.parameters import Code, Read, Text
from publishing.api.views import ItemView, ListView
from publishing.codes import CodeList, code_list, lists
from publishing.edition import Edition
from services.filters import outcode, region_code
from services.regions import Region, regions
from services.serializers import Code as CodeField
from services.serializers import CoveredRegionSerializer, Nullable


class RegionSerializer(CoveredRegionSerializer):
    """An area with an ONS (GSS) code."""

    aliases = serializers.ListField(child=serializers.CharField(), help_text="Other names it may be asked by.")
    former_codes = serializers.ListField(child=serializers.CharField(), help_text="Codes it had before, still taken.")
    parent = Nullable(help_text="The code of the place it is directly in; null for the United Kingdom.")
    ancestors = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of every place that contains it, the nearest first."
    )


class OutcodeSerializer(serializers.Serializer):
    """What is known of the first half of a postcode; the results are the places it may be in."""

    outcode = serializers.CharField(help_text="As it is written.")
    status = CodeField("outcode-statuses", "What is known of it.")
    jurisdiction = Nullable(help_text="Its name where it is not in the UK; null in the UK.")
    nations = CoveredRegionSerializer(many=True, help_text="The nations it may be in, the likeliest first.")


class OutcodeMemberSerializer(serializers.Serializer):
    """The member that lists of regions have beside the usual ones."""

    outcode = OutcodeSerializer(allow_null=True, help_text="The outcode asked about; null: none.")


class RegionFilters(PagedFilters):
    """What `/regions` takes."""

    q = Text("Words of its name; the last may be unfinished.", 100, example="edin")
    kind = Code("Only places of this kind.", "region-kinds", "RegionKind")
    parent = Read(
        "Only places directly in this one: a code or a name.", region_code, "an ONS code or a name", example="scotland"
    )
    outcode = Read(
        "Only the places that the first half of a UK postcode may be in. Never send a full postcode.",
        outcode,
        "the first half of a UK postcode",
        schema={"type": "string", "minLength": 2, "maxLength": 8},
        example="EH1",
        is_kept=False,
    )

    @classmethod
    def contradictions(cls, answers: Mapping[str, Any], asked: Mapping[str, list]) -> Iterator[Fault]:
        yield from super().contradictions(answers, asked)
        for name in ("q", "kind", "parent"):
            if "outcode" in answers and name in answers:
                yield Fault(name, "contradiction", "Must not be given together with “outcode”.")


class RegionList(ListView):
    """Find places

    The UK, its nations, regions, counties, councils, police force areas and health boards.
    """

    noun, noun_plural, tag = "Region", "Regions", "reference"
    filterset_class = RegionFilters
    serializer_class = RegionSerializer
    extra_serializer_class = OutcodeMemberSerializer

    def find(self, edition: Edition) -> Sequence[Region]:
        if found := self.question.get("outcode"):
            return [regions().get(code) for code in found.choices]
        wanted = {name: self.question.get(name) for name in ("q", "kind", "parent")}
        return regions().search(wanted["q"], kind=wanted["kind"], parent=wanted["parent"])

    def show(self, edition: Edition, item: Region) -> dict[str, Any]:
        return shown(item)

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        found = self.question.get("outcode")
        return {**super().answer(edition, **path), "outcode": found and outcode_shown(found)}


class RegionItem(ItemView):
    """Get one place

    By its code, slug, alias or former code.
    """

    noun, noun_plural, tag = "Region", "Regions", "reference"
    path_words = "Its code, slug, alias or former code."
    serializer_class = RegionSerializer

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        region = regions().get(path["name"])
        if region is None:
            raise NotFound("There is no such place here.")
        return {"result": shown(region)}


class CodeEntrySerializer(serializers.Serializer):
    """One code."""

    code = serializers.CharField(help_text="As it stands in questions and answers.")
    label = serializers.CharField(help_text="In a few words, ready to show.")
    description = serializers.CharField(help_text="In a sentence.")


class CodeListSerializer(serializers.Serializer):
    """The values of an enumeration."""

    name = serializers.CharField(help_text="The name of the list.")
    title = serializers.CharField(help_text="What the codes are of.")
    codes = CodeEntrySerializer(many=True, help_text="In the order in which they are to be shown.")


class CodeLists(ListView):
    """List the code lists

    Every enumerated value, with a label and a description in plain English.
    """

    noun, noun_plural, tag = "CodeList", "CodeLists", "reference"
    serializer_class = CodeListSerializer

    def find(self, edition: Edition) -> Sequence[CodeList]:
        return list(lists().values())

    def show(self, edition: Edition, item: CodeList) -> dict[str, Any]:
        return CodeListSerializer(item).data


class CodeListItem(ItemView):
    """Get one code list

    By its name, for example service-types.
    """

    noun, noun_plural, tag = "CodeList", "CodeLists", "reference"
    path_words = "The name of the list, for example service-types."
    serializer_class = CodeListSerializer

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        if path["name"] not in lists():
            raise NotFound("There is no such code list.")
        return {"result": CodeListSerializer(code_list(path["name"])).data}


def shown(region: Region) -> dict[str, Any]:
    """A region as `RegionSerializer` describes it."""
    return {
        **place(region),
        "aliases": region.aliases,
        "former_codes": region.former_codes,
        "parent": region.parent,
        "ancestors": regions().ancestors(region.code),
    }


def place(region: Region) -> dict[str, str]:
    """A region as it stands wherever one is mentioned."""
    return {"code": region.code, "name": region.name, "slug": region.slug, "kind": region.kind}


def outcode_shown(found) -> dict[str, Any]:
    """An outcode as `OutcodeSerializer` describes it."""
    return {
        "outcode": found.outcode,
        "status": found.status,
        "jurisdiction": found.jurisdiction,
        "nations": [place(regions().get(code)) for code in found.nations],
    }
