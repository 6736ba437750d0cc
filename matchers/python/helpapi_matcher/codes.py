"""The code lists: every value that is spoken in public, with its words."""

from collections.abc import Mapping, Sequence
from typing import Any


class Codes:
    """The codes of one list, in the order in which they are to be shown."""

    def __init__(self, listed: Mapping[str, Any]) -> None:
        self._labels = {one["code"]: str(one["label"]) for one in listed["codes"]}
        self._types = {one["code"]: tuple(one["types"]) for one in listed["codes"]}
        self.values = tuple(self._labels)

    def label(self, code: str) -> str:
        return self._labels.get(code, code)

    def types(self, code: str) -> tuple[str, ...]:
        """The kinds of help that a need gathers; empty for any other code."""
        return self._types.get(code, ())

    def labels_of(self, codes: Sequence[str]) -> list[str]:
        """The labels of some codes, in the order of the list."""
        return [self.label(one) for one in self.values if one in codes]


def read(lists: Sequence[Mapping[str, Any]]) -> dict[str, Codes]:
    """Every list by its name."""
    return {one["name"]: Codes(one) for one in lists}
