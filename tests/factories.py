"""Content for tests: each function saves one item with its parts, valid as it stands; keywords change fields."""

from itertools import count

from django.utils.text import slugify

from advice.models import DetailLimit, Entry, Form, Reassurance, Step, Topic
from publishing import snapshots
from publishing.models import Notice, Publishable, Translation
from publishing.registry import kind_of, kinds
from publishing.translating import words
from services.models import Channel, Detail, Organisation, Rule, Service, Source

_numbers = count(1)


def organisation(name: str = "", **fields) -> Organisation:
    name = name or f"Organisation {next(_numbers)}"
    return Organisation.objects.create(name=name, slug=fields.pop("slug", slugify(name)), **fields)


def service(name: str = "", channels: list[dict] | None = None, **fields) -> Service:
    """A service anyone in the UK may use, reached by one web page unless `channels` says otherwise."""
    name = name or f"Service {next(_numbers)}"
    defaults = {
        "slug": slugify(name),
        "summary": "Someone to talk to.",
        "types": ["emotional-support"],
        "audiences": ["victim"],
        "minimum_age_known": True,
        "maximum_age_known": True,
        "coverage": ["K02000001"],
        "coverage_known": True,
    }
    made = Service.objects.create(name=name, **{**defaults, **fields})
    for position, channel_fields in enumerate(channels if channels is not None else [{}], start=1):
        channel(made, position=position, **channel_fields)
    return made


def channel(service: Service, **fields) -> Channel:
    return Channel.objects.create(service=service, **{"kind": "web", "value": "https://www.example.org", **fields})


def rule(service: Service, **fields) -> Rule:
    return Rule.objects.create(service=service, **fields)


def source(service: Service, **fields) -> Source:
    defaults = {"facts": ["types"], "title": "A leaflet", "publisher": "Somebody", "source_class": "first-party"}
    return Source.objects.create(service=service, **{**defaults, **fields})


def topic(title: str = "", **fields) -> Topic:
    """A topic with one of each part."""
    title = title or f"Topic {next(_numbers)}"
    made = Topic.objects.create(title=title, slug=fields.pop("slug", slugify(title)), **fields)
    Form.objects.create(topic=made, position=1, code="a-form", text="One form of it.")
    Reassurance.objects.create(topic=made, position=1, code="not-your-fault", text="It is not your fault.")
    step = Step.objects.create(
        topic=made,
        position=1,
        code="stop",
        text="Stop. Tell nobody.",
        action="Stop.",
        details=["Tell nobody."],
        phase="right-now",
    )
    DetailLimit.objects.create(
        topic=made,
        position=1,
        code="nobody",
        step=step,
        detail="Tell nobody.",
        audiences=["victim"],
        reason="This is said to some only.",
    )
    Entry.objects.create(topic=made, position=1, code="entry", text="Somebody: www.example.org", name="Somebody")
    return made


def whole_service(name: str = "", **fields) -> Service:
    """A service with parts of every kind: two channels, two rules, a detail, and a source of one of the channels."""
    made = service(name, channels=[{}, {"value": "https://second.example.org"}], **fields)
    rule(made, position=1, maximum_age=25, circumstances=["care-experienced"], text="Somebody must refer you.")
    rule(made, position=2, channel=made.channels.last(), minimum_age=13)
    Detail.objects.create(service=made, position=1, about="types", text="It listens.")
    source(made, channel=made.channels.last())
    return made


def notice(text: str = "", **fields) -> Notice:
    text = text or "Do not use the old number."
    return Notice.objects.create(text=text, slug=fields.pop("slug", f"notice-{next(_numbers)}"), **fields)


def translation(title: str = "", of: Publishable | None = None, language: str = "cy", **fields) -> Translation:
    """Of all the words of an item, each the English with the language in front of it; of an organisation's own."""
    item = of or organisation(title)
    english = snapshots.hydrate(snapshots.take(item))
    made = Translation.of_item(item, kind_of(item).name, language)
    made.texts = {text: f"[{language}] {text}" for text in words.of(english)}
    made.made_from = words.digest(english)
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


# Of each kind of content, what makes one with every part there is; a title may come first, then fields.
MAKERS = {
    "organisation": organisation,
    "service": whole_service,
    "topic": topic,
    "notice": notice,
    "translation": translation,
}


def of_kind(name: str, title: str = "", **fields) -> Publishable:
    assert name in MAKERS, f"tests/factories.py makes no “{name}”: write a function that does, and name it in MAKERS."
    return MAKERS[name](title, **fields)


def of_every_kind() -> dict[str, Publishable]:
    """One by the name of each kind; the service is the organisation's, and the translation is of that."""
    made = {name: of_kind(name) for name in kinds() if name != "translation"}
    made["translation"] = translation(of=made["organisation"])
    made["service"].organisation = made["organisation"]
    made["service"].save()
    return made
