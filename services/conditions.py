"""What must hold for a service to be right for someone, as a code and words an app can show.

`standing` conditions are part of a service's document and speak to anyone. `for_reader` gives those that are left
for one person, once their question has answered some.
"""

from dataclasses import dataclass

from publishing.codes import code_list
from services.ages import AgeLimits


@dataclass(frozen=True, slots=True)
class Condition:
    code: str
    text: str


def of_age(limits: AgeLimits, varies: bool, age_match: str = "not-asked") -> list[Condition]:
    """The conditions that the limits set a person whose age they match in the way `age_match` says."""
    found = [] if age_match == "fits" and limits.basis != "intended-reader" else list(_limits_in_words(limits))
    if not limits.is_known:
        found.append(_condition("check-eligibility", "Check who may use it: an age limit of this service isn't known."))
    if varies:
        found.append(_condition("age-varies-by-area", "The age limits differ from area to area: check for yours."))
    return found


def of_coverage(is_known: bool) -> list[Condition]:
    if is_known:
        return []
    return [
        _condition("check-availability", "Check availability where you live: it isn't known which areas have this.")
    ]


def part_of_area() -> Condition:
    return _condition("part-of-area", "This serves only part of the area asked about: check that it serves yours.")


def _limits_in_words(limits: AgeLimits):
    low, high = limits.minimum, limits.maximum
    if limits.basis == "intended-reader":
        if low is not None or high is not None:
            yield _condition("intended-reader", f"Written with people {_span(low, high)} in mind. Anyone may use it.")
    elif limits.basis == "age-in-image":
        if low is not None:
            yield _condition("age-in-image-over", f"Only if you were {low} or over when the image was made.")
        if high is not None:
            yield _condition("age-in-image-under", f"Only if you were under {high + 1} when the image was made.")
    else:
        whom = "For people" if limits.basis == "user-age" else "Where the child or young person concerned is"
        if low:
            yield _condition("minimum-age", f"{whom} aged {low} or over.")
        if high is not None:
            yield _condition("maximum-age", f"{whom} under {high + 1}.")


def _span(low: int | None, high: int | None) -> str:
    if low is None:
        return f"up to {high}"
    return f"aged {low} to {high}" if high is not None else f"aged {low} or over"


def _condition(code: str, text: str) -> Condition:
    if code not in code_list("conditions").values:
        raise KeyError(code)
    return Condition(code, text)
