"""XLIFF 2 as sheets, whatever tool wrote it: any prefixes, order of attributes, encoding or division into segments.

A file is a stranger's. It declares no entities and no document type, it is not larger than it may be, and what is
read of it is text and a few marks; whatever else stands in a text is a problem that is told, and never dropped.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID
from xml.etree.ElementTree import Element  # the type alone  # nosec

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from publishing.edition import ENGLISH
from publishing.translating.xliff.sheets import (
    DEEPEST,
    LARGEST,
    LONGEST,
    MOST_FILES,
    MOST_UNITS,
    Line,
    NotTaken,
    Problem,
    Sheet,
    Workbook,
)
from publishing.translating.xliff.writing import GROUP

CORE = re.compile(r"\{urn:oasis:names:tc:xliff:document:2\.\d\}(\w+)")
DIGEST = re.compile(r"[0-9a-f]{64}")
CODES = {"ph", "sc", "ec"}  # stand for something that we never write
TWICE = "in the file more than once, so none of them is taken."
EMPTY = {"sm", "em"}  # begin and end a mark around a text that stands beside them
AROUND = {"mrk", "pc"}  # are around a text


class _Odd(Exception):
    """Why a text can't be read, in words."""


def read(content: bytes, languages: Iterable[str]) -> Workbook:
    """What stands in the file; `NotTaken` where nothing of it can be read. `languages`: those it may be in."""
    root = _root(content)
    if not root.get("srcLang", "").casefold().startswith(ENGLISH):
        raise NotTaken(f"The file is not from English: srcLang is “{root.get('srcLang', '')[:40]}”.")
    named = {tag.casefold(): tag for tag in languages}
    given = root.get("trgLang", "")
    if given.casefold() not in named:
        known = ", ".join(named.values())
        raise NotTaken(f"“{given[:40]}” (trgLang) is no language that can be translated into: {known}.")
    files = list(_children(root, "file"))
    if len(files) > MOST_FILES or sum(len(list(_units(file))) for file in files) > MOST_UNITS:
        raise NotTaken(f"The file has more than {MOST_FILES} items, or {MOST_UNITS} texts. Send it in several parts.")
    book = Workbook(named[given.casefold()])
    if not files:
        book.problems.append(Problem("There is no item in the file."))
    twice = {uid for uid, count in Counter(file.get("id", "") for file in files).items() if count > 1}
    is_machine_made = _is_marked(root)
    book.problems.extend(Problem(f"This item stands {TWICE}", uid[:80]) for uid in sorted(twice))
    for file in files:
        if file.get("id", "") in twice:
            continue
        if sheet := _sheet(file, is_machine_made, book.problems):
            book.sheets.append(sheet)
    return book


def _root(content: bytes) -> Element:
    if len(content) > LARGEST:
        raise NotTaken(f"The file is larger than {LARGEST // 1_000_000} MB. Send it in several parts.")
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise NotTaken("The file declares a document type or entities, which XLIFF has no use for.") from None
    except ParseError as error:
        line, column = error.position
        raise NotTaken(f"The file is not XML as it should be: look at line {line}, column {column + 1}.") from None
    except (ValueError, LookupError, RecursionError, MemoryError):
        raise NotTaken("The file can't be read as XML.") from None
    if _depth(root) > DEEPEST:
        raise NotTaken(f"The file has more than {DEEPEST} elements within each other.")
    if _name(root) != "xliff" or not root.get("version", "").startswith("2."):
        what = f"XLIFF {root.get('version', '')[:10]}" if "xliff" in root.tag else "another kind of file"
        raise NotTaken(f"This is {what}. Give XLIFF 2, as it was exported here.")
    return root


def _depth(root: Element) -> int:
    depth, level = 0, [root]
    while level and depth <= DEEPEST:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


def _sheet(file: Element, is_machine_made: bool, problems: list[Problem]) -> Sheet | None:
    try:
        uid = UUID(file.get("id", ""))
    except ValueError:
        problems.append(Problem("The id of the file is no uid of an item.", _id(file)))
        return None
    meta = _metadata(file)
    digest = meta.get("english", "")
    if not DIGEST.fullmatch(digest):
        digest = ""
    is_machine_made = is_machine_made or meta.get("machine-made") == "yes" or _is_marked(file)
    units = list(_units(file))
    counts = Counter(unit.get("id", "") for unit in units)
    twice = sorted(name for name, count in counts.items() if count > 1)
    problems += [Problem(f"This unit stands {TWICE}", _id(file), name[:80]) for name in twice]
    lines = []
    for unit in units:
        name = unit.get("id", "")
        try:
            lines += [] if name in twice else [_line(unit)]
        except _Odd as odd:
            problems.append(Problem(str(odd), _id(file), name[:80]))
    return Sheet(uid, meta.get("kind", "")[:40], "", digest, is_machine_made, lines)


