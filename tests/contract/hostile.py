"""Hostile and good values for every parameter of the OpenAPI document, worked out from its schema alone.

A parameter that is added to the code is in the document, and so it is attacked without anyone writing it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from helpapi.contract.docs import as_json

DOCUMENT = json.loads(as_json())

# Spelt as they stand in an address. None is well-formed percent-encoded UTF-8, or free of control characters.
BROKEN = [
    "%",
    "%z",
    "%zz1",
    "%u0031",
    "%FF",
    "%C0%80",
    "%ED%A0%80",
    "%F4%90%80%80",
    "%E2%82",
    "%00",
    "1%00",
    "%0D%0A",
    "%7F",
]
# Text that other systems have stumbled over. A parameter that takes free text may take it, and no other may.
STRANGE = [
    *(
        "",
        " ",
        "+",
        "-",
        ".",
        "0",
        "-0",
        "00",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "1,2",
        "1;2",
        "0x1",
        "0b1",
        "1_0",
        "--1",
    ),
    *("１５", "١٥", "²", "½", "Ⅷ", "𝟙", "NaN", "Infinity", "null", "None", "undefined", "tRUE", "TRUE", "yes", "on"),
    *("' OR '1'='1", '" OR ""="', "1; DROP TABLE x --", "') UNION SELECT 1--", "%' AND SLEEP(5)#", "*)(uid=*"),
    *("<script>alert(1)</script>", "javascript:alert(1)", "{{7*7}}", "${jndi:ldap://x/a}", "#{7*7}", "%n%s%x"),
    *(
        "../../../etc/passwd",
        "..\\..\\boot.ini",
        "file:///etc/passwd",
        "http://169.254.169.254/",
        "|id",
        "`id`",
        "$(id)",
    ),
    *("a" * 81, "a" * 201, "9" * 30, "9" * 1500, "é" * 150, "\u202egnp.exe", "\u200b", "\ufeff", "💩", "Z͑ͫA̴̵LGO͇̬"),
    *("__class__", "__proto__", "constructor", "[object Object]", "[]", "{}", '{"$gt": ""}', "id__gte", "now()", "*"),
]
# What no member of a body may be, whatever it is called; a member that takes a list refuses them outside one.
WRONG_JSON = [
    {},
    {"gte": 1},
    [[]],
    [None],
    [{}],
    1.5,
    -1,
    10**30,
    1e300,
    "\ud800",
    "a\u0000b",
    "x" * 300,
    [1] * 21,
]
STRANGE_NAMES = [
    "{}[]",
    "{}[gte]",
    "{}__gt",
    "{}.x",
    "{} ",
    " {}",
    "{}\u0000",
    "X{}",
    "{}2",
    "-{}",
    "{}!",
    "filter[{}]",
]


@dataclass(frozen=True)
class Asked:
    """One parameter of one operation. `schema` has its references followed; `is_list`: it may be repeated."""

    method: str
    path: str
    name: str
    schema: dict[str, Any]
    example: Any = None
    is_list: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.name}"

    @property
    def is_free_text(self) -> bool:
        return self.schema["type"] == "string" and not {"enum", "pattern"} & set(self.schema)

    def takes(self, text: str) -> bool:
        """Whether the schema allows this text in an address; for free text, whether it might."""
        schema = self.schema
        if schema["type"] == "integer":
            return (
                bool(re.fullmatch(r"-?(0|[1-9][0-9]{0,15})(\.0+)?", text))
                and schema["minimum"] <= float(text) <= schema["maximum"]
            )
        if schema["type"] == "boolean":
            return text in ("true", "false")
        if "enum" in schema:
            return text in schema["enum"]
        fits = schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", 10_000)
        return fits and bool(re.search(schema.get("pattern", ""), text))

    def outside(self) -> list[str]:
        """The values next to the ends of what the schema allows."""
        ends = [self.schema[end] + step for end, step in (("minimum", -1), ("maximum", 1)) if end in self.schema]
        longer = ["a" * (self.schema["maxLength"] + 1)] if "maxLength" in self.schema else []
        altered = [change(value) for value in self.schema.get("enum", [])[:3] for change in ALTERED]
        return [*map(str, ends), *longer, *altered]

    def good(self) -> list[Any]:
        """Values that the schema says are right, as JSON."""
        named = [self.schema[end] for end in ("minimum", "maximum", "default") if end in self.schema]
        flags = [True, False] if self.schema["type"] == "boolean" else []
        given = [] if self.example is None else [self.example]
        return [*given, *named, *flags, *self.schema.get("enum", [])]

    def spellings(self) -> Iterator[tuple[str, str]]:
        """Each hostile value as it stands in an address, and as the text it stands for where it stands for any."""
        for text in dict.fromkeys([*self.outside(), *STRANGE]):
            yield quote(text, safe=""), text
        for broken in BROKEN:
            yield broken, ""


ALTERED = (str.upper, lambda value: value + " ", lambda value: f"{value},{value}", lambda value: value[:-1] + "\u0430")


def addresses() -> Iterator[tuple[str, dict[str, dict]]]:
    """Every path of the document with its operations, by method."""
    for path, operations in DOCUMENT["paths"].items():
        yield path, {method.upper(): operation for method, operation in operations.items()}


def in_query() -> Iterator[Asked]:
    for path, operations in addresses():
        for found in operations.get("GET", {}).get("parameters", []):
            if found["in"] == "query":
                yield _asked("GET", path, found["name"], found["schema"], found.get("example"))


def in_body() -> Iterator[Asked]:
    examples = {(asked.path, asked.name): asked.example for asked in in_query()}
    for path, operations in addresses():
        if "POST" in operations:
            body = _followed(operations["POST"]["requestBody"]["content"]["application/json"]["schema"])
            for name, schema in body["properties"].items():
                yield _asked("POST", path, name, schema, examples.get((path, name)))


def in_path() -> list[str]:
    """The paths that name one thing, without its name."""
    return [path.removesuffix("{name}") for path, _ in addresses() if path.endswith("{name}")]


def _asked(method: str, path: str, name: str, schema: dict, example: Any) -> Asked:
    schema = _not_null(_followed(schema))
    is_list = schema["type"] == "array"
    return Asked(method, path, name, _followed(schema["items"]) if is_list else schema, example, is_list)


def _not_null(schema: dict) -> dict:
    """What a member of a body is where it is not null."""
    if "oneOf" in schema:
        return next(_followed(choice) for choice in schema["oneOf"] if choice.get("type") != "null")
    if isinstance(schema["type"], list):
        (kind,) = set(schema["type"]) - {"null"}
        return {**schema, "type": kind}
    return schema


def _followed(schema: dict) -> dict:
    return DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
