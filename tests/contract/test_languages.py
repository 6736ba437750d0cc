"""In which language an answer is: the parameter, the header, what there is in it, and what is kept on the way."""

import shutil
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
import time_machine
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as some

from publishing import keeper, languages
from publishing.api.negotiation import preferred_language
from tests.contract.cache import Cache
from tests.contract.conftest import MONDAY_NOON

pytestmark = pytest.mark.usefixtures("served", "noon")

LINE, SHUT = "/api/v1/services/daytime-line", "/api/v1/services/night-line"
LIST, HELP, ADVICE, ORGANISATIONS = "/api/v1/services", "/api/v1/help", "/api/v1/advice", "/api/v1/organisations"
CODES, PLACE, CHANGES = "/api/v1/codes/needs", "/api/v1/regions/W92000004", "/api/v1/changes"


@pytest.fixture
def said(monkeypatch, served):
    """The edition with everything in Polish, in which we have no words of our own, and in Welsh."""

    def in_language(item, tag):
        document = orjson.loads(item.document)
        named = next(name for name in ("title", "name", "text") if name in document)
        return orjson.dumps({**document, "language": tag, named: f"[{tag}] {document[named]}"})

    def translated(item):
        if not item.is_live:
            return item
        return replace(item, translations={tag: in_language(item, tag) for tag in ("cy", "pl")})

    edition = served.changed(served.number + 1, map(translated, served.items.values()))
    monkeypatch.setattr(keeper, "current", lambda: edition)
    return edition


ASKED = [  # the parameter, the header, and what the answer is in
    (None, None, "en"),
    (None, "cy", "cy"),
    (None, "cy-GB, en;q=0.5", "cy"),
    (None, "en-GB, cy;q=0.5", "en"),
    (None, "fr, cy;q=0.2", "cy"),
    (None, "fr", "en"),
    (None, "*", "en"),
    (None, "cy;q=0", "en"),
    (None, "PL-pl", "pl"),
    (None, "ur, cy;q=0.9", "ur"),
    (None, "en-x-plain", "en-x-plain"),
    (None, "not a header;;;q=,", "en"),
    ("cy", None, "cy"),
    ("cy", "pl", "cy"),
    ("en", "cy", "en"),
    ("ur", "cy", "ur"),
]
ITEMS = {"cy": "cy", "pl": "pl"}  # all others are given in English
OWN = {"cy": "cy"}


@pytest.mark.parametrize(("lang", "accept", "language"), ASKED)
@pytest.mark.parametrize("address", [LINE, LIST, HELP, ADVICE, ORGANISATIONS])
def test_the_parameter_wins_over_the_header_and_what_is_not_there_is_english(
    api, said, address, lang, accept, language
):
    headers = {"Accept-Language": accept} if accept else {}
    response = api.get(address, {"lang": lang} if lang else {}, headers=headers)
    answer = response.json()
    shown = answer.get("results") or [answer.get("result") or answer["topic"]]
    shown += [card for need in answer.get("needs", ()) for card in need["services"]]

    assert answer["language"] == OWN.get(language, "en")
    assert {one["language"] for one in shown} == {ITEMS.get(language, "en")}
    spoken = dict.fromkeys([OWN.get(language, "en"), ITEMS.get(language, "en")])
    assert response["Content-Language"] == ", ".join(spoken)


@pytest.mark.parametrize("lang", ["", "fr", "EN", "en-GB", "cy,en", "cy "])
def test_a_language_that_is_none_of_ours_is_refused(api, lang):
    (fault,) = api.get(LINE, {"lang": lang}).json()["errors"]

    assert fault["parameter"] == "lang"


@pytest.mark.parametrize("address", [LINE, LIST, HELP, ADVICE, CODES, PLACE, CHANGES])
def test_an_answer_says_what_it_varies_by(api, said, address):
    assert "Accept-Language" in api.get(address)["Vary"]
    assert "Accept-Language" not in api.get(address, {"lang": "cy"})["Vary"]


