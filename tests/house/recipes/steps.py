"""A recipe of CONTRIBUTING.md as a test carries it out: each step an edit that can be taken back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "CONTRIBUTING.md"
CHECK = ("check",)
DATABASE = ("check", "--database", "default")


@dataclass(frozen=True)
class Insert:
    """`text` put before or after other words, which stand in the file once."""

    file: str
    text: str
    before: str = ""
    after: str = ""

    def do(self, copy: Path) -> None:
        anchor = self.before or self.after
        _replace(copy / self.file, anchor, self.text + anchor if self.before else anchor + self.text)

    def undo(self, copy: Path) -> None:
        _replace(copy / self.file, self.text, "")


@dataclass(frozen=True)
class Write:
    """A new file."""

    file: str
    text: str

    def do(self, copy: Path) -> None:
        (copy / self.file).parent.mkdir(exist_ok=True)
        (copy / self.file).write_text(self.text, encoding="utf-8")

    def undo(self, copy: Path) -> None:
        (copy / self.file).unlink()


@dataclass(frozen=True)
class Command:
    """What a command writes: the files that fit any of `writes`. `environment`: NAME=value."""

    words: tuple[str, ...]
    writes: tuple[str, ...]
    environment: tuple[str, ...] = ()

    def files(self, copy: Path) -> dict[Path, bytes]:
        found = (file for pattern in self.writes for file in copy.glob(pattern) if file.is_file())
        return {file: file.read_bytes() for file in found}


@dataclass(frozen=True)
class Step:
    """`does`: the edits. Left out, `told` is said by `by`: the words of a command, or "pytest" and what it is to run.

    Steps of a recipe that pytest tells of in the same words are left out together, unless one is `alone`.
    """

    does: tuple[Insert | Write | Command, ...]
    told: str
    by: tuple[str, ...] = CHECK
    alone: bool = False


@dataclass(frozen=True)
class Slip:
    """A part of an edit that is forgotten: `text` stands in its file as `instead`."""

    file: str
    text: str
    told: str
    by: tuple[str, ...] = CHECK
    instead: str = ""

    def do(self, copy: Path) -> None:
        _replace(copy / self.file, self.text, self.instead)


EXAMPLES = "tests/house/test_examples.py"
COMMITTED = "tests/house/test_schema.py::test_the_committed_document_is_the_one_that_is_served"
EXAMPLES_WRITTEN = Command(("pytest", EXAMPLES), ("docs/examples/*.json",), ("WRITE_EXAMPLES=1",))
CONTRACT_WRITTEN = Command(
    ("spectacular", "--validate", "--fail-on-warn", "--file", "docs/openapi.yaml"), ("docs/openapi.yaml",)
)
RECOMPILED = Step(
    (Command(("recompile",), ("var/helpapi.sqlite3",)),),
    "What is public of services is not as this code writes it: what is new can't be found or read.",
    DATABASE,
)


def listed(recipe: str) -> Iterator[str]:
    """The steps that the page lists under a heading, in their order."""
    _, found, rest = PAGE.read_text(encoding="utf-8").partition(f"### {recipe}\n")
    assert found, f"CONTRIBUTING.md has no recipe “{recipe}”"
    for number, line in enumerate(re.findall(r"^\d+\. .*$", re.split(r"\n##+ ", rest)[0], re.MULTILINE), start=1):
        assert line.startswith(f"{number}. "), f"CONTRIBUTING.md, {recipe}: step {number} is not numbered so"
        yield line.partition(". ")[2]


def _replace(file: Path, text: str, by: str) -> None:
    before = file.read_text(encoding="utf-8")
    assert before.count(text) == 1, f"{file.name} has {before.count(text)} times: {text}"
    file.write_text(before.replace(text, by), encoding="utf-8")
