"""What is said of a service in parts: whom else it is for, what more it says of itself, where facts come from."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

from publishing.codes import code_list
from publishing.dates import NO_DATES, Dated
from publishing.fields import CodesField, code_field
from publishing.models import Part
from publishing.wording import shortened
from services import contacts
from services.faults import ages_in_order, faults_of_ages, kindly
from services.fields import CoverageField
from services.places.regions import regions

if TYPE_CHECKING:
    from services.models import Channel

OF_A_RULE = ("user-age", "age-in-image", "victim-age")  # the other turns nobody away


def channel_field(related_name: str, help_text: str) -> "models.ForeignKey[Channel | None, Channel | None]":
    """The channel of its own service that a part speaks of; none, for a part that speaks of the service itself."""
    return models.ForeignKey(
        "services.Channel",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        db_constraint=False,
        related_name=related_name,
        help_text=help_text,
        verbose_name="Channel",
    )


def fault_of_channel(part: "Rule | Source") -> dict[str, str]:
    is_another = part.channel and part.channel.service_id != part.service_id
    return {"channel": "Choose a channel of this service."} if is_another else {}


class Rule(Dated, Part):
    """For whom the service is as well, beyond its own ages; or, with a channel, for whom alone that channel is.

    All that one rule says must hold of a person, and one rule is enough. An age or place that it does not give is no
    limit of it.
    """

    service = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="rules")
    channel = channel_field("rules", "Which way it limits. Empty: it says who else may use the service.")
    age_basis = code_field(
        "age-bases", "Whose age counts", only=OF_A_RULE, default="user-age", help_text="It decides who is sent there."
    )
    minimum_age = models.PositiveSmallIntegerField(
        "Youngest age", null=True, blank=True, help_text="In whole years, included. Empty: no limit."
    )
    maximum_age = models.PositiveSmallIntegerField(
        "Oldest age", null=True, blank=True, help_text="In whole years, included: under 18 is 17. Empty: no limit."
    )
    circumstances = CodesField(
        "People who are", codes="circumstances", blank=True, help_text="Any of these. None ticked: anybody."
    )
    coverage = CoverageField(
        "In these places", blank=True, help_text="Among those that the service is for. Empty: wherever it is."
    )
    text = models.CharField(
        "What else must hold", max_length=300, blank=True, help_text="In one plain sentence to the reader. Public."
    )

    snapshot_defaults = NO_DATES

    class Meta(Part.Meta):
        constraints = ages_in_order("rule")

    def __str__(self) -> str:
        return shortened(self.text, 60) or "Rule"

    def in_short(self) -> str:
        low, high = self.minimum_age, self.maximum_age
        ages = [f"from {low}"] if low is not None else []
        ages += [f"to {high}"] if high is not None else []
        people = code_list("circumstances")
        told = [" ".join(ages), ", ".join(map(people.label, self.circumstances)), self.text]
        return " – ".join(filter(None, told)) or "Anybody"

    def clean(self) -> None:
        super().clean()
        errors = {**faults_of_ages(self.minimum_age, self.maximum_age), **fault_of_channel(self)}
        for name in ("begins_on", "ends_on") if self.channel else ():
            if getattr(self, name):
                errors[name] = "Without its rule the way would be for everybody. Give the way itself these days."
        if outside := [code for code in self.coverage if code in regions() and not self._is_served(code)]:
            named = ", ".join(regions()[code].name for code in outside)
            errors["coverage"] = f"The service is not for {named}. Add that to the places it serves, or leave it out."
        if errors:
            raise ValidationError(errors)
        has_age = self.minimum_age is not None or self.maximum_age is not None
        if not (has_age or self.circumstances or self.coverage or self.text):
            raise ValidationError("Say for whom it is: an age, who they are, a place, or words.")

    def _is_served(self, region: str) -> bool:
        """Whether the service may be for a place, or for a part of it."""
        service = self.service
        return (
            service.is_worldwide
            or not service.coverage_known
            or regions().match(service.coverage, (region,), include_within=True) is not None
        )


class Detail(Part):
    """One more thing the service says of itself: what it asks for, what it leaves out, where it sends people."""

    service = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="details")
    about = code_field("facts", "About", help_text="What it is about.")
    text = models.TextField("Text", max_length=1000, help_text="In one or two plain sentences. Public.")

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {shortened(self.text, 60)}"


class Source(Part):
    """Where a fact comes from. Without a channel it speaks of the service itself."""

    service = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="sources")
    channel = channel_field("sources", "Which channel it speaks of. Empty: the service itself.")
    facts = CodesField("Facts", codes="facts", help_text="What it is the source of.")
    title = models.CharField("Title", max_length=300, help_text="Of the page or leaflet.")
    publisher = models.CharField("Publisher", max_length=200)
    url = models.CharField(
        "Web address", max_length=500, blank=True, help_text="Its address. Empty: a leaflet or a letter."
    )
    dated = models.CharField("Dated", max_length=100, blank=True, help_text="The date it bears. Empty: it bears none.")
    source_class = code_field("source-classes", "Source class", help_text="Who is speaking.")
    confidence = code_field(
        "confidences", "Confidence", default="unstated", help_text="How far we trust it for these facts."
    )

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher})"

    def clean(self) -> None:
        super().clean()
        if self.url:
            kindly("url", lambda value: contacts.judge_url(value, allow_http=True), self.url)
        if errors := fault_of_channel(self):
            raise ValidationError(errors)
