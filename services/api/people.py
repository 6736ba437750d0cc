"""The shape of whom something is for in the contract: ages, places, circumstances, and the days of a rule."""

from collections.abc import Iterable
from dataclasses import asdict

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from publishing import languages
from publishing.serializers import CodeMember, CodesMember, Members, Nullable
from services.matching import rules
from services.models import Rule
from services.places.regions import Region, regions


class AgeRangeSerializer(Members):
    """Age limits in whole years, both ends included. A null limit that is known is no limit."""

    basis = CodeMember("age-bases", "Whose age the limits are of.")
    minimum = serializers.IntegerField(allow_null=True, help_text="Youngest age, included.", min_value=0, max_value=120)
    minimum_known = serializers.BooleanField(help_text="False: nobody has told us the lower limit.")
    maximum = serializers.IntegerField(allow_null=True, help_text="Oldest age, included.", min_value=0, max_value=120)
    maximum_known = serializers.BooleanField(help_text="False: nobody has told us the upper limit.")
    maximum_disputed = serializers.BooleanField(
        help_text="Sources differ on whether people one year older than `maximum` may use it."
    )
    varies = serializers.BooleanField(help_text="The limits differ from area to area.")


def dates(what: str) -> tuple[serializers.DateField, serializers.DateField]:
    """The members `begins_on` and `ends_on`."""
    first = f"{what} from this day on; null: always so far. What has not begun is not in public documents."
    return (
        serializers.DateField(allow_null=True, help_text=first),
        serializers.DateField(allow_null=True, help_text=f"{what} until the end of this day; null: for good."),
    )


class CoveredRegionSerializer(Members):
    """A place that is covered."""

    code = serializers.CharField(help_text="Its ONS (GSS) code.")
    name = serializers.CharField(help_text="Its name: in the language asked for, where it has an official one in it.")
    slug = serializers.CharField(help_text="Its readable name in addresses.")
    kind = CodeMember("region-kinds", "What kind of place it is.")


def covered(codes: Iterable[str]) -> list[dict[str, object]]:
    """Places as a document names them."""
    return [dict(place(region)) for code in codes if (region := regions().get(code))]


def place(region: Region) -> dict[str, str]:
    """A region as `CoveredRegionSerializer` describes it, by its name in the language asked for."""
    name = region.name_in(languages.current())
    return {"code": region.code, "name": name, "slug": region.slug, "kind": region.kind}


class RuleSerializer(Members):
    """Some people whom a service, or a way to reach it, is for. All that it says must hold of them."""

    age = serializers.SerializerMethodField(help_text="Age limits; an age that is null is no limit.")
    regions = serializers.SerializerMethodField(
        help_text="In one of these places. Empty: wherever the service is on offer."
    )
    circumstances = CodesMember("circumstances", "People who are any of these. Empty: anybody. Never ask; tell them.")
    text = Nullable(help_text="What else must hold, in words an app can show.")
    begins_on, ends_on = dates("It holds")

    @extend_schema_field(AgeRangeSerializer())
    def get_age(self, rule: Rule) -> dict[str, object]:
        return asdict(rules.limits_of(rule))

    @extend_schema_field(CoveredRegionSerializer(many=True))
    def get_regions(self, rule: Rule) -> list[dict[str, object]]:
        return covered(rule.coverage)
