"""The words of ours that translators are given, and the catalogues in fixtures/words that hold them, by babel.

Words stand in the code (`say`, `say_count`, `to_say`, `to_say_count`), in the templates of public pages
(`{% say "…" %}`), in the code lists, and in the example of a partner's page (`say`, `sayCount`, `toSay`, `data-say`),
which is given those that are translated in a file of its own. A developer's tool: nothing that answers imports it.
"""

import ast
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

from publishing import codes, languages

HOUSE = Path(__file__).resolve().parent.parent
PACKAGES = ("advice", "helpapi", "partners", "publishing", "services")
ONE, COUNTED = ("say", "to_say"), ("say_count", "to_say_count")
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # so that the same words are the same bytes
PAGE = HOUSE / "examples" / "partner-page"
GIVEN = PAGE / "src" / "words.json"  # to the page, of what is translated
TEXT = r"\"((?:[^\"\\]|\\.)*)\""
IN_SCRIPT = re.compile(rf"\b(?:say|toSay)\(\s*{TEXT}|\bsayCount\(\s*{TEXT},\s*{TEXT}")
IN_HTML = re.compile(r" data-say>([^<]+)<")
CATEGORIES = ("zero", "one", "two", "few", "many", "other")  # of CLDR, in the order of the forms in a catalogue
IN_TEMPLATE = re.compile(r"{%\s*say\s+\"([^\"]*)\"")


class CatalogueError(Exception):
    """Words that no translator can be given, or a translation that says something else; the message names where."""


@dataclass(frozen=True, order=True)
class Words:
    """What is said in English; `several` too, where it is of a number of things. `where`: a file, from the house."""

    one: str
    several: str
    where: str


def found() -> list[Words]:
    """All words of ours, in the order of the files."""
    return [*_in_code(), *_in_templates(), *_in_code_lists(), *_in_page()]


def template() -> Catalog:
    """The catalogue of all words with nothing translated."""
    made = Catalog(fuzzy=False, project="helpapi", charset="utf-8")
    for words in found():
        made.add((words.one, words.several) if words.several else words.one, locations=[(words.where, 0)])
    return made


def path(tag: str, ending: str = "po") -> Path:
    return languages.FOLDER / f"{tag}.{ending}"


def tags() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(file.stem for file in languages.FOLDER.glob("*.po"))


def read(tag: str) -> Catalog:
    with path(tag).open("rb") as file:
        return read_po(file, locale=Locale.parse(tag.partition("-x-")[0], sep="-"))


def updated(tag: str) -> Catalog:
    """The catalogue of a language with exactly the words that are said now; what is no longer said is gone."""
    held = read(tag) if path(tag).exists() else Catalog(locale=Locale.parse(tag.partition("-x-")[0], sep="-"))
    made = Catalog(locale=held.locale, fuzzy=False, header_comment=held.header_comment, charset="utf-8")
    for message in template():
        if message.id:
            before = held.get(message.id)
            string = before.string if before and _fits(before, message, made.num_plurals) else ""
            made.add(message.id, string, locations=message.locations)
    return made


def written(catalogue: Catalog, tag: str) -> bytes:
    """As a .po file, the same each time."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, omit_header=True, sort_by_file=False, include_lineno=False)
    comment = catalogue.header_comment.rstrip("\n")
    plural = to_gettext(Locale.parse(tag.partition("-x-")[0], sep="-").plural_form)
    header = (
        f'{comment}\nmsgid ""\nmsgstr ""\n"Language: {tag}\\n"\n"Plural-Forms: {plural}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + out.getvalue().strip(b"\n") + b"\n"


def compiled(tag: str) -> bytes:
    """The .mo of what its .po holds."""
    catalogue, out = read(tag), io.BytesIO()
    catalogue.creation_date = catalogue.revision_date = NO_DAY
    catalogue.project = "helpapi"
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = ""
    write_mo(out, catalogue)
    return out.getvalue()


def of_page() -> bytes:
    """What the partner's page is given: by language its direction, its words, and those counted, by category."""
    said = {(words.one, words.several) for words in _in_page()}
    made = {}
    for tag in tags():
        catalogue, locale = read(tag), Locale.parse(tag.partition("-x-")[0], sep="-")
        forms = [name for name in CATEGORIES if name in (*locale.plural_form.tags, "other")]
        counted = {one: catalogue.get((one, several)) for one, several in sorted(said) if several}
        plain = {one: catalogue.get(one) for one, several in sorted(said) if not several}
        made[tag] = {
            "direction": languages.direction(tag),
            "words": {one: found.string for one, found in plain.items() if found and found.string},
            "counted": {
                one: dict(zip(forms, _translated(found), strict=True))
                for one, found in counted.items()
                if found and all(_translated(found))
            },
        }
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def missing(catalogue: Catalog) -> list[str]:
    """The words that a catalogue does not translate, in English."""
    return [_english(one)[0] for one in catalogue if one.id and not all(_translated(one))]


