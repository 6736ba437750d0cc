"""The data files, read as plain YAML with no code of the project's, for tests that hold the API to them."""

from pathlib import Path

import pytest
import yaml

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def data(name: str) -> dict:
    return yaml.load((FIXTURES / name).read_text(encoding="utf-8"), yaml.CSafeLoader)


SHEET = (FIXTURES / "sheet.txt").read_text(encoding="utf-8")
SEED, SUPPLEMENT, DECIDED = data("seed_content.yaml"), data("supplement.yaml"), data("seed_facts.yaml")
SERVICES = {service["id"]: service for service in SEED["services"] + SUPPLEMENT["services"]}
RELAYS = {relay["id"]: relay for relay in SUPPLEMENT["relays"]}
SOURCES = {source["id"]: source for source in SEED["sources"] + SUPPLEMENT["sources"]}
CODES = {
    "england": "E92000001",
    "scotland": "S92000003",
    "wales": "W92000004",
    "northern-ireland": "N92000002",
}
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
UNKNOWN = {"value": None, "status": "unknown"}
# A fact of a service in the data, and the code by which its sources name it.
SERVICE_FACTS = {
    "operator": "operator",
    "types": "types",
    "audience": "audience",
    "regions": "regions",
    "confidentiality": "confidentiality",
    "cost_of_service": "cost",
    "languages": "languages",
    "redirects": "redirects",
    "requirements": "requirements",
    "limits": "limits",
    "out_of_scope": "out-of-scope",
    "examples": "examples",
    "alternative": "alternative",
    "conflicts_with_seed": "conflict",
}
DETAILS = list(SERVICE_FACTS)[7:]
NUMBERS = ("phone", "text", "textphone", "email")

every_service = pytest.mark.parametrize("slug", SERVICES)


def channels_of(slug: str) -> list[dict]:
    """The channels of a service in the data; hours given for the whole service are those of its one channel."""
    service = SERVICES[slug]
    return [{"hours": service.get("hours", UNKNOWN), **channel} for channel in service["channels"]]


def published(slug: str) -> list[dict]:
    return [channel for channel in channels_of(slug) if channel["publish"]]


def decided(slug: str, kind: str | None = None, value: str | None = None) -> dict[str, dict]:
    """What seed_facts.yaml says of a channel, or of the service itself."""
    channel = {"kind": kind, "value": value} if kind else None
    return {
        entry["fact"]: entry
        for entry in DECIDED["facts"]
        if entry["service"] == slug and entry.get("channel") == channel
    }


def texts(value) -> list[str]:
    """Every text in an answer but its identities."""
    if isinstance(value, dict):
        return [text for name, one in value.items() if name not in ("uid", "channel") for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []
