"""Where a reader is or may be."""

from dataclasses import dataclass

# The name of a place that is none of the UK's, and of no one country.
OUTSIDE_UK = "outside-uk"


@dataclass(frozen=True, slots=True)
class Place:
    """Region codes, one of which the reader is in; empty for a place outside the UK.

    `include_within`: services for a part of the place are wanted too.
    """

    choices: tuple[str, ...]
    include_within: bool = False