def faults(catalogue: Catalog) -> Iterator[str]:
    """What a translation says that its English does not, or the other way round: the names in braces, and numbers."""
    for message in catalogue:
        if message.id:
            for english, said in zip(_english(message), _translated(message), strict=False):
                if said and names(said) != names(english):
                    yield f"“{said}” must have the same names in braces as “{english}”: {', '.join(names(english))}"
                elif said and numbers(said) != numbers(english):
                    yield f"“{said}” must have the same numbers as “{english}”."


def names(text: str) -> list[str]:
    """The names in braces of a text, each once, sorted; with whatever else stands in the braces, which nothing may."""
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return ["{"]  # it is no text with names
    return sorted({f"{name}{(how and f'!{how}') or ''}{(of and f':{of}') or ''}" for _, name, of, how in parts})


def numbers(text: str) -> list[str]:
    return sorted(re.findall(r"[0-9]+", text))


def _fits(before: Message, message: Message, plurals: int) -> bool:
    return before.id == message.id and (not message.pluralizable or len(_translated(before)) == plurals)


def _english(message: Message) -> tuple[str, ...]:
    if not message.pluralizable:
        return (str(message.id),)
    return (str(message.id[0]), *[str(message.id[1])] * len(_translated(message)))


def _translated(message: Message) -> tuple[str, ...]:
    said = message.string
    return tuple(said) if isinstance(said, tuple | list) else (str(said or ""),)


def _in_code() -> Iterator[Words]:
    for package in PACKAGES:
        for file in sorted((HOUSE / package).rglob("*.py")):
            yield from in_source(file.read_text(encoding="utf-8"), str(file.relative_to(HOUSE)))


def in_source(source: str, where: str) -> Iterator[Words]:
    """The words said in some Python; CatalogueError where it says what only running it would tell."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (function := _name(node.func)) in (*ONE, *COUNTED):
            first = node.args[: 2 if function in COUNTED else 1]
            texts = [one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if first and len(texts) == len(first) and all(texts):
                yield Words(texts[0], texts[1] if len(texts) > 1 else "", where)
            elif any(isinstance(one, ast.JoinedStr | ast.BinOp) for one in first):
                raise CatalogueError(f"{where}, line {node.lineno}: {function} must be given words that stand there.")


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _in_templates() -> Iterator[Words]:
    for file in sorted((HOUSE / "helpapi" / "templates").rglob("*.html")):
        for text in IN_TEMPLATE.findall(file.read_text(encoding="utf-8")):
            yield Words(text, "", str(file.relative_to(HOUSE)))


def _in_page() -> Iterator[Words]:
    for file in (*sorted(PAGE.glob("src/*.ts")), *sorted(PAGE.glob("site/*.html"))):
        text, where = file.read_text(encoding="utf-8"), str(file.relative_to(HOUSE))
        for plain, one, several in IN_SCRIPT.findall(text) if file.suffix == ".ts" else ():
            yield Words(json.loads(f'"{plain or one}"'), json.loads(f'"{several}"'), where)
        for plain in IN_HTML.findall(text):
            yield Words(plain, "", where)


def _in_code_lists() -> Iterator[Words]:
    """All titles, labels and descriptions, but for the names that languages have for themselves."""
    where = str(codes.FILE.relative_to(HOUSE))
    for one in codes.lists().values():
        yield Words(one.title, "", where)
        for code in one.codes:
            if one.name != languages.LIST:
                yield Words(code.label, "", where)
            yield Words(code.description, "", where)
