"""The vectors are what the code makes, and the matcher in Python gives them as the server does: all in .ci/full.

WRITE_VECTORS=1 in the environment writes the answers anew, and WRITE_VECTORS=edition the edition that they are of, too.
"""

import os
from collections import Counter

import orjson
import pytest
from django.test import override_settings

from advice.questions import HelpQuestion
from partners import statement
from publishing.codes import code_list
from services.api.questions import ServicesQuestion
from tests.conformance import drawing, made_up, vectors
from tests.conformance.asking import PUBLIC_URL, disagreement, python, server

AGAIN = "Run: WRITE_VECTORS=1 python3 -m helpapi test tests/conformance/test_vectors.py"
WRITES = os.environ.get("WRITE_VECTORS", "")
FEWEST = 3000
DRAWN = {vectors.QUESTIONS: drawing.vectors(), vectors.REFUSED: drawing.refused()}
ALL = pytest.param(1, id="all", marks=() if WRITES else pytest.mark.long)
SOME = pytest.param(8, id="each eighth")


@pytest.fixture(scope="module")
def edition(request, tmp_path_factory):
    if WRITES == "edition":
        request.getfixturevalue("django_db_setup")
        made = made_up.edition(request.getfixturevalue("django_db_blocker"), tmp_path_factory.mktemp("edition"))
        vectors.EDITION.write_bytes(vectors.written_edition(made))
    return vectors.read_edition()


@pytest.fixture(scope="module")
def bundle(edition):
    with override_settings(PUBLIC_URL=PUBLIC_URL):
        (part,) = statement.bundle(edition)
        written = statement.content(edition, part)
    if WRITES:
        vectors.BUNDLE.write_bytes(written)
    return written


@pytest.fixture(scope="module", params=[ALL] if WRITES else [SOME, ALL])
def step(request):
    return request.param


@pytest.fixture(scope="module")
def asked(edition, step):
    """What is drawn, and what the server says to each; the files are written anew where that is asked for."""
    ask = server(edition)
    told = {file: (asks[::step], ask(asks[::step])) for file, asks in DRAWN.items()}
    if WRITES:
        vectors.QUESTIONS.write_bytes(vectors.written_questions(*told[vectors.QUESTIONS]))
        vectors.REFUSED.write_bytes(vectors.written_refused(*told[vectors.REFUSED]))
    return told


def test_the_bundle_is_what_the_server_makes_of_the_edition(bundle):
    assert vectors.BUNDLE.read_bytes() == bundle, f"vectors/bundle.json is not what the code makes. {AGAIN}"


def test_the_server_gives_every_vector(asked, step):
    advice = f"The server does not answer as the vectors have it. {AGAIN}"

    for file, written in ((vectors.QUESTIONS, vectors.written_questions), (vectors.REFUSED, vectors.written_refused)):
        made, on_file = written(*asked[file]), file.read_bytes()
        assert made == on_file if step == 1 else made and set(made.splitlines()) <= set(on_file.splitlines()), advice
    assert len(vectors.read_asks(vectors.QUESTIONS)) >= FEWEST


def test_the_python_matcher_gives_every_vector(asked, bundle):
    ask = python(orjson.loads(bundle))
    for asks, said in asked.values():
        assert not (found := disagreement(asks, said, ask(asks))), found


def test_the_python_matcher_names_what_is_wrong_as_the_server_does(asked, bundle):
    asks, said = asked[vectors.REFUSED]

    for one, ours, theirs in zip(asks, said, python(orjson.loads(bundle))(asks), strict=True):
        assert theirs.faults == ours.faults, one


@pytest.mark.parametrize(("path", "question"), [("help", HelpQuestion), ("services", ServicesQuestion)])
def test_every_parameter_and_every_code_is_asked(path, question):
    asks = [one.question for one in vectors.read_asks(vectors.QUESTIONS) if one.path == path]
    for name, parameter in question.parameters().items():
        values = (
            Counter(
                str(value)
                for one in asks
                for value in ([one[name]] if isinstance(one.get(name), str) else one.get(name) or [])
            )
            if hasattr(parameter, "values")
            else {}
        )
        assert any(one.get(name) is not None for one in asks), name
        for value in getattr(parameter, "values", ()):
            assert values[value], (path, name, value)


@pytest.mark.parametrize("step", [ALL], indirect=True)
def test_every_code_of_an_answer_is_met(asked):
    """Each condition, reason, state and fit that an answer may name is named by one."""
    met = Counter(_codes(orjson.loads(said.body) for said in asked[vectors.QUESTIONS][1] if said.body))
    for name in ("conditions", "left-out-reasons", "open-states", "age-matches", "region-matches", "uses", "applies"):
        for code in code_list(name).values:
            assert met[name, code], (name, code)
    for code in (*code_list("needs").values, *code_list("outcode-statuses").values):
        assert met["other", code], code


def _codes(answers):
    for answer in answers:
        cards = answer.get("results", [])
        if "reader" in answer:
            cards = [card for need in answer["needs"] for card in need["services"]]
            yield from (("other", need["need"]) for need in answer["needs"])
            place = answer["reader"]["place"] or {"status": None, "conditions": []}
            yield "other", place["status"]
            yield from (("conditions", one["code"]) for one in place["conditions"])
            yield from (("applies", step["applies"]) for phase in answer["phases"] for step in phase["steps"])
        yield from (("left-out-reasons", one["code"]) for one in answer["left_out"])
        for card in cards:
            yield from (("conditions", one["code"]) for one in card["conditions"])
            yield from (("open-states", way["open"]["state"]) for way in card["ways"])
            yield from (("age-matches", card["match"]["age"]), ("region-matches", card["match"]["region"]))
            yield "uses", card["use"]
