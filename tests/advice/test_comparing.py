"""What would change for whom, in sentences."""

import pytest

from publishing import snapshots
from publishing.models import Publication
from publishing.readers import changes_for_readers
from services.places.regions import regions
from tests import factories as make

SCOTLAND, GLASGOW, LEEDS = "S92000003", "S12000049", "E08000035"


def changes(publish, item, **fields) -> list[str]:
    """What would change for whom if the item, as it is public, had these fields."""
    publish(item)
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    return changes_for_readers(Publication.objects.get(pk=item.pk), snapshots.take(item))


@pytest.mark.parametrize(
    ("was", "will", "gone", "new"),
    [
        ({"maximum_age": 17}, {"maximum_age": 15}, "whoever asks for somebody aged 16 or 17", ""),
        ({"minimum_age": 13}, {"minimum_age": 11}, "", "whoever asks for somebody aged 11 or 12"),
        ({}, {"minimum_age": 18}, "whoever asks for somebody under 18", ""),
        ({"maximum_age": 25}, {"maximum_age": None}, "", "whoever asks for somebody 26 or over"),
        ({"coverage": [SCOTLAND, LEEDS]}, {"coverage": [SCOTLAND]}, "everybody, in Leeds", ""),
        ({"coverage": [SCOTLAND]}, {"coverage": [GLASGOW]},
         "everybody, in City of Edinburgh or where no more is said than Scotland", ""),
        ({"coverage": [LEEDS]}, {"coverage": [SCOTLAND]}, "everybody, in Leeds", "everybody, in Scotland"),
        ({}, {"is_worldwide": True}, "", "everybody, outside the United Kingdom"),
        ({"audiences": ["victim", "friend"]}, {"audiences": ["friend"]},
         "the person being blackmailed, a parent or carer or a professional who asks", ""),
        ({"audiences": ["victim"], "coverage": [SCOTLAND]},
         {"audiences": ["friend"], "coverage": [SCOTLAND, LEEDS], "minimum_age": 18},
         "the person being blackmailed, a parent or carer or a professional who asks", "a friend who asks, in Leeds"),
        ({}, {"is_paused": True}, "everybody", ""),
        ({}, {"summary": "In other words."}, "", ""),
    ],
)  # fmt: skip
def test_it_says_who_would_lose_a_service_and_who_would_get_it(publish, was, will, gone, new):
    found = changes(publish, make.service(**{"audiences": ["victim"], **was}), **will)

    shown = {lead: [one.removeprefix(lead).strip(" .") for one in found if one.startswith(lead)]
             for lead in ("No longer shown to", "Newly shown to")}  # fmt: skip
    assert shown == {"No longer shown to": [gone] if gone else [], "Newly shown to": [new] if new else []}


def test_it_says_who_is_told_something_else_and_where_it_would_stand(publish):
    service = make.service(minimum_age=13)

    assert changes(
        publish, service, circumstances=["care-experienced"], minimum_age=None, need="report", urgency=9
    ) == [
        "Newly shown to whoever asks for somebody under 13.",
        "“For people aged 13 or over.” is no longer said to whoever asks for somebody of an age not said.",
        "“Only for people who are or were in care.” is newly said to everybody.",
        "Under “Report it” and no longer under “Talk to someone now” for everybody.",
        "Earlier among those that it stands with, for everybody.",
    ]


def test_one_place_among_many_that_is_dropped_is_named(publish):
    councils = sorted(region.code for region in regions() if region.kind == "local-authority")[:40]
    service = make.service(coverage=councils)

    [first, *_] = changes(publish, service, coverage=councils[:-1])

    assert first == f"No longer shown to everybody, in {regions()[councils[-1]].name}."


def test_where_it_can_not_be_told_that_is_said(publish):
    service = make.service(organisation=make.organisation("The body"))
    publish(service.organisation, service)
    Publication.objects.filter(pk=service.organisation.pk).update(snapshot="{}")

    [said] = changes_for_readers(Publication.objects.get(pk=service.pk), snapshots.take(service))

    assert said.startswith("Whom this would change anything for can't be told.")


def test_one_who_is_new_is_shown_to_whom_it_is_for(db):
    service = make.service(coverage=[SCOTLAND], minimum_age=16, maximum_age=17, audiences=["victim"])

    assert changes_for_readers(None, snapshots.take(service)) == [
        "Newly shown to whoever asks for somebody aged 16 or 17 or of an age not said, "
        "in Scotland or where no place is said."
    ]


def test_a_part_of_advice_that_is_kept_from_some_is_said(publish):
    topic = make.topic()
    publish(topic)
    limit = topic.detaillimit_set.get()
    limit.age_basis, limit.minimum_age = "user-age", 16
    limit.save()

    found = changes_for_readers(Publication.objects.get(pk=topic.pk), snapshots.take(topic))

    assert (
        "“Tell nobody.” is no longer said to the person being blackmailed, if they are under 16 or of an age not said."
        in found
    )


def test_who_would_lose_it_is_exactly_who_is_not_given_it_any_more(publish, api):
    """Held against the answers themselves, for every age."""
    service = make.service("A line", minimum_age=11, maximum_age=17, maximum_age_disputed=True)
    publish(service, make.topic(slug="sextortion"))
    before = {age for age in range(0, 40) if given(api, age)}
    [first, *_] = changes(publish_nothing, service, minimum_age=13, maximum_age=16, maximum_age_disputed=False)
    publish(service)
    after = {age for age in range(0, 40) if given(api, age)}

    assert before - after == {11, 12, 17, 18}
    assert first == "No longer shown to whoever asks for somebody aged 11 or 12 or aged 17 or 18."


def publish_nothing(*items) -> None:
    """It is public already."""


def given(api, age: int) -> bool:
    answer = api.get(f"/api/v1/help?age={age}").json()
    return any(card["name"] == "A line" for need in answer["needs"] for card in need["services"])
