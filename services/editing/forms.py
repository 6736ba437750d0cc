"""The forms in which editors write organisations and services."""

from publishing.admin.parts import OrderedFormSet, PartForm, is_deleted
from publishing.admin.slugs import SlugForm
from publishing.widgets import CodeRadios


class OrganisationForm(SlugForm):
    """An organisation."""


class ServiceForm(SlugForm):
    """A service."""

    class Meta:
        widgets = {"age_basis": CodeRadios("age-bases")}


class ChannelForm(PartForm):
    """One way to reach a service."""

    class Meta:
        widgets = {
            name: CodeRadios("yes-no-unknown", described=False, shape="row")
            for name in ("free", "on_phone_bill", "anonymous", "account_needed")
        }


class RuleForm(PartForm):
    """Some people whom a service, or one way to it, is for."""

    class Meta:
        widgets = {"age_basis": CodeRadios("age-bases", described=False)}


class OfChannelsFormSet(OrderedFormSet):
    """Parts of a service, none of which may speak of a channel that is being deleted."""

    def clean(self) -> None:
        super().clean()
        deleted = self._deleted_channels()
        for form in self.forms:
            channel = getattr(form, "cleaned_data", {}).get("channel")
            if channel and str(channel.pk) in deleted and not is_deleted(form):
                form.add_error("channel", "You are deleting this channel. Choose another, or delete this as well.")

    def _deleted_channels(self) -> set[object]:
        """The uids ticked for deletion in the channels' part of the same page."""
        ticked = (key for key in self.data if key.startswith("channels-") and key.endswith("-DELETE"))
        return {self.data.get(key.replace("-DELETE", "-uid")) for key in ticked if self.data[key]}
