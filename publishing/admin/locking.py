"""Two editors of one item: the second to save is told, and loses nothing that they typed."""

from collections.abc import Sequence

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest

from publishing.admin.merging import Merge
from publishing.admin.people import name_of
from publishing.models import Edit, Publishable

PUT_BACK = "_put_back"  # sent with a text that the browser had kept (static/publishing/drafts.js)
OPENED_AS = "opened_as"  # the hidden field with the digest of the item as the form showed it


class NotYet(forms.BaseForm):
    """A form that is shown as it was sent and not saved: `told` says why."""

    told: Sequence[str] = ()

    def clean(self) -> dict[str, object] | None:
        cleaned = super().clean()
        for words in self.told:
            self.add_error(None, words)
        return cleaned


def why_not_yet(request: HttpRequest, merged: Merge | None) -> list[str]:
    """What has to be decided or looked at before a form that was sent is saved."""
    told = list(merged.told) if merged else []
    if merged and merged.questions:
        told.insert(
            0,
            f"{merged.who} changed this since you opened it, and some of it is what you changed too. Choose below "
            "which is to hold. What only one of you changed is kept.",
        )
    if PUT_BACK in request.POST:
        told.insert(0, "This is the text that you had typed. Look through it, and save it.")
    return told


def who_changed(item: Publishable, asked_by: User | None = None) -> str:
    """The person behind the newest edit, as the beginning of a sentence."""
    newest = Edit.objects.filter(uid=item.pk).select_related("by").order_by("-pk").first()
    if newest and newest.by and newest.by == asked_by:
        return "You yourself, in another window,"
    return name_of(newest.by) if newest and newest.by else "Somebody"
