from typing import Protocol, runtime_checkable


@runtime_checkable
class Limited(Protocol):
    """A connection on which every wait can be given an end. `limit_seconds`: the longest a statement may take."""

    limit_seconds: float | None
