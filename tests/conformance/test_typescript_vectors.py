"""The package in TypeScript, as a partner has it installed, gives every vector and answers by chance as the server."""

import hashlib
from random import SystemRandom

import orjson
import pytest

from tests.conformance import test_by_chance as by_chance
from tests.conformance import typescript_package, vectors


@pytest.fixture(scope="module")
def matcher(tmp_path_factory):
    program = typescript_package.installed(tmp_path_factory.mktemp("typescript"))
    return typescript_package.matcher(program, vectors.BUNDLE)


@pytest.fixture(scope="module")
def edition():
    return vectors.read_edition()


def test_it_gives_every_vector(matcher):
    lines = [orjson.loads(line) for line in vectors.QUESTIONS.read_bytes().splitlines()]

    for line, said in zip(lines, matcher(vectors.read_asks(vectors.QUESTIONS)), strict=True):
        assert hashlib.sha256(said.body or b"").hexdigest() == line["sha256"], line


def test_it_refuses_what_is_refused_and_names_it(matcher):
    lines = [orjson.loads(line) for line in vectors.REFUSED.read_bytes().splitlines()]

    for line, said in zip(lines, matcher(vectors.read_asks(vectors.REFUSED)), strict=True):
        assert said.faults == tuple(zip(line["parameters"], line["codes"], strict=True)), line


def test_it_answers_60_questions_as_the_server_does(matcher, edition):
    by_chance.compare(edition, {"TypeScript": matcher}, 60, SystemRandom().randrange(2**32))
