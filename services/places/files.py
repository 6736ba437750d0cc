"""Reads the region data files, and says exactly where one of them is wrong."""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent.parent / "fixtures" / "regions"


class RegionDataError(Exception):
    """A data file is not as it must be. The message names the file, the row (the header is row 1) and the column."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a data file, which knows where it stands so that a complaint about it can say so."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def error(self, column: str, problem: str) -> RegionDataError:
        return RegionDataError(f"{self.file}, row {self.number}, column {column}: {problem}")

    def items(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that holds a list, in the order of the file."""
        cell = self.cells[column]
        return tuple(cell.split(";")) if cell else ()

    def known(self, column: str, value: str, allowed: Collection[str]) -> str:
        if value not in allowed:
            raise self.error(column, f"{value!r} is not known")
        return value

    def unused(self, column: str, value: str, used: set[str]) -> str:
        """`value`, which is added to `used`; an error if it is empty or already there in any mix of capitals."""
        if not value or value.casefold() in used:
            raise self.error(column, f"{value!r} is used twice" if value else "is empty")
        used.add(value.casefold())
        return value

    def codes(self, column: str, allowed: dict[str, str], counts: str | None = None) -> tuple[str, ...]:
        """The codes of a list, each a key of `allowed`; `counts` is the column with a number of postcodes for each.

        The strings of `allowed` are handed out, not those of the file, so that thousands of rows share a few hundred.
        """
        items = self.items(column)
        codes = tuple([allowed[code] for code in items if code in allowed])
        if len(codes) != len(items):
            self.known(column, next(code for code in items if code not in allowed), allowed)
        if len(codes) > 1 and len(set(codes)) != len(codes):
            raise self.error(column, "names a code twice")
        numbers = self.items(counts) if counts else ()
        if counts and len(numbers) != len(codes):
            raise self.error(counts, f"{len(numbers)} numbers for the {len(codes)} codes in {column}")
        if counts and not all(map(str.isdecimal, numbers)):
            raise self.error(counts, "holds something that is not a number")
        return codes


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a file whose header is exactly `columns`."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        _check_header(Row(path.name, 1, {}), next(reader, []), columns)
        for number, cells in enumerate(reader, start=2):
            row = Row(path.name, number, dict(zip(columns, cells, strict=False)))
            if len(cells) != len(columns):
                raise row.error(columns[min(len(cells), len(columns) - 1)], f"{len(cells)} cells, not {len(columns)}")
            yield row


def _check_header(row: Row, header: list[str], columns: tuple[str, ...]) -> None:
    for column in columns:
        if column not in header:
            raise row.error(column, "is missing")
    for place, column in enumerate(header):
        if place >= len(columns) or column != columns[place]:
            raise row.error(column, "is not expected here")
