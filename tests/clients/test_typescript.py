"""Two generated TypeScript clients compile under `strict` and work, for every operation."""

import re

import pytest

from helpapi.docs import document
from tests import nodejs

SOURCES = sorted((nodejs.CHECKS / "src").glob("*.test.ts"))


@pytest.fixture(scope="module")
def clients():
    nodejs.require(nodejs.CHECKS)
    generated = "generated/openapi-typescript.ts"
    nodejs.run(nodejs.CHECKS, "openapi-typescript", "../../docs/openapi.yaml", "--output", generated)
    nodejs.run(nodejs.CHECKS, "openapi-ts", "--no-log-file")
    nodejs.run(nodejs.CHECKS, "tsc")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_the_client_gets_answers_and_errors(clients, server, source):
    nodejs.run(nodejs.CHECKS, "node", "--test", str(source), HELPAPI_URL=server)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_operation_is_tried(source):
    tried = re.findall(r'^test\("(\w+)"', source.read_text(encoding="utf-8"), re.MULTILINE)
    operations = [operation["operationId"] for path in document()["paths"].values() for operation in path.values()]

    assert sorted(tried) == sorted(operations)
