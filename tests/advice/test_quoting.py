"""What counts as quoted from the sheet: its sentences however they are set, and nothing cut out of them."""

import hashlib

import pytest
import yaml

from advice import origins, quoting
from tests.advice.sheets import PAY, WHY
from tests.content.data import FIXTURES, SEED, SHEET

LINKS = (
    "If images have been shared online, collect URLs and links if you can. Please see support below for potential "
    "removal of images"
)
PASSWORDS = (
    "Change your passwords. Create a strong password using three random words – this makes it harder to guess. Do not "
    "use personal information such as your pets name, year of birth etc."
)
THE_SHEET = quoting.held(hashlib.sha256((FIXTURES / "sheet.txt").read_bytes()).hexdigest())


def step(text=PAY, action="Don't be tempted to pay", condition=None, reasons=WHY, details=()):
    return {"text": text, "action": action, "condition": condition, "reasons": reasons, "details": details}


def entry(number, **changed):
    said = SEED["content"]["further_help"]["entries"][number - 1]
    printed = {
        name: said.get(f"{name.removesuffix('_printed')}_given") for name in ("url_as_printed", "phone_as_printed")
    }
    line = {"text": said["text"], "name": said["name_as_given"], "descriptor": said["descriptor_as_given"]}
    return {**line, **printed, "url": said["url_normalised"], **changed}


# Sentences, however they are set.


@pytest.mark.parametrize("line", [line for line in SHEET.splitlines() if line.strip() and line != "OFFICIAL"])
def test_every_line_of_the_sheet_is_quoted(line):
    assert THE_SHEET.quotes(line.removeprefix("- ").replace("**", ""))


@pytest.mark.parametrize(
    "text",
    [
        "Do not delete any correspondence",
        "Do not delete any correspondence.",
        "  Do  not delete\nany correspondence ",
        "Do\u00a0not delete any correspondence",
        "Stop all communication with the offender immediately",
        PAY.replace("'", "’"),
        PASSWORDS.replace("–", "-"),
        "It is not your fault and you are the victim of a crime.",
        "What is Sextortion?\r\n\r\nSextortion can refer to a variety of offences committed online.",
    ],
)
def test_how_a_sentence_is_set_is_not_compared(text):
    assert THE_SHEET.quotes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "Pay",
        "pay",
        "be tempted to pay",
        "Don't be tempted to pay",
        "Pay a small amount first",
        "you can pay, they may ask for more",
        "The offender's motive is to get money, once you have shown you can pay",
        "delete any correspondence",
        "Do not delete any correspondence!",
        "DO NOT DELETE ANY CORRESPONDENCE",
        "Do not delete any corres\u200dpondence",
        "Do not delete any c\u043errespondence",  # a Cyrillic о
        "Do not delete any correspondence Pay",
        "Do not delete any correspondence Review all the accounts which you might have linked",
        "Change your passwords. Do not use personal information such as your pets name, year of birth etc.",
        "What is Sextortion",
        "What is Sextortion?\n\nStop all communication with the offender immediately.",  # do not follow one another
        "Call 0800 160 1986 or: www.victimsupport.scot/self-referral",
        "OFFICIAL",
    ],
)
def test_a_piece_of_a_sentence_and_another_letter_are_not_quoted(text):
    assert not THE_SHEET.quotes(text)


@pytest.mark.parametrize("digest", ["", "0" * 64, hashlib.sha256(b"").hexdigest()])
def test_nothing_is_quoted_from_a_document_that_nobody_holds(digest):
    assert not quoting.held(digest).quotes("Do not delete any correspondence")


# The parts of a step.


@pytest.mark.parametrize("said", SEED["content"]["advice"]["steps"], ids=lambda said: said["id"])
def test_the_parts_into_which_the_steps_are_cut_are_quoted(said):
    assert origins.strange(THE_SHEET, said) == []


