"""Two editors of one item: the second to save is told, and loses nothing that they typed."""

from django import forms
from django.forms.formsets import DEFAULT_MAX_NUM
from django.forms.models import _get_foreign_key
from django.http import QueryDict
from django.utils.html import format_html

from publishing.admin.generic import PartsAdmin
from publishing.admin.people import name_of
from publishing.models import Edit, Publishable

OPENED_AS = "opened_as"  # the hidden field with the digest of the item as the form showed it


class ChangedMeanwhile(forms.BaseForm):
    """A form that refuses to be saved, because the item is no longer what the form was opened with."""

    who_changed = ""
    address = ""

    def clean(self) -> dict[str, object] | None:
        cleaned = super().clean()
        self.add_error(
            None,
            format_html(
                "{} changed this since you opened it. Nothing has been saved, and what you typed is still below. "
                '<a href="{}" target="_blank" rel="noopener">See it as it is now (in a new tab)</a>. '
                "If you save again, what you see below takes its place.",
                self.who_changed,
                self.address,
            ),
        )
        return cleaned


def who_changed(item: Publishable) -> str:
    """The person behind the newest edit, as the beginning of a sentence."""
    newest = Edit.objects.filter(uid=item.pk).select_related("by").order_by("-pk").first()
    return name_of(newest.by) if newest and newest.by else "Somebody"


def gone_parts_as_new(data: QueryDict, prefix: str, item: Publishable, inline: PartsAdmin) -> QueryDict:
    """The forms of an inline as sent, with those of parts that somebody has deleted since turned into new parts.

    Django takes the first `INITIAL_FORMS` forms for rows that exist, and fails on one that doesn't.
    """
    pk = inline.model._meta.pk.name
    owner = _get_foreign_key(item._meta.model, inline.model, fk_name=inline.fk_name).name
    held = {str(key) for key in inline.model._base_manager.filter(**{owner: item}).values_list("pk", flat=True)}
    initial, total = (_count(data.get(f"{prefix}-{name}_FORMS")) for name in ("INITIAL", "TOTAL"))
    gone = [number for number in range(initial) if data.get(f"{prefix}-{number}-{pk}") not in held]
    if not gone:
        return data
    kept = [number for number in range(initial) if number not in gone]
    numbers = {old: new for new, old in enumerate([*kept, *gone, *range(initial, total)])}
    mended = QueryDict(mutable=True)
    for name, values in data.lists():
        mended.setlist(_moved(name, prefix, numbers), values)
    for number in gone:
        mended[f"{prefix}-{numbers[number]}-{pk}"] = ""
    mended[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    return mended


def _count(text: str | None) -> int:
    """A number of forms; Django refuses what is no number or more than it takes."""
    return min(int(text), DEFAULT_MAX_NUM * 2) if text and text.isdecimal() else 0


def _moved(name: str, prefix: str, numbers: dict[int, int]) -> str:
    number, dash, rest = name.removeprefix(f"{prefix}-").partition("-")
    if not name.startswith(f"{prefix}-") or not dash or not number.isdecimal():
        return name
    return f"{prefix}-{numbers.get(int(number), int(number))}-{rest}"
