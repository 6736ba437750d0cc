"""Editions to ask: the real content, and the example services of docs/matching.md, published and taken back again."""

from django.db import transaction
from django.test import override_settings

from publishing import keeper, lifecycle
from publishing.edition import Edition
from publishing.registry import layouts
from services.hours.text import parse
from services.models import Service
from tests import factories
from tests.carrying import bring_in
from tests.matching import tables

VALUES = {
    "phone": "0808 157 0123",
    "text": "020 7946 0123",
    "textphone": "18001 0808 157 0123",
    "webchat": "on its website",
    "whatsapp": "020 7946 0123",
    "signal": "020 7946 0123",
    "messenger": "https://m.me/example",
    "telegram": "@example",
    "social": "https://www.instagram.com/example",
    "bsl-video-relay": "by its app",
    "web-form": "https://www.example.org/form",
    "in-person": "any office",
    "post": "Freepost EXAMPLE",
    "web": "https://www.example.org",
    "email": "help@example.org",
}


def compiled(blocker, folder, fill):
    """The edition of what `fill` publishes; the database is left as it was. `blocker`: pytest-django's."""
    with blocker.unblock(), transaction.atomic(), override_settings(RECORD_HEAD=folder / "record.head"):
        keeper.forget()
        fill()
        keeper.refresh()
        edition = keeper.current()
        transaction.set_rollback(True)
    keeper.forget()
    return edition


def together(*editions):
    """One edition with everything of several."""
    return Edition(1, [item for edition in editions for item in edition.items.values()], layouts())


def real_content():
    bring_in()


def example_services(*about):
    """Publish the examples of these tables of the page, and a topic, without which there is no help."""
    made = [make(service) for one in about for service in tables.examples(one).values()]
    lifecycle.publish_first([*made, factories.topic("Example topic")], "examples")


def make(service) -> Service:
    """An example, as a row with its channels."""
    made = factories.service(
        service["name"],
        slug=service["slug"],
        channels=[_channel(channel) for channel in service["channels"]],
        types=service["types"],
        need=service["need"] or "",
        urgency=service["urgency"],
        languages=service["languages"],
        audiences=service["audiences"],
        age_basis=service["basis"],
        minimum_age=service["low"],
        minimum_age_known=service["low_known"],
        maximum_age=service["high"],
        maximum_age_known=service["high_known"],
        maximum_age_disputed=service["disputed"],
        age_varies=service["varies"],
        circumstances=service["who"],
        coverage=service["coverage"] or [],
        coverage_known=service["coverage"] is not None,
        is_worldwide=service["worldwide"],
    )
    channels = list(made.channels.all())
    for position, rule in enumerate(service["rules"], start=1):
        factories.rule(
            made,
            position=position,
            channel=None if rule["way"] is None else channels[rule["way"]],
            minimum_age=rule["low"],
            maximum_age=rule["high"],
            circumstances=rule["who"],
            coverage=rule["places"],
            text=rule["words"],
        )
    return made


def _channel(channel):
    fields = {name: channel[name] for name in ("free", "anonymous", "account_needed", "on_phone_bill", "languages")}
    hours = parse(channel["typed"].replace("; ", "\n")).to_json()
    return {"kind": channel["kind"], "value": VALUES[channel["kind"]], "hours": hours, **fields}
