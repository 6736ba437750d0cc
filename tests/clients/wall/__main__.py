"""A drill: clients in many languages read what is answered today, and what may be answered tomorrow.

    python -m tests.clients.wall [--only go,java] [--url http://127.0.0.1:8000]

openapi-generator makes a client of docs/openapi.yaml for each language, with its default options where the table names
no others. Where there is a compiler, a small program calls every operation and one that is refused; first as we answer,
then with answers that have grown (answers.py). Installs what it needs into var/wall, and from Debian when it is root.
Prints a table, and exits with 1 when a client that could be compiled was not, or lost an answer. Takes ten minutes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from benchmarks import servers
from tests.clients.wall import answers, installing
from tests.clients.wall.languages import LANGUAGES, Language, Tools

DOCUMENT = servers.PROJECT / "docs" / "openapi.yaml"
DAYS = {"today": ("phone", "404"), "tomorrow": (answers.NEW_CODE, str(answers.NEW_STATUS))}
FIRST_LINES = 12  # of what a compiler says
SAID = 300  # letters of what a program says that ends early


@dataclass
class Row:
    """What a language came to. `lost`, by day: the lines of the reader that are not as they should be."""

    language: Language
    compiled: str = "yes"
    read: dict[str, int] = field(default_factory=dict)
    lost: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        could_not = self.compiled.startswith("no: ")
        return could_not or (self.compiled == "yes" and not any(self.lost.values()))


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.clients.wall", description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="names of generators, with commas between them")
    parser.add_argument("--url", help="a server of ours that is running already, with the content of the project")
    options = parser.parse_args(words)
    chosen = [each for each in LANGUAGES if not options.only or each.generator in options.only.split(",")]
    document = yaml.load(DOCUMENT.read_text(encoding="utf-8"), yaml.CSafeLoader)
    tools = installing.installed()
    with tempfile.TemporaryDirectory() as folder, ours(options.url, Path(folder)) as origin:
        with answers.serving(origin, document) as address:
            rows = [row(language, tools, Path(folder) / language.generator, address, document) for language in chosen]
    print(table(rows, len(operations(document))))
    return 0 if all(each.is_good for each in rows) else 1


def row(language: Language, tools: Tools, folder: Path, address: str, document: dict) -> Row:
    print(f"{language.name} …", flush=True)
    client, program = folder / "client", folder / "program"
    program.mkdir(parents=True)
    generate(language, tools, document, client)
    found = Row(language)
    missing = installing.missing_from_debian(language.debian)
    if not language.make or not language.run or missing:
        found.compiled = f"no: {language.not_compiled or 'install ' + ' '.join(missing)}"
        return found
    for command in language.make(tools, client, program):
        done = run(command)
        if done.returncode:
            found.compiled = "FAILED"
            print("\n".join((done.stdout + done.stderr).splitlines()[:FIRST_LINES]))
            return found
    for day, (code, status) in DAYS.items():
        due = dict.fromkeys(operations(document), code) | {"refused": status}
        found.lost[day] = lost(run(language.run(tools, client, program, f"{address}/{day}")), due)
        found.read[day] = len(due) - len(found.lost[day])
        for line in found.lost[day]:
            print(f"  lost {day}: {line}")
    return found


def lost(done: subprocess.CompletedProcess[str], due: dict[str, str]) -> list[str]:
    """What a program should have read and did not, each with what it said instead."""
    said = dict(line.partition(" ")[::2] for line in done.stdout.splitlines())
    wrong = [name for name, word in due.items() if said.get(name, "").partition(" ")[0] != word]
    return [f"{name}: {said.get(name) or done.stderr[:SAID]}" for name in wrong]


def operations(document: dict) -> list[str]:
    return [each["operationId"] for path in document["paths"].values() for each in path.values()]


def generate(language: Language, tools: Tools, document: dict, client: Path) -> None:
    given = client.with_name("openapi.json")
    given.write_text(json.dumps(document if language.is_said_open else without_openness(document)), encoding="utf-8")
    command = ["java", "-jar", tools.generator, "generate", "-g", language.generator, "-i", str(given)]
    settings = ["--additional-properties", language.settings] if language.settings else []
    done = run([*command, "-o", str(client), *settings])
    if done.returncode:
        raise SystemExit(f"{language.name} is not generated: {done.stderr[-2000:]}")


def without_openness(part: Any) -> Any:
    """The document as the command for Kotlin in docs/partners.md leaves it."""
    if isinstance(part, list):
        return [without_openness(each) for each in part]
    if isinstance(part, dict):
        left = {name: value for name, value in part.items() if (name, value) != ("additionalProperties", True)}
        return {name: without_openness(value) for name, value in left.items()}
    return part


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local"}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def table(rows: list[Row], asked: int) -> str:
    """In Markdown. Of each day: how many of the operations, and of the one refusal, were read."""
    lines = ["| Language | Generator | Settings | Compiled | Read today | Read tomorrow |", "|---|---|---|---|---|---|"]
    for each in rows:
        days = [f"{each.read[day]} of {asked + 1}" if day in each.read else "–" for day in DAYS]
        known = (each.language.name, each.language.generator, each.language.in_words, each.compiled)
        lines.append(f"| {' | '.join([*known, *days])} |")
    return "\n".join(lines)


@contextmanager
def ours(url: str | None, folder: Path) -> Iterator[str]:
    """The address of a server of ours with the content of the project."""
    if url:
        yield url
        return
    servers.filled(folder, "")
    with servers.Service(folder, "", workers=1) as service:
        service.wait_until(lambda status: True)
        yield f"http://127.0.0.1:{service.port}"


if __name__ == "__main__":
    sys.exit(main())
