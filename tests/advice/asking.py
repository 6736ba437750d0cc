"""What the tests of /help publish and ask."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from advice.models import Reassurance, Step
from tests.factories import topic

TUESDAY_NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
NOON = "open_at=2026-01-20T12:00:00Z"
PHONE = {"kind": "phone", "value": "0808 157 0123"}
OPEN_PHONE = {**PHONE, "hours": {"state": "always-open"}}
SHUT_ON_TUESDAYS = {
    "state": "weekly",
    "zone": "Europe/London",
    "weekly": [{"opens_day": "wednesday", "opens": "09:00", "closes_day": "wednesday", "closes": "17:00"}],
    "exceptions": [],
    "bank_holidays": "as-usual",
    "bank_holiday_nations": [],
}
ON_TUESDAYS = {
    **SHUT_ON_TUESDAYS,
    "weekly": [{"opens_day": "tuesday", "opens": "09:00", "closes_day": "tuesday", "closes": "17:00"}],
}


def sheet(*parts):
    """The default topic with these reassurances, steps and forms, as (class, code, fields)."""
    made = topic("Sextortion")
    Reassurance.objects.all().delete()
    Step.objects.all().delete()
    for position, (kind, code, fields) in enumerate(parts, start=2):
        if kind is Step:
            fields = {"action": code, "phase": "right-now", **fields}
        kind.objects.create(topic=made, position=position, code=code, text=code, **fields)
    return made


def ask(api, query="", **headers):
    response = api.get(f"/api/v1/help?{query.strip('&')}", headers=headers)
    assert response.status_code == 200, response.content
    return response if headers else response.json()


def names(need):
    return [card["name"] for card in need["services"]]


def by_need(answer):
    return {need["need"]: names(need) for need in answer["needs"]}


def cards(answer):
    return {card["name"]: card for need in answer["needs"] for card in need["services"]}


def left_out(answer):
    return {(one["parameter"], one["code"]): one["count"] for one in answer["left_out"]}


def follow(api, address):
    """Everything on the pages that begin at an address of an answer."""
    found = []
    while address:
        parts = urlsplit(address)
        page = api.get(f"{parts.path}?{parts.query}").json()
        found += page["results"]
        address = page["next"]
    return found
