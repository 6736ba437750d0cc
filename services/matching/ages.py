"""Whether an age fits a service's limits, when the limits may be of different people and may be unknown.

Every age a question gives narrows the two ages that limits can be of: the person's age now, and their age in the
image. Each is a range; limits that cannot hold anywhere in it exclude, limits that hold throughout it fit, and all
others depend on what was not said or is not known. docs/matching.md has the table.
"""

from dataclasses import dataclass, replace
from typing import Self

from services.models import Service

YOUNGEST, OLDEST = 0, 120
NOW, IN_IMAGE = "now", "image"


@dataclass(frozen=True, slots=True)
class Reader:
    """What a question says of ages, in whole years: now, and when the image was made. `None`: not said.

    `age_in_image` is at most `age`, for nobody was older then than now; the filter has held both to 0–120. `is_user`:
    they would use the service themselves; otherwise a helper would, of whose age nothing is said.
    """

    age: int | None = None
    age_in_image: int | None = None
    is_user: bool = True

    @property
    def is_silent(self) -> bool:
        return self.age is None and self.age_in_image is None

    @property
    def with_recent_image(self) -> Self:
        """The same person as most are: the image is of their age now, unless they said another."""
        return replace(self, age_in_image=self.age) if self.age_in_image is None else self

    def ages(self, when: str) -> tuple[int, int]:
        """The ages the person may have `now`, or may have had in the `image`, both ends included."""
        said, other = (self.age, self.age_in_image) if when == NOW else (self.age_in_image, self.age)
        if said is not None:
            return said, said
        if other is None:
            return YOUNGEST, OLDEST
        return (other, OLDEST) if when == NOW else (YOUNGEST, other)


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """A service's limits in whole years, both ends included. A limit that is not known never excludes.

    `maximum_disputed`: sources differ on whether people one year older than `maximum` are taken.
    `varies`: the limits given are not the same in every area.
    """

    basis: str
    minimum: int | None
    minimum_known: bool
    maximum: int | None
    maximum_known: bool
    maximum_disputed: bool = False
    varies: bool = False

    @classmethod
    def of(cls, service: Service) -> Self:
        return cls(
            service.age_basis,
            service.minimum_age,
            service.minimum_age_known,
            service.maximum_age,
            service.maximum_age_known,
            service.maximum_age_disputed,
            service.age_varies,
        )

    @property
    def is_known(self) -> bool:
        return self.minimum_known and self.maximum_known

    @property
    def turns_nobody_away(self) -> bool:
        """The ages are of those it is written for; anyone may use it."""
        return self.basis == "intended-reader"

    @property
    def when(self) -> str:
        """Which of a person's two ages the limits are of."""
        return IN_IMAGE if self.basis == "age-in-image" else NOW

    @property
    def reach(self) -> tuple[int, int]:
        """The youngest and the oldest that are not turned away for certain."""
        if self.turns_nobody_away:
            return YOUNGEST, OLDEST
        return self.minimum or YOUNGEST, OLDEST if self.maximum is None else self.maximum + self.maximum_disputed

    def match(self, reader: Reader) -> str | None:
        """`fits`, `depends`, `not-asked`, or None when the service is not for this person.

        `depends` wherever something of age is left to check: a limit of an age that was not said, a limit that is not
        known or not agreed on, or limits that differ from area to area.
        """
        if not self.takes(reader):
            return None
        if reader.is_silent:
            return "not-asked"
        return "fits" if self.fits(reader) else "depends"

    def takes(self, reader: Reader) -> bool:
        """Whether the limits can hold of this reader."""
        (youngest, oldest), (least, most) = self.reach, self._ages(reader)
        return least <= oldest and most >= youngest

    def fits(self, reader: Reader) -> bool:
        """Whether nothing of age is left to check for a reader whom it takes."""
        left = (self.minimum_left(reader), self.maximum_left(reader), self.disputed_left(reader))
        return self.turns_nobody_away or (left == (None, None, None) and self.is_known and not self.varies)

    def _ages(self, reader: Reader) -> tuple[int, int]:
        """The ages that the person whom the limits are of may have."""
        is_told = reader.is_user or self.basis != "user-age"
        return reader.ages(self.when) if is_told else (YOUNGEST, OLDEST)

    def minimum_left(self, reader: Reader) -> int | None:
        """The lower limit, if what the reader said does not settle that they have reached it."""
        least, _ = self._ages(reader)
        return self.minimum if self.minimum and least < self.minimum else None

    def maximum_left(self, reader: Reader) -> int | None:
        """The upper limit, if what the reader said does not settle that they are not older."""
        _, most = self._ages(reader)
        return self.maximum if most > self.reach[1] else None

    def disputed_left(self, reader: Reader) -> int | None:
        """The age that sources differ on, if the reader may be of it."""
        least, most = self._ages(reader)
        older = (self.maximum or 0) + 1
        return older if self.maximum_disputed and least <= older <= most else None
