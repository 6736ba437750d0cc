"""Two editors of one item: the second to save is told, and loses nothing that they typed."""

from django import forms
from django.contrib.auth.models import User

from publishing.admin.merging import Merge
from publishing.admin.people import name_of
from publishing.models import Edit, Publishable

OPENED_AS = "opened_as"  # the hidden field with the digest of the item as the form showed it


class ChangedMeanwhile(forms.BaseForm):
    """A form that refuses to be saved, because both of two editors changed the same, and the second has not chosen."""

    merge: Merge

    def clean(self) -> dict[str, object] | None:
        cleaned = super().clean()
        if self.merge.questions:
            self.add_error(
                None,
                f"{self.merge.who} changed this since you opened it, and some of it is what you changed too. Choose "
                "below which is to hold. What only one of you changed is kept.",
            )
        for told in self.merge.told:
            self.add_error(None, told)
        return cleaned


def who_changed(item: Publishable, asked_by: User | None = None) -> str:
    """The person behind the newest edit, as the beginning of a sentence."""
    newest = Edit.objects.filter(uid=item.pk).select_related("by").order_by("-pk").first()
    if newest and newest.by and newest.by == asked_by:
        return "You yourself, in another window,"
    return name_of(newest.by) if newest and newest.by else "Somebody"
