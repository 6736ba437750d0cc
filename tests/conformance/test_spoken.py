"""Counts, days, dates and times in other languages: carried as data, and said by each matcher as the server says them.

Beside Welsh in languages whose catalogues are made up here: of several plurals, and with clocks of twelve hours.
"""

import calendar
import subprocess

import orjson
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from helpapi_matcher.languages import Language

from partners import spoken
from publishing import calendar_words, emergency, languages
from publishing.emergency import EMERGENCY
from services.matching import left_out
from tests import nodejs
from tests.conformance import typescript_package

MADE_UP = ("pl", "ar", "ur", "ro", "bn")
COUNTS = (*range(0, 1230), 9_999, 100_000, 100_011)
KEPT = (languages.words, languages.own, languages.of_our_words, emergency._in)
COUNTED = [*left_out.WORDS.values(), left_out.IN_ENGLISH]
PROGRAM = """
import { readFileSync } from "node:fs";
const [file, tag] = process.argv.slice(2);
const { Language } = await import(file);
const { reference, counted, counts } = JSON.parse(readFileSync(0, "utf8"));
const language = new Language(tag, reference);
const upTo = (first, last) => Array.from({ length: last - first + 1 }, (_, number) => first + number);
console.log(JSON.stringify({
  counts: counted.flatMap(([one, several]) => counts.map((count) => language.sayCount(one, several, count))),
  days: upTo(0, 6).map((day) => language.weekday(day)),
  dates: upTo(1, 12).flatMap((month) => upTo(1, 29).map((day) => language.dayOfMonth(month, day))),
  times: upTo(0, 23).flatMap((hour) => upTo(0, 59).map((minute) => language.time(hour, minute))),
  list: language.oneOf(["a", "b", "c"]),
  filled: language.say("{people} in {places}", { people: "{places}", places: "$& {people}" }),
}));
"""


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """That of a server which has these catalogues, too."""
    folder = tmp_path_factory.mktemp("words")
    for tag in MADE_UP:
        with (folder / f"{tag}.mo").open("wb") as file:
            write_mo(file, catalogue(tag))
    (folder / "cy.mo").write_bytes((languages.FOLDER / "cy.mo").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "FOLDER", folder)
        forget()
        yield {"emergency": EMERGENCY, "languages": orjson.loads(orjson.dumps(spoken.other_languages()))}
    forget()


def forget():
    for kept in KEPT:
        kept.cache_clear()


def catalogue(tag):
    made = Catalog(locale=tag)
    for one, several in COUNTED:
        made.add((one, several), [f"{tag} {form}: {{count}} {several[-9:]}" for form in range(made.num_plurals)])
    made.add("{people} in {places}", f"{{places}} {tag} {{people}}")
    made.add(", ", "، ")
    return made


def said_by_server(tag):
    with languages.speaking(tag):
        return {
            "counts": [languages.say_count(*words, count) for words in COUNTED for count in COUNTS],
            "days": [calendar_words.weekday(day) for day in range(7)],
            "dates": [calendar_words.day_of_month(month, day) for month in range(1, 13) for day in range(1, 30)],
            "times": [calendar_words.at(hour, minute, padded=False) for hour in range(24) for minute in range(60)],
            "list": languages.one_of(["a", "b", "c"]),
            "filled": languages.say("{people} in {places}", people="{places}", places="$& {people}"),
        }


@pytest.mark.parametrize("tag", ["en", "cy", *MADE_UP, "gd"])
def test_python_says_them_as_the_server_does(reference, tag):
    language = Language(tag, reference)

    assert said_by_server(tag) == {
        "counts": [language.say_count(*words, count) for words in COUNTED for count in COUNTS],
        "days": [language.weekday(day) for day in range(7)],
        "dates": [language.day_of_month(month, day) for month in range(1, 13) for day in range(1, 30)],
        "times": [language.time(hour, minute) for hour in range(24) for minute in range(60)],
        "list": language.one_of(["a", "b", "c"]),
        "filled": language.say("{people} in {places}", people="{places}", places="$& {people}"),
    }
    assert language.own == (tag if tag != "gd" else "en")


@pytest.mark.parametrize("tag", ["en", "cy", *MADE_UP, "gd"])
def test_typescript_says_them_as_the_server_does(reference, program, tag):
    (program / "said.mjs").write_text(PROGRAM, encoding="utf-8")
    file = (typescript_package.of(program) / "dist" / "language.js").as_uri()
    asked = orjson.dumps({"reference": reference, "counted": COUNTED, "counts": COUNTS})
    command = [nodejs.BIN / "node", "said.mjs", file, tag]

    done = subprocess.run(command, cwd=program, input=asked, capture_output=True, check=True)

    assert orjson.loads(done.stdout) == said_by_server(tag)


def test_the_last_days_of_months_are_written_like_the_others(reference):
    for tag in ("cy", *MADE_UP):
        language = Language(tag, reference)
        with languages.speaking(tag):
            for month in range(1, 13):
                for day in range(30, calendar.monthrange(2000, month)[1] + 1):
                    assert language.day_of_month(month, day) == calendar_words.day_of_month(month, day)


def test_what_is_carried_is_said_in_the_language_and_nothing_is_that_a_program_would_read_as_a_number(reference):
    for told in reference["languages"].values():
        words = told["words"] or {"said": {}, "counted": {}}
        assert not any(text.isdigit() for text in (*words["said"], *words["counted"]))
        assert all(english != said for english, said in words["said"].items())
