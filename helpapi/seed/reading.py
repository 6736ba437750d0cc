"""The strict reading of YAML data files: every record knows where it stands, so that every fault can be named."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from publishing import yaml_files


class SeedError(Exception):
    """A data file cannot be loaded. The message names the file, the record and the field."""


@dataclass(frozen=True)
class Record:
    """A mapping in a data file. `place` is the file and the record; `path` leads from there to this mapping.

    Every reader raises SeedError for what is missing or of another type.
    """

    data: dict[str, Any]
    place: str
    path: str = ""

    def error(self, name: str, fault: str) -> SeedError:
        return SeedError(f"{self.place}: {self.path}{name}: {fault}")

    def __contains__(self, name: str) -> bool:
        return name in self.data

    def expect(self, *required: str, optional: tuple[str, ...] = ()) -> Self:
        """Itself, if it has all the `required` members and no others than those and the `optional` ones."""
        for name in required:
            if name not in self.data:
                raise self.error(name, "is missing")
        for name in self.data:
            if name not in required and name not in optional:
                raise self.error(str(name), "is not expected here")
        return self

    def value(self, name: str) -> Any:
        if name not in self.data:
            raise self.error(name, "is missing")
        return self.data[name]

    def text(self, name: str) -> str:
        """A text that must be there and not be empty."""
        value = self.value(name)
        if not isinstance(value, str) or not value.strip():
            raise self.error(name, "must be a text (put a number in quotation marks)")
        return value

    def text_or_empty(self, name: str) -> str:
        """A text, or "" where it is null or left out: the data has none."""
        return self.text(name) if self.data.get(name) is not None else ""

    def whole_or_none(self, name: str) -> int | None:
        value = self.value(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise self.error(name, "must be a whole number or null")

    def whole(self, name: str) -> int:
        value = self.whole_or_none(name)
        if value is None:
            raise self.error(name, "must be a whole number")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false where it is left out."""
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            raise self.error(name, "must be true or false")
        return value

    def texts(self, name: str) -> list[str]:
        value = self.value(name)
        if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
            raise self.error(name, "must be a list of texts")
        return value

    def record(self, name: str) -> "Record":
        value = self.value(name)
        if not isinstance(value, dict):
            raise self.error(name, "must have members of its own")
        return Record(value, self.place, f"{self.path}{name}.")

    def records(self, name: str) -> list["Record"]:
        value = self.value(name)
        if not isinstance(value, list):
            raise self.error(name, "must be a list")
        for number, entry in enumerate(value):
            if not isinstance(entry, dict):
                raise self.error(f"{name}[{number}]", "must have members of its own")
        return [Record(entry, self.place, f"{self.path}{name}[{number}].") for number, entry in enumerate(value)]

    def named(self, name: str) -> Iterator["Record"]:
        """The records of a list, each of which is from here on called by its `id`."""
        seen = set()
        for entry in self.records(name):
            id = entry.text("id")
            if id in seen:
                raise entry.error("id", f"“{id}” is there twice")
            seen.add(id)
            yield Record(entry.data, f"{self.place}: {id}")


def read(path: Path) -> Record:
    """The whole of a data file; a list at its top is its member `entries`."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506  (a safe loader)  # nosec B506
    except (OSError, UnicodeDecodeError) as error:
        raise SeedError(f"{path.name}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SeedError(f"{path.name}: line {line}: {error.problem}") from None
    except yaml.YAMLError as error:
        raise SeedError(f"{path.name}: is not YAML: {error}") from None
    if isinstance(data, list):
        data = {"entries": data}
    if not isinstance(data, dict):
        raise SeedError(f"{path.name}: must be a mapping or a list")
    return Record(data, path.name)


class _StrictLoader(yaml_files.Loader):
    """YAML lets a repeated key win over the first in silence, which could hide a number; here it is a fault."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{name}” is there twice", key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)
