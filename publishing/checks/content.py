"""What is to be said of each field and each public member.

A field without a label, or one that no form shows, or a public member of which nobody has said what a change of it
could do, would be noticed by an editor or an approver, or by nobody.
"""

from collections.abc import Iterator

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.checks import CheckMessage, Error, Tags, register
from django.db.models import Field, Model
from drf_spectacular.drainage import get_override
from rest_framework.serializers import ListSerializer, Serializer, SerializerMethodField

from publishing import dangers
from publishing.registry import Kind, kinds

NOT_EDITED = {"uid", "slug", "position"}


@register(Tags.models)
def every_field_is_labelled_and_edited(**options: object) -> list[CheckMessage]:
    return [found for kind in kinds().values() for found in (*_unlabelled(kind), *_unedited(kind))]


def _unlabelled(kind: Kind) -> Iterator[CheckMessage]:
    for model in kind.models():
        for field in _own_fields(model, kind):
            if field.deconstruct()[3].get("verbose_name") is None:
                hint = f"Give it one as the first argument of its field in {model.__module__}."
                words = f"{model._meta.label}.{field.name} has no label for editors."
                yield Error(words, hint=hint, id="publishing.E001")


def _unedited(kind: Kind) -> Iterator[CheckMessage]:
    """Fields that no form shows, and what a form shows that is no field."""
    forms = _forms(kind)
    if not forms:
        hint = f"Register one for {kind.model.__name__} in {kind.model._meta.app_label}/admin.py."
        yield Error(f"The kind “{kind.name}” has no form in the admin.", hint=hint, id="publishing.E004")
        return
    for model in kind.models():
        shown = {name for form in forms if form.model is model for name in _shown(form)}
        own = {field.name for field in _own_fields(model, kind) if field.editable}
        where = f"in the fieldsets of the form of {model._meta.verbose_name_plural} in the admin."
        for name in sorted(own - shown):
            words = f"{model._meta.label}.{name} is on no form, so nobody can fill it in."
            yield Error(words, hint=f"Name it {where}", id="publishing.E002")
        known = {field.name for field in model._meta.get_fields()}
        known |= {
            name
            for form in forms
            if form.model is model
            for name in (*form.form.declared_fields, *form.readonly_fields)
        }
        for name in sorted(shown - known):
            words = f"A form shows “{name}”, which is no field of {model._meta.label}."
            hint = f"Declare it in {model.__module__}, or take it out {where}"
            yield Error(words, hint=hint, id="publishing.E005")


@register(Tags.models)
def every_public_member_is_judged(**options: object) -> list[CheckMessage]:
    return [found for kind in kinds().values() for found in (*_unjudged(kind), *_misjudged(kind))]


def _unjudged(kind: Kind) -> Iterator[CheckMessage]:
    for path in _members(kind.serializer()):
        if dangers.declared(kind.dangers, path) is None:
            words = f"The public member “{path}” of the kind “{kind.name}” has no danger, so no approver is told of it."
            hint = (
                f"Name it in the dangers of the kind “{kind.name}” (kinds.py of its app), under Danger.NONE if a "
                "change of it sends nobody to the wrong place."
            )
            yield Error(words, hint=hint, id="publishing.E003")


def _misjudged(kind: Kind) -> Iterator[CheckMessage]:
    members = list(_members(kind.serializer()))
    for path in (path for paths in kind.dangers.values() for path in paths):
        within = f"{path.removesuffix('[]')}."  # of a list, whose own path is that of a whole item
        if not any(dangers.is_meant(member, path) or member.startswith(within) for member in members):
            words = f"The kind “{kind.name}” says what a change of “{path}” could do, and that is no public member."
            hint = f"Add it to {kind.serializer.__module__}, or take it out of the kind's dangers."
            yield Error(words, hint=hint, id="publishing.E006")


def _own_fields(model: type[Model], kind: Kind) -> "Iterator[Field[object, object]]":
    """Those that somebody fills in: not its identity, its place among others, or the item that a part belongs to."""
    for field in model._meta.concrete_fields:
        if field.name not in NOT_EDITED and field.related_model is not kind.model:
            yield field


def _forms(kind: Kind) -> "list[BaseModelAdmin[Model]]":
    """The admin's form of a kind with those of its parts. A node that has no admin has not imported them yet."""
    admin.autodiscover()
    form = admin.site._registry.get(kind.model)
    return [form, *(inline(kind.model, admin.site) for inline in form.inlines)] if form else []


def _shown(form: "BaseModelAdmin[Model]") -> set[str]:
    return set(flatten_fieldsets(form.fieldsets or [(None, {"fields": form.fields or []})]))


def _members(serializer: Serializer[object], path: str = "") -> Iterator[str]:
    """The paths of the members of a public document that hold no others."""
    for name, field in serializer.fields.items():
        inner = _inner(field, getattr(serializer, f"get_{name}", None))
        if inner is None:
            yield f"{path}{name}"
        else:
            yield from _members(inner, f"{path}{name}.")


def _inner(field: object, method: object) -> Serializer[object] | None:
    """What describes the members of a field that is an object, or a list of objects."""
    if isinstance(field, SerializerMethodField):
        field = get_override(method, "field")
    if isinstance(field, ListSerializer):
        field = field.child
    return field if isinstance(field, Serializer) else None
