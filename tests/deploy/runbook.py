"""The lists of docs/operating.md: what a section has people do, step by step, and the commands among it."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operating.md"
COMMAND = " " * 7  # where a line of code begins below a step


@dataclass(frozen=True)
class Step:
    """`words`: what is said, in one line. `commands`: its lines of code."""

    words: str
    commands: tuple[str, ...]


def steps(heading: str) -> list[Step]:
    """The first numbered list below a heading."""
    section = re.split(r"^#+ ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = next(part for part in section if part.startswith(f"{heading}\n"))
    return [_step(item) for item in re.findall(r"^[0-9]+\. (.*\n(?:(?:   .*)?\n)*)", text, flags=re.MULTILINE)]


def _step(item: str) -> Step:
    lines = item.splitlines()
    commands = tuple(line.strip() for line in lines if line.startswith(COMMAND))
    return Step(" ".join(line.strip() for line in lines if not line.startswith(COMMAND)).strip(), commands)
