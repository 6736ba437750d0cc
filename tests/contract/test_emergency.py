"""The emergency notice: the sheet's own sentence, which is said in another language only where it was signed off."""

import json

import pytest

from publishing import emergency, keeper, languages
from publishing.checks.words import the_emergency_notice_can_be_read

pytestmark = pytest.mark.usefixtures("served", "noon")
SIGNED = 'cy:\n  text: Brawddeg wedi ei gwneud, 999.\n  signed_off_by: a test\n  signed_off_on: "2026-11-28"\n'


@pytest.fixture
def signed_off(tmp_path, monkeypatch):
    """Writes the file of what was signed off."""

    def write(text: str) -> None:
        file = tmp_path / "emergency.yaml"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setattr(emergency, "FILE", file)
        emergency._in.cache_clear()

    yield write
    emergency._in.cache_clear()


@pytest.mark.parametrize("address", ["/api/v1/help?lang=cy", "/api/v1/services?lang=cy", "/nothing?lang=cy"])
def test_its_sentence_stays_english_and_says_so_and_the_rest_is_said(api, address):
    told = api.get(address).json()["emergency"]

    assert (told["language"], told["text"]) == ("en", emergency.TEXT)
    assert told["covers"].startswith("Mae 999 ar gyfer y Deyrnas Unedig.")
    assert told["ways"][0]["label"] == "Ffoniwch 999"


def test_a_page_marks_the_sentence_as_english(api):
    page = api.get("/?lang=cy").content.decode()

    assert '<html lang="cy">' in page
    assert f'<span lang="en" dir="auto">{emergency.TEXT}</span>' in page


def test_nothing_is_signed_off_yet():
    assert emergency.signed_off() == {}


def test_a_sentence_that_was_signed_off_is_said(api, signed_off):
    signed_off(SIGNED)

    told = api.get("/api/v1/help?lang=cy").json()["emergency"]
    assert (told["language"], told["text"]) == ("cy", "Brawddeg wedi ei gwneud, 999.")
    assert api.get("/api/v1/help?lang=gd").json()["emergency"] == emergency.EMERGENCY
    assert api.get("/api/v1/help").json()["emergency"] == emergency.EMERGENCY


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("cy: [", "cannot be read"),
        (SIGNED.replace("cy:", "xx:"), "xx: must be a language of ours"),
        (SIGNED.replace("  signed_off_by: a test\n", ""), "must be a language of ours, with signed_off_by"),
        (SIGNED.replace("999", "112"), "the text must name 999"),
        (SIGNED.replace("a test", '""'), "all of it must be text"),
    ],
)
def test_what_was_signed_off_by_nobody_is_not_said(api, signed_off, text, complaint):
    signed_off(text)

    assert api.get("/api/v1/help?lang=cy").json()["emergency"]["text"] == emergency.TEXT
    (found,) = the_emergency_notice_can_be_read()
    assert complaint in found.msg


def test_it_is_there_without_an_edition_or_a_file(api, monkeypatch, tmp_path):
    monkeypatch.setattr(keeper, "current", lambda: None)
    monkeypatch.setattr(emergency, "FILE", tmp_path / "none.yaml")
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    monkeypatch.setattr(languages, "words", languages.words.__wrapped__)
    emergency._in.cache_clear()
    response = api.get("/api/v1/help?lang=cy")
    emergency._in.cache_clear()

    assert response.status_code == 503
    assert json.loads(response.content)["emergency"] == emergency.EMERGENCY
