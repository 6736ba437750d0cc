"""The sections of a form in the order of its task: groups of fields, and the parts of an item between them.

A form with parts is long. Of an item that there is already, each section is folded to a line that says what is in it;
the first is open, and so is whatever holds a fault or something that was typed and has not been saved.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.admin.helpers import AdminForm, InlineAdminForm, InlineAdminFormSet
from django.contrib.admin.utils import flatten
from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst

from publishing.admin.read_only import Spoken
from publishing.wording import shortened

LONGEST_LINE = 160  # characters


@dataclass(frozen=True)
class Section:
    """`fields` or `parts`, never both. `count`: how many parts there are."""

    title: str
    anchor: str
    has_errors: bool
    fields: Any = None  # Django's Fieldset
    parts: InlineAdminFormSet | None = None
    count: int | None = None


def sections(form: AdminForm, inlines: Iterable[InlineAdminFormSet]) -> list[Section]:
    """Each inline stands before the group of fields that its `before` names, or at the end."""
    waiting = list(inlines)
    is_long = bool(waiting) and not form.form.instance._state.adding
    found: list[Section] = []
    for number, fieldset in enumerate(form):
        mine = [inline for inline in waiting if getattr(inline.opts, "before", "") == _name(fieldset)]
        waiting = [inline for inline in waiting if inline not in mine]
        found += map(_of_parts, mine)
        found.append(_of_fields(fieldset, number, is_folded=is_long and number > 0))
    return [*found, *map(_of_parts, waiting)]


def _name(fieldset: Any) -> str:
    return fieldset.name or ""


def _of_fields(fieldset: Any, number: int, is_folded: bool) -> Section:
    title, names = (
        _name(fieldset) or capfirst(str(fieldset.form._meta.model._meta.verbose_name)),
        flatten(fieldset.fields),
    )
    has_errors = any(name in names for name in fieldset.form.errors)
    is_touched = fieldset.form.is_bound and any(name in names for name in fieldset.form.changed_data)
    if is_touched:
        fieldset.classes = ""
    elif is_folded or "collapse" in fieldset.classes:
        fieldset.classes = "collapse"
        line = " · ".join(_told(fieldset.form.instance, names)) or "Nothing yet"
        fieldset.name = format_html('{} <span class="section-line">{}</span>', title, shortened(line, LONGEST_LINE))
    return Section(title, f"section-{number}", has_errors, fields=fieldset)


def _of_parts(inline: InlineAdminFormSet) -> Section:
    formset = inline.formset
    forms = formset.initial_forms + [form for form in formset.extra_forms if is_typed(form)]
    has_errors = formset.is_bound and (any(formset.errors) or bool(formset.non_form_errors()))
    if formset.is_bound and any(is_typed(form) for form in formset.forms):
        inline.classes = ""
    title = capfirst(str(inline.opts.verbose_name_plural))
    return Section(title, f"{formset.prefix}-group", has_errors, parts=inline, count=len(forms))


def is_typed(form: Any) -> bool:
    """Whether a part's form came back with something that was typed and has not been saved."""
    return bool(form.is_bound and form.has_changed())


def is_open(part: InlineAdminForm) -> bool:
    return bool(part.form.errors) or is_typed(part.form)


def line_of(part: InlineAdminForm) -> str:
    """What a part says, on one line; empty of a new one."""
    row: Any = part.original or (part.form.instance if is_typed(part.form) else None)
    return shortened(_or_its_text(row.in_short, row), LONGEST_LINE) if row else ""


def _told(row: models.Model, names: Sequence[str]) -> Iterator[str]:
    """The values in some fields of a row, in words; what is empty is left out, and of ticks what they are for."""
    concrete: Any = row._meta.concrete_fields
    for field in concrete:
        value = field.value_from_object(row)
        if field.name not in names or value in (None, "", False, []):
            continue
        if isinstance(field, models.BooleanField):
            yield str(field.verbose_name)
        elif isinstance(field, Spoken):
            yield ", ".join(_or_its_text(partial(field.in_words, value), value).splitlines())
        elif field.choices:
            yield str(getattr(row, f"get_{field.name}_display")())
        elif isinstance(field, models.DateField):
            yield f"{field.verbose_name} {value:%-d %B %Y}" if hasattr(value, "strftime") else str(value)
        elif isinstance(field, models.IntegerField):
            yield f"{field.verbose_name}: {value}"
        elif field.is_relation:
            yield str(getattr(row, field.name))
        else:
            yield str(value)


def _or_its_text(say: Callable[[], str], value: object) -> str:
    """What is said of a value; of one that no form would have taken its text, so that it can be opened and mended."""
    try:
        return say()
    except (ValueError, LookupError, TypeError, AttributeError):
        return str(value)
