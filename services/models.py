"""Who can help: organisations, the services they run, and the channels by which a service is reached.

Facts that nobody has told us are unknown, and said to be; empty never quietly means "no limit" or "none". What stands
beside them is in `parts`. A service and a channel are one form and one document each, which is why this is longer than
other rooms.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from publishing.dates import NO_DATES, Dated, today
from publishing.fields import CodesField, code_field
from publishing.models import Part, Publishable, refuse_a_day_to_come
from services import charities, contacts, premises, prose
from services.faults import OLDEST, ages_in_order, faults_of_ages, kindly
from services.fields import CoverageField, HoursField
from services.hours import Hours
from services.hours.words import in_words as hours_in_words
from services.parts import Detail, Rule, Source
from services.premises import Premises

__all__ = ["Channel", "Detail", "Organisation", "Rule", "Service", "Source"]
ON_OFFER = "on-offer"


class Organisation(Publishable):
    """A body that runs services."""

    name = models.CharField("Name", max_length=150)
    also_known_as = models.CharField(
        "Also known as", max_length=150, blank=True, help_text="An initialism or former name, for search."
    )
    website = models.CharField(
        "Website", max_length=500, blank=True, help_text="Its home page, beginning with https://"
    )
    email = models.CharField(
        "Email", max_length=254, blank=True, help_text="Of the body itself, where it has one for the public."
    )
    description = models.TextField("Description", blank=True, help_text="What it is, in one or two plain sentences.")
    charity_number = models.CharField(
        "Charity number",
        max_length=100,
        blank=True,
        help_text="As the register has it, for example <em>SC000000</em>; commas between several. "
        "Empty: not known, or no charity.",
    )
    logo = models.CharField(
        "Logo", max_length=500, blank=True, help_text="The address of its picture, beginning with https://"
    )

    snapshot_defaults: ClassVar[dict[str, object]] = {"email": "", "charity_number": "", "logo": ""}

    class Meta:
        ordering = ["name", "uid"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.website:
            kindly("website", contacts.judge_url, self.website)
        if self.email:
            kindly("email", contacts.judge_mailbox, self.email)
        if self.logo:
            kindly("logo", contacts.judge_url, self.logo)
        if self.charity_number:
            self.charity_number = kindly("charity_number", charities.read, self.charity_number)


class Service(Dated, Publishable):
    """A thing on offer to people: what it does, for whom, where, and at what cost."""

    name = models.CharField("Name", max_length=150, help_text="As its own website says it.")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        help_text="Who runs it. Empty only where no single body does, as with 999.",
        verbose_name="Organisation",
    )
    operator = models.CharField(
        "Run by, as the source says",
        max_length=250,
        blank=True,
        help_text="Who runs it, in the source's words, where that says more than one name.",
    )
    summary = models.CharField("Summary", max_length=300, help_text="What it does, in one plain sentence.")
    description = models.TextField(
        "Description", blank=True, help_text="More, in plain text; a blank line between paragraphs."
    )
    types = CodesField("Kinds of help", codes="service-types", help_text="Tick every kind it offers.")
    audiences = CodesField("Who may use it", codes="audiences", blank=True, help_text="None ticked: not known.")
    need = code_field(
        "needs",
        "Shown under",
        blank=True,
        help_text="Where people find it in the answer. Empty: where its kinds of help belong.",
    )
    urgency = models.PositiveSmallIntegerField(
        "Urgency", default=50, help_text="The editors' order: lower comes first. 0 to 99; 50 is ordinary."
    )

    age_basis = code_field(
        "age-bases", "Whose age counts", default="user-age", help_text="It decides who is sent there."
    )
    minimum_age = models.PositiveSmallIntegerField(
        "Youngest age", null=True, blank=True, help_text="In whole years, included. Empty and known: no limit."
    )
    minimum_age_known = models.BooleanField(
        "The youngest age is known", default=False, help_text="The source says so, or says there is no limit."
    )
    maximum_age = models.PositiveSmallIntegerField(
        "Oldest age",
        null=True,
        blank=True,
        help_text="In whole years, included: under 18 is 17. Empty and known: no limit.",
    )
    maximum_age_known = models.BooleanField(
        "The oldest age is known", default=False, help_text="The source says so, or says there is no limit."
    )
    maximum_age_disputed = models.BooleanField(
        "Sources differ on one year more",
        default=False,
        help_text="Sources differ on whether people one year older may: they are told so, not left out.",
    )
    age_varies = models.BooleanField(
        "Age limits differ by area", default=False, help_text="The limits differ from area to area."
    )
    circumstances = CodesField(
        "Only for people who are",
        codes="circumstances",
        blank=True,
        help_text="Any of these. Nobody is asked: everybody is told. None ticked: it is for anybody of these ages.",
    )
    eligibility_note = models.TextField(
        "What else to know first", blank=True, help_text="What else a person should know before they try. Public."
    )

    coverage = CoverageField(
        "Places it serves",
        blank=True,
        help_text="If it serves the whole United Kingdom, tick that alone. A council, county, police force area "
        "or health board goes in the box, for example <em>City of Edinburgh</em>.",
    )
    coverage_known = models.BooleanField(
        "Where it serves is known",
        default=False,
        help_text="Off: somewhere in the UK, but nobody has told us where; people are told to check.",
    )
    is_worldwide = models.BooleanField(
        "Worldwide",
        default=False,
        help_text="It serves people anywhere in the world, as well as in the places above. Nobody is told any more "
        "that it is only for people in those places.",
    )

    is_paused = models.BooleanField(
        "Closed for now", default=False, help_text="It is given to nobody, and its page says that it is closed for now."
    )
    paused_until = models.DateField(
        "Last day of that", null=True, blank=True, help_text="It is given again from the day after. Empty: not known."
    )
    paused_words = models.CharField(
        "What to do meanwhile",
        max_length=300,
        blank=True,
        help_text="In one plain sentence, while it is closed. Public.",
    )

    cost = models.CharField("Cost", max_length=150, blank=True, help_text="What using it costs, as the source says it.")
    confidentiality = models.TextField(
        "Confidentiality", blank=True, help_text="What it keeps to itself and what not, as it says itself."
    )
    languages = CodesField("Languages", codes="languages", blank=True, help_text="None ticked: not known.")
    origin = code_field("origins", "Origin", default="editor", help_text="Where we have it from.")
    licence = models.CharField(
        "Licence", max_length=200, blank=True, help_text="Of this entry's words. Empty: not known."
    )
    attribution = models.CharField(
        "Attribution", max_length=300, blank=True, help_text="What a partner must print. Empty: not known."
    )
    editor_note = models.TextField("Editor note", blank=True, help_text="For editors only. Never public.")

    shape = 2
    unread: ClassVar[frozenset[str]] = frozenset({"editor_note"})
    snapshot_defaults: ClassVar[dict[str, object]] = {
        "maximum_age_disputed": False, "need": "", "circumstances": [], "is_paused": False, "paused_until": None,
        "paused_words": "", **NO_DATES,
    }  # fmt: skip

    class Meta:
        ordering = ["name", "uid"]
        constraints = [
            *ages_in_order("service"),
            models.CheckConstraint(
                condition=(Q(minimum_age__isnull=True) | Q(minimum_age_known=True))
                & (Q(maximum_age__isnull=True) | Q(maximum_age_known=True)),
                name="service_age_limit_given_is_known",
            ),
            models.CheckConstraint(
                condition=Q(maximum_age_disputed=False) | Q(maximum_age__isnull=False),
                name="service_age_limit_disputed_is_given",
            ),
            models.CheckConstraint(condition=Q(urgency__lte=99), name="service_urgency_below_100"),
            models.CheckConstraint(
                condition=Q(coverage_known=True) | Q(is_worldwide=False), name="service_worldwide_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def status(self) -> str:
        """Whether it is on offer on the day it is written for: a code of the list service-statuses."""
        day = self.as_of or today()
        if self.begins_on and day < self.begins_on:
            return "to-come"
        if self.ends_on and day > self.ends_on:
            return "ended"
        is_paused = self.is_paused and (self.paused_until is None or day <= self.paused_until)
        return "paused" if is_paused else ON_OFFER

    def clean(self) -> None:
        super().clean()
        errors = faults_of_ages(self.minimum_age, self.maximum_age)
        for name in ("minimum_age", "maximum_age"):
            value = getattr(self, name)
            if value is not None and value <= OLDEST and not getattr(self, f"{name}_known"):
                errors[f"{name}_known"] = f"You have given {value}, so tick that it is known."
        if self.maximum_age_disputed and self.maximum_age is None:
            errors["maximum_age_disputed"] = "Give the oldest age that every source allows, or untick this."
        if self.coverage_known and not self.coverage and not self.is_worldwide:
            errors["coverage"] = "Choose the places it serves, or untick that they are known."
        if not self.coverage_known and (self.coverage or self.is_worldwide):
            errors["coverage_known"] = "You have said where it serves, so tick that it is known."
        if self.paused_until and not self.is_paused:
            errors["is_paused"] = "You have said until when, so tick that it is closed for now."
        if (self.urgency or 0) > 99:
            errors["urgency"] = "Must be 99 or less."
        if errors:
            raise ValidationError(errors)


class Channel(Dated, Premises, Part):
    """One way to reach a service. `publish` off keeps it for editors: it is served nowhere."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="channels")
    kind = code_field("channel-kinds", "Kind")
    value = models.CharField(
        "Number, address or words",
        max_length=500,
        blank=True,
        help_text="As it is printed: one number, the https:// address, or for a chat or an email a few words "
        "on how to get to it. For a messaging app its number or its link. Empty: it exists, but we don't have it.",
    )
    keyword = models.CharField(
        "Word to text",
        max_length=20,
        blank=True,
        help_text="Only with a text message: the word that begins it, for example <em>SHOUT</em>. Empty: any words do.",
    )
    publish = models.BooleanField(
        "Show it to the public", default=True, help_text="Off: keep it here for editors, show it to nobody."
    )
    instructions = models.CharField(
        "Instructions",
        max_length=300,
        blank=True,
        help_text="What to do on getting through, for example: choose option 2. Public.",
    )
    hours = HoursField(
        "Opening hours",
        help_text="One rule a line, for example <em>Mon-Fri 09:00-17:00</em>, <em>Fri 18:00 - Mon 06:00</em>, "
        "<em>Bank holidays: closed</em> or <em>25 Dec 2026: closed</em>; or <em>Always open</em> "
        "or <em>By appointment</em> alone. Empty: not known.",
    )
    hours_text = models.CharField(
        "Opening hours in the source's words",
        max_length=300,
        blank=True,
        help_text="The opening hours in the source's words, where they say more.",
    )
    cost = models.CharField("Cost", max_length=150, blank=True, help_text="As the source says it. Empty: not known.")
    free = code_field(
        "yes-no-unknown", "Free to use", default="unknown", help_text="Free to use from any phone or connection."
    )
    on_phone_bill = code_field(
        "yes-no-unknown",
        "Shows on the phone bill",
        default="unknown",
        help_text="It shows on the phone bill, which a family may read.",
    )
    anonymous = code_field(
        "yes-no-unknown",
        "Can be used without a name",
        default="unknown",
        help_text="It can be used without giving a name.",
    )
    account_needed = code_field(
        "yes-no-unknown", "An account is needed", default="unknown", help_text="One must register first."
    )
    may_tell = models.TextField(
        "Whom it may tell", blank=True, help_text="Whom it may tell, and when. Empty: see the service."
    )
    languages = CodesField("Languages", codes="languages", blank=True, help_text="None ticked: not known.")
    checked_on = models.DateField(
        "Checked on", null=True, blank=True, help_text="The day someone last tried it. Public."
    )
    checked_how = models.CharField(
        "Checked how", max_length=200, blank=True, help_text="How: called, opened, asked. Public."
    )
    editor_note = models.TextField("Editor note", blank=True, help_text="For editors only. Never public.")

    unread: ClassVar[frozenset[str]] = frozenset({"editor_note", "value", "uprn"})  # services.contacts, Premises
    snapshot_defaults: ClassVar[dict[str, object]] = {"keyword": "", **NO_DATES, **premises.NONE}

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(publish=False) | ~Q(value=""), name="channel_published_has_a_value"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value or 'not known'}"

    @property
    def is_public(self) -> bool:  # type: ignore[override]  # of each channel for itself
        return self.publish

    def in_short(self) -> str:
        """Its kind and value, when it is open, and whether readers are shown it."""
        hidden = [] if self.publish else ["not shown to the public"]
        return " – ".join([str(self), *hidden, hours_in_words(Hours.from_json(self.hours))])

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.value = contacts.value_as_typed(self.kind, self.value)
        super().clean_fields(exclude)

    def clean(self) -> None:
        super().clean()
        refuse_a_day_to_come(self.checked_on)
        if self.keyword and (self.kind != "text" or not self.keyword.isalnum()):
            raise ValidationError({"keyword": "Give one word of letters and digits, and only for a text message."})
        if not self.value:
            if self.publish:
                raise ValidationError({"value": "Give the number, address or words, or turn publishing off."})
            return
        if self.publish and self.kind:
            contact = kindly("value", lambda value: contacts.judge(self.kind, value), self.value)
            # Words are read as any other text is; what is dialled or opened has been judged as that.
            if not (contact.dial or contact.uri) and (fault := prose.fault(contact.value)):
                raise ValidationError({"value": fault})

    @property
    def contact(self) -> contacts.Contact:
        """The dial form and link of the value; a value that cannot be judged has neither."""
        contact = contacts.judge(self.kind, self.value)
        return replace(contact, uri=f"{contact.uri}?body={self.keyword}") if self.keyword else contact
