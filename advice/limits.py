"""Which parts of a step are kept from a reader, and the step as it reads without them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.matching.ages import IN_IMAGE, NOW, Reader

SAID = ("number", "code", "origin", "text", "action", "reasons", "details", "condition")
ENDS = (".", "!", "?")


def withheld(step: Mapping[str, Any], audience: str, reader: Reader) -> list[dict[str, Any]]:
    """The limits that keep a detail of a step from this reader.

    `step`: as in the topic's public document. A limit of age keeps its detail from everybody who is not certain to be
    within it: so from whoever has not said the age that counts.
    """
    return [limit for limit in step["limits"] if not _is_for(limit, audience) or not _is_within(limit["age"], reader)]


def shown(step: Mapping[str, Any], audience: str, reader: Reader) -> dict[str, Any]:
    """A step as this reader is shown it."""
    return without(step, withheld(step, audience, reader))


def without(step: Mapping[str, Any], limits: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A step as it is shown to whom these of its limits keep something from: the members of `SAID`, and `withheld`.

    `withheld`: for each detail left out, its number in the whole step, from 1, and the reason to show instead; once for
    each reason where there are several. Where something is left out, `text` is made of the other parts.
    """
    gone = [detail for detail in step["details"] if detail in {limit["detail"] for limit in limits}]
    seen = {name: step[name] for name in SAID if name in step}  # `origin` is not, until `recompile`
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
    text, cut = " ".join(step["text"].split()), [" ".join(detail.split()) for detail in gone]
    parts = [" ".join(part.split()) for part in (step["condition"], step["action"], *step["reasons"], *step["details"])
             if part]  # fmt: skip
    found, end = "", 0
    for start, stop in sorted((at, at + len(part)) for part in parts if (at := text.find(part)) >= 0):
        if stop <= end:
            continue
        between = text[end:start]
        if not found or any(detail in between for detail in cut):
            found = f"{_ended(found)} {_begun(text[start:stop])}".lstrip()
        else:
            found += text[end:stop]
        end = stop
    return _ended(found)


def _begun(part: str) -> str:
    return part[:1].upper() + part[1:]


def _ended(sentence: str) -> str:
    return sentence if not sentence or sentence.endswith(ENDS) else sentence.rstrip(" ,;:–-") + "."
