"""Two snapshots of an item side by side: what an editor changed, in the words of the form, and what each change does.

No list of names says what of the rows is public, or dangerous. Each changed value is put back by itself, and the
document made again: what differs then is what the change does in public, and if nothing does it is for editors only.
What only several changes do together is laid to all that seem to do nothing.
"""

import copy
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db import models
from django.utils.text import capfirst

from publishing import snapshots
from publishing.admin.boxes import Box, Line, rank
from publishing.dangers import RANK, Danger
from publishing.differences import ADDED, CHANGED, MOVED, REMOVED, Change, differences
from publishing.differences import in_words as document_words
from publishing.fields import ByEnglish
from publishing.models import Part, Publication
from publishing.registry import Lender, Lenders, kinds
from publishing.sealing import REPRESENTATION
from publishing.snapshots import Row, Snapshot

Where = tuple[str, str]  # the name of a kind of part, empty for the item itself, and the row's key
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
ORDER = "position"  # is shown by the order of the parts
ELSEWHERE = "What else readers are shown"


class Compared:
    """The boxes of what changes from one snapshot to another; without `before` all of the item is new.

    `public`: what readers see of it. In an item that is new, the form's order; else the most dangerous first.
    `for_editors`: what shows nowhere in public. Renders the item once for each changed value: a millisecond or two.
    """

    def __init__(self, before: str | None, after: str):
        self._old = snapshots.current(before) if before else None
        self._new = snapshots.current(after)
        self._kind = kinds()[self._new["kind"]]
        self._old_rows, self._new_rows = _rows(self._old), _rows(self._new)
        self._lenders = self._public_lenders()
        self._document = self._render(self._new)
        held = self._render(self._old) if self._old else None
        self._whole = differences(self._kind.dangers, held, self._document)
        self._explained: set[str] = set()
        self.public: list[Box] = []
        self.for_editors: list[Box] = []
        self._compare()

    def _compare(self) -> None:
        hidden: list[Box] = []
        for box, is_public in (*self._of_item(), *self._of_parts()):
            (self.public if is_public else hidden).append(box)
        left = [change for change in self._whole if self._old and change.member not in self._explained]
        if left and hidden:  # only together do they do it
            together = min((change.danger for change in left), key=RANK.__getitem__)
            self.public += [Box(box.what, box.title, box.lines, together) for box in hidden]
        else:
            self.for_editors = hidden
            if left:
                lines = (Line(" › ".join(one.path), one.before, one.after, one.danger) for one in left)
                self.public.append(Box(CHANGED, ELSEWHERE, tuple(lines)))
        if self._old:
            self.public.sort(key=rank)

    # What changed of the item itself

    def _of_item(self) -> Iterator[tuple[Box, bool]]:
        """By the groups of its form."""
        where: Where = ("", self._new["item"]["pk"])
        known = self._old["item"]["fields"] if self._old else {}
        lines: dict[str, list[tuple[Line, bool]]] = {}
        for name, line, is_public in self._lines(where, self._new["item"], known):
            lines.setdefault(name, []).append((line, is_public))
        for title, names in self._groups():
            told = [line for name in names for line in lines.get(name, ())]
            for wanted in (True, False):
                own = tuple(line for line, is_public in told if is_public is wanted)
                if own:
                    what = CHANGED if self._old else ADDED
                    yield Box(what, title or own[0].label, tuple(sorted(own, key=rank)) if self._old else own), wanted

    def _groups(self) -> Iterator[tuple[str, list[str]]]:
        """The groups of the kind's form with the names of their fields, and at last whatever has no place on it."""
        form = self._form()
        names = [field.name for field in self._fields(("", ""))]
        for title, options in (form.fieldsets or ()) if form else ():
            own = [str(name) for name in flatten(options["fields"])]
            names = [name for name in names if name not in own]
            yield str(title or ""), own
        yield from (("", [name]) for name in names)

    def _form(self) -> "admin.ModelAdmin[Any] | None":
        return admin.site._registry.get(self._kind.model)

    def _lines(self, where: Where, row: Row, known: dict[str, Any]) -> Iterator[tuple[str, Line, bool]]:
        """The changed fields of a row by name, each as a line, and whether it shows in public; of a translation, a line
        for each text.
        """
        for field in self._fields(where):
            after = row["fields"].get(field.name)
            before = known[field.name] if field.name in known else _nothing(field)
            if field.name == ORDER or field.name not in row["fields"] or before == after:
                continue
            does = self._done_by(self._with_value(where, field.name, before))
            if isinstance(field, ByEnglish):
                for english, was, now in field.entries(before or {}, after or {}):
                    line = Line(english, was, now, _worst(does), row["fields"]["language"])
                    yield field.name, line, bool(does)
                continue
            words = self._said(field, before) if known else "", self._said(field, after)
            yield field.name, Line(capfirst(str(field.verbose_name)), *words, _worst(does)), bool(does)

    # What changed of its parts

    def _of_parts(self) -> Iterator[tuple[Box, bool]]:
        for where, row in self._new_rows.items():
            if where[0] and where not in self._old_rows:
                yield self._whole_part(ADDED, where, row, self._done_by(self._without(where)))
            elif where[0]:
                told = list(self._lines(where, row, self._old_rows[where]["fields"]))
                for wanted in (True, False):
                    if own := tuple(line for _, line, is_public in told if is_public is wanted):
                        yield Box(CHANGED, self._label(where, row), tuple(sorted(own, key=rank))), wanted
        for where, row in self._old_rows.items():
            if where[0] and where not in self._new_rows:
                yield self._whole_part(REMOVED, where, row, self._done_by(self._with(where, row)))
        for name in self._kind.parts if self._old else ():
            yield from self._moved(name)

    def _whole_part(self, what: str, where: Where, row: Row, does: list[Change]) -> tuple[Box, bool]:
        lines = tuple(self._told(where, row, is_new=what == ADDED, is_public=bool(does)))
        return Box(what, self._label(where, row), lines, _worst(does), str(self._made(where, row))), bool(does)

    def _moved(self, name: str) -> Iterator[tuple[Box, bool]]:
        old, new = ([where for where in rows if where[0] == name] for rows in (self._old_rows, self._new_rows))
        before, after = [one for one in old if one in new], [one for one in new if one in old]
        if before == after:
            return
        held = iter(before)
        order = [next(held) if one in before else one for one in new]
        if does := self._done_by(self._in_order(name, order)):
            named = capfirst(str(self._kind.part(name)._meta.verbose_name_plural))
            orders = (self._numbered(before, self._old_rows), self._numbered(after, self._new_rows))
            yield Box(MOVED, f"The order of: {named}", (Line("Order", *orders),), _worst(does)), True

    def _numbered(self, order: Iterable[Where], rows: dict[Where, Row]) -> str:
        labels = (str(self._made(where, rows[where])) for where in order)
        return "\n".join(f"{place}. {label}" for place, label in enumerate(labels, start=1))

    def _told(self, where: Where, row: Row, is_new: bool, is_public: bool) -> Iterator[Line]:
        """What is said in a part that is added or removed, without what says nothing."""
        for field in self._fields(where):
            value = row["fields"].get(field.name)
            if field.name == ORDER or value == _nothing(field) or not (words := self._said(field, value)):
                continue
            label = capfirst(str(field.verbose_name))
            if is_public and is_new and field.blank and not self._shows(where, field):
                label = f"{label} (for editors only)"
            yield Line(label, "" if is_new else words, words if is_new else "")

    def _shows(self, where: Where, field: "models.Field[Any, Any]") -> bool:
        return bool(self._done_by(self._with_value(where, field.name, _nothing(field))))

    # What a change does

    def _done_by(self, variant: Snapshot) -> list[Change]:
        """What is other in public without it: all that is, where the rest can't stand without it."""
        try:
            found = differences(self._kind.dangers, self._render(variant), self._document, is_new=self._old is None)
        except (ValueError, LookupError, TypeError, AttributeError):
            found = self._whole
        self._explained |= {change.member for change in found}
        return found

    def _render(self, data: Snapshot) -> dict[str, Any]:
        item = snapshots.hydrate(json.dumps(data))
        item.version, item.published_at = 0, ANY_TIME
        made: dict[str, Any] = json.loads(json.dumps(self._kind.document(item, self._lenders), default=str))
        return made

    def _public_lenders(self) -> Lenders:
        texts = [json.dumps(data) for data in (self._old, self._new) if data]
        wanted = {uid for text in texts for uid in self._kind.lenders(snapshots.hydrate(text))}
        held = Publication.objects.filter(uid__in=wanted, state=Publication.LIVE)
        return {p.uid: Lender(p.uid, p.slug, json.loads(p.documents[REPRESENTATION])) for p in held}

    def _with_value(self, where: Where, name: str, value: Any) -> Snapshot:
        variant = copy.deepcopy(self._new)
        _rows(variant)[where]["fields"][name] = value
        return variant

    def _without(self, where: Where) -> Snapshot:
        return self._in_order(where[0], [one for one in self._new_rows if one[0] == where[0] and one != where])

    def _with(self, where: Where, row: Row) -> Snapshot:
        rows = [*self._new["parts"][where[0]], row]
        return {**self._new, "parts": {**self._new["parts"], where[0]: rows}}

    def _in_order(self, part: str, order: Iterable[Where]) -> Snapshot:
        rows = [self._new_rows[where] for where in order]
        return {**self._new, "parts": {**self._new["parts"], part: rows}}

    # In words

    def _model(self, where: Where) -> type[models.Model]:
        return self._kind.part(where[0]) if where[0] else self._kind.model

    def _fields(self, where: Where) -> "list[models.Field[Any, Any]]":
        left_out = () if where[0] else self._kind.model.not_in_snapshot
        return [one for one in self._model(where)._meta.concrete_fields if one.name not in left_out]

    def _made(self, where: Where, row: Row) -> models.Model:
        model = self._model(where)
        names = {field.name for field in model._meta.concrete_fields if not field.is_relation}
        return model(**{name: value for name, value in row["fields"].items() if name in names})

    def _label(self, where: Where, row: Row) -> str:
        model, form = self._model(where), self._form()
        inline = next((one for one in (form.inlines if form else ()) if one.model is model), None)
        called = (inline and inline.verbose_name) or model._meta.verbose_name
        return f"{capfirst(str(called))} “{self._made(where, row)}”"

    def _said(self, field: "models.Field[Any, Any]", value: Any) -> str:
        if in_words := getattr(field, "in_words", None):  # publishing.admin.read_only.Spoken
            return str(in_words(value))
        if isinstance(field, models.ForeignKey):
            return self._name_of(field.related_model, value) if value else ""
        if isinstance(field, models.DateField) and value:
            return _day(str(value))
        if value in (None, ""):
            return ""
        return str(dict(field.flatchoices).get(value, document_words(value)))

    def _name_of(self, model: Any, key: str) -> str:
        """What another row is called: one of this item, or of another."""
        for rows in (self._new_rows, self._old_rows):
            for where, row in rows.items():
                if where[0] and row["pk"] == key and issubclass(model, Part):
                    return str(self._made(where, row))
        return str(model._base_manager.filter(pk=key).first() or "something that is there no more")


def _nothing(field: "models.Field[Any, Any]") -> Any:
    """What a field holds, in a snapshot, of which nothing is said."""
    value = field.get_default()
    return value if value is None or isinstance(value, str | int | bool | list | dict) else str(value)


def _day(text: str) -> str:
    day = date.fromisoformat(text[:10])
    return f"{day.day} {day:%B %Y}{f', {text[11:16]} UTC' if len(text) > 10 else ''}"


def _worst(changes: Iterable[Change]) -> Danger:
    return min((change.danger for change in changes), key=RANK.__getitem__, default=Danger.NONE)


def _rows(data: Snapshot | None) -> dict[Where, Row]:
    if data is None:
        return {}
    parts = {(name, part["pk"]): part for name, rows in data["parts"].items() for part in rows}
    return {("", data["item"]["pk"]): data["item"], **parts}