@pytest.mark.parametrize(
    ("cut", "strange"),
    [
        (step(action="be tempted to pay"), "be tempted to pay"),
        (step(action="pay"), "pay"),
        (step(action="be tempted to pay", condition="Don't"), "be tempted to pay"),
        (step(action="you can pay"), "you can pay"),
        (step(reasons=WHY[1:]), "Don't be tempted to pay"),  # its other half would be told to nobody
        (step(action="Do not delete any correspondence"), "Do not delete any correspondence"),  # of another step
        (step(reasons=[*WHY, "they may ask for more"]), "they may ask for more"),
        (step(LINKS, "collect URLs and links if you can", None, [], [LINKS.partition(". ")[2]]), "collect URLs and"),
        (step(LINKS, "collect URLs and links", "If images have been shared online", []), "collect URLs and links"),
        (
            step(LINKS, "collect URLs and links if you can", "", ["If images have been shared online"]),
            "collect URLs and",
        ),
        (step(PASSWORDS, "Create a strong password using three random words", None, []), "Create a strong password"),
        (step(PASSWORDS, "use personal information such as your pets name", None, []), "use personal information"),
        (step(PASSWORDS, PASSWORDS.partition(". ")[2], "Change your passwords.", []), "Change your passwords."),
    ],
)
def test_a_part_that_is_cut_out_of_its_sentence_is_not_quoted(cut, strange):
    assert any(words.startswith(strange) for words in origins.strange(THE_SHEET, cut))


def test_what_is_left_out_whole_turns_nothing():
    assert origins.strange(THE_SHEET, step(PASSWORDS, "Change your passwords.", None, [])) == []


def test_only_what_the_sheet_prints_in_bold_is_its_emphasis():
    said = {"text": "It is not your fault and you are the victim of a crime.", "emphasis": ["It is not your fault"]}

    assert origins.strange(THE_SHEET, said) == []
    assert origins.strange(THE_SHEET, {**said, "emphasis": ["your fault"]}) == ["your fault"]


# The lines of further help.


@pytest.mark.parametrize("number", range(1, 15))
def test_the_parts_of_the_lines_of_further_help_are_quoted(number):
    assert origins.strange(THE_SHEET, entry(number)) == []


@pytest.mark.parametrize(
    "changed",
    [
        entry(3, descriptor="UK helpline supporting"),
        entry(3, descriptor="UK helpline supporting adults"),
        entry(1, name="CEOP", descriptor=""),
        entry(2, name="Stop NCII Non", descriptor=""),
        entry(6, url="https://www.iwf.example/resources/sextortion"),
        entry(6, url_as_printed="www.iwf.org"),
        entry(14, phone_as_printed="160 1985"),
        entry(14, phone_as_printed="0800 160 1986"),
        entry(10, text="Samaritans - to talk any time you like: www.samaritans.org"),
    ],
)
def test_a_line_of_which_a_part_says_something_else_is_not_quoted(changed):
    assert origins.strange(THE_SHEET, changed)


# The list of documents.


@pytest.mark.parametrize(
    "wrong",
    [
        {"cuts": [{"action": "Pay a small amount first"}]},
        {"cuts": [{"advice": "Do not delete any correspondence"}]},
        {"licence": "none"},
    ],
)
def test_a_wrong_list_of_documents_is_refused_and_names_the_document(tmp_path, monkeypatch, wrong):
    (entry,) = yaml.safe_load((FIXTURES / quoting.LIST).read_text(encoding="utf-8"))
    (tmp_path / quoting.LIST).write_text(yaml.safe_dump([{**entry, **wrong}]), encoding="utf-8")
    (tmp_path / "sheet.txt").write_text(SHEET, encoding="utf-8")
    monkeypatch.setattr(quoting, "FOLDER", tmp_path)

    with pytest.raises(quoting.DocumentError, match=r"sheet\.txt"):
        quoting.documents.__wrapped__()


def test_who_published_the_document_and_its_marking_are_those_of_the_data():
    said = SEED["document"]

    assert (THE_SHEET.publisher, THE_SHEET.marking) == (said["publisher"], said["protective_marking"]["text"])
