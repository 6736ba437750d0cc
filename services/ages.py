"""Whether an age fits a service's limits, when the limits may be of different people and may be unknown.

Every age a question gives narrows the two ages that limits can be of: the person's age now, and their age in the
image. Each is a range; limits that cannot hold anywhere in it exclude, limits that hold throughout it fit, and all
others depend on what was not said. docs/matching.md has the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

YOUNGEST, OLDEST = 0, 120


@dataclass(frozen=True, slots=True)
class Reader:
    """What a question says of ages, in whole years: now, and when the image was made. `None`: not said.

    `age_in_image` is at most `age`, for nobody was older then than now; the filter has held both to 0–120.
    """

    age: int | None = None
    age_in_image: int | None = None

    @property
    def now(self) -> tuple[int, int]:
        """The ages the person may have now, both ends included."""
        if self.age is not None:
            return self.age, self.age
        return (YOUNGEST if self.age_in_image is None else self.age_in_image), OLDEST

    @property
    def in_image(self) -> tuple[int, int]:
        """The ages the person may have had in the image, both ends included."""
        if self.age_in_image is not None:
            return self.age_in_image, self.age_in_image
        return YOUNGEST, (OLDEST if self.age is None else self.age)

    @property
    def is_silent(self) -> bool:
        return self.age is None and self.age_in_image is None


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """A service's limits in whole years, both ends included. A limit that is not known never excludes."""

    basis: str
    minimum: int | None
    minimum_known: bool
    maximum: int | None
    maximum_known: bool

    @classmethod
    def of(cls, service) -> Self:
        return cls(
            service.age_basis,
            service.minimum_age,
            service.minimum_age_known,
            service.maximum_age,
            service.maximum_age_known,
        )

    @classmethod
    def from_key(cls, key: Sequence) -> Self:
        return cls(*key)

    def to_key(self) -> list:
        return [self.basis, self.minimum, self.minimum_known, self.maximum, self.maximum_known]

    @property
    def is_known(self) -> bool:
        return self.minimum_known and self.maximum_known

    @property
    def range(self) -> tuple[int, int]:
        low = YOUNGEST if self.minimum is None else self.minimum
        high = OLDEST if self.maximum is None else self.maximum
        return low, high

    def match(self, reader: Reader) -> str | None:
        """`fits`, `depends`, `not-asked`, or None when the service is not for this person.

        `fits` speaks of the known limits alone; an unknown one is a condition of its own.
        """
        if self.basis == "intended-reader":
            return "not-asked" if reader.is_silent else "fits"
        low, high = self.range
        least, most = reader.in_image if self.basis == "age-in-image" else reader.now
        if most < low or least > high:
            return None
        if reader.is_silent:
            return "not-asked"
        return "fits" if low <= least and most <= high else "depends"
