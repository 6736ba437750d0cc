"""The files in `vectors`: how they are read, and how they are made of what the server answers."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from publishing.bundle import FIELDS
from publishing.edition import Edition, Published
from publishing.registry import layouts
from tests.conformance.asking import Ask, Said
from tests.conformance.made_up import NUMBER

FOLDER = Path(__file__).resolve().parents[2] / "vectors"
EDITION, BUNDLE = FOLDER / "edition.jsonl", FOLDER / "bundle.json"
QUESTIONS, REFUSED = FOLDER / "questions.jsonl", FOLDER / "refused.jsonl"


def read_edition() -> Edition:
    """The edition of the vectors, as the server holds one."""
    return Edition(NUMBER, map(_published, EDITION.read_bytes().splitlines()), layouts())


def _published(line: bytes) -> Published:
    values = orjson.loads(line)
    at = values["published_at"] and datetime.fromisoformat(values["published_at"])
    said = {tag: document.encode() for tag, document in values["translations"].items()}
    document = values["document"].encode()
    return Published(**{**values, "document": document, "translations": said, "published_at": at})


def before_languages(bundle: dict[str, Any]) -> dict[str, Any]:
    """A bundle as servers made it that knew English alone."""
    lists = [one for one in bundle["reference"]["codes"] if one["name"] != "answer-languages"]
    reference = {name: value for name, value in bundle["reference"].items() if name != "languages"}
    entries = [{name: value for name, value in one.items() if name != "translations"} for one in bundle["entries"]]
    return {**bundle, "reference": {**reference, "codes": lists}, "entries": entries}


def written_edition(edition: Edition) -> bytes:
    """Its items, one a line, as `publishing/bundle.py` puts them on file."""
    items = sorted(edition.items.values(), key=lambda item: (item.kind, item.slug, item.uid))
    values = ({name: getattr(item, name) for name in FIELDS} for item in items)
    return _lines({**one, "document": one["document"].decode(), "translations": _said(one)} for one in values)


def _said(values: dict[str, Any]) -> dict[str, str]:
    return {tag: document.decode() for tag, document in sorted(values["translations"].items())}


def written_questions(asks: Sequence[Ask], said: Sequence[Said]) -> bytes:
    """Each question with the digest of its whole answer, and what is looked at first where that differs."""
    return _lines(_vector(ask, one.body) for ask, one in zip(asks, said, strict=True) if one.body is not None)


def written_refused(asks: Sequence[Ask], said: Sequence[Said]) -> bytes:
    """Each question that is refused, with the parameters at fault (null: the whole question) and the server's codes."""
    return _lines(
        {"path": ask.path, "question": ask.question, "now": ask.now, "parameters": one.refused,
         "codes": [code for _, code in one.faults]}
        for ask, one in zip(asks, said, strict=True)
    )  # fmt: skip


def read_asks(file: Path) -> list[Ask]:
    return [Ask(one["path"], one["question"], one["now"]) for one in map(orjson.loads, file.read_bytes().splitlines())]


def _vector(ask: Ask, body: bytes) -> dict[str, Any]:
    answer = orjson.loads(body)
    if ask.path == "help":
        order: list[Any] = [[need["need"], [one["slug"] for one in need["services"]]] for need in answer["needs"]]
    else:
        order = [one["slug"] for one in answer["results"]]
    return {
        "path": ask.path,
        "question": ask.question,
        "now": ask.now,
        "sha256": hashlib.sha256(body).hexdigest(),
        "order": order,
        "left_out": [one["code"] for one in answer["left_out"]],
    }


def _lines(values: Iterator[dict[str, Any]]) -> bytes:
    return b"".join(orjson.dumps(one) + b"\n" for one in values)
