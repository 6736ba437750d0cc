"""The project's content straight from the YAML files, as plain dictionaries. Imports nothing of ours."""

from functools import cache
from pathlib import Path

import yaml

from tests.matching.plain_hours import counting
from tests.matching.plain_places import UNITED_KINGDOM, named, nations_of

FOLDER = Path(__file__).resolve().parents[2] / "fixtures"
ANYONE = ["victim", "parent-carer", "friend", "professional"]
FACTS = {"free": "free", "anonymous": "anonymous", "account-needed": "account_needed", "languages": "languages"}


@cache
def file(name):
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), yaml.CSafeLoader)


@cache
def codes(name):
    return [entry["code"] for entry in file("codes.yaml")[name]["codes"]]


@cache
def services():
    """Every service of the seed and the supplement, the relays among them, by its id."""
    urgency = {name: band["order"] for band in file("seed_facts.yaml")["urgency"] for name in band["services"]}
    records = [*file("seed_content.yaml")["services"], *file("supplement.yaml")["services"]]
    records += [_relay(relay) for relay in file("supplement.yaml")["relays"]]
    found = {record["id"]: _service(record, urgency[record["id"]]) for record in records}
    for decision in file("seed_facts.yaml")["facts"]:
        if decision["fact"] == "languages" and "channel" not in decision:
            found[decision["service"]]["languages"] = decision["value"]
        if "channel" in decision and decision["fact"] in FACTS:
            channel = found[decision["service"]]["channels"][_same(decision["channel"])]
            channel[FACTS[decision["fact"]]] = decision["value"]
    decided = file("seed_facts.yaml")
    for machine in decided["machines"] + decided["partial_hours"]:
        found[machine["service"]]["channels"][_same(machine["channel"])]["hours"] = ""
    for one in decided["circumstances"]:
        found[one["service"]]["who"] = one["codes"]
    for service in found.values():
        service["channels"] = [channel for channel in service["channels"].values() if channel["publish"]]
        for channel in service["channels"]:
            channel["hours"] = counting(channel["hours"], nations_of(service))
    return found


def _service(record, urgency):
    low, high = record["age"]["min"], record["age"]["max"]
    regions = record["regions"]
    coverage = None if regions["status"] == "unknown" else [named()[name] for name in regions["value"]]
    hours = {"hours": record["hours"]} if "hours" in record else {}
    return {
        "slug": record["id"],
        "name": record["name"],
        "types": record["types"]["value"],
        "audiences": record["audience"]["value"],
        "urgency": urgency,
        "basis": record["age"]["basis"],
        "low": low["value"],
        "low_known": low["status"] != "unknown",
        "high": high["value"],
        "high_known": high["status"] != "unknown",
        "disputed": record["id"] in file("seed_facts.yaml")["disputed_maximum_ages"],
        "varies": record.get("age_varies_by_area", False),
        "coverage": [UNITED_KINGDOM] if coverage and len(coverage) == 4 else coverage,
        "who": [],
        "rules": [],
        "worldwide": bool(regions.get("worldwide")),
        "need": record.get("need"),
        "languages": record.get("languages", {}).get("value") or [],
        "channels": {_same(channel): _channel({**hours, **channel}) for channel in record["channels"]},
    }


def _relay(record):
    unknown = {"value": None, "status": "unknown"}
    publish = record["web"]["value"] is not None
    channel = {"kind": "web", "value": record["web"]["value"], "publish": publish, "hours": record["hours"]}
    return {
        **{name: record[name] for name in ("id", "name", "regions")},
        "types": {"value": ["relay"]},
        "audience": unknown,
        "age": {"basis": "user-age", "min": unknown, "max": unknown},
        "channels": [channel],
    }


def _same(channel):
    return channel["kind"], channel["value"]


def _channel(record):
    return {
        "kind": record["kind"],
        "publish": record["publish"],
        "hours": _hours(record.get("hours") or {}),
        "languages": [],
        **dict.fromkeys(("free", "anonymous", "account_needed", "on_phone_bill"), "unknown"),
    }


def _hours(record):
    """The hours in an editor's spelling, as `plain_hours` reads them."""
    if record.get("always_open"):
        return "Always open"
    if not record.get("weekly"):
        return ""
    lines = []
    for row in record["weekly"]:
        if "from" in row:
            lines.append(f"{row['from']} - {row['to']}")
        else:
            lines += [f"{day} {row['opens']}-{row['closes'].replace('24:00', '00:00')}" for day in row["days"]]
    closed = "excluding bank holidays" in record["text"]
    return "; ".join([*lines, "Bank holidays: closed" if closed else "Bank holidays: not known"])


@cache
def topic():
    """What `/help` may say from the sheet: reassurances and steps, each with whom it is for."""
    content, ours = file("seed_content.yaml")["content"], file("seed_facts.yaml")["reassurances"]
    reassurances = [
        {
            "code": record["id"],
            "precondition": record["precondition"],
            "audiences": ours.get(record["id"], {}).get("audiences", []),
            "coverage": [named()[name] for name in ours.get(record["id"], {}).get("regions", [])],
        }
        for record in content["reassurance"]
    ]
    steps = [
        {
            "code": record["id"],
            "phase": record["editorial"]["phase"],
            "types": record["editorial"].get("refers_to_service_types", []),
        }
        for record in content["advice"]["steps"]
    ]
    return {"reassurances": reassurances, "steps": steps}
