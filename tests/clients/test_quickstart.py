"""The examples in docs/quickstart.md run as they stand."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from publishing.emergency import EMERGENCY
from tests import nodejs

PAGE = (settings.BASE_DIR / "docs" / "quickstart.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [code for name, code in BLOCKS if name == language]


def output(server: str, command: list[str]) -> str:
    environment = {**nodejs.ENVIRONMENT, "HELPAPI_URL": server}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_example_is_in_a_language_that_is_run():
    assert {language for language, _ in BLOCKS} == {"sh", "python", "ts"}


@pytest.mark.parametrize(("code", "expected"), list(zip(blocks("sh"), ['"reader"', "Did you mean"], strict=True)))
def test_the_curl_examples_run(server, code, expected):
    if not shutil.which("curl") and os.environ.get("CI") != "true":
        pytest.skip("curl is not installed")
    answer = output(server, ["sh", "-c", code])

    assert expected in answer
    assert EMERGENCY["text"] in answer


def test_the_python_example_runs(server):
    [code] = blocks("python")

    assert "Report Remove" in output(server, [sys.executable, "-c", code])


def test_the_typescript_example_compiles_and_runs(server):
    nodejs.require(nodejs.CHECKS)
    [code] = blocks("ts")
    example = nodejs.CHECKS / "quickstart.generated.ts"
    example.write_text(code, encoding="utf-8")
    types = "generated/openapi-typescript.ts"
    nodejs.run(nodejs.CHECKS, "openapi-typescript", "../../docs/openapi.yaml", "--output", types)
    nodejs.run(nodejs.CHECKS, "tsc", "--project", "tsconfig.quickstart.json")

    assert "Report Remove" in output(server, [str(nodejs.BIN / "node"), str(example)])
