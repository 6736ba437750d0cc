"""A snapshot holds an item whole, and is read exactly or not at all."""

import json
from uuid import UUID

import pytest

from advice.models import Step
from publishing import registry, snapshots
from publishing.snapshots import SnapshotError
from services.models import Channel, Detail
from tests import factories as make

HOURS = {
    "state": "weekly",
    "zone": "Europe/London",
    "weekly": [{"opens_day": "monday", "opens": "09:00", "closes_day": "monday", "closes": "17:00"}],
    "exceptions": [],
    "bank_holidays": "unknown",
    "bank_holiday_nations": [],
}


def whole_service():
    """A service with parts of every kind, one of which points at another, and two of which share a position."""
    service = make.service(
        organisation=make.organisation(), minimum_age=11, maximum_age=17, checked_on="2026-01-02",
        channels=[{"hours": HOURS}, {"value": "https://second.example.org"}],
    )  # fmt: skip
    service.channels.update(position=1)
    make.rule(service, maximum_age=25, circumstances=["care-experienced"], ends_on="2027-01-02")
    make.rule(service, channel=service.channels.first(), coverage=["E08000035"], text="Somebody must refer you.")
    Detail.objects.create(service=service, position=1, about="types", text="It listens.")
    make.source(service, channel=service.channels.last())
    return service


OWN = {
    "organisation": lambda: make.organisation(website="https://www.example.org", description="Two\n\nparagraphs: é."),
    "service": whole_service,
    "topic": lambda: make.topic(marking_positions=["top", "bottom"]),
    "notice": lambda: make.notice(expires_at="2030-01-02T03:04:05.678901Z"),
}


@pytest.fixture(params=sorted(registry.kinds()))
def item(request, db):
    return OWN[request.param]() if request.param in OWN else make.of_kind(request.param)


def changed(text: str, change) -> str:
    data = json.loads(text)
    change(data)
    return json.dumps(data)


def test_a_snapshot_comes_back_as_the_item_it_was_taken_of(item):
    text = snapshots.take(item)
    row = type(item).objects.get(pk=item.pk)

    thawed = snapshots.hydrate(text)

    for field in item._meta.concrete_fields:
        if field.name not in ("review_due_on", "expires_at"):  # a snapshot keeps milliseconds
            assert getattr(thawed, field.attname) == getattr(row, field.attname), field.name


def test_the_parts_of_a_snapshot_come_back_in_their_order(item):
    thawed = snapshots.hydrate(snapshots.take(item))

    for name in registry.kind_of(item).parts:
        rows = list(getattr(item, name).order_by("position", "uid"))
        parts = list(getattr(thawed, name).all())
        fields = [field.attname for field in getattr(item, name).model._meta.concrete_fields]
        assert [[getattr(p, f) for f in fields] for p in parts] == [[getattr(r, f) for f in fields] for r in rows]
        assert parts, f"{name} is not shown by this test"


def test_written_back_a_snapshot_is_what_is_taken_again(item):
    text = snapshots.take(item)

    snapshots.write_back(text)

    assert snapshots.take(item) == text


def test_written_back_a_snapshot_makes_rows_that_were_deleted(item):
    text = snapshots.take(item)
    type(item).objects.filter(pk=item.pk).delete()

    snapshots.write_back(text)

    assert snapshots.take(item) == text


def test_a_document_is_made_without_asking_the_database(item, django_assert_num_queries):
    text, kind = snapshots.take(item), registry.kind_of(item)

    with django_assert_num_queries(0):
        thawed = snapshots.hydrate(text)
        thawed.version, thawed.published_at = 1, None
        assert kind.document(thawed, {})["slug"] == item.slug
        assert isinstance(kind.keys(thawed, {}), dict)


def test_parts_are_frozen_by_position_and_not_by_identity(db):
    service = make.service(channels=[])
    make.channel(service, uid=UUID(int=1), position=2, value="https://second.example.org")
    make.channel(service, uid=UUID(int=2), position=1, value="https://first.example.org")

    frozen = snapshots.hydrate(snapshots.take(service)).channels.all()

    assert [channel.uid.int for channel in frozen] == [2, 1]


def test_a_source_keeps_the_channel_it_speaks_of(db):
    service = whole_service()
    channel = service.sources.get().channel

    snapshots.write_back(snapshots.take(service))

    assert service.sources.get().channel == channel


def test_the_number_of_a_part_is_its_place_and_not_its_position(db):
    topic = make.topic()
    Step.objects.filter(topic=topic).update(position=7)

    assert [step.number for step in snapshots.hydrate(snapshots.take(topic)).step_set.all()] == [1]


def test_what_only_organises_work_is_neither_frozen_nor_written_back(db):
    service = make.service(review_due_on="2030-01-01")
    text = snapshots.take(service)
    type(service).objects.update(review_due_on="2031-01-01")

    snapshots.write_back(text)

    assert "review_due_on" not in json.loads(text)["item"]["fields"]
    assert str(type(service).objects.get().review_due_on) == "2031-01-01"


def test_a_kind_that_freezes_everything_is_written_back_whole(db, monkeypatch):
    service = make.service(name="Frozen")
    monkeypatch.setattr(type(service), "not_in_snapshot", frozenset())
    text = snapshots.take(service)
    type(service).objects.update(name="Edited")

    assert snapshots.write_back(text).name == "Frozen"


def test_equal_content_has_an_equal_digest_whatever_the_order_of_its_json(db):
    service = make.service(channels=[{"hours": HOURS}])
    text = snapshots.take(service)
    Channel.objects.update(hours=dict(reversed(HOURS.items())))

    assert snapshots.digest(snapshots.take(service)) == snapshots.digest(text)


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda data: data.update(kind="hotline"), "unknown kind “hotline”"),
        (lambda data: data["item"]["fields"].update(oldest_age=17), "services.service: unknown field “oldest_age”"),
        (lambda data: data["item"]["fields"].pop("maximum_age"), "services.service: missing field “maximum_age”"),
        (lambda data: data["parts"]["channels"][0]["fields"].pop("value"), "services.channel: missing field “value”"),
        (lambda data: data["parts"].pop("sources"), "service: parts unknown or missing: sources"),
        (lambda data: data["parts"].update(prices=[]), "service: parts unknown or missing: prices"),
        (lambda data: data["item"]["fields"].update(maximum_age="old"), "the value of “maximum_age” can't be read"),
        (lambda data: data.update(shape=99), "no upgrade of “service” from shape 99"),
        (lambda data: data.pop("shape"), "not a snapshot"),
        (lambda data: data["item"].pop("fields"), "services.service: not a frozen row"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused_by_name(db, change, words):
    text = snapshots.take(make.service())

    with pytest.raises(SnapshotError, match=words):
        snapshots.hydrate(changed(text, change))


@pytest.mark.parametrize("text", ["", "[]", "not JSON"])
def test_a_text_that_is_no_snapshot_is_refused(text):
    with pytest.raises(SnapshotError, match="not a snapshot"):
        snapshots.hydrate(text)


def test_a_missing_field_with_a_declared_default_has_that_value(db, monkeypatch):
    monkeypatch.setattr(Channel, "snapshot_defaults", {"cost": "Free"})
    text = changed(snapshots.take(make.service()), lambda data: data["parts"]["channels"][0]["fields"].pop("cost"))

    assert snapshots.hydrate(text).channels.all()[0].cost == "Free"


def test_a_service_of_before_sources_could_differ_on_its_age_is_read(db):
    text = changed(snapshots.take(make.service()), lambda data: data["item"]["fields"].pop("maximum_age_disputed"))

    assert snapshots.hydrate(text).maximum_age_disputed is False
