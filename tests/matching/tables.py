"""The tables of docs/matching.md: the example services, and the cases that are the tests. Imports nothing of ours."""

from functools import cache
from pathlib import Path

from tests.matching.plain_hours import counting
from tests.matching.plain_places import named, nations_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "matching.md"
ABSENT = "–"
ABOUT = ("audiences", "ages", "rules", "needs", "places", "opening hours", "channels", "ways", "the order")
TYPE = "image-removal"  # of a need of which `/help` shows every service
NO_LIMIT = {"basis": "user-age", "low_known": True, "high_known": True, "disputed": False, "varies": False}
FACTS = ("free", "anonymous", "account needed", "on phone bill")


@cache
def table(heading):
    """The rows of the first table under a heading, as dictionaries by column, without backquotes."""
    _, found, text = PAGE.read_text(encoding="utf-8").partition(f"# {heading}\n")
    assert found, f"docs/matching.md has no heading “{heading}”"
    lines = [line for line in text.split("\n#")[0].splitlines() if line.startswith("|")]
    columns, _, *rows = [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(columns, row, strict=True)) for row in rows]


@cache
def examples(about=None):
    """The example services of the page by name, as `plain_content` has the real ones; `about`: of one table only."""
    if about is None:
        return {name: service for one in ABOUT for name, service in examples(one).items()}
    found = {}
    for row in table(f"Example services for {about}"):
        service = found.setdefault(row["service"], _example(row))
        if "channel" in row:
            service["channels"].append(_channel(row, nations_of(service)))
        for to, is_way in (("also", False), ("way", True)):
            if any(value != ABSENT for name, value in row.items() if name.startswith(f"{to} ")):
                service["rules"].append(_rule(row, to, len(service["channels"]) - 1 if is_way else None))
    return found


def _example(row):
    places = row.get("covers", "united-kingdom").split(", ")
    known = [named()[name] for name in places if name not in ("unknown", "worldwide")]
    return {
        "slug": row["service"].lower().replace(" ", "-").replace("&", ""),
        "name": row["service"],
        "types": row.get("kinds of help", TYPE).split(", "),
        "need": row.get("named by editors", ABSENT).replace(ABSENT, "") or None,
        "audiences": _listed(row.get("who may use it", "victim")),
        "urgency": int(row.get("urgency", 50)),
        "languages": _listed(row.get("the service speaks", "unknown")),
        "basis": row.get("whose age", "user-age"),
        **_limit("low", row.get("youngest", "none")),
        **_limit("high", row.get("oldest", "none")),
        "who": _codes(row.get("only for", ABSENT)),
        "rules": [],
        "disputed": row.get("one year more") == "disputed",
        "varies": row.get("differs by area") == "yes",
        "coverage": None if "unknown" in places else sorted(known),
        "worldwide": "worldwide" in places,
        "channels": [],
    }


def _rule(row, to, way):
    """Whom a service is for as well, or whom a way is for; `way`: the number of its channel."""
    places = row[f"{to} in"].replace(ABSENT, "")
    return {
        **NO_LIMIT,
        "way": way,
        "low": _limit("low", row[f"{to} youngest"].replace(ABSENT, "none"))["low"],
        "high": _limit("high", row[f"{to} oldest"].replace(ABSENT, "none"))["high"],
        "places": [named()[places]] if places else [],
        "who": _codes(row[f"{to} for"]),
        "words": row[f"{to} words"].replace(ABSENT, ""),
    }


def _codes(text):
    return [] if text == ABSENT else text.split(", ")


def _limit(name, text):
    return {name: int(text) if text.isdigit() else None, f"{name}_known": text != "unknown"}


def _listed(text):
    return [] if text == "unknown" else text.split(", ")


def _channel(row, nations):
    typed = "" if row["hours"] == "unknown" else row["hours"]
    return {
        "kind": row["channel"],
        "typed": typed,
        "hours": counting(typed, nations),
        "languages": _listed(row.get("languages", "unknown")),
        **{fact.replace(" ", "_"): row.get(fact, "unknown") for fact in FACTS},
    }
