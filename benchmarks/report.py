"""What a run found, as Markdown, written between two marks of a page."""

import os
import platform
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from benchmarks.contenders import BARE, DRF, NGINX, OURS
from benchmarks.goals import GOALS
from benchmarks.load import Load
from benchmarks.measures import BESIDE, LOADS, Effort, Figures

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
NONE = "–"
COLUMNS: tuple[tuple[str, str, Callable[[Load], str]], ...] = (
    ("list /s", "list", lambda load: f"{load.per_second:,.0f}"),
    ("list µs", "list", lambda load: f"{load.cpu:,.0f}"),
    ("list p50 ms", "list", lambda load: f"{load.p50:,.1f}"),
    ("list p99 ms", "list", lambda load: f"{load.p99:,.1f}"),
    ("mix /s", "mix", lambda load: f"{load.per_second:,.0f}"),
    ("mix µs", "mix", lambda load: f"{load.cpu:,.0f}"),
    ("mix p99 ms", "mix", lambda load: f"{load.p99:,.1f}"),
    ("item /s", "item", lambda load: f"{load.per_second:,.0f}"),
    ("item µs", "item", lambda load: f"{load.cpu:,.0f}"),
    ("304 /s", "304", lambda load: f"{load.per_second:,.0f}"),
    ("304 µs", "304", lambda load: f"{load.cpu:,.0f}"),
    ("help /s", "help", lambda load: f"{load.per_second:,.0f}"),
    ("help µs", "help", lambda load: f"{load.cpu:,.0f}"),
)


def report(sizes: Mapping[int, Figures], effort: Effort) -> str:
    """A table of the goals, a table for each size, and what the columns mean."""
    parts = [_of_run(sizes, effort), _goals(sizes), *(_size(one) for one in sizes.values()), _meaning(sizes)]
    return "\n\n".join(parts)


def _of_run(sizes: Mapping[int, Figures], effort: Effort) -> str:
    counted = next((one.counted for one in sizes.values() if one.counted), "")
    memory = f" Memory is {counted}." if counted else ""
    rounds = f"{effort.rounds} rounds of {effort.seconds:g} s" if effort.rounds > 1 else f"{effort.seconds:g} s each"
    return (
        f"One run, {date.today():%d %B %Y}: {os.cpu_count()} processors ({_processor()}), Python "
        f"{platform.python_version()}, {rounds}.{memory}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _goals(sizes: Mapping[int, Figures]) -> str:
    rows = [["goal", "wanted", "measured", "met"]]
    for goal in GOALS:
        found = goal.value(sizes)
        wanted = f"{'≥' if goal.is_least else '≤'} {_with_unit(goal.wanted, goal.unit)}"
        verdict = NONE if found is None else "yes" if goal.is_met(found) else "no"
        rows.append([goal.name, wanted, "not measured" if found is None else _with_unit(found, goal.unit), verdict])
    return table(rows)


def _with_unit(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}".strip() if value >= 100 else f"{value:.3g} {unit}".strip()


def _size(figures: Figures) -> str:
    columns = [column for column in COLUMNS if any(measure == column[1] for _, measure in figures.loads)]
    rows = [["", *(title for title, _, _ in columns), "MiB", "start s"]]
    for name in (NGINX, BARE, DRF, OURS):
        loads = [(figures.load(name, measure), written) for _, measure, written in columns]
        if any(load for load, _ in loads) or name in figures.start:
            beside = [_or_none(figures.memory.get(name), ".0f"), _or_none(figures.start.get(name), ".2f")]
            label = f"{name} ({figures.database})" if name == DRF else name
            rows.append([label, *(written(load) if load else NONE for load, written in loads), *beside])
    return "\n\n".join([f"### {figures.services:,} services", table(rows), *_beside(figures)])


def _or_none(value: float | None, form: str) -> str:
    return NONE if value is None else format(value, form)


def _beside(figures: Figures) -> list[str]:
    said = []
    if bundle := figures.load(OURS, "bundle"):
        size = figures.bundle_bytes / 1e6
        held = f"then both workers hold {figures.memory_after_bundle:,.0f} MiB"
        said.append(f"A file of the bundle, {size:,.1f} MB: {bundle.per_second:,.0f}/s, {bundle.cpu:,.0f} µs; {held}.")
    if figures.publish is not None:
        said.append(f"Published 1,000 services with their organisations in {figures.publish:.1f} s.")
    if figures.seen:
        said.append(f"One change was seen in every worker after {figures.seen}.")
    if failed := sum(load.failed for load in figures.loads.values()):
        said.append(f"**{failed} requests failed.**")
    return [" ".join(said)] if said else []


def _meaning(sizes: Mapping[int, Figures]) -> str:
    asked = {measure for one in sizes.values() for _, measure in one.loads}
    lines = [f"- {name}: {words}." for name, (_, words) in LOADS.items() if name in asked]
    lines += [f"- {name}: {words}." for name, words in BESIDE.items()]
    return "\n".join(["/s: requests a second. µs: processor time of the server for one. MiB: memory.", "", *lines])


def table(rows: list[list[str]]) -> str:
    """The first row is the head; all columns but the first are figures."""
    head, *body = rows
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *body))


def write(page: Path, text: str) -> None:
    """Put the text between the marks of the page, in place of what stands there; `ValueError` without both marks."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page.name} must have the marks {BEGIN} and {END}, in this order.")
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
