"""A matcher is worth comparing with only while it shares no code with the server; and it needs nothing installed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from publishing import packages
from tests.matching.test_independence import imported

PACKAGE = Path(__file__).resolve().parents[2] / "matchers" / "python" / "helpapi_matcher"
MODULES = sorted(PACKAGE.glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_a_module_imports_the_standard_library_and_its_own_package_alone(module):
    allowed = sys.stdlib_module_names | {PACKAGE.name}

    assert [
        name for name in imported(module.read_text(encoding="utf-8")) if name.partition(".")[0] not in allowed
    ] == []


def test_nothing_else_is_loaded_with_it():
    code = "import sys, helpapi_matcher.__main__; print(*sys.modules)"
    command = [sys.executable, "-S", "-c", code]

    loaded = subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, text=True, check=True).stdout.split()

    assert {*packages.own(), "django", "orjson"}.isdisjoint(name.partition(".")[0] for name in loaded)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_it_opens_no_connection_and_writes_no_file(module):
    """No age and no place leaves the device."""
    names = {node.id for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)}

    assert names.isdisjoint({"socket", "urllib", "http", "open", "logging", "print"})
