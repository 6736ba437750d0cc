"""From a hydrated snapshot to the shape of an organisation and a service in the contract.

Rendered when an item is published; also what the schema is made from. Empty is null, never an empty string.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, cast

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from publishing.registry import Lenders
from publishing.serializers import (
    CodeMember,
    CodesMember,
    KnownCodesMember,
    Members,
    Nullable,
    NullableUrl,
    PublicSerializer,
    each,
    members,
)
from services.api.hours import EMPTY_HOURS, HoursSerializer
from services.api.people import AgeRangeSerializer, CoveredRegionSerializer, RuleSerializer, covered, dates
from services.hours.words import in_words
from services.matching import channels, conditions, rules
from services.matching.ages import AgeLimits
from services.matching.conditions import Condition
from services.matching.rules import Said
from services.matching.ways import label
from services.models import Channel, Service

OPENED_ON_A_WEBSITE = ("webchat", "web-form", "app")
# Of the list of facts: what is said of them is for editors only.
FOR_EDITORS = ("conflict",)


class OrganisationSerializer(PublicSerializer):
    """A body that runs services."""

    name = serializers.CharField(help_text="Its name.")
    also_known_as = Nullable(help_text="An initialism or former name; null: none known.")
    website = NullableUrl(help_text="Its home page; null: not known.")
    email = Nullable(help_text="Its own email address for the public; null: not known.")
    description = Nullable(help_text="What it is; null: nothing written yet.")
    charity_number = Nullable(
        help_text="As the charity regulators have it, commas between several; null: not known, or no charity."
    )
    logo = NullableUrl(help_text="The address of its picture; null: not known. Ask it before you show it.")


class ServiceOrganisationSerializer(Members):
    """Who runs the service."""

    uid = serializers.UUIDField(help_text="Its identity, for ever.")
    slug = serializers.CharField(help_text="The last part of its address.")
    name = serializers.CharField(help_text="Its name.")


class OrganisationServiceSerializer(ServiceOrganisationSerializer):
    """A public service that the organisation runs."""


class ListedOrganisationSerializer(OrganisationSerializer):
    """A body that runs services, with those of its services that are public."""

    services = OrganisationServiceSerializer(many=True, help_text="Those on offer, in the standing order.")


class CoverageSerializer(Members):
    """Where the service is on offer."""

    is_known = serializers.BooleanField(help_text="False: somewhere in the UK, but nobody has told us where.")
    is_worldwide = serializers.BooleanField(help_text="True: open to people anywhere in the world.")
    regions = CoveredRegionSerializer(many=True, help_text="The places covered. Empty where not known.")


class ChannelSerializer(Members):
    """One way to reach the service."""

    uid = serializers.UUIDField(help_text="Its identity.")
    kind = CodeMember("channel-kinds", "What kind of way it is.")
    value = serializers.CharField(help_text="As it is printed: a number, an address, or how to get to it in words.")
    keyword = Nullable(help_text="The word that begins a text message; null: any words do.")
    dial = Nullable(source="contact.dial", help_text="The number to dial: E.164, or a short code. Null for no number.")
    relay_prefix = Nullable(source="contact.relay_prefix", help_text="Dialled before `dial` from a textphone.")
    uri = Nullable(
        source="contact.uri",
        help_text="A link to use it: tel:, sms:, mailto: or https:. A chat, form or app whose own address isn't known "
        "has the service's website. Null where there is none.",
    )
    instructions = Nullable(help_text="What to do on getting through.")
    only_for = serializers.SerializerMethodField(
        help_text="Whom this way is for: one of these must hold. Empty: everybody whom the service is for."
    )
    address = Nullable(help_text="Where to go or write to, a line for each part; null: not known, or no place.")
    postcode = Nullable(help_text="Of that address; null: not known, or no place.")
    uprn = Nullable(help_text="The Unique Property Reference Number of the place; null: not known, or no place.")
    accessibility = Nullable(help_text="Getting in and around, as the source says it; null: not known, or no place.")
    hours = serializers.SerializerMethodField(help_text="When somebody is there.")
    cost = Nullable(help_text="As the source says it; null: not known.")
    free = CodeMember("yes-no-unknown", "Free to use.")
    on_phone_bill = CodeMember("yes-no-unknown", "It shows on the phone bill, which a family may read.")
    anonymous = CodeMember("yes-no-unknown", "It can be used without giving a name.")
    account_needed = CodeMember("yes-no-unknown", "One must register first.")
    may_tell = Nullable(help_text="Whom it may tell, and when; null: see the service's confidentiality.")
    languages = KnownCodesMember("languages", "Languages it speaks.")
    begins_on, ends_on = dates("It is there")
    checked_on = serializers.DateField(allow_null=True, help_text="The day someone last tried it; null: not yet.")
    checked_how = Nullable(help_text="How it was tried.")

    @extend_schema_field(RuleSerializer(many=True))
    def get_only_for(self, channel: Channel) -> list[dict[str, object]]:
        return each(RuleSerializer, rules.only_for(channel))

    @extend_schema_field(HoursSerializer())
    def get_hours(self, channel: Channel) -> dict[str, object]:
        hours = channels.hours_of(channel)
        return {**EMPTY_HOURS, **hours.to_json(), "text": channel.hours_text or None, "words": in_words(hours)}


class DetailSerializer(Members):
    """One more thing the service says of itself."""

    about = CodeMember("facts", "What it is about.")
    text = serializers.CharField(help_text="In plain words.")


class ConditionSerializer(Members):
    """Something that must hold for this service to be right. Show the text."""

    code = CodeMember("conditions", "Which condition.")
    text = serializers.CharField(help_text="In words an app can show.")


class SourceOfFactsSerializer(Members):
    """Where facts come from."""

    facts = CodesMember("facts", "What it is the source of.")
    channel = serializers.UUIDField(
        source="channel_id", allow_null=True, help_text="The channel it speaks of; null: the service itself."
    )
    title = serializers.CharField(help_text="Of the page, leaflet or letter.")
    publisher = serializers.CharField(help_text="Who published it.")
    url = NullableUrl(help_text="Its address; null: none.")
    dated = Nullable(help_text="The date it bears, as printed; null: none.")
    source_class = CodeMember("source-classes", "Who is speaking.")
    confidence = CodeMember("confidences", "How far it is trusted for these facts.")


class ServiceSerializer(PublicSerializer):
    """A thing on offer to people. Show its conditions with it."""

    name = serializers.CharField(help_text="As its own website says it.")
    organisation = serializers.SerializerMethodField(help_text="Who runs it; null where no single body does.")
    operator = Nullable(help_text="Who runs it in the source's words; null: not known.")
    summary = serializers.CharField(help_text="What it does, in one sentence.")
    description = Nullable(help_text="More, in plain text; a blank line between paragraphs.")
    types = CodesMember("service-types", "What kind of help it gives.")
    audiences = KnownCodesMember("audiences", "Who may use it.")
    need = CodeMember("needs", "Where editors have it stand; null: where its types belong.", allow_null=True)
    urgency = serializers.IntegerField(help_text="The editors' order: lower comes first.", min_value=0, max_value=99)
    age = serializers.SerializerMethodField(help_text="Age limits.")
    circumstances = CodesMember("circumstances", "Only for people who are any of these. Empty: for anybody.")
    also_for = serializers.SerializerMethodField(
        help_text="Whom it is for beyond `age` and `circumstances`: one of these is enough."
    )
    eligibility_note = Nullable(help_text="What else a person should know before they try.")
    coverage = serializers.SerializerMethodField(help_text="Where it is on offer.")
    status = serializers.CharField(
        help_text="Whether it is on offer: a code of the list service-statuses. Only those that are stand in lists and "
        "at `/help`."
    )
    status_text = serializers.SerializerMethodField(
        help_text="Why it is not on offer, and until when, in words an app can show; null where it is."
    )
    begins_on, ends_on = dates("It is on offer")
    cost = Nullable(help_text="What using it costs, as the source says it; null: not known.")
    confidentiality = Nullable(help_text="What it keeps to itself, as it says itself; null: not known.")
    languages = KnownCodesMember("languages", "Languages of the service as a whole.")
    channels = serializers.SerializerMethodField(help_text="The ways to reach it, the best first.")
    details = serializers.SerializerMethodField(help_text="What else it says of itself.")
    conditions = serializers.SerializerMethodField(help_text="What must hold for it to be right for someone.")
    sources = serializers.SerializerMethodField(help_text="Where the facts come from.")
    origin = CodeMember("origins", "Where we have the entry from.")
    licence = Nullable(help_text="Of this entry's words; null: not known, so ask before you republish them.")
    attribution = Nullable(help_text="What must be printed with it; null: not known.")

    @extend_schema_field(ServiceOrganisationSerializer(allow_null=True))
    def get_organisation(self, service: Service) -> dict[str, object] | None:
        lenders: Lenders = self.context["lenders"]
        lender = lenders.get(service.organisation_id) if service.organisation_id else None
        return members(ServiceOrganisationSerializer, lender.document) if lender else None

    @extend_schema_field(AgeRangeSerializer())
    def get_age(self, service: Service) -> dict[str, object]:
        return asdict(AgeLimits.of(service))

    @extend_schema_field(RuleSerializer(many=True))
    def get_also_for(self, service: Service) -> list[dict[str, object]]:
        return each(RuleSerializer, rules.also_for(service))

    @extend_schema_field(CoverageSerializer())
    def get_coverage(self, service: Service) -> dict[str, object]:
        return {
            "is_known": service.coverage_known,
            "is_worldwide": service.is_worldwide,
            "regions": covered(service.coverage),
        }

    def get_status_text(self, service: Service) -> str | None:
        return conditions.of_status(service)

    def _website(self, service: Service) -> str | None:
        """Where a chat, form or app is found whose own address isn't known; None: nowhere that is known."""
        pages = (one.contact.uri for one in channels.served(service) if one.kind == "web")
        lenders: Lenders = self.context["lenders"]
        lender = lenders.get(service.organisation_id) if service.organisation_id else None
        website: str | None = lender.document["website"] if lender else None
        return next((page for page in pages if page), website)

    @extend_schema_field(ChannelSerializer(many=True))
    def get_channels(self, service: Service) -> list[dict[str, object]]:
        found, website = each(ChannelSerializer, channels.served(service)), self._website(service)
        for one in found:
            if one["uri"] is None and one["kind"] in OPENED_ON_A_WEBSITE:
                one["uri"] = website
        return found

    @extend_schema_field(DetailSerializer(many=True))
    def get_details(self, service: Service) -> list[dict[str, object]]:
        return each(DetailSerializer, (detail for detail in service.details.all() if detail.about not in FOR_EDITORS))

    def _of_ways(self, service: Service) -> Iterator[Condition]:
        for channel in each(ChannelSerializer, filter(rules.only_for, channels.served(service))):
            told = [Said.of(rule) for rule in cast("list[dict[str, Any]]", channel["only_for"])]
            yield from conditions.of_way(label(channel), told, conditions.STRANGER, None)

    def _rules(self, service: Service) -> tuple[Said, ...]:
        named = {"age": self.get_age(service), "circumstances": service.circumstances}
        return Said.of_service({**named, "also_for": self.get_also_for(service)})

    @extend_schema_field(ConditionSerializer(many=True))
    def get_conditions(self, service: Service) -> list[dict[str, object]]:
        known = service.coverage if service.coverage_known else []
        found = [
            *conditions.of_audience(service.audiences),
            *conditions.of_rules(self._rules(service)),
            *conditions.of_place(known, service.is_worldwide),
            *self._of_ways(service),
        ]
        return each(ConditionSerializer, found)

    @extend_schema_field(SourceOfFactsSerializer(many=True))
    def get_sources(self, service: Service) -> list[dict[str, object]]:
        shown = {None, *(channel.uid for channel in channels.served(service))}
        told = each(SourceOfFactsSerializer, (source for source in service.sources.all() if source.channel_id in shown))
        for source in told:
            source["facts"] = [code for code in source["facts"] if code not in FOR_EDITORS]
        return [source for source in told if source["facts"]]
