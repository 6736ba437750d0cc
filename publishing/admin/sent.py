"""What a form sends if nobody touches it: the values of its controls, as a browser has them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms.formsets import DELETION_FIELD_NAME

Values = dict[str, list[str]]  # of the controls of one field, by their names without the form's prefix
Fields = dict[str, Values]


def sent(form: Any, besides: Iterable[str] = ()) -> Fields:
    """Of each field of a form that holds what is stored; `besides` are left out, and so is the tick that deletes."""
    left_out = {DELETION_FIELD_NAME, *besides}
    return {
        name: _of_widget(form.fields[name].widget, name, form[name].value())
        for name in form.fields
        if name not in left_out
    }


def plain(values: Iterable[str]) -> list[str]:
    """Values as they are compared: browsers send line ends as two characters, and nothing for what is not chosen."""
    return sorted(text for value in values if (text := value.replace("\r\n", "\n").strip()))


def in_words(field: forms.Field, values: Values) -> str:
    """The values of a field's controls for people: of codes the labels."""
    labels = {str(key): str(label) for key, label in _choices(field.widget)}
    told = [labels.get(value, value) for each in values.values() for value in each if value.strip()]
    if isinstance(field.widget, forms.CheckboxInput):
        return "ticked" if told else "not ticked"
    return ", ".join(told) or "nothing"


def _of_widget(widget: forms.Widget, name: str, value: Any) -> Values:
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    if isinstance(widget, forms.MultiWidget):
        each = list(value if isinstance(value, list | tuple) else widget.decompress(value) or [])
        each += [None] * (len(widget.widgets) - len(each))
        values: Values = {}
        suffixes: list[str] = widget.widgets_names  # type: ignore[attr-defined]  # Django's, and unknown to its stubs
        for suffix, part, one in zip(suffixes, widget.widgets, each, strict=True):
            values |= _of_widget(part, name + suffix, one)
        return values
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"] if value else []}
    shown = widget.format_value(value)
    return {name: [str(one) for one in (shown if isinstance(shown, list) else [shown]) if one is not None]}


def _choices(widget: forms.Widget) -> Iterable[tuple[Any, Any]]:
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    for part in widget.widgets if isinstance(widget, forms.MultiWidget) else [widget]:
        yield from getattr(part, "choices", ())
