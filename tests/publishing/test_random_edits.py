"""Whatever people do in whatever order, the public gets exactly what was last approved, and the record knows it."""

import json

import pytest

from publishing import keeper, record
from publishing.models import Record
from tests.publishing.newsroom import Newsroom, facts_of_document, kinds_of, last_approved

pytestmark = pytest.mark.usefixtures("commits")
ADDRESSES = {"organisation": "organisations", "service": "services", "topic": "advice"}


@pytest.fixture(params=[1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 12))])
def newsroom(request) -> Newsroom:
    return Newsroom(seed=request.param)


def lists(api) -> dict[str, tuple[str, dict]]:
    """Every document that is served: its kind and itself, by uid. Services are listed as cards, and held whole."""
    found = {doc["uid"]: ("notice", doc) for doc in api.get("/api/v1").json()["notices"]}
    for kind, address in ADDRESSES.items():
        answer = api.get(f"/api/v1/{address}").json()
        assert answer["count"] == len(answer["results"])
        held = keeper.current().items
        whole = [json.loads(held[card["uid"]].document) if kind == "service" else card for card in answer["results"]]
        found |= {document["uid"]: (kind, document) for document in whole}
    return found


def check_lists(api, newsroom: Newsroom) -> None:
    served, approved = lists(api), last_approved()
    assert set(served) == set(approved)
    for uid, (kind, document) in served.items():
        line = approved[uid]
        assert facts_of_document(kind, document) == newsroom.said[line.digest]
        assert (document["version"], document["slug"], kind) == (line.version, line.slug, line.kind)
        if kind == "service" and document["organisation"]:
            lender = approved[document["organisation"]["uid"]]
            assert document["organisation"]["name"] == newsroom.said[lender.digest]["name"]


def check_items(api, newsroom: Newsroom) -> None:
    served = lists(api)
    ever_public = set(map(str, Record.objects.filter(action="approved").values_list("uid", flat=True)))
    for uid, kind in kinds_of(newsroom.items).items():
        if kind == "notice":
            continue
        response = api.get(f"/api/v1/{ADDRESSES[kind]}/{uid}")
        assert response.status_code == (200 if uid in served else 410 if uid in ever_public else 404)
        if uid in served:
            assert response.json()["result"] == served[uid][1]


def test_the_public_gets_what_was_last_approved_whatever_people_do(newsroom, api):
    for number in range(300):
        newsroom.act()
        check_lists(api, newsroom)
        if number % 20 == 0:
            check_items(api, newsroom)
    check_items(api, newsroom)

    assert newsroom.done["approve"] >= 15
    assert set(newsroom.done) >= {"submit", "approve", "withdraw", "go_back", "back_to_edition", "recompile"}
    assert set(newsroom.refused) >= {"submit", "approve"}
    assert list(record.faults()) == []


def test_after_any_history_an_altered_an_added_and_a_removed_line_are_each_found(newsroom):
    for _ in range(100):
        newsroom.act()
    lines = list(Record.objects.order_by("number"))
    for line in newsroom.random.sample(lines, 5):
        Record.objects.filter(pk=line.pk).update(reason=f"{line.reason}?")
        assert list(record.faults()), f"line {line.pk} altered"
        Record.objects.filter(pk=line.pk).delete()
        assert list(record.faults()), f"line {line.pk} removed"
        line.save(force_insert=True)
        assert list(record.faults()) == []
    line.pk = len(lines) + 1
    line.save(force_insert=True)
    assert list(record.faults()), "a line added"
