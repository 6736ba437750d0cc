"""How older snapshots of a service are read. What was approved stays as it is; only the reading knows more."""

from publishing.snapshots import Snapshot, upgrades


@upgrades("service", 1)
def rules_of_its_own_ages_alone(data: Snapshot) -> Snapshot:
    """In shape 1 a service was for people of its own ages alone."""
    return {**data, "parts": {**data["parts"], "rules": []}}
