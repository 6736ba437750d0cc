"""What changed in a snapshot and shows nowhere in public: notes to other editors, a channel that is not published.

No list of names says which fields these are. A changed value is for editors only if the document comes out the same
with the value before it put back.
"""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model

from publishing import snapshots
from publishing.admin.differences import ADDED, CHANGED, REMOVED, Change, in_words
from publishing.models import Publication
from publishing.registry import Lender, kinds
from publishing.rendering import REPRESENTATION

Place = tuple[str, str]  # the name of a kind of part, empty for the item itself, and the row's key
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
ORDER = "position"  # is shown by the order of the parts


def changes_for_editors(before: str | None, after: str) -> list[Change]:
    """The differences between two snapshots of an item that its documents don't show. Without `before` it is new.

    Renders the item once for each changed field: one or two milliseconds each.
    """
    return list(_Comparison(before, after).changes())


class _Comparison:
    def __init__(self, before: str | None, after: str):
        self.old = snapshots.current(before) if before else None
        self.new = snapshots.current(after)
        self.kind = kinds()[self.new["kind"]]
        self.old_rows, self.new_rows = _rows(self.old), _rows(self.new)
        self.lenders = self._public_lenders()
        self.document = self._render(self.new)

    def changes(self) -> Iterator[Change]:
        for place, row in self.new_rows.items():
            if place[0] and place not in self.old_rows and self._is_hidden(self._without(place)):
                yield Change(ADDED, (self._label(place, row),), "", in_words(row["fields"]))
                continue
            known = self.old_rows.get(place, {"fields": {}})["fields"]
            yield from self._fields(place, row, known)
        for place, row in self.old_rows.items():
            if place not in self.new_rows and self._is_hidden(self._with(place, row)):
                yield Change(REMOVED, (self._label(place, row),), in_words(row["fields"]), "")

    def _fields(self, place: Place, row: dict, known: dict[str, Any]) -> Iterator[Change]:
        for field in self._model(place)._meta.concrete_fields:
            after = row["fields"].get(field.name)
            if field.name not in row["fields"] or field.name == ORDER or not (known or field.blank):
                continue
            before = known[field.name] if field.name in known else field.get_default()
            if before != after and self._is_hidden(self._with_value(place, field.name, before)):
                path = (self._label(place, row), str(field.verbose_name)) if place[0] else (str(field.verbose_name),)
                yield Change(CHANGED if known else ADDED, path, in_words(before), in_words(after))

    def _is_hidden(self, variant: dict) -> bool:
        try:
            return self._render(variant) == self.document
        except (ValueError, LookupError, TypeError, AttributeError):
            return False  # the old value can't stand beside the new ones, so the document depends on it

    def _render(self, data: dict) -> str:
        item = snapshots.hydrate(json.dumps(data))
        item.version, item.published_at = 0, ANY_TIME
        return json.dumps(self.kind.document(item, self.lenders), default=str)

    def _public_lenders(self) -> dict:
        texts = [json.dumps(data) for data in (self.old, self.new) if data]
        wanted = {uid for text in texts for uid in self.kind.lenders(snapshots.hydrate(text))}
        held = Publication.objects.filter(uid__in=wanted, state=Publication.LIVE)
        return {p.uid: Lender(p.uid, p.slug, json.loads(p.documents[REPRESENTATION])) for p in held}

    def _with_value(self, place: Place, name: str, value: Any) -> dict:
        variant = copy.deepcopy(self.new)
        _rows(variant)[place]["fields"][name] = value
        return variant

    def _without(self, place: Place) -> dict:
        part, key = place
        rows = [row for row in self.new["parts"][part] if row["pk"] != key]
        return {**self.new, "parts": {**self.new["parts"], part: rows}}

    def _with(self, place: Place, row: dict) -> dict:
        rows = [*self.new["parts"][place[0]], row]
        return {**self.new, "parts": {**self.new["parts"], place[0]: rows}}

    def _model(self, place: Place) -> type[Model]:
        model = self.kind.model
        return getattr(model, place[0]).rel.related_model if place[0] else model

    def _label(self, place: Place, row: dict) -> str:
        model = self._model(place)
        names = {field.name for field in model._meta.concrete_fields if not field.is_relation}
        made = model(**{name: value for name, value in row["fields"].items() if name in names})
        return f"{model._meta.verbose_name} “{made}”"


def _rows(data: dict | None) -> dict[Place, dict]:
    if data is None:
        return {}
    parts = {(name, part["pk"]): part for name, rows in data["parts"].items() for part in rows}
    return {("", data["item"]["pk"]): data["item"], **parts}
