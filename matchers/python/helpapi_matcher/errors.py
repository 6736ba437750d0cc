"""Why there is no answer."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one parameter. `parameter` is None where the question as a whole is at fault."""

    parameter: str | None
    code: str


class Refused(ValueError):
    """The question cannot be understood exactly, so it is not answered at all. Never holds what was asked."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{one.parameter or 'the question'}: {one.code}" for one in faults))

    @property
    def parameters(self) -> list[str | None]:
        """The parameters that are at fault; None stands for the question as a whole."""
        return [one.parameter for one in self.faults]


class NotThere(Refused):
    """There is no such page; or the walk over pages cannot go on, and must begin again."""

    def __init__(self, parameter: str, code: str) -> None:
        super().__init__([Fault(parameter, code)])


class BeingRestored(RuntimeError):
    """There is no advice, or no service on offer, so an answer would pass for help. Show the emergency notice."""
