"""How older snapshots of a topic are read. What was approved stays as it is; only the reading knows more."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from publishing.snapshots import Row, Snapshot, SnapshotError, upgrades

EVERYBODY = {"victim", "parent-carer", "friend", "professional"}
FOR_THE_VICTIM = "This part is only for the person being blackmailed."
FOR_SOME = "This part is only for some of the people who may ask."


@upgrades("topic", 1)
def limit_details(data: Snapshot) -> Snapshot:
    """In shape 1 a step as a whole was for certain audiences; now each of its details is, and the step for everybody.

    SnapshotError for a step that has nothing to limit: it must not become everybody's unseen.
    """
    parts = {**data["parts"], "step_set": [], "detaillimit_set": []}
    for step in data["parts"]["step_set"]:
        fields = dict(step["fields"])
        audiences = fields.pop("audiences")
        parts["step_set"].append({"pk": step["pk"], "fields": fields})
        if set(audiences) != EVERYBODY:
            parts["detaillimit_set"] += _limits(step, audiences, len(parts["detaillimit_set"]))
    return {**data, "parts": parts}


def _limits(step: Row, audiences: list[str], before: int) -> Iterator[Row]:
    details = step["fields"]["details"]
    if not details or not audiences:
        raise SnapshotError(
            f"advice.step: “{step['fields']['code']}” was not for everybody, and has no details to limit"
        )
    for number, detail in enumerate(details, start=1):
        fields: dict[str, Any] = {
            "position": before + number,
            "code": f"limit-{before + number}",
            "step": step["pk"],
            "detail": detail,
            "audiences": audiences,
            "age_basis": "",
            "minimum_age": None,
            "maximum_age": None,
            "reason": FOR_THE_VICTIM if audiences == ["victim"] else FOR_SOME,
        }
        yield {"pk": str(uuid5(UUID(step["pk"]), str(number))), "fields": fields}
