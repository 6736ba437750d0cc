"""The edition of the vectors: the content of the day it was written, and made-up services that meet every rule.

Nobody here is real, and every number is reserved for drama. All uids are worked out, so the same is made each time.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID, uuid5

import orjson
import time_machine

from advice.models import DetailLimit, Form, Reassurance, Step
from publishing import lifecycle
from publishing.bundle import FIELDS
from publishing.edition import Edition, Published
from publishing.models import Translation
from publishing.registry import layouts
from services.hours.text import parse
from tests import factories
from tests.conformance import in_other_languages
from tests.matching import tables
from tests.matching.editions import compiled, make, real_content
from tests.publishing.acts import publication, take_down

WRITTEN_AT = "2026-01-05T09:00:00Z"
NUMBER = 41  # of the edition
NAMESPACE = UUID("5b0e0b5c-6d0e-4a53-9a4e-5a4f2d1c9f10")
A_UID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
GONE = {"closed-for-good": "", "replaced": "made-up-line", "former-topic": ""}  # and what to use instead
PHONE, TEXT = "0808 157 0123", "020 7946 0123"

HOURS = {
    "Leap days": "Daily 09:00-17:00\nBank holidays: as usual\nEvery year 29 Feb: closed",
    "Fifth Fridays": "Fifth Friday of the month 10:00-12:00\nBank holidays: as usual",
    "Only in summer": "1 Jun 2026 - 31 Aug 2026: Daily 10:00-16:00",
    "Until autumn": "Mon-Fri 09:00-17:00\nUntil 30 Sep 2026: Mon-Fri 08:00-20:00\nBank holidays: closed",
    "Over New Year": "Daily 10:00-22:00\nEvery year 20 Dec - 3 Jan: closed\nEvery year 24 Dec: 09:00-12:00",
    "Closed on one New Year": "Daily 10:00-22:00\n20 Dec 2026 - 3 Jan 2027: closed\nEvery year 24 Dec: 09:00-12:00",
    "Small hours": "Daily 00:30-01:30\nBank holidays: as usual",
    "Late in March": "Sun 01:30-02:30\nBank holidays: as usual",
    "Belfast office": "Mon-Fri 09:00-17:00\nBank holidays: closed (Northern Ireland)",
    "Cardiff office": "Mon-Fri 09:00-17:00\nBank holidays: 10:00-12:00 (Wales)",
    "Weekend run": "Fri 18:00 - Mon 06:00\nBank holidays: closed",
    "Terms with an exception": "Mon-Fri 15:30-19:00\nTerm time only\n2026-04-07: 10:00-12:00",
    "New York line": "Daily 09:00-17:00\nBank holidays: as usual\nZone: America/New_York",
    "Lord Howe line": "Daily 09:00-17:00\nBank holidays: as usual\nZone: Australia/Lord_Howe",
    "One month in 2099": "1 Jul 2099 - 31 Jul 2099: Daily 10:00-12:00\nBank holidays: as usual",
}


def made_up() -> None:
    """Publish them all, and take some down again."""
    examples = [*example_items(), *_services(), *_topics(), *_notices()]
    lifecycle.publish_first([*examples, *in_other_languages.translations(examples)], "examples")
    by_slug = {item.slug: item for item in examples}
    for slug, replacement in GONE.items():
        take_down(publication(by_slug[slug]), words="It was made up.", replacement=replacement)


def example_items() -> list:
    """The example services of docs/matching.md."""
    return [make(service) for one in tables.ABOUT for service in tables.examples(one).values()]


def _hours(text: str) -> dict:
    return parse(text).to_json()


def _services() -> list:
    body = factories.organisation("Made-up body", also_known_as="MUB Große Hilfe", website="https://www.example.org")
    found = [
        body,
        factories.organisation("Made-up trust"),
        *(
            factories.service(name, urgency=60, channels=[{"kind": "phone", "value": PHONE, "hours": _hours(hours)}])
            for name, hours in HOURS.items()
        ),
        factories.service(
            "Made-up line",
            organisation=body,
            types=["emotional-support", "mental-health"],
            checked_on=date(2026, 1, 2),
            channels=[
                {
                    "kind": "phone",
                    "value": PHONE,
                    "instructions": "Choose option 2.",
                    "hours": _hours("Daily 08:00-20:00"),
                }
            ],
        ),
        factories.service("Closed for good"),
        factories.service("Replaced"),
        factories.service("Has ended", ends_on=date(2025, 12, 31)),
        factories.service("Is to come", begins_on=date(2027, 1, 4), types=["image-removal"]),
        factories.service("Is paused", is_paused=True, paused_until=date(2026, 12, 31), audiences=["friend"]),
        factories.service("No way to it", channels=[], types=["health"]),
        factories.service("Llinell Tŷ Ŵyn", languages=["cy"], coverage=["W92000004"]),
        factories.service(
            "Every kind of way",
            channels=[
                {"kind": "text", "value": "85258", "keyword": "SHOUT", "free": "yes"},
                {"kind": "text", "value": TEXT},
                {"kind": "textphone", "value": "18001 0808 157 0123"},
                {"kind": "email", "value": "help@example.org"},
                {"kind": "email", "value": "by the form on its website"},
                {"kind": "app", "value": "its app"},
                {"kind": "webchat", "value": "on its website"},
                {"kind": "whatsapp", "value": "https://wa.me/442079460123"},
                {"kind": "telegram", "value": "@example"},
                {"kind": "social", "value": "https://www.instagram.com/example"},
                {"kind": "social", "value": "https://m.youtube.com/@example"},
                {"kind": "social", "value": "on its pages"},
                {
                    "kind": "in-person",
                    "value": "Made-up House",
                    "address": "Made-up House\n1 High Street,",
                    "postcode": "EH1 1YZ",
                },
                {"kind": "in-person", "value": "any office"},
                {"kind": "post", "value": "Freepost MADE UP", "postcode": "EH1 1YZ"},
                {"kind": "bsl-video-relay", "value": "by its app", "languages": ["bfi"]},
            ],
        ),
        factories.service(
            "Many places", coverage=["S12000036", "S12000049", "S12000047", "S12000017", "S12000020"], urgency=40
        ),
        factories.service("Two nations", coverage=["E92000001", "W92000004"], circumstances=["students", "lgbt"]),
        factories.service("Emergency for helpers", types=["emergency"], audiences=["parent-carer", "professional"]),
        factories.service("Helpers over 18", audiences=["parent-carer", "friend"], minimum_age=18),
        factories.service("Written for nobody", age_basis="intended-reader", review_due_on=date(2026, 1, 4)),
        factories.service("Told of no need", types=["emotional-support"], need="recover"),
        factories.service("Children and who they were", age_basis="victim-age", maximum_age=15, age_varies=True),
    ]
    return [*found, *_with_rules()]


def _with_rules() -> list:
    several = factories.service("Several kinds of people", minimum_age=11, maximum_age=19, maximum_age_disputed=True)
    factories.rule(several, position=1, maximum_age=25, circumstances=["care-experienced", "deaf"])
    factories.rule(several, position=2, age_basis="age-in-image", maximum_age=17, coverage=["S92000003", "W92000004"])
    factories.rule(several, position=3, age_basis="victim-age", minimum_age=5, text="A teacher must write to it.")
    placed = factories.service("Older in five places", maximum_age=17, circumstances=["refugees"], types=["health"])
    places = ["E08000035", "E06000023", "E06000014", "E08000032", "E08000036"]
    factories.rule(placed, position=1, minimum_age=18, maximum_age=24, coverage=places)
    ways = factories.service(
        "Ways for some",
        channels=[
            {"kind": "phone", "value": PHONE, "hours": _hours("Always open")},
            {"kind": "text", "value": TEXT, "hours": _hours("Daily 09:00-17:00")},
            {"kind": "web"},
        ],
    )
    phone, text, _ = ways.channels.all()
    factories.rule(ways, position=1, channel=phone, minimum_age=16, coverage=["E92000001"])
    factories.rule(ways, position=2, channel=phone, maximum_age=15, text="An adult must be with you.")
    factories.rule(ways, position=3, channel=text, age_basis="age-in-image", maximum_age=17)
    narrow = factories.service("Every way for some", channels=[{"kind": "phone", "value": PHONE}, {"kind": "web"}])
    for position, channel in enumerate(narrow.channels.all(), start=1):
        factories.rule(narrow, position=position, channel=channel, maximum_age=17 if position == 1 else 25)
    helpers = factories.service(
        "Helpers by one way", audiences=["friend"], channels=[{"kind": "phone", "value": PHONE}]
    )
    factories.rule(helpers, position=1, channel=helpers.channels.get(), minimum_age=18)
    return [several, placed, ways, narrow, helpers]


def _topics() -> list:
    topic = factories.topic("Made-up topic", definition="It was made up.", forms_lead_in="It may be:")
    Form.objects.create(
        topic=topic, position=2, code="faked", text="A faked one.", image_origin="stolen-hacked-or-faked"
    )
    for position, (code, more) in enumerate(
        {
            "told-police": {"precondition": "reader-has-contacted-police"},
            "for-parents": {"audiences": ["parent-carer"]},
            "in-scotland": {"coverage": ["S92000003"], "emphasis": ["well"]},
            "in-kent": {"coverage": ["E10000016"], "audiences": ["victim", "friend"]},
        }.items(),
        start=2,
    ):
        Reassurance.objects.create(topic=topic, position=position, code=code, text=f"All is well ({code}).", **more)
    _steps(topic)
    return [topic, factories.topic("Former topic")]


def _steps(topic) -> None:
    step = Step.objects.create(
        topic=topic,
        position=2,
        code="many-details",
        text="If you can, keep what was sent; it may help. Save the messages, and note the names. Ask a friend. Rest.",
        action="keep what was sent",
        reasons=["it may help."],
        details=["Save the messages,", "and note the names.", "Ask a friend.", "Rest."],
        condition="If you can,",
        phase="right-now",
    )
    Step.objects.create(
        topic=topic,
        position=3,
        code="shared",
        text="If it was shared, list the links.",
        action="list the links.",
        condition="If it was shared,",
        situation="shared",
        phase="right-now",
        service_types=["image-removal", "emotional-support"],
    )
    Step.objects.create(
        topic=topic,
        position=4,
        code="later",
        text="Rest.",
        action="Rest.",
        phase="longer-term",
        service_types=["health"],
    )
    for position, more in enumerate(
        [
            {"detail": "Save the messages,", "age_basis": "age-in-image", "minimum_age": 18, "reason": "For adults."},
            {"detail": "and note the names.", "age_basis": "user-age", "minimum_age": 13, "maximum_age": 25,
             "reason": "For the young."},
            {"detail": "Ask a friend.", "audiences": ["victim", "parent-carer"], "reason": "Not for friends."},
            {"detail": "Ask a friend.", "age_basis": "user-age", "maximum_age": 17, "reason": "For children."},
        ],
        start=2,
    ):  # fmt: skip
        DetailLimit.objects.create(topic=topic, position=position, code=f"limit-{position}", step=step, **more)


def _notices() -> list:
    return [
        factories.notice("A made-up line has moved.", slug="moved", level="information"),
        factories.notice("Do not use the old made-up line.", slug="wrong", url="https://www.example.org/wrong"),
    ]


def edition(blocker, folder) -> Edition:
    """`blocker`: pytest-django's, through which the database is reached and left as it was."""
    with time_machine.travel(WRITTEN_AT, tick=False):
        real = compiled(blocker, folder, real_content)
        examples = compiled(blocker, folder, made_up)
    return Edition(NUMBER, [*real.items.values(), *_fixed(examples.items.values())], layouts())


