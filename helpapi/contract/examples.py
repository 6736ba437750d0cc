"""Real answers for the OpenAPI document: docs/examples has a file for each operation, and one for shared problems.

A file is a list of {name, summary, question: {method, address, body}, status, answer}. A question that asks for another
type than JSON has `accept`, and an answer in plain text is a string. The answers are what the API gives from the seed
content; tests/house/test_examples.py checks that and writes them anew.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

FOLDER: Path = settings.BASE_DIR / "docs" / "examples"
SHARED = FOLDER / "problems.json"


def read(file: Path) -> list[dict[str, Any]]:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else []


def add_examples(operations: Iterable[dict[str, Any]], components: dict[str, Any]) -> None:
    """Give each operation's question and answers their examples; those of shared problems stand once."""
    shared = read(SHARED)
    components["examples"] = {example["name"]: _shown(example) for example in shared}
    for operation in operations:
        own = read(FOLDER / f"{operation['operationId']}.json")
        for parameter in operation.get("parameters", []) if own else ():
            if parameter["in"] == "path":
                parameter["example"] = own[0]["question"]["address"].rpartition("/")[2]
        asked = {e["name"]: _shown(e, "body") for e in own if e["status"] in (200, 202)}
        for content in operation.get("requestBody", {}).get("content", {}).values():
            content["examples"] = asked
        for status, response in operation["responses"].items():
            found = {e["name"]: _shown(e) for e in own if str(e["status"]) == status} or {
                e["name"]: {"$ref": f"#/components/examples/{e['name']}"} for e in shared if str(e["status"]) == status
            }
            for media, content in response.get("content", {}).items() if found else ():
                content["examples"] = _as(media, found)


def _as(media: str, found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Those that are of this media type: an answer that is a text by itself is of `text/plain`."""
    return {name: one for name, one in found.items() if isinstance(one.get("value"), str) == (media == "text/plain")}


def _shown(example: dict[str, Any], part: str = "answer") -> dict[str, Any]:
    value = example["question"]["body"] if part == "body" else example["answer"]
    return {"summary": example["summary"], "value": value}
