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
from publishing.registry import Lender, Lenders, kinds
from publishing.sealing import REPRESENTATION
from publishing.snapshots import Row, Snapshot

Where = tuple[str, str]  # the name of a kind of part, empty for the item itself, and the row's key
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
        for where, row in self.new_rows.items():
            if where[0] and where not in self.old_rows and self._is_hidden(self._without(where)):
                yield Change(ADDED, (self._label(where, row),), "", in_words(row["fields"]))
                continue
            known = self.old_rows.get(where)
            yield from self._fields(where, row, known["fields"] if known else {})
        for where, row in self.old_rows.items():
            if where not in self.new_rows and self._is_hidden(self._with(where, row)):
                yield Change(REMOVED, (self._label(where, row),), in_words(row["fields"]), "")

    def _fields(self, where: Where, row: Row, known: dict[str, Any]) -> Iterator[Change]:
        for field in self._model(where)._meta.concrete_fields:
            after = row["fields"].get(field.name)
            if field.name not in row["fields"] or field.name == ORDER or not (known or field.blank):
                continue
            before = known[field.name] if field.name in known else field.get_default()
            if before != after and self._is_hidden(self._with_value(where, field.name, before)):
                path = (self._label(where, row), str(field.verbose_name)) if where[0] else (str(field.verbose_name),)
                yield Change(CHANGED if known else ADDED, path, in_words(before), in_words(after))

    def _is_hidden(self, variant: Snapshot) -> bool:
        try:
            return self._render(variant) == self.document
        except (ValueError, LookupError, TypeError, AttributeError):
            return False  # the old value can't stand beside the new ones, so the document depends on it

    def _render(self, data: Snapshot) -> str:
        item = snapshots.hydrate(json.dumps(data))
        item.version, item.published_at = 0, ANY_TIME
        return json.dumps(self.kind.document(item, self.lenders), default=str)

    def _public_lenders(self) -> Lenders:
        texts = [json.dumps(data) for data in (self.old, self.new) if data]
        wanted = {uid for text in texts for uid in self.kind.lenders(snapshots.hydrate(text))}
        held = Publication.objects.filter(uid__in=wanted, state=Publication.LIVE)
        return {p.uid: Lender(p.uid, p.slug, json.loads(p.documents[REPRESENTATION])) for p in held}

    def _with_value(self, where: Where, name: str, value: Any) -> Snapshot:
        variant = copy.deepcopy(self.new)
        _rows(variant)[where]["fields"][name] = value
        return variant

    def _without(self, where: Where) -> Snapshot:
        part, key = where
        rows = [row for row in self.new["parts"][part] if row["pk"] != key]
        return {**self.new, "parts": {**self.new["parts"], part: rows}}

    def _with(self, where: Where, row: Row) -> Snapshot:
        rows = [*self.new["parts"][where[0]], row]
        return {**self.new, "parts": {**self.new["parts"], where[0]: rows}}

    def _model(self, where: Where) -> type[Model]:
        return self.kind.part(where[0]) if where[0] else self.kind.model

    def _label(self, where: Where, row: Row) -> str:
        model = self._model(where)
        names = {field.name for field in model._meta.concrete_fields if not field.is_relation}
        made = model(**{name: value for name, value in row["fields"].items() if name in names})
        return f"{model._meta.verbose_name} “{made}”"


def _rows(data: Snapshot | None) -> dict[Where, Row]:
    if data is None:
        return {}
    parts = {(name, part["pk"]): part for name, rows in data["parts"].items() for part in rows}
    return {("", data["item"]["pk"]): data["item"], **parts}
