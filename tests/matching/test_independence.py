"""The plain matcher is worth comparing with only while it shares no code with the project."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from publishing import packages

HERE = Path(__file__).resolve().parent
PLAIN = {
    f"tests.matching.{name}"
    for name in (
        "people",
        "plain_content",
        "plain_help",
        "plain_hours",
        "plain_matcher",
        "plain_places",
        "plain_ways",
        "tables",
    )
}
OURS = {*packages.own(), "django"}


def imported(source):
    """What a module imports anywhere in it, as dotted names; relative ones begin with a dot."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def foreign(source):
    """Imports of anything but the standard library, YAML and the plain modules themselves."""
    allowed = (sys.stdlib_module_names | {"yaml"}) - {"importlib"}
    return [
        name
        for name in imported(source)
        if name.partition(".")[0] not in allowed and name.rpartition(".")[0] not in PLAIN
    ]


@pytest.mark.parametrize("module", sorted(PLAIN))
def test_the_plain_matcher_imports_nothing_of_ours(module):
    assert foreign((HERE / f"{module.rpartition('.')[2]}.py").read_text(encoding="utf-8")) == []


def test_nothing_of_ours_is_loaded_with_the_plain_matcher():
    code = f"import sys, {', '.join(sorted(PLAIN))}; print(*sys.modules)"
    command = [sys.executable, "-c", code]

    loaded = set(
        subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=True).stdout.split()
    )

    assert OURS.isdisjoint(name.partition(".")[0] for name in loaded)
    assert {name for name in loaded if name.startswith("tests.matching.")} == PLAIN


@pytest.mark.parametrize(
    "line",
    [
        "import services",
        "import services.matching.ages as ages",
        "from services import ages",
        "from django.utils import timezone",
        "from tests.matching import editions",
        "from tests.matching.editions import make",
        "from . import editions",
        "import importlib",
        "def ages():\n    from services.matching.ages import AgeLimits",
    ],
)
def test_an_import_of_ours_would_be_seen(line):
    assert len(foreign(line)) == 1
