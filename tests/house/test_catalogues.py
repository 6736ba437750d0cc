"""The catalogues in fixtures/words hold exactly what is said, with the same names in braces, and are compiled."""

import subprocess
import sys
from datetime import date
from io import StringIO

import pytest
from babel import Locale, localedata
from django.conf import settings
from django.core.management import CommandError, call_command

from publishing import calendar_words, catalogues, languages
from publishing.languages import say, say_count, speaking

TAGS = catalogues.tags()


@pytest.mark.parametrize("tag", TAGS)
def test_a_catalogue_is_what_the_code_says_and_compiled(tag):
    call_command("words", "--check", stdout=StringIO())


@pytest.mark.parametrize("tag", TAGS)
def test_a_translation_has_the_same_names_in_braces_as_its_english(tag):
    assert list(catalogues.faults(catalogues.read(tag))) == []


def test_welsh_is_complete():
    assert catalogues.missing(catalogues.read("cy")) == []


def test_welsh_says_that_nobody_has_read_it_yet():
    """Whoever takes the sentence out has its row put right, too."""
    page = (settings.BASE_DIR / "docs" / "languages.md").read_text(encoding="utf-8")

    assert "have not been read by two people who speak Welsh" in catalogues.read("cy").header_comment
    assert "| Welsh (`cy`) | all of them, **made by a machine** | **not yet**" in page


def test_a_catalogue_that_lacks_words_is_told_of(tmp_path, monkeypatch):
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    monkeypatch.setattr(catalogues, "GIVEN", tmp_path / "words.json")
    told = StringIO()
    call_command("words", "--add", "pl", stdout=told)

    assert "pl: 0 of " in told.getvalue() and "missing: Any time" in told.getvalue()
    assert {file.name for file in tmp_path.iterdir()} == {"pl.mo", "pl.po", "words.json"}
    with pytest.raises(CommandError, match="must be in the list"):
        call_command("words", "--add", "xx", stdout=told)


@pytest.mark.parametrize(
    ("english", "said", "complaint"),
    [
        ("Ffoniwch {value}", "Ffoniwch", "must have the same names in braces as"),
        ("Ffoniwch {value}", "Ffoniwch {value} {rhif}", "must have the same names in braces as"),
        ("Ffoniwch {value}", "Ffoniwch {value.__class__}", "must have the same names in braces as"),
        ("Ffoniwch {value}", "Ffoniwch {value:>99999999}", "must have the same names in braces as"),
        ("Ffoniwch {value}", "Ffoniwch {value} {", "must have the same names in braces as"),
        ("Ffoniwch 999", "Ffoniwch 99", "must have the same numbers as"),
    ],
)
def test_a_translation_that_says_something_else_is_refused(tmp_path, monkeypatch, english, said, complaint):
    whole = catalogues.path("cy").read_text(encoding="utf-8")
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    monkeypatch.setattr(catalogues, "GIVEN", tmp_path / "words.json")
    catalogues.path("cy").write_text(whole.replace(f'"{english}"', f'"{said}"'), encoding="utf-8")

    with pytest.raises(CommandError, match=complaint):
        call_command("words", stdout=StringIO())


def test_words_that_only_running_the_code_would_tell_are_refused():
    with pytest.raises(catalogues.CatalogueError, match="line 1: say must be given words that stand there"):
        list(catalogues.in_source('say(f"Call {value}")', "a.py"))


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 gwasanaeth wedi'i"), (2, "2 wasanaeth"), (3, "3 gwasanaeth wedi'u")]
)
def test_things_are_counted_in_the_forms_of_the_language(count, said):
    one, several = (
        "{count} service is left out. It is not for this age.",
        "{count} services are left out. They are not for this age.",
    )
    with speaking("cy"):
        assert say_count(one, several, count).startswith(said)


def test_days_and_months_are_named_as_the_language_names_them():
    with speaking("cy"):
        assert (calendar_words.weekday(0), calendar_words.whole_day(date(2026, 12, 25))) == (
            "Dydd Llun",
            "25 Rhagfyr 2026",
        )
        assert (calendar_words.day_of_month(2, 29), calendar_words.at(9, 5)) == ("29 Chwefror", "09:05")


@pytest.mark.parametrize(
    "broken", [b"", b"\xde\x12\x04\x95", b"no catalogue at all", b"\xde\x12\x04\x95" + b"\xff" * 60]
)
def test_a_catalogue_that_cannot_be_read_is_said_in_english(tmp_path, monkeypatch, broken):
    (tmp_path / "cy.mo").write_bytes(broken)
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    monkeypatch.setattr(languages, "words", languages.words.__wrapped__)

    with speaking("cy"):
        assert say("Call 999") == "Call 999"


def test_what_is_written_from_right_to_left_is_as_cldr_has_it():
    spoken = [tag for tag in languages.tags() if localedata.exists(tag.partition("-x-")[0])]

    assert len(spoken) > 10
    assert {tag: languages.direction(tag) for tag in spoken} == {
        tag: Locale.parse(tag.partition("-x-")[0]).text_direction for tag in spoken
    }


def test_a_value_is_never_read_as_a_place_for_another():
    with speaking("cy"):
        assert say("Call {value}", value="{999}") == "Ffoniwch {999}"


def test_a_process_that_speaks_english_alone_loads_no_cldr():
    program = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpapi.settings")
import django; django.setup()
from django.test import Client
import helpapi.urls
from helpapi.problems import problem
problem("not-found")
sys.exit("babel" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
