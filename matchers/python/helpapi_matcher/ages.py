"""Whether an age fits some limits, which may be of different people and may be unknown.

Every age that is given narrows the two ages that limits can be of: the person's age now, and their age in the image.
Limits that can hold nowhere in what is left exclude; limits that hold throughout it fit; all others depend.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

YOUNGEST, OLDEST = 0, 120
NOW, IN_IMAGE = "now", "image"


@dataclass(frozen=True, slots=True)
class Reader:
    """What is said of ages: now, and when the image was made. `is_user`: they would use the service themselves."""

    age: int | None = None
    age_in_image: int | None = None
    is_user: bool = True

    @property
    def is_silent(self) -> bool:
        return self.age is None and self.age_in_image is None

    @property
    def with_recent_image(self) -> Self:
        """The same person, whose image is of their age now, unless they said another."""
        return replace(self, age_in_image=self.age) if self.age_in_image is None else self

    def ages(self, when: str) -> tuple[int, int]:
        """The ages the person may have `now`, or may have had in the `image`, both ends included."""
        if when == NOW:
            if self.age is not None:
                return self.age, self.age
            return (YOUNGEST if self.age_in_image is None else self.age_in_image), OLDEST
        if self.age_in_image is not None:
            return self.age_in_image, self.age_in_image
        return YOUNGEST, (OLDEST if self.age is None else self.age)


@dataclass(frozen=True, slots=True)
class Limits:
    """Whole years, both ends included. A limit that is not known never excludes."""

    basis: str
    minimum: int | None
    minimum_known: bool
    maximum: int | None
    maximum_known: bool
    maximum_disputed: bool
    varies: bool

    @classmethod
    def read(cls, age: Mapping[str, Any]) -> Self:
        """From the member `age` of a service or a rule."""
        return cls(**{name: age[name] for name in cls.__dataclass_fields__})

    @property
    def is_known(self) -> bool:
        return self.minimum_known and self.maximum_known

    @property
    def turns_nobody_away(self) -> bool:
        """The ages are of those it is written for; anyone may use it."""
        return self.basis == "intended-reader"

    @property
    def is_of_image(self) -> bool:
        return self.basis == "age-in-image"

    def match(self, reader: Reader) -> str | None:
        """`fits`, `depends`, `not-asked`; None: not for this person."""
        if not self.takes(reader):
            return None
        if reader.is_silent:
            return "not-asked"
        return "fits" if self.fits(reader) else "depends"

    def takes(self, reader: Reader) -> bool:
        """Whether the limits can hold of this reader."""
        least, most = self._ages(reader)
        return self.turns_nobody_away or (least <= self._oldest and most >= (self.minimum or YOUNGEST))

    def fits(self, reader: Reader) -> bool:
        """Whether nothing of age is left to check, for a reader whom it takes."""
        if self.turns_nobody_away:
            return True
        left = (self.minimum_left(reader), self.maximum_left(reader), self.disputed_left(reader))
        return left == (None, None, None) and self.is_known and not self.varies

    def minimum_left(self, reader: Reader) -> int | None:
        """The lower limit, if it is not settled that the reader has reached it."""
        least, _ = self._ages(reader)
        return self.minimum if self.minimum and least < self.minimum else None

    def maximum_left(self, reader: Reader) -> int | None:
        """The upper limit, if it is not settled that the reader is not older."""
        _, most = self._ages(reader)
        return self.maximum if most > self._oldest else None

    def disputed_left(self, reader: Reader) -> int | None:
        """The age that sources differ on, if the reader may be of it."""
        least, most = self._ages(reader)
        older = (self.maximum or 0) + 1
        return older if self.maximum_disputed and least <= older <= most else None

    @property
    def _oldest(self) -> int:
        """The oldest that are not turned away for certain."""
        return OLDEST if self.maximum is None else self.maximum + self.maximum_disputed

    def _ages(self, reader: Reader) -> tuple[int, int]:
        """The ages that the person whom the limits are of may have. Of a helper's own age nothing is said."""
        if not reader.is_user and self.basis == "user-age":
            return YOUNGEST, OLDEST
        return reader.ages(IN_IMAGE if self.is_of_image else NOW)
