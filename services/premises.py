"""Where a place is that people go to or write to, and how they get in."""

import re

from django.core.exceptions import ValidationError
from django.db import models

from services import contacts
from services.contacts.numbers import is_number
from services.places import postcodes

LONGEST_UPRN = 12
TO_GO_TO = "in-person"
WITH_AN_ADDRESS = (TO_GO_TO, "post")
# Empty unless the kind has them; so were they all before there were any.
OF_AN_ADDRESS, OF_A_PLACE = ("address", "postcode"), ("uprn", "accessibility")
NONE = dict.fromkeys((*OF_AN_ADDRESS, *OF_A_PLACE), "")


class Premises(models.Model):
    """The place that a channel leads to. A service at several places has a channel for each."""

    address = models.TextField(
        "Address", blank=True, max_length=300, help_text="A line for each part, without the postcode. Public."
    )
    postcode = models.CharField("Postcode", blank=True, max_length=20, help_text="For example <em>EH1 1YZ</em>.")
    uprn = models.CharField(
        "Property number (UPRN)",
        blank=True,
        max_length=12,
        help_text="Its Unique Property Reference Number, if it is known: up to 12 digits.",
    )
    accessibility = models.TextField(
        "Getting in and around",
        blank=True,
        max_length=1000,
        help_text="Steps, lifts, toilets, parking, hearing loops, as the source says it. Empty: not known.",
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        errors = dict(self._misplaced())
        if self.uprn and not re.fullmatch(r"[0-9]{1,12}", self.uprn, re.ASCII):
            errors["uprn"] = "A property number has up to 12 digits and nothing else."
        elif self.uprn and _may_be_dialled(self.uprn):
            errors["uprn"] = "This may be a phone number. Check it, and write it without a 0 at its beginning."
        if self.postcode and "postcode" not in errors:
            try:
                self.postcode = postcodes.read(self.postcode)
            except postcodes.PostcodeError as error:
                errors["postcode"] = str(error)
        if errors:
            raise ValidationError(errors)

    def _misplaced(self) -> list[tuple[str, str]]:
        """What is given of a place that this kind of channel does not lead to."""
        kind: str = getattr(self, "kind", "")
        fault = "Only a way in person has this: take it out, or make a channel of the kind in-person."
        found = [] if kind == TO_GO_TO else [(name, fault) for name in OF_A_PLACE if getattr(self, name)]
        if kind not in WITH_AN_ADDRESS:
            fault = "Only a way in person or by post has this: take it out, or make a channel of that kind."
            found += [(name, fault) for name in OF_AN_ADDRESS if getattr(self, name)]
        return found


def _may_be_dialled(uprn: str) -> bool:
    """Whether digits alone may be a phone number: any that begin with 0, but for a property number filled up to 12."""
    try:
        contacts.refuse_digits(uprn)
    except contacts.ContactError:
        return True
    return uprn.startswith("0") and (len(uprn) < LONGEST_UPRN or is_number(uprn))


def in_one_line(address: str | None, postcode: str | None) -> str:
    """An address with its postcode, as one says it; empty where there is none."""
    lines = [line.strip(" ,") for line in (address or "").splitlines()]
    return ", ".join(filter(None, [*lines, postcode]))
