"""The two walks of docs/house.md are what the code does: an age from address to bytes, a number from form to bytes."""

import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType

from django.conf import settings

from publishing import packages
from publishing.models import Submission
from tests import factories
from tests.publishing.admin.conftest import desk, gate, helpline  # noqa: F401
from tests.publishing.admin.desk import NEW_NUMBER, approve, change_number, served, submit


@cache
def _of_the_house(path: str) -> str:
    """A file as the page has it; empty for one that is not ours."""
    is_ours = path.startswith(tuple(map(str, packages.own().values())))
    return str(Path(path).relative_to(settings.BASE_DIR)) if is_ours else ""


class Trace:
    """The calls of our own functions while it is entered: file, function, and whether `word` was handed to it."""

    def __init__(self, word: str = ""):
        self.word, self.calls, self.moves = word, [], 0
        self._last = ""

    def __enter__(self) -> "Trace":
        sys.setprofile(self._see)
        return self

    def __exit__(self, *error) -> None:
        sys.setprofile(None)

    def _see(self, frame: FrameType, event: str, _) -> None:
        code = frame.f_code
        if event not in ("call", "return") or not (file := _of_the_house(code.co_filename)):
            return
        self.moves += file != self._last
        self._last = file
        if event == "call" and not code.co_name.startswith("<"):
            given = [frame.f_locals.get(name) for name in code.co_varnames[: code.co_argcount]]
            self.calls.append((file, code.co_name, any(isinstance(v, str) and self.word in v for v in given)))


def table(heading: str) -> Iterator[list[str]]:
    """The rows of the table below a heading of the page, each as its cells, without the marks of code."""
    page = (settings.BASE_DIR / "docs" / "house.md").read_text(encoding="utf-8")
    body = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    for line in body.splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] not in ("file", "step"):
            yield cells


def test_an_age_goes_the_way_that_the_page_says(api, publish, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name.startswith("helpapi.running.")][:6]
    publish(factories.service(), factories.service("For adults", minimum_age=18))
    for age in (70, 71):  # what is read once, and kept, is not on the way
        api.get(f"/api/v1/services?age={age}")

    with Trace() as trace:
        assert api.get("/api/v1/services?age=15").status_code == 200

    assert list(dict.fromkeys(file for file, _, _ in trace.calls)) == [
        cells[0] for cells in table("An age, from address to bytes")
    ]
    assert f"{trace.moves} times" in (settings.BASE_DIR / "docs" / "house.md").read_text(encoding="utf-8")


def test_a_number_goes_the_way_that_the_page_says(desk, gate, helpline, publish, api):  # noqa: F811
    publish(helpline)
    waiting: list[Submission] = []
    steps: dict[str, Callable[[], object]] = {
        "save": lambda: change_number(desk, helpline),
        "submit": lambda: waiting.append(submit(desk, helpline)),
        "approve": lambda: approve(gate, waiting[0]),
        "ask": lambda: served(api),
    }
    rows = list(table("A phone number, from form to bytes"))
    for name, step in steps.items():
        with Trace(NEW_NUMBER) as trace:
            step()
        called = iter((file, function) for file, function, _ in trace.calls)
        for _, file, function, _ in (row for row in rows if row[0] == name):
            assert (file, function) in called, (
                f"{name}: {file} {function} is not on the way, or not after the one above"
            )