def test_links_stay_in_the_language_that_was_named(api, said):
    answer = api.get(LIST, {"lang": "cy", "page_size": 1}).json()

    assert "lang=cy" in answer["next"]


def test_whoever_holds_an_answer_is_told_so_in_its_own_language_alone(api, said):
    tags = {tag: api.get(LIST, {"lang": tag})["ETag"] for tag in ("en", "cy", "pl")}

    assert len(set(tags.values())) == 3
    for tag, etag in tags.items():
        held = {other: api.get(LIST, {"lang": other}, headers={"If-None-Match": etag}).status_code for other in tags}
        assert held == {other: 304 if other == tag else 200 for other in tags}


def test_copies_have_an_item_in_every_language_whatever_is_asked_for(api, said):
    changes = api.get(CHANGES, {"lang": "cy"}).json()["results"]
    (line,) = (one for one in changes if one["slug"] == "daytime-line")

    assert line["document"]["language"] == "en"
    assert {tag: document["language"] for tag, document in line["translations"].items()} == {"cy": "cy", "pl": "pl"}
    assert api.get(CHANGES, {"lang": "pl"}).json()["results"] == changes


HEADERS = ["", "cy", "cy-GB, en;q=0.5", "en", "pl", "fr", "en-GB, cy;q=0.5", "ur"]
ADDRESSES = [LINE, f"{LINE}?lang=cy", f"{LINE}?lang=en", LIST, f"{LIST}?lang=pl", HELP, f"{HELP}?age=15", CODES, PLACE]
STEPS = some.tuples(some.sampled_from(ADDRESSES), some.sampled_from(HEADERS), some.integers(0, 40), some.booleans())


@examples(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=some.lists(STEPS, min_size=5, max_size=25))
def test_a_cache_never_gives_an_answer_in_another_language(api, said, steps):
    cache, now = Cache(api), MONDAY_NOON
    for address, accept, seconds, is_packed in steps:
        now += timedelta(seconds=seconds)
        with time_machine.travel(now, tick=False):
            encoding = {"Accept-Encoding": "gzip"} if is_packed else {}
            language = {"Accept-Language": accept} if accept else {}
            ours = api.get(address, headers={**encoding, **language}).content
            assert cache.get(address, now, encoding.get("Accept-Encoding", ""), accept) == ours


@given(header=some.text(max_size=60) | some.lists(some.sampled_from([*HEADERS, "a" * 2000])).map(",".join))
def test_any_header_is_a_language_of_ours(header):
    assert preferred_language(header) in languages.tags()


@pytest.fixture
def in_production(tmp_path, monkeypatch):
    """Words that people have not read are not said; returns what says who has read them."""

    def forget():
        for kept in (languages.words, languages.own, languages.of_our_words):
            kept.cache_clear()

    def read_by(text: str) -> None:
        (tmp_path / "read_by.yaml").write_text(text, encoding="utf-8")
        forget()

    for file in languages.FOLDER.iterdir():
        shutil.copy(file, tmp_path)
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    monkeypatch.setattr(languages, "unread_too", False)
    forget()
    yield read_by
    monkeypatch.undo()
    forget()


ONE, OTHER = '{who: "A. Reader", day: "2027-01-31"}', '{who: "B. Reader", day: "2027-02-03"}'


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ("{}", "en"),
        (f"cy: [{ONE}]", "en"),
        (f"cy: [{ONE}, {ONE.replace('A.', 'a.')}]", "en"),
        (f"pl: [{ONE}, {OTHER}]", "en"),
        ("cy: [odd", "en"),
        (f"cy: [{ONE}, {OTHER}]", "cy"),
    ],
)
def test_words_that_a_machine_made_are_said_in_production_when_two_people_have_read_them(
    api, in_production, told, language
):
    in_production(told)
    answer = api.get(CODES, {"lang": "cy"}).json()

    assert answer["language"] == language
    label = {"en": "In danger now", "cy": "Mewn perygl nawr"}[language]
    assert answer["result"]["codes"][0]["label"] == label
