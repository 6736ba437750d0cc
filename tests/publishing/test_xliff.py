"""Translations out as XLIFF and in again: nothing is lost, nothing is public, and whatever is not taken is told."""

import re
from io import StringIO
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring
from defusedxml.minidom import parseString
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import lifecycle
from publishing.models import Edit, Submission, Translation
from publishing.registry import kind_of
from publishing.translating import sources, standing, words
from publishing.translating.xliff import exporting, reading, writing
from publishing.translating.xliff.sheets import Line, Sheet, Workbook, id_of
from tests import factories as make
from tests.carrying import bring_in
from tests.in_force import colleague
from tests.publishing.acts import edit
from tests.publishing.test_translations import translated

CORE = "{urn:oasis:names:tc:xliff:document:2.0}"


def run(*arguments, **options) -> str:
    said = StringIO()
    call_command("translations", *map(str, arguments), stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def out(tmp_path):
    """The file of a language, as it is exported."""

    def export(language="cy", only="all") -> bytes:
        run("export", "--lang", language, "--only", only, tmp_path / "out.xlf")
        return (tmp_path / "out.xlf").read_bytes()

    return export


@pytest.fixture
def back(tmp_path, editor):
    """What the command says when it takes a file in."""

    def take_in(content: bytes | str, *options: str) -> str:
        file = tmp_path / "back.xlf"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return run("import", file, "--by", editor.get_username(), *options)

    return take_in


@pytest.fixture
def line(publish):
    made = make.service("A line", summary="Someone to talk to.")
    publish(made)
    return made


def filled(content: bytes, say=lambda english: f"[{english}]") -> bytes:
    """The file as a translator sends it back, with a target in every unit."""
    ElementTree.register_namespace("", CORE[1:-1])
    root = fromstring(content)
    for segment in root.iter(f"{CORE}segment"):
        for old in segment.findall(f"{CORE}target"):
            segment.remove(old)
        source = segment.find(f"{CORE}source")
        target = ElementTree.SubElement(segment, f"{CORE}target")
        target.text = say(text_of(source))
        segment.set("state", "translated")
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def text_of(element) -> str:
    found = element.text or ""
    for child in element:
        inner = chr(int(child.get("hex"), 16)) if child.tag == f"{CORE}cp" else text_of(child)
        found += inner + (child.tail or "")
    return found


def units(content: bytes) -> dict[str, str]:
    return {text_of(unit.find(f".//{CORE}source")): unit.get("id") for unit in fromstring(content).iter(f"{CORE}unit")}


def only_row() -> Translation:
    return Translation.objects.get()


# Out


def test_a_file_has_every_text_with_where_it_stands_and_what_stands_for_it(out, line):
    translated(line).delete()
    content = out()

    root = fromstring(content)
    assert (root.tag, root.get("version"), root.get("srcLang"), root.get("trgLang")) == (
        f"{CORE}xliff",
        "2.0",
        "en",
        "cy",
    )
    [file] = root
    assert file.get("id") == str(line.pk)
    assert set(units(content)) == set(words.of(line))
    notes = {note.get("category"): note.text for note in file.find(f"{CORE}unit").iter(f"{CORE}note")}
    assert notes["where"] == "Name" and "At most" in notes["length"]
    assert words.digest(line).encode() in content


@pytest.mark.parametrize(("state", "said"), [("row", "translated"), ("waiting", "reviewed"), ("public", "final")])
def test_the_state_of_a_text_is_told(out, publish, editor, line, state, said):
    made = translated(line)
    lifecycle.edited(made)
    if state == "waiting":
        lifecycle.submit([made], by=editor)
    elif state == "public":
        publish(made)

    assert {one.get("state") for one in fromstring(out()).iter(f"{CORE}segment")} == {said}


def test_what_the_english_was_is_told_where_it_has_changed(out, publish, editor, line):
    lifecycle.edited(translated(line))
    publish(edit(line, by=editor, summary="Someone else to talk to."))

    content = out(only="behind").decode()

    assert "It was: Someone to talk to." in content and "Which was translated: [cy] Someone to talk to." in content


def test_only_what_is_missing_or_behind_is_exported_where_that_is_asked_for(out, publish, editor, line):
    missing, done = make.organisation("A charity"), make.organisation("Another charity")
    publish(missing, done)
    lifecycle.edited(translated(line))
    lifecycle.edited(translated(done))
    publish(edit(line, by=editor, summary="Someone else to talk to."))

    def names(only: str) -> set[str]:
        return {file.get("original") for file in fromstring(out(only=only))}

    assert names("missing") == {"organisation: A charity"}
    assert names("behind") == {"service: A line"}
    assert len(names("all")) == 3


def test_numbers_and_addresses_are_marked_as_not_to_be_changed(out, publish):
    publish(make.service("A line", description="Call 0808 157 0123, or see www.example.org."))

    content = out().decode()

    assert 'translate="no">0808 157 0123</mrk>' in content
    assert 'translate="no">www.example.org</mrk>.' in content


def test_a_signed_language_has_no_file(tmp_path, line):
    with pytest.raises(CommandError, match="no written form"):
        run("export", "--lang", "bfi", tmp_path / "out.xlf")
    assert not (tmp_path / "out.xlf").exists()


def test_to_export_much_asks_no_more_statements(out, publish):
    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            out()
        return len(statements)

    publish(*(make.whole_service(f"Line {number}") for number in range(2)), make.topic("One"))
    few = asked()
    publish(*(make.whole_service(f"Line {number}") for number in range(3, 9)), make.topic("Two"))
    assert asked() == few


# Back


def test_what_comes_back_is_a_proposal_and_not_public(out, back, api, line, editor):
    said = back(filled(out()))

    row = only_row()
    assert row.texts == {english: f"[{english}]" for english in words.of(line)}
    assert row.made_from == words.digest(line)
    assert "Someone to talk to.: nothing → [Someone to talk to.]" in said and "Not taken: 0." in said
    assert api.get("/api/v1/services/a-line?lang=cy").json()["result"]["language"] == "en"
    assert not Submission.objects.filter(uid=row.pk).exists()
    assert Edit.objects.filter(uid=row.pk).get().by == editor


def test_it_is_submitted_where_that_is_asked_for_and_another_person_approves(
    out, back, publish, api, approver, line, editor
):
    back(filled(out()), "--submit")

    submission = Submission.objects.get(uid=only_row().pk, state=Submission.WAITING)
    with pytest.raises(lifecycle.Refusal):
        lifecycle.approve([submission], by=editor)
    assert lifecycle.approve([submission], by=approver)


def test_a_trial_changes_nothing_and_says_the_same(out, back, line):
    content = filled(out())
    trial = back(content, "--dry-run")
    assert not Translation.objects.exists() and not Edit.objects.filter(uid=Translation.uid_of(line.pk, "cy")).exists()

    assert back(content) in trial


def test_the_same_file_twice_changes_nothing(out, back, line):
    content = filled(out())
    back(content)
    edits = Edit.objects.count()

    assert "as it was" in back(content)
    assert Edit.objects.count() == edits


ODD = [
    "A line\nand another\n\nand a third", "Tabs\tand  two spaces", "“Quotes” & <3 > 2, it’s ‘fine’ ]]>",
    "e\u0301 and é, ﬁ, ① ½ ﷺ", "نص عربي مع 116 123", "ਪੰਜਾਬੀ \u200dਅਤੇ \u200c ਹੋਰ", "\U0001f9e1 \U00020000 \u00a0\u3000",
    "Ends with spaces  ", "  begins with them", "www.example.org/?a=1&b=2#c", "mail@example.org, 0808 157 0123.",
    "1 2 3 1 2 3 and 1", "Şş İı ẞß Ǆ ŵŷ", "සිංහල नमस्ते עברית", "—–‑…", "&amp; &#38; <mrk>".replace("<mrk>", "< mrk >"),
    "99, 99, www.example.org and www.example.org",
]  # fmt: skip


@pytest.mark.parametrize("language", ["cy", "ur", "en-x-plain"])
def test_every_odd_character_comes_back_as_it_went_out(out, back, line, language):
    topic = make.topic("Odd")
    step = topic.step_set.get()
    step.details = [one.strip() for one in ODD]
    step.save()
    made = [translated(one, language) for one in (topic, *map(make.notice, ODD[:3]))]
    for row in made:
        row.texts = {english: english for english in row.texts}
        row.save()
    before = {row.pk: row.texts for row in Translation.objects.all()}

    content = exporting.export(language, [(row.kind, row.of) for row in made])
    Translation.objects.all().delete()
    said = back(content)

    assert "Not taken: 0." in said
    assert {row.pk: row.texts for row in Translation.objects.all()} == before


def test_what_xml_has_no_letter_for_comes_back_too():
    texts = [chr(number) for number in range(0, 0x3000) if number not in range(0xD800, 0xE000)] + [
        "\ufeff\ufffe\uffff",
        "\r\n\r",
        "a\x00b",
    ]
    sheet = Sheet(
        uuid4(),
        "service",
        "Odd \x0b",
        "0" * 64,
        lines=[Line(f"t{n}{one}", f"{one}x{one}") for n, one in enumerate(texts)],
    )
    book = reading.read(writing.written(Workbook("cy", [sheet])), ["cy"])

    assert not book.problems
    assert [(one.english, one.text) for one in book.sheets[0].lines] == [(one.english, one.text) for one in sheet.lines]


def test_all_the_real_content_makes_a_round_trip(out, back, publish):
    bring_in()
    items = {item.uid: item for item in sources.each(standing.uids("cy", []))}
    assert {kind_of(item).name for item in items.values()} == {"service", "organisation", "topic"}
    said = back(filled(out(), say=lambda english: f"¡{english} – “ŵŷ”"))

    assert "Not taken: 0." in said
    rows = {row.of: row for row in Translation.objects.all()}
    assert rows.keys() == items.keys()
    for uid, item in items.items():
        assert rows[uid].texts == {english: f"¡{english} – “ŵŷ”" for english in words.of(item)}
        assert rows[uid].made_from == words.digest(item)
    content = out()
    assert "changed" not in back(content).replace("has changed", "")


def test_a_file_that_was_made_from_older_english_is_kept_marked_and_not_submitted(out, back, publish, editor, line):
    content = filled(out())
    publish(edit(line, by=editor, summary="Someone else to talk to."))

    said = back(content, "--submit")

    assert "made from older English" in said and "Not submitted" in said
    row = only_row()
    assert row.texts["Someone to talk to."] == "[Someone to talk to.]"
    assert row.made_from != words.digest(line)
    with pytest.raises(lifecycle.Refusal):
        lifecycle.submit([row], by=editor)


def test_a_part_that_comes_back_leaves_the_rest_as_it_is(out, back, line):
    lifecycle.edited(translated(line))
    content = out().decode()
    [unit] = re.findall(rf'<unit id="{id_of("A line")}".*?</unit>', content, re.S)
    head, tail = content[: content.index("<unit")], content[content.rindex("</unit>") + 7 :]

    back(head + unit.replace("[cy] A line", "Y llinell") + tail)

    assert only_row().texts == {"A line": "Y llinell", "Someone to talk to.": "[cy] Someone to talk to."}
    assert only_row().made_from == words.digest(line)


def test_an_empty_target_takes_nothing_away(out, back, line):
    lifecycle.edited(translated(line))
    said = back(re.sub(rb"<target.*?</target>", b"<target/>", out(), flags=re.S))

    assert "What there is of them stays" in said
    assert only_row().texts["A line"] == "[cy] A line"


# What other tools make of a file


def reordered(content: bytes) -> bytes:
    """Attributes in another order, and everything on one line but for what is in texts."""
    document = parseString(content)
    for element in document.getElementsByTagName("*"):
        for name, value in sorted(element.attributes.items(), reverse=True):
            element.removeAttribute(name)
            element.setAttribute(name, value)
    return document.toxml().encode()


def prefixed(content: bytes) -> bytes:
    ElementTree.register_namespace("x2", CORE[1:-1])
    try:
        return ElementTree.tostring(fromstring(content), encoding="UTF-8")
    finally:
        ElementTree.register_namespace("", CORE[1:-1])


def segmented(content: bytes) -> bytes:
    """Each text in two segments with something between."""
    text = content.decode()
    return re.sub(
        r"<segment[^>]*><source>Someone to talk to\.</source><target>(\S+) (.*?)</target></segment>",
        r'<segment id="a" state="translated"><source>Someone</source><target>\1</target></segment>'
        r'<ignorable id="i"><source> </source></ignorable>'
        r'<segment id="b" state="translated"><source>to talk to.</source><target>\2</target></segment>',
        re.sub(r"(<segment[^>]*>)\s*<source[^>]*>", r"\1<source>", re.sub(r">\s+<(/segment|target)", r"><\1", text)),
    ).encode()


REWRITTEN = {
    "as it is": lambda content: content,
    "reordered": reordered,
    "prefixed": prefixed,
    "with a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "UTF-16": lambda content: content.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "Windows line ends": lambda content: content.replace(b"\n", b"\r\n"),
    "segmented": segmented,
    "another version": lambda content: content.replace(b"document:2.0", b"document:2.1").replace(
        b'version="2.0"', b'version="2.1"'
    ),
    "grouped": lambda content: re.sub(
        rb"(<unit.*</unit>)", rb'<group id="g"><group id="h">\1</group></group>', content, flags=re.S
    ),
    "marked": lambda content: content.replace(b"[Someone", b'<pc id="1"><sm id="9"/>[Someone').replace(
        b"to.]", b'to.]</pc><em startRef="9"/>'
    ),
    "capitals": lambda content: content.replace(b'trgLang="cy"', b'trgLang="CY"'),
    "with more spaces in its English": lambda content: content.replace(
        b">Someone to talk to.<", b">\n  Someone  to talk\n to. <"
    ),
}


@pytest.mark.parametrize("tool", REWRITTEN)
def test_a_file_that_a_tool_has_rewritten_says_the_same(out, back, line, tool):
    content = REWRITTEN[tool](filled(out()))

    said = back(content)

    assert "Not taken: 0." in said
    assert only_row().texts == {"A line": "[A line]", "Someone to talk to.": "[Someone to talk to.]"}


ITS = 'xmlns:its="http://www.w3.org/2005/11/its"'
MACHINE = {
    "its": ('<segment ', '<segment xmlns:its="http://www.w3.org/2005/11/its" its:mtConfidence="0.8" '),
    "annotators": ('<unit ', f'<unit {ITS} its:annotatorsRef="mt-confidence|https://mt.example.org" '),
    "mtype": ("<target>", '<target mtype="x-mt">'),
    "subState": ("<segment ", '<segment subState="tool:mt" '),
    "origin": ("<unit ", '<unit xmlns:x="urn:x" x:origin="MT" '),
    "a match": (
        '<segment ',
        '<m:matches xmlns:m="urn:oasis:names:tc:xliff:matches:2.0"><m:match ref="#s1" type="mt">'
        "<source>A line</source><target>[A line]</target></m:match></m:matches><segment ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mark", MACHINE)
def test_what_a_tool_marks_as_made_by_a_machine_is_said_to_be(out, back, line, mark):
    said = back(filled(out()).decode().replace(*MACHINE[mark], 1))

    assert "a machine wrote some of it" in said
    assert only_row().is_machine_made
    assert "machine-made" in out().decode()


def test_a_match_that_was_not_taken_makes_nothing_a_machine_s(out, back, line):
    old, new = MACHINE["a match"]
    back(filled(out()).decode().replace(old, new.replace("[A line]", "Another")))

    assert not only_row().is_machine_made


def test_what_is_machine_made_stays_so_whatever_a_file_says(out, back, line):
    lifecycle.edited(translated(line, is_machine_made=True))
    back(out().replace(b'<mda:meta type="machine-made">yes</mda:meta>', b"").replace(b"[cy]", b"(cy)"))

    assert only_row().is_machine_made


# Attacks, and mistakes


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(9))
    + "]>"
)
REFUSED = {
    "billion laughs": (lambda text: text.replace("<xliff", LAUGHS + "<xliff", 1), "document type or entities"),
    "an outer entity": (
        lambda text: text.replace("<xliff", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xliff', 1)
        .replace("[A line]", "&e;"),
        "document type or entities",
    ),
    "an outer document type": (
        lambda text: text.replace("<xliff", '<!DOCTYPE xliff SYSTEM "http://169.254.169.254/"><xliff', 1),
        "document type or entities",
    ),
    "too large": (lambda text: text.replace("[A line]", "a" * 10_000_000), "larger than 5 MB"),
    "not XML": (lambda text: text[:-30], "look at line"),
    "empty": (lambda text: "", "look at line 1"),
    "XLIFF 1.2": (lambda text: f'<xliff xmlns="{CORE[1:-4]}1.2" version="1.2"/>', "This is XLIFF 1.2"),
    "another kind": (lambda text: "<html/>", "another kind of file"),
    "another language": (lambda text: text.replace('trgLang="cy"', 'trgLang="tlh"'), "“tlh” .* is no language"),
    "no language": (lambda text: text.replace('trgLang="cy"', ""), "is no language"),
    "from French": (lambda text: text.replace('srcLang="en"', 'srcLang="fr"'), "not from English"),
    "deep": (lambda text: text.replace("[A line]", "<mrk>" * 30_000 + "</mrk>" * 30_000), "within each other"),
    "another encoding": (lambda text: text.replace("UTF-8", "x-none"), "can't be read as XML|look at line"),
    "English": (lambda text: text.replace('trgLang="cy"', 'trgLang="en"'), "is no language"),
}  # fmt: skip


@pytest.mark.parametrize("attack", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_whole_with_the_reason(out, back, line, attack):
    change, reason = REFUSED[attack]

    with pytest.raises(CommandError, match=reason):
        back(change(filled(out()).decode()))
    assert not Translation.objects.exists()


OF_A_LINE = re.compile(rf'(<unit id=")({id_of("A line")})(".*?</unit>)', re.S)
FOREIGN = "11111111-1111-4111-8111-111111111111"
NOT_TAKEN = {
    "markup": (lambda text: text.replace("[A line]", "&lt;script&gt;x"), "Plain text only"),
    "hidden characters": (lambda text: text.replace("[A line]", "A\u202eline"), "Plain text only"),
    "a character with no letter": (lambda text: text.replace("[A line]", 'A<cp hex="0000"/>'), "Plain text only"),
    "no character": (lambda text: text.replace("[A line]", 'A<cp hex="110000"/>'), "is no character"),
    "half a character": (lambda text: text.replace("[A line]", 'A<cp hex="D800"/>'), "is no character"),
    "a wrong number": (lambda text: text.replace("[A line]", "Ring 0906 123 4567"), "number|premium"),
    "a placeholder": (lambda text: text.replace("[A line]", '<ph id="1"/>'), "There is a code"),
    "an unknown element": (lambda text: text.replace("[A line]", '<b xmlns="urn:x">x</b>'), "that is no text"),
    "very long": (lambda text: text.replace("[A line]", "a" * 30_000), "longer than 20000"),
    "much longer": (lambda text: text.replace("[A line]", "a" * 2000), "far longer"),
    "other English": (lambda text: text.replace(">A line<", ">Another line<"), "not what was exported"),
    "twice": (lambda text: OF_A_LINE.sub(r"\1\2\3\1\2\3", text), "more than once"),
    "the same English twice": (
        lambda text: OF_A_LINE.sub(r"\1\2\3\1x\3", text),
        "in another unit already",
    ),
    "new English": (
        lambda text: text.replace(">A line<", ">Made up<").replace(id_of("A line"), id_of("Made up")),
        "has no such English",
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", NOT_TAKEN)
def test_a_unit_that_is_not_taken_is_told_and_the_others_are_taken(out, back, line, attack):
    change, reason = NOT_TAKEN[attack]

    said = back(change(filled(out()).decode()), "--submit")

    [told] = re.findall("^Not taken: .*", said, re.M)
    assert re.search(reason, told), told
    assert re.search(rf"file {line.pk}, unit x?(u|:)", told)
    row = only_row()
    assert row.texts["Someone to talk to."] == "[Someone to talk to.]"
    assert row.texts.get("A line") == ("[A line]" if attack == "the same English twice" else None)
    assert not Submission.objects.filter(uid=row.pk).exists()


@pytest.mark.parametrize("uid", [FOREIGN, "not-a-uid", "", "../../etc/passwd"])
def test_an_item_that_there_is_not_is_told(out, back, line, uid):
    said = back(filled(out()).decode().replace(f'file id="{line.pk}"', f'file id="{uid}"'))

    assert "Not taken: " in said and re.search("no item with this uid|no uid of an item", said)
    assert not Translation.objects.exists()


def test_a_file_for_an_item_of_another_kind_is_not_taken(out, back, line):
    said = back(filled(out()).decode().replace('type="kind">service', 'type="kind">topic'))

    assert "says that this is a topic" in said and not Translation.objects.exists()


def test_an_item_that_stands_twice_is_not_taken(out, back, line):
    content = filled(out()).decode()
    said = back(re.sub(r"(<file .*</file>)", r"\1\1", content, flags=re.S))

    assert "more than once" in said and not Translation.objects.exists()


def test_a_translation_cannot_be_translated(out, back, publish, line):
    made = translated(line)
    publish(made)

    assert "no item with this uid" in back(filled(out("ur")).decode().replace(f'id="{line.pk}"', f'id="{made.pk}"'))


def test_a_digest_that_is_made_up_makes_it_older_english(out, back, editor, line):
    back(filled(out()).decode().replace(words.digest(line), "f" * 64), "--submit")

    assert only_row().made_from == "f" * 64
    with pytest.raises(lifecycle.Refusal, match="English has changed"):
        lifecycle.submit([only_row()], by=editor)


def test_a_file_without_its_digest_is_older_english(out, back, line):
    said = back(filled(out()).decode().replace(words.digest(line), ""))

    assert "made from older English" in said and only_row().made_from == "unknown"


@pytest.mark.parametrize("role", ["Approver", "People"])
def test_who_may_not_edit_takes_nothing_in(out, tmp_path, line, role):
    (tmp_path / "back.xlf").write_bytes(filled(out()))
    who = colleague("somebody", role)

    with pytest.raises(CommandError, match="not allowed"):
        run("import", tmp_path / "back.xlf", "--by", who.get_username())
    assert not Translation.objects.exists()


def test_an_account_that_is_not_in_force_takes_nothing_in(out, back, line, editor):
    editor.email = "somebody.else@example.org"
    editor.save()

    with pytest.raises(CommandError, match="not in force"):
        back(filled(out()))


def test_a_file_that_is_not_there_is_told(tmp_path, editor):
    with pytest.raises(CommandError, match="Nothing was changed"):
        run("import", tmp_path / "none.xlf", "--by", editor.get_username())
    with pytest.raises(CommandError, match="Nothing was written"):
        run("export", "--lang", "cy", tmp_path / "none" / "out.xlf")


def test_what_waits_for_approval_is_void_when_a_file_changes_it(out, back, line):
    back(filled(out()), "--submit")
    back(filled(out(), say=lambda english: f"({english})"))

    assert {one.state for one in Submission.objects.filter(uid=only_row().pk)} == {Submission.VOID}


def test_who_took_a_file_in_cannot_approve_it_though_another_submits(out, tmp_path, line, editor, approver):
    (tmp_path / "back.xlf").write_bytes(filled(out()))
    run("import", tmp_path / "back.xlf", "--by", approver.get_username())
    [submission] = lifecycle.submit([only_row()], by=editor)

    with pytest.raises(lifecycle.Refusal, match="You have edited"):
        lifecycle.approve([submission], by=approver)


def test_a_flood_of_old_english_is_not_kept(out, back, line):
    content = filled(out()).decode().replace(words.digest(line), "f" * 64)
    made_up = [f"{number} odd words" for number in range(700)]
    flood = "".join(
        f'<unit id="{id_of(english)}"><segment><source>{english}</source><target>{english}</target></segment></unit>'
        for english in made_up
    )

    said = back(content.replace("</file>", f"{flood}</file>"))

    assert "The item has no such English" in said
    assert len(only_row().texts) < 510
