"""Two generated TypeScript clients compile under `strict` and work, for every operation."""

import re

import pytest

from helpapi.contract.docs import document
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
def test_the_client_gets_answers_and_errors(clients, server, troubled, empty, source):
    addresses = {"HELPAPI_URL": server, "TROUBLED_URL": troubled, "EMPTY_URL": empty}
    nodejs.run(nodejs.CHECKS, "node", "--test", str(source), **addresses)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_operation_is_answered_and_refused_and_every_error_is_met(source):
    tried = dict(re.findall(r'^test\("(\w+)"(.*?)^}\);', source.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
    operations = {
        operation["operationId"]: operation for path in document()["paths"].values() for operation in path.values()
    }
    errors = {status for operation in operations.values() for status in operation["responses"] if status >= "400"}

    assert set(tried) == set(operations) | errors
    assert [name for name in operations if "good(" not in tried[name] or "refused(" not in tried[name]] == []
    assert [status for status in errors if not re.search(rf"refused\(.*\b{status}\)", tried[status])] == []
