"""The matcher in TypeScript: small, whole, and in everything it says the server's own answer."""

import gzip
import json
import subprocess
from random import Random, SystemRandom

import orjson
import pytest
import time_machine

from partners import statement
from publishing import keeper
from publishing.emergency import EMERGENCY
from tests import nodejs
from tests.conformance import typescript_package
from tests.matching import people, tables
from tests.matching.editions import compiled, example_services, real_content, together

LARGEST = 20_000  # bytes of the matcher, minified and compressed
PEOPLE = 120
WORDS = ("helpline", "scot", "police scotland", "report", "chat s", "ÉCOLE", "nspcc", "samaritans!", "straße")
LANGUAGES = ("cy", "pl", "en", "gd", "bfi")
ORDERINGS = ("urgency", "alphabetical", "open")
STRAY = (None, [], 3, -1, 1.5, True, "3", "EH1 1YZ", ["x"], ["report", "report"], "now", {}, "x" * 201, "1999-01-01")
CONSUMER = """
import { help, services, Refused, type Bundle } from "@helpapi/matcher";
import { Mirror, MemoryStorage, type Outcome, type State } from "@helpapi/matcher/mirror";
import { FileStorage } from "@helpapi/matcher/files";

export async function asked(bundle: Bundle): Promise<State> {
  try {
    help(bundle, { age: 15 }, new Date());
    services(bundle, { q: "helpline" }, "2026-11-28T09:00:00Z");
  } catch (fault) {
    if (fault instanceof Refused) console.log(fault.parameter, fault.faults.length);
  }
  const mirror = await Mirror.open({ address: "https://help.example.org", root: {}, storage: new MemoryStorage() });
  const outcome: Outcome = await mirror.update();
  return outcome.refusal === "rollback" || new FileStorage(".") === null ? "none" : mirror.state();
}
"""


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition")
    real = compiled(django_db_blocker, folder, real_content)
    examples = compiled(django_db_blocker, folder, lambda: example_services(*tables.ABOUT))
    return together(real, examples)


@pytest.fixture
def ask_both(program, edition, api, monkeypatch, tmp_path):
    """What the server and the matcher say to questions: a body, or the parameters that are refused."""
    monkeypatch.setattr(keeper, "current", lambda: edition)
    (part,) = statement.bundle(edition)
    written = statement.content(edition, part)
    (tmp_path / "bundle.json").write_bytes(written)

    def of_server(path, question, now):
        with time_machine.travel(now, tick=False):
            response = api.post(f"/api/v1/{path}", question, content_type="application/json")
        if response.status_code == 200:
            return response.content.decode()
        return [fault["parameter"] for fault in response.json()["errors"]] or ["page"]

    def of_matcher(asks):
        lines = b"\n".join(orjson.dumps({"path": path, "question": asked, "now": now}) for path, asked, now in asks)
        answer = typescript_package.of(program) / "bin" / "answer.mjs"
        return [said.get("body", said.get("refused")) for said in lines_of(answer, tmp_path / "bundle.json", lines)]

    return lambda asks: (list(of_server(*ask) for ask in asks), of_matcher(asks))


def lines_of(answer, bundle, lines):
    done = subprocess.run([nodejs.BIN / "node", answer, bundle], input=lines, capture_output=True, check=True)
    return map(json.loads, done.stdout.splitlines())


def somebody(random):
    """The same person at both addresses, at some moment of a century."""
    person, now = people.question(random), people.moment(random)
    if random.random() < 0.3 and (now.month, now.day) != (2, 29):
        now = now.replace(year=random.randrange(2000, 2100))
    more = {"q": random.choice(WORDS), "page_size": random.choice((1, 10, 100)), "page": random.choice((1, 2))}
    listed = {name: value for name, value in more.items() if random.random() < 0.3}
    spoken = {"lang": random.choice(LANGUAGES)} if random.random() < 0.5 else {}
    yield "help", shuffled(random, {**people.in_a_body(people.of_help(person)), **spoken}), now
    told = {"ordering": random.choice(ORDERINGS), "lang": random.choice(LANGUAGES)}
    asked = {**people.in_a_body(people.of_services(person)), **listed, **told}
    yield "services", shuffled(random, asked), now


def shuffled(random, asked):
    """In any order, for `left_out` follows it; now and then with something that is refused."""
    if random.random() < 0.1:
        name = random.choice((*asked, "age", "region", "outcode", "as_of", "nonsense"))
        asked = {**asked, name: random.choice(STRAY)}
    return dict(random.sample(sorted(asked.items(), key=lambda pair: pair[0]), len(asked)))


def test_it_gives_the_servers_answers_byte_for_byte(ask_both):
    seed = SystemRandom().randrange(2**32)
    random = Random(seed)  # noqa: S311
    asks = [ask for _ in range(PEOPLE) for ask in somebody(random)]

    ours, theirs = ask_both(asks)

    for ask, here, there in zip(asks, ours, theirs, strict=True):
        assert here == there, (seed, ask)


def test_it_is_small(program):
    minified = (typescript_package.of(program) / "dist" / "bundled" / "matcher.js").read_bytes()

    assert len(gzip.compress(minified)) < LARGEST


def test_it_brings_nothing_else_along(program):
    about = json.loads((typescript_package.of(program) / "package.json").read_text(encoding="utf-8"))

    assert "dependencies" not in about
    assert [path.name for path in (program / "node_modules").glob("[!.]*/*")] == ["matcher"]
    assert not list(typescript_package.of(program).rglob("*.ts.map"))


def test_an_app_without_a_copy_has_the_emergency_notice(program):
    told = 'import { EMERGENCY } from "@helpapi/matcher/mirror"; console.log(JSON.stringify(EMERGENCY))'

    assert json.loads(nodejs.run(program, "node", "--input-type=module", "--eval", told).stdout) == EMERGENCY


def test_its_types_hold_for_a_strict_program(program):
    (program / "consumer.ts").write_text(CONSUMER, encoding="utf-8")
    options = ["--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom,dom.iterable"]
    tsc = program.parent / "source" / "node_modules" / "typescript" / "bin" / "tsc"

    nodejs.run(program, "node", str(tsc), *options, "consumer.ts")


def test_its_own_tests_hold(program):
    nodejs.run(program.parent / "source", "node", "--test", "--test-timeout=60000", "test/mirror.test.mjs")
