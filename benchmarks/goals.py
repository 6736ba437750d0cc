"""The goals, and the floors below which `.ci/full` fails: every such number is here, and nowhere else.

A goal is what the project is to reach on a machine of two cores. A floor is far enough from what it does that noise
does not reach it, so what does is a change for the worse.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.contenders import BARE, DRF, NGINX, OURS
from benchmarks.load import Load
from benchmarks.measures import Figures

Sizes = Mapping[int, Figures]  # by the size that was asked for
Value = Callable[[Sizes], float | None]


@dataclass(frozen=True)
class Goal:
    """`value`: of what one run found; None where that was not measured. `is_least`: at least `wanted`; else at most."""

    name: str
    wanted: float
    floor: float | None
    value: Value
    is_least: bool = False
    unit: str = ""

    def is_met(self, found: float) -> bool:
        return self._reaches(found, self.wanted)

    def is_above_floor(self, found: float) -> bool:
        return self.floor is None or self._reaches(found, self.floor)

    def _reaches(self, found: float, bound: float) -> bool:
        return found >= bound if self.is_least else found <= bound


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def _of(sizes: Sizes, size: int, name: str, measure: str, what: Callable[[Load], float]) -> float | None:
    figures = sizes.get(size)
    load = figures and figures.load(name, measure)
    return what(load) if load else None


def _cpu(load: Load) -> float:
    return load.cpu


def between(measure: str, above: str, below: str, what: Callable[[Load], float] = _cpu, of: str = "") -> Value:
    """One contender's figure over another's at 1,000 services; `of`: the measure of the second, if it is another."""
    return lambda sizes: _ratio(_of(sizes, 1000, above, measure, what), _of(sizes, 1000, below, of or measure, what))


def growth(measure: str) -> Value:
    """Our processor time at 200,000 services over that at 1,000."""
    return lambda sizes: _ratio(_of(sizes, 200_000, OURS, measure, _cpu), _of(sizes, 1000, OURS, measure, _cpu))


def at(size: int, what: Callable[[Figures], float | None]) -> Value:
    return lambda sizes: what(sizes[size]) if size in sizes else None


def _per_second(load: Load) -> float:
    return load.per_second


def _seconds_seen(figures: Figures) -> float | None:
    """No time is soon enough where an answer failed, or was of two editions."""
    seen = figures.seen
    return seen and (float("inf") if seen.failed or seen.mixed else seen.seconds)


GOALS = (
    Goal("list, CPU: plain DRF ÷ ours", 100, 40, between("list", DRF, OURS), is_least=True),
    Goal("mix, CPU: plain DRF ÷ ours", 60, 25, between("mix", DRF, OURS), is_least=True),
    Goal("list, requests/s: ours ÷ bare", 0.25, 0.08, between("list", OURS, BARE, _per_second), is_least=True),
    Goal("304, requests/s: ours ÷ bare", 0.40, 0.3, between("304", OURS, BARE, _per_second, "list"), is_least=True),
    Goal("/help, CPU: ours ÷ bare", 8, 40, between("help", OURS, BARE, of="list")),
    Goal("list, CPU: 200,000 ÷ 1,000 services", 1.3, 2.5, growth("list")),
    Goal("mix, CPU: 200,000 ÷ 1,000 services", 1.3, 2.5, growth("mix")),
    Goal("list, p99 of 32 clients: ours ÷ nginx's", 3, 40, between("list", OURS, NGINX, lambda load: load.p99)),
    Goal("memory of two workers, 1,000 services", 130, 220, at(1000, lambda one: one.memory.get(OURS)), unit="MiB"),
    Goal("memory of two workers, 20,000 services", 300, 800, at(20_000, lambda one: one.memory.get(OURS)), unit="MiB"),
    Goal("cold start, 1,000 services", 0.8, 4, at(1000, lambda one: one.start.get(OURS)), unit="s"),
    Goal("publishing 1,000 services", 5, 25, at(1000, lambda one: one.publish), unit="s"),
    Goal("one change of 20,000 seen in every worker", 0.5, 3, at(20_000, _seconds_seen), unit="s"),
)  # fmt: skip


def below_floor(sizes: Sizes) -> list[str]:
    """What is worse than its floor, each in a sentence."""
    found = [(goal, value) for goal in GOALS if (value := goal.value(sizes)) is not None]
    return [
        f"{goal.name}: {value:.3g}{goal.unit and f' {goal.unit}'}, and the floor is {goal.floor:g}."
        for goal, value in found
        if not goal.is_above_floor(value)
    ]
