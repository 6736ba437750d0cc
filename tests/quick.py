"""`--quick`: the tests that a change may touch, judged by what imports what and by where a file lies.

The change is all that differs from the commit at which this branch left the main one, committed or not. In doubt more
is run: what nobody here knows a rule for touches every test. CI runs them all.
"""

import subprocess
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (*sorted(path.parent.name for path in ROOT.glob("*/apps.py")), "benchmarks", "tests")
MAIN = ("origin/HEAD", "origin/main", "main", "@{upstream}")
ADDRESSES = ("tests/house", "tests/contract")  # ask every address, whoever answers there
ANSWERS = (
    "tests/matching",
    "tests/conformance",
    "tests/content",
    "tests/test_questions.py",
    "tests/test_readers.py",
    *ADDRESSES,
)
PAGES = ("tests/browser", "tests/security")
# What is touched by a file below a folder without importing it.
BELOW = {
    "advice": ("tests/advice", *ANSWERS),
    "services": ("tests/services", *ANSWERS),
    "publishing": ("tests/publishing", *ADDRESSES),
    "publishing/templates": PAGES,
    "publishing/static": PAGES,
    "helpapi": ("tests/security", "tests/launcher", "tests/content", *ADDRESSES),
    "helpapi/templates": PAGES,
    "helpapi/static": PAGES,
    "fixtures": ("tests/services", "tests/advice", "tests/test_readme.py", *ANSWERS),
    "fixtures/words": ("tests/house/test_catalogues.py",),
    "docs/examples": ("tests/house",),
    "deploy": ("tests/deploy", "tests/security"),
    "examples": ("tests/browser",),
    "matchers": ("tests/conformance",),
    "vectors": ("tests/conformance",),
    "benchmarks": (),
    "benchmarks/baseline": ("tests/benchmarks",),
}


class Everything(Exception):
    """What changed may touch any test; says why."""


class Change:
    """The files that differ from the main branch, and the files of tests that they touch."""

    def __init__(self) -> None:
        self.base = self._base()
        names = self._git("diff", "--name-only", "--no-renames", "-z", self.base)
        names += self._git("ls-files", "--others", "--exclude-standard", "-z")
        self.files = sorted({Path(name) for name in names})

    def touched(self) -> set[Path]:
        return {path for file in self.files for path in self._touched_by(file)}

    def _touched_by(self, file: Path) -> Iterator[Path]:
        folder = file.as_posix()
        places = [tests for below, tests in BELOW.items() if folder.startswith(f"{below}/")]
        yield from _tests(place for tests in places for place in tests)
        if file.suffix == ".py" and file.parts[0] in PACKAGES:
            yield from self._importing(file)
        elif file.parts[0] == "tests" and len(file.parts) > 2:
            yield from _tests(["/".join(file.parts[:2])])
        elif file.suffix == ".md" or places:
            for module in self._naming(file.name):
                yield from self._importing(module)
        else:
            raise Everything(f"{file} may touch any")

    def _importing(self, file: Path) -> Iterator[Path]:
        """The tests that import a module, directly or not; those below a conftest.py that does are among them."""
        module = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
        if not (ROOT / file).exists() and file.name.startswith("test_"):
            return
        if module not in self._imports.modules:
            raise Everything(f"{file} is gone")
        for name in (module, *self._imports.find_downstream_modules(module)):
            path = Path(*name.split(".")).with_suffix(".py")
            if path.name == "conftest.py" and (path.parent.name != "tests" or file.parts[0] == "tests"):
                yield from _tests([path.parent.as_posix()])
            elif path.name.startswith("test_"):
                yield ROOT / path

    def _naming(self, name: str) -> list[Path]:
        """The modules that have the name of a file at the end of a text; prose that leads to it counts as little."""
        modules = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
        return [path.relative_to(ROOT) for path in modules if f'{name}"' in path.read_text(encoding="utf-8")]

    @cached_property
    def _imports(self):
        import grimp

        return grimp.build_graph(*PACKAGES, cache_dir=None)

    def _base(self) -> str:
        for name in MAIN:
            try:
                return self._git("merge-base", "HEAD", name)[0].strip()
            except subprocess.CalledProcessError:
                continue
            except OSError:
                break
        raise Everything("git does not tell what changed")

    def _git(self, *words: str) -> list[str]:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
        return [word for word in done.stdout.split("\0") if word]


def _tests(places: Iterable[str]) -> Iterator[Path]:
    for place in places:
        path = ROOT / place
        yield from [path] if path.suffix else path.rglob("test_*.py")


def pytest_addoption(parser):
    parser.addoption("--quick", action="store_true", help="only the tests that what changed since main may touch")


def pytest_configure(config):
    config.touched, config.why = None, ""
    if not config.option.quick:
        return
    try:
        change = Change()
        config.touched = change.touched()
        there = len(set(_tests(["tests"])))
        config.why = f"{len(change.files)} changed since {change.base[:8]}, "
        config.why += f"{len(config.touched)} of {there} files of tests touched"
    except Everything as everything:
        config.why = f"{everything}, so every test was run"


def pytest_ignore_collect(collection_path, config):
    if config.touched is not None and collection_path.name.startswith("test_"):
        return collection_path not in config.touched or None
    return None


def pytest_sessionfinish(session, exitstatus):
    if session.config.touched == set() and exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


def pytest_terminal_summary(terminalreporter, config):
    if config.why:
        terminalreporter.write_line(f"--quick: {config.why}.")
