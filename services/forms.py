"""The forms in which editors write organisations and services, and the pieces that other forms share."""

from uuid import UUID

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property

from publishing.admin.slugs import SlugForm
from publishing.models import Part
from services.widgets import CodeRadios

FIRST, LAST = 1, 1000


class OrganisationForm(SlugForm):
    """An organisation."""


class ServiceForm(SlugForm):
    """A service; the names of fields and their help are those of the task, not of the table."""

    class Meta:
        widgets = {"age_basis": CodeRadios("age-bases")}
        labels = {
            "types": "Kinds of help",
            "audiences": "Who may use it",
            "operator": "Run by, as the source says",
            "age_basis": "Whose age counts",
            "minimum_age": "Youngest age",
            "minimum_age_known": "The youngest age is known",
            "maximum_age": "Oldest age",
            "maximum_age_known": "The oldest age is known",
            "maximum_age_disputed": "Sources differ on one year more",
            "age_varies": "Age limits differ by area",
            "coverage": "Places it serves",
            "coverage_known": "Where it serves is known",
            "is_worldwide": "Worldwide",
            "eligibility_note": "What else to know first",
        }
        help_texts = {
            "types": "Tick every kind it offers.",
            "audiences": "None ticked: not known.",
            "age_basis": "It decides who is sent there.",
            "minimum_age": "In whole years, included. Empty and known: no limit.",
            "coverage": "If it serves the whole United Kingdom, tick that alone. A council, county, police force area "
            "or health board goes in the box, for example <em>City of Edinburgh</em>.",
            "is_worldwide": "It serves people anywhere in the world, as well as in the places above. Nobody is told any"
            " more that it is only for people in those places.",
        }


class PartForm(forms.ModelForm):
    """One of the ordered parts of an item; an empty position is the place it has, or the last."""

    position = forms.IntegerField(
        required=False, min_value=FIRST, max_value=LAST - 1, help_text="Lower comes first. Empty: at the end."
    )

    def has_changed(self) -> bool:
        """A new part of which nothing but the position is given has not been filled in."""
        return any(name != "position" or not self.instance._state.adding for name in self.changed_data)

    def clean_position(self) -> int:
        given = self.cleaned_data["position"]
        return given if given is not None else self.initial["position"] or LAST


class ChannelForm(PartForm):
    """One way to reach a service."""

    class Meta:
        widgets = {
            name: CodeRadios("yes-no-unknown", described=False, shape="row")
            for name in ("free", "on_phone_bill", "anonymous", "account_needed")
        }
        labels = {
            "value": "Number, address or words",
            "publish": "Show it to the public",
            "hours": "Opening hours",
            "hours_text": "Opening hours in the source's words",
            "free": "Free to use",
            "on_phone_bill": "Shows on the phone bill",
            "anonymous": "Can be used without a name",
            "account_needed": "An account is needed",
            "may_tell": "Whom it may tell",
        }
        help_texts = {
            "hours": "One rule a line, for example <em>Mon-Fri 09:00-17:00</em>, <em>Fri 18:00 - Mon 06:00</em>, "
            "<em>Bank holidays: closed</em> or <em>25 Dec 2026: closed</em>; or <em>Always open</em> alone. "
            "Empty: not known.",
        }


class OrderedFormSet(BaseInlineFormSet):
    """Parts that are numbered 1, 2, 3… when they are saved.

    A part that is given another's number goes before it on its way up, and after it on its way down.
    """

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.initial["position"] = self._places.get(form.instance.pk)

    @cached_property
    def _places(self) -> dict[UUID, int]:
        """Where each part that is held stands, whatever numbers it has been given so far."""
        return {part.pk: place for place, part in enumerate(self.get_queryset(), start=1)}

    def get_unique_error_message(self, unique_check: tuple[str, ...]) -> str:
        names = " and ".join(name for name in unique_check if name != self.fk.name)
        return f"Two of these have the same {names}. Give each its own."

    def save(self, commit: bool = True) -> list[Part]:
        saved = super().save(commit)
        if commit:
            self._number()
        return saved

    def _number(self) -> None:
        kept = [
            form.instance
            for form in sorted(self.forms, key=_place)
            if not self._should_delete_form(form) and (form in self.initial_forms or form.has_changed())
        ]
        for number, part in enumerate(kept, start=1):
            part.position = number
        self.model._base_manager.bulk_update(kept, ["position"])


def _place(form: forms.ModelForm) -> tuple[int, int]:
    """What sorts the forms of a set: the position wanted, and whether one is to be before or after another's there."""
    wanted, held = form.cleaned_data.get("position", LAST), form.initial["position"]
    return wanted, (wanted > (held or LAST)) - (wanted < (held or LAST))


class SourceFormSet(OrderedFormSet):
    """The sources of a service, none of which may speak of a channel that is being deleted."""

    def clean(self) -> None:
        super().clean()
        deleted = self._deleted_channels()
        for form in self.forms:
            channel = getattr(form, "cleaned_data", {}).get("channel")
            if channel and str(channel.pk) in deleted and not self._should_delete_form(form):
                form.add_error(
                    "channel", "You are deleting this channel. Choose another, or delete the source as well."
                )

    def _deleted_channels(self) -> set[str]:
        """The uids ticked for deletion in the channels' part of the same page."""
        ticked = (key for key in self.data if key.startswith("channels-") and key.endswith("-DELETE"))
        return {self.data.get(key.replace("-DELETE", "-uid")) for key in ticked if self.data[key]}