def _line(unit: Element) -> Line:
    english, texts, states, untranslated = "", [], set(), False
    for number, part in enumerate(one for one in unit if _name(one) in ("segment", "ignorable")):
        source, target = next(_children(part, "source"), None), next(_children(part, "target"), None)
        own = "".join(_flat(source)) if source is not None else ""
        english += own
        if _name(part) == "ignorable":
            texts.append((number, "".join(_flat(target)) if target is not None else own))
            continue
        text = "".join(_flat(target)) if target is not None else ""
        untranslated = untranslated or bool(own.strip() and not text.strip())
        order = target.get("order", "") if target is not None else ""
        texts.append((int(order) - 1 if order.isascii() and order.isdigit() and len(order) < 6 else number, text))
        states.add(part.get("state", "initial"))
    text = "".join(said for _, said in sorted(texts, key=lambda one: one[0]))
    if max(len(english), len(text)) > LONGEST:
        raise _Odd(f"A text here is longer than {LONGEST} characters.")
    if untranslated:
        if any(said.strip() for number, said in texts) and len(texts) > 1 and text.strip():
            raise _Odd("Only a part of this is translated, so none of it is taken.")
        text = ""
    is_machine_made = bool(text) and (any(map(_is_marked, _own_elements(unit))) or _is_match(unit, text))
    return Line(english, text, _state(states), is_machine_made=is_machine_made, unit=unit.get("id", "")[:80])


def _state(states: set[str]) -> str:
    """The least of them."""
    known = ["initial", "translated", "reviewed", "final"]
    return next((state for state in known if state in states), "initial")


def _flat(element: Element) -> Iterator[str]:
    """The text of a source or a target, with what is in the marks of tools."""
    yield element.text or ""
    for child in element:
        name = _name(child)
        if name in AROUND:
            yield from _flat(child)
        elif name == "cp":
            yield _letter(child.get("hex", ""))
        elif name not in EMPTY:
            what = f"a code (“{name}”)" if name in CODES else "something that is no text"
            raise _Odd(f"There is {what} in this text, which the English does not have. Take it out.")
        yield child.tail or ""


def _letter(hexadecimal: str) -> str:
    number = int(hexadecimal, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", hexadecimal) else -1
    if not 0 <= number <= 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise _Odd(f"“{hexadecimal[:20]}” (hex) is no character.")
    return chr(number)


def _metadata(file: Element) -> dict[str, str]:
    """What we wrote of the item beside its texts."""
    for child in file:
        for group in child if child.tag.endswith("}metadata") else ():
            if group.get("category") == GROUP:
                return {one.get("type", ""): (one.text or "").strip() for one in group}
    return {}


def _own_elements(unit: Element) -> Iterator[Element]:
    """The unit and what is in it, but for the matches that a tool offered."""
    yield unit
    for child in unit:
        if _name(child):
            yield from child.iter()


def _is_marked(element: Element) -> bool:
    """Whether the element says of itself that a machine translated what is in it."""
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2]
        if name in ("mtConfidence", "mtype") or (name == "annotatorsRef" and "mt-confidence" in value):
            return True
        if name in ("origin", "subState", "state-qualifier") and _is_machine(value):
            return True
    return False


def _is_match(unit: Element, text: str) -> bool:
    """Whether the text is one that a tool offered as made by a machine."""
    for match in unit.iter():
        if match.tag.endswith("}match") and (match.get("type") == "mt" or _is_marked(match)):
            target = next(_children(match, "target"), None)
            if target is not None and " ".join("".join(target.itertext()).split()) == " ".join(text.split()):
                return True
    return False


def _is_machine(value: str) -> bool:
    words = re.findall(r"[a-z]+", value.casefold())
    return "mt" in words or "machine" in words


def _units(file: Element) -> Iterator[Element]:
    return (element for element in file.iter() if _name(element) == "unit")


def _children(parent: Element, name: str) -> Iterator[Element]:
    return (child for child in parent if _name(child) == name)


def _name(element: Element) -> str:
    """The name of an element of the core of XLIFF 2; empty of any other."""
    found = CORE.fullmatch(element.tag)
    return found[1] if found else ""


def _id(file: Element) -> str:
    return file.get("id", "")[:80]