def _fixed(items: Iterable[Published]) -> Iterator[Published]:
    """The same items with uids that are the same each time: by kind and slug, and by their places in a document."""
    every = sorted(items, key=lambda item: (item.kind, item.slug))
    listed = [item for item in every if item.kind != "translation"]
    fixed = {item.uid.encode(): _uid(item) for item in listed}
    for item in every:
        if item.kind == "translation":  # its identity follows from that of what it is of
            of = UUID(fixed[item.keys["of"].encode()].decode())
            fixed[item.uid.encode()] = str(Translation.uid_of(of, item.keys["language"])).encode()
    for item in listed:
        for number, uid in enumerate(dict.fromkeys(A_UID.findall(item.document + orjson.dumps(item.keys)))):
            fixed.setdefault(uid, _uid(item, number))

    def as_fixed(text: bytes) -> bytes:
        return A_UID.sub(lambda found: fixed[found[0]], text)

    for item in every:
        values = {name: getattr(item, name) for name in FIELDS}
        values["document"], values["slug"] = as_fixed(item.document), as_fixed(item.slug.encode()).decode()
        values["translations"] = {tag: as_fixed(said) for tag, said in item.translations.items()}
        values["keys"] = orjson.loads(as_fixed(orjson.dumps(item.keys)))
        values["digest"] = hashlib.sha256(values["document"]).hexdigest()
        yield Published(**{**values, "uid": fixed[item.uid.encode()].decode()})


def _uid(item: Published, *place: int) -> bytes:
    return str(uuid5(NAMESPACE, "/".join(map(str, (item.kind, item.slug, *place))))).encode()
