"""Sheets as XLIFF 2.0: core elements, and one metadata group for each item.

Numbers and addresses are in `mrk translate="no"`, within the text that they are part of: a tool shows them as what is
not to be changed, and one that does not know that loses nothing.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree  # writes; what reads is in reading.py  # nosec

from publishing import languages
from publishing.translating.checking import AFTER_A_LINK, LINK
from publishing.translating.xliff.sheets import Line, Sheet, Workbook, id_of

CORE = "urn:oasis:names:tc:xliff:document:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
GROUP = "helpapi"
# What XML has no letter for; a carriage return, which reading would lose; and what some readers take for a mark.
UNWRITABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
NUMBER = re.compile(r"\d+(?:[ \u00a0-]\d+)*")
PROTECTED = re.compile(f"{LINK.pattern}|{NUMBER.pattern}", re.IGNORECASE)

Element = ElementTree.Element


def written(book: Workbook) -> bytes:
    """The file, in UTF-8."""
    ElementTree.register_namespace("mda", METADATA)
    root = Element("xliff", {"xmlns": CORE, "version": "2.0", "srcLang": "en", "trgLang": book.language})
    for sheet in book.sheets:
        _write_sheet(root, sheet)
    _indent(root, 0)
    content: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content + b"\n"


def _write_sheet(root: Element, sheet: Sheet) -> None:
    named = f"{sheet.kind}: {sheet.title}"
    direction = languages.direction(root.get("trgLang", ""))
    known = {"id": str(sheet.uid), "original": _writable(named), "canResegment": "no", "trgDir": direction}
    file = _child(root, "file", **known)
    group = _child(_child(file, f"{{{METADATA}}}metadata"), f"{{{METADATA}}}metaGroup", category=GROUP)
    said = {"uid": str(sheet.uid), "kind": sheet.kind, "english": sheet.digest}
    for name, value in {**said, **({"machine-made": "yes"} if sheet.is_machine_made else {})}.items():
        _child(group, f"{{{METADATA}}}meta", type=name).text = value
    _write_note(_child(file, "notes"), "item", named)
    for line in sheet.lines:
        _write_line(file, line)


def _write_line(file: Element, line: Line) -> None:
    unit = _child(file, "unit", id=id_of(line.english))
    notes = _child(unit, "notes")
    for category, words in _notes(line):
        _write_note(notes, category, words)
    segment = _child(unit, "segment", id="s1", state=line.state)
    source = _child(segment, "source", **{SPACE: "preserve"})
    ids = _write_text(source, line.english, None)
    if line.text:
        _write_text(_child(segment, "target", **{SPACE: "preserve"}), line.text, ids)


def _notes(line: Line) -> Iterator[tuple[str, str]]:
    yield "where", "; ".join(line.where)
    if line.longest:
        yield "length", f"At most {line.longest} characters in English. Keep it short."
    if line.was:
        yield "before", f"The English has changed. It was: {line.was}"
        yield "translation-before", f"Which was translated: {line.was_text}"


def _write_text(parent: Element, text: str, ids: dict[str, list[str]] | None) -> dict[str, list[str]]:
    """Write a text with its numbers and addresses marked; the ids of the marks by what they mark.

    `ids`: those of the English, of which each mark of a translation has the one of the same text; without it is plain.
    """
    made: dict[str, list[str]] = {}
    left = {marked: list(own) for marked, own in (ids or {}).items()}
    into = _Writer(parent)
    end = 0
    for found in PROTECTED.finditer(text):
        marked = found[0].rstrip(AFTER_A_LINK)
        if ids is None:
            mark = f"m{sum(map(len, made.values())) + 1}"
        elif left.get(marked):
            mark = left[marked].pop(0)
        else:
            continue
        made.setdefault(marked, []).append(mark)
        into.write(text[end : found.start()])
        into.mark(marked, mark)
        end = found.start() + len(marked)
    into.write(text[end:])
    return made


class _Writer:
    """Puts text and elements into an element one after another; what XML has no letter for as `cp`."""

    def __init__(self, parent: Element):
        self.parent = parent
        self.last: Element | None = None

    def write(self, text: str) -> None:
        end = 0
        for found in UNWRITABLE.finditer(text):
            self._add(text[end : found.start()])
            self.last = _child(self.parent, "cp", hex=f"{ord(found[0]):04X}")
            end = found.end()
        self._add(text[end:])

    def mark(self, text: str, name: str) -> None:
        self.last = _child(self.parent, "mrk", id=name, translate="no")
        _Writer(self.last).write(text)

    def _add(self, text: str) -> None:
        if self.last is None:
            self.parent.text = (self.parent.text or "") + text
        else:
            self.last.tail = (self.last.tail or "") + text


def _write_note(notes: Element, category: str, words: str) -> None:
    _child(notes, "note", category=category).text = _writable(words)


def _writable(text: str) -> str:
    return UNWRITABLE.sub(" ", text)


def _child(parent: Element, tag: str, **attributes: str) -> Element:
    return ElementTree.SubElement(parent, tag, attributes)


def _indent(element: Element, depth: int) -> None:
    """Each element on a line of its own, but for those of texts, where every space counts."""
    if not len(element) or element.tag in ("source", "target"):
        return
    element.text = "\n" + " " * (depth + 1)
    for child in element:
        _indent(child, depth + 1)
        child.tail = "\n" + " " * (depth + 1)
    child.tail = "\n" + " " * depth
