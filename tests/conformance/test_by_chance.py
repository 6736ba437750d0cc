"""What people at random ask, answered by the server and by each matcher. More than the vectors, and never the same."""

import os
from random import Random, SystemRandom

import orjson
import pytest
from django.test import override_settings

from partners import statement
from tests.conformance import drawing, typescript_package, vectors
from tests.conformance.asking import PUBLIC_URL, disagreement, python, server

AT_ONCE = 500


@pytest.fixture(scope="module")
def edition():
    return vectors.read_edition()


@pytest.fixture(scope="module")
def bundle(edition):
    with override_settings(PUBLIC_URL=PUBLIC_URL):
        (part,) = statement.bundle(edition)
        written = statement.content(edition, part)
    return written


@pytest.fixture(scope="module")
def in_python(bundle):
    return python(orjson.loads(bundle))


@pytest.fixture(scope="module")
def in_typescript(bundle, program, tmp_path_factory):
    file = tmp_path_factory.mktemp("bundle") / "bundle.json"
    file.write_bytes(bundle)
    return typescript_package.matcher(program, file)


def compare(edition, matchers, questions: int, seed: int) -> None:
    """Half of them at each address. The same ones again from the same seed, which a failure prints."""
    print(f"seed {seed}")
    random, ask = Random(seed), server(edition)  # noqa: S311
    for done in range(0, questions, AT_ONCE):
        asks = drawing.by_chance(random, min(AT_ONCE, questions - done) // 2)
        said = ask(asks)
        for name, matcher in matchers.items():
            assert not (found := disagreement(asks, said, matcher(asks))), f"{name}: {found}"


def test_server_and_python_answer_400_questions_alike(edition, in_python):
    compare(edition, {"Python": in_python}, 400, seed=20261128)


@pytest.mark.long
def test_server_python_and_typescript_answer_25000_questions_alike(edition, in_python, in_typescript):
    seed = int(os.environ.get("SEED", SystemRandom().randrange(2**32)))
    compare(edition, {"Python": in_python, "TypeScript": in_typescript}, 25_000, seed)
