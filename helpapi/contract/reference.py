"""The OpenAPI document arranged for reading: what the page at /api/docs shows of each operation and each object."""

import json
from collections.abc import Iterator
from typing import Any

from helpapi.contract.markdown import words

WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false", "array": "list", "object": "object"}
FORMATS = {"date": "date", "date-time": "date and time", "uri": "web address", "uuid": "UUID"}


def groups(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The tags of `document`, each with its operations in the document's order."""
    found = list(_operations(document))
    return [{**tag, "operations": [one for one in found if tag["name"] in one["tags"]]} for tag in document["tags"]]


def objects(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The named schemas, each with its members or its values."""
    return [
        {
            "name": name,
            "description": words(schema.get("description", "")),
            "values": schema.get("enum", []),
            "members": [
                {"name": member, "description": words(part.get("description", "")), **kind(part)}
                for member, part in schema.get("properties", {}).items()
            ],
        }
        for name, schema in document["components"]["schemas"].items()
    ]


def kind(schema: dict[str, Any]) -> dict[str, str]:
    """What a value is: `before`, then `link` (the name of an object, or empty), then `after`."""
    choices = schema.get("oneOf", [schema])
    shown = next(choice for choice in choices if choice.get("type") != "null")
    types = [shown["type"]] if isinstance(shown.get("type"), str) else shown.get("type", [])
    after = " or null" if "null" in types or len(choices) > 1 else ""
    if "$ref" in shown:
        return {"before": "", "link": shown["$ref"].rpartition("/")[2], "after": after}
    if "array" in types:
        inner = kind(shown["items"])
        return {**inner, "before": f"list of {inner['before']}", "after": inner["after"] + after}
    named = next((name for name in types if name != "null"), "")
    words = FORMATS.get(shown.get("format", "")) or WORDS.get(named, "value")
    return {"before": words + _bounds(shown), "link": "", "after": after}


def _bounds(schema: dict[str, Any]) -> str:
    if "minimum" in schema:
        return f" from {schema['minimum']}" + (f" to {schema['maximum']}" if "maximum" in schema else "")
    return f" of at most {schema['maxLength']} characters" if "maxLength" in schema else ""


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield {
                **operation,
                "description": words(operation["description"]),
                "method": method.upper(),
                "path": path,
                "parameters": [_parameter(part, schemas) for part in operation.get("parameters", [])],
                "body": _body(operation),
                "answers": [_answer(status, part, document) for status, part in operation["responses"].items()],
            }


def _parameter(part: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """A parameter with what the form to try it out needs: `values` to choose from, and the value it begins with."""
    schema = part["schema"]
    inner = schema.get("items", schema)
    named = schemas.get(inner.get("$ref", "").rpartition("/")[2], inner)
    return {
        **part,
        **kind(schema),
        "description": words(part["description"]),
        "is_number": named["type"] == "integer",
        "is_multiple": "items" in schema,
        "values": ["true", "false"] if named["type"] == "boolean" else named.get("enum", []),
        "begin": part.get("example", "") if part["in"] == "path" else "",  # examples of two parameters may contradict
    }


def _answer(status: str, part: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    contents = list(part.get("content", {}).values())
    content: dict[str, Any] = next(iter(contents), {})
    shown = [_resolved(example, document) for one in contents for example in one.get("examples", {}).values()]
    return {
        "status": status,
        "description": part["description"],
        "object": content.get("schema", {}).get("$ref", "").rpartition("/")[2],
        "examples": [{"summary": example["summary"], "text": _text(example["value"])} for example in shown],
    }


def _resolved(example: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    name = example.get("$ref", "").rpartition("/")[2]
    return document["components"]["examples"][name] if name else example


def _body(operation: dict[str, Any]) -> dict[str, str] | None:
    """The object that a question is sent as, and the first example of it."""
    if "requestBody" not in operation:
        return None
    content = operation["requestBody"]["content"]["application/json"]
    first: Any = next((example["value"] for example in content["examples"].values()), {})
    return {"object": content["schema"]["$ref"].rpartition("/")[2], "text": _text(first)}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
