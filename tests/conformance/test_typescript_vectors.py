"""The package in TypeScript, as a partner has it installed, gives every vector and answers by chance as the server."""

import hashlib
import subprocess
from random import SystemRandom

import orjson
import pytest

from publishing.api import negotiation
from tests import nodejs
from tests.conformance import preferring, typescript_package, vectors
from tests.conformance import test_by_chance as by_chance
from tests.conformance.asking import Ask, Said

PREFERRED = """
import { readFileSync } from "node:fs";
import { preferred } from "@helpapi/matcher";
const bundle = JSON.parse(readFileSync(process.argv[2], "utf8"));
const asked = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map((one) => preferred(bundle, one))));
"""


@pytest.fixture(scope="module")
def matcher(program):
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


def test_it_reads_what_devices_say_of_their_languages_as_the_server_does(program):
    (program / "preferred.mjs").write_text(PREFERRED, encoding="utf-8")
    asked = [*preferring.HEADERS, *preferring.LISTS]
    command = [nodejs.BIN / "node", "preferred.mjs", vectors.BUNDLE]

    done = subprocess.run(command, cwd=program, input=orjson.dumps(asked), capture_output=True, check=True)

    headers = [one if isinstance(one, str) else ",".join(one) for one in asked]
    assert orjson.loads(done.stdout) == [negotiation.preferred_language(header) for header in headers]


def test_a_bundle_from_before_there_were_languages_is_read_as_english(program, matcher, tmp_path):
    old = vectors.before_languages(orjson.loads(vectors.BUNDLE.read_bytes()))
    (tmp_path / "old.json").write_bytes(orjson.dumps(old))
    questions = [{}, {"age": 15, "region": "wales", "lang": "en"}]
    asks = [Ask(path, one, "2026-01-20T12:00:00Z") for path in ("help", "services") for one in questions]
    of_old = typescript_package.matcher(program, tmp_path / "old.json")

    assert of_old(asks) == matcher(asks)
    assert of_old([Ask("help", {"lang": "cy"}, "2026-01-20T12:00:00Z")]) == [Said(None, (("lang", "unknown-value"),))]
