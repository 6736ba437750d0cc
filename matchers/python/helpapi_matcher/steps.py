"""A step of the advice as one reader may have it: a detail that is not for them is left out, with the reason."""

from collections.abc import Iterable, Mapping
from typing import Any

from helpapi_matcher.ages import IN_IMAGE, NOW, Reader

SAID = ("number", "code", "origin", "text", "action", "reasons", "details", "condition")
ENDS = (".", "!", "?")


def shown(step: Mapping[str, Any], audience: str, reader: Reader) -> dict[str, Any]:
    """A step as this reader is shown it, with `withheld`: the number of each detail left out, and why."""
    limits = [one for one in step["limits"] if not _is_for(one, audience) or not _is_within(one["age"], reader)]
    withheld = {one["detail"] for one in limits}
    gone = [detail for detail in step["details"] if detail in withheld]
    seen = {name: step[name] for name in SAID if name in step}
    if gone:
        seen["details"] = [detail for detail in step["details"] if detail not in gone]
        seen["text"] = _without(gone, seen)
    told = {
        (number, limit["reason"]): {"detail": number, "reason": limit["reason"]}
        for number, detail in enumerate(step["details"], start=1)
        for limit in limits
        if limit["detail"] == detail
    }
    return {**seen, "withheld": list(told.values())}


def applying_first(steps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps in their order, but that of those with a condition the ones that are known to apply come first."""
    listed = list(steps)
    conditional = sorted((one for one in listed if one["condition"]), key=lambda one: one["applies"] != "yes")
    turn = iter(conditional)
    return [next(turn) if one["condition"] else one for one in listed]


def _is_for(limit: Mapping[str, Any], audience: str) -> bool:
    return limit["audiences"] is None or audience in limit["audiences"]


def _is_within(age: Mapping[str, Any] | None, reader: Reader) -> bool:
    """Whether the age that counts is certain to be within the limits, both ends included."""
    if age is None:
        return True
    least, most = reader.ages(IN_IMAGE if age["basis"] == "age-in-image" else NOW)
    return (age["minimum"] is None or least >= age["minimum"]) and (age["maximum"] is None or most <= age["maximum"])


def _without(gone: Iterable[str], step: Mapping[str, Any]) -> str:
    """The parts of a step in the order of its text, with its own words between two that nothing was cut from between.

    `step`: without the details that are `gone`, but with the whole text.
    """
    text, cut = _spaced(step["text"]), [_spaced(detail) for detail in gone]
    given = (step["condition"], step["action"], *step["reasons"], *step["details"])
    parts = [_spaced(part) for part in given if part]
    found, end = "", 0
    for start, stop in sorted((at, at + len(part)) for part in parts if (at := text.find(part)) >= 0):
        if stop <= end:
            continue
        between = text[end:start]
        if not found or any(detail in between for detail in cut):
            part = text[start:stop]
            found = f"{_ended(found)} {part[:1].upper()}{part[1:]}".lstrip()
        else:
            found += text[end:stop]
        end = stop
    return _ended(found)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _ended(sentence: str) -> str:
    return sentence if not sentence or sentence.endswith(ENDS) else sentence.rstrip(" ,;:–-") + "."
