"""A copy of everything: whole, of one edition, the same bytes from every node, and kept right by what has changed."""

import hashlib
import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from publishing import keeper
from tests import factories as make
from tests.publishing.acts import edit, take_down

pytestmark = [pytest.mark.usefixtures("commits")]


def bundle(api) -> dict:
    [part] = api.get("/api/v1/bundle").json()["parts"]
    return api.get(part["url"]).json()


def written(entry: dict) -> bytes:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()


def contents(entries: list[dict]) -> str:
    digests = sorted(hashlib.sha256(written(entry)).hexdigest() for entry in entries)
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


class Copy:
    """What a partner holds, taken in by the rules of docs/keep-a-copy.md."""

    def __init__(self, api):
        self.api, self.requests = api, 0
        whole = bundle(api)
        self.entries = {entry["uid"]: entry for entry in whole["entries"]}
        self.edition, self.sequence = whole["edition"], whole["sequence"]

    def follow(self) -> dict:
        address = f"/api/v1/changes?since={self.edition}"
        while address:
            told = self.api.get(address).json()
            self.requests += 1
            self.entries |= {entry["uid"]: entry for entry in told["results"]}
            address = told["next"]
        self.edition = told["edition"]
        return told


def test_a_bundle_is_the_bytes_that_its_statement_says(publish, api):
    publish(make.service("Line"), make.topic("Topic"))
    [part] = api.get("/api/v1/bundle").json()["parts"]
    content = api.get(part["url"]).content

    assert hashlib.sha256(content).hexdigest() == part["sha256"]
    assert len(content) == part["length"]


def test_a_bundle_holds_every_public_document_as_its_own_address_gives_it(publish, api):
    publish(make.organisation("Organisation"), make.service("Line"), make.topic("Topic"), make.notice("Attention."))
    for entry in bundle(api)["entries"]:
        if entry["kind"] in ("service", "topic"):
            path = {"service": "services", "topic": "advice"}[entry["kind"]]
            assert api.get(f"/api/v1/{path}/{entry['slug']}").json()["result"] == entry["document"]
    assert {entry["kind"] for entry in bundle(api)["entries"]} == {"organisation", "service", "topic", "notice"}


def test_the_digest_of_all_entries_is_worked_out_by_whoever_holds_them(publish, api):
    publish(make.service("“Línea” – été 🙂 "), make.topic("Topic"))
    whole = bundle(api)

    assert contents(whole["entries"]) == whole["contents"] == api.get("/api/v1/bundle").json()["contents"]
    reference = json.dumps(whole["reference"], ensure_ascii=False, separators=(",", ":")).encode()
    assert hashlib.sha256(reference).hexdigest() == whole["reference_digest"]


def test_a_bundle_never_changes_and_may_be_kept_for_ever(publish, api):
    publish(make.service("Line"))
    [part] = api.get("/api/v1/bundle").json()["parts"]
    before = api.get(part["url"])
    publish(make.service("Other"))

    assert api.get(part["url"]).content == before.content
    assert before["Cache-Control"] == "public, max-age=31536000, immutable"
    assert api.get("/api/v1/bundle").json()["parts"][0]["url"] != part["url"]


def test_a_bundle_that_is_no_longer_held_is_gone_and_says_where_the_newest_is(publish, api):
    publish(make.service("Line"))
    response = api.get("/api/v1/bundles/1-0123456789ab")

    assert response.status_code == 410
    assert response.json()["restart"] == "https://help.example.org/api/v1/bundle"


def test_a_copy_that_follows_the_changes_holds_what_the_server_holds(publish, api):
    lines = [make.service(f"Line {number}") for number in range(5)]
    publish(*lines, make.topic("Topic"))
    copy = Copy(api)

    edit(lines[0], name="Line with another name")
    publish(lines[0])
    take_down(lines[1], reason="wrong-contact")
    publish(make.organisation("New"))
    told = copy.follow()

    assert contents(list(copy.entries.values())) == api.get("/api/v1/bundle").json()["contents"]
    assert copy.requests == 1
    assert [entry["slug"] for entry in told["results"] if entry["kind"] == "service"] == [lines[0].slug, lines[1].slug]
    gone = copy.entries[str(lines[1].pk)]
    assert (gone["document"], gone["reason_code"]) == (None, "wrong-contact")
    assert gone["reason"] == "A way to reach it was wrong. Do not use what you may have kept of it."


def test_many_changes_come_in_pages_and_each_once(publish, api):
    publish(make.service("Line"))
    copy = Copy(api)
    publish(*(make.organisation(f"Organisation {number}") for number in range(120)))
    copy.follow()

    assert copy.requests == 3
    assert contents(list(copy.entries.values())) == api.get("/api/v1/bundle").json()["contents"]


def test_where_nothing_has_changed_a_poll_is_a_304(publish, api):
    number = publish(make.service("Line"))
    address = f"/api/v1/changes?since={number}"
    tag = api.get(address)["ETag"]
    response = api.get(address, headers={"If-None-Match": tag})

    assert (response.status_code, response.content) == (304, b"")


def test_a_statement_is_for_the_hour_and_holds_for_a_week(publish, api):
    publish(make.service("Line"))
    with time_machine.travel("2027-03-04T05:06:07Z", tick=False):
        told = api.get("/api/v1/bundle").json()

    assert (told["issued_at"], told["expires_at"]) == ("2027-03-04T05:00:00Z", "2027-03-11T05:00:00Z")


def test_another_hour_is_another_statement_of_the_same_copy(publish, api):
    publish(make.service("Line"))
    first = api.get("/api/v1/bundle")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        second = api.get("/api/v1/bundle", headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 200
    assert second.json()["parts"] == first.json()["parts"]


def test_two_nodes_state_the_same_bytes(publish, api, trusted):
    publish(make.service("Line"))
    with time_machine.travel(timezone.now(), tick=False):
        first = [api.get(f"/api/v1/{path}").content for path in ("bundle", "changes", "recalls")]
        keeper.forget()
        keeper.refresh()

        assert [api.get(f"/api/v1/{path}").content for path in ("bundle", "changes", "recalls")] == first


def test_from_before_everything_that_stands_one_begins_anew(publish, api):
    line = make.service("Line")
    publish(line)
    for number in (2, 3):
        edit(line, name=f"Line with name {number}")
        publish(line)

    assert api.get("/api/v1/changes?since=1").status_code == 410
    assert api.get("/api/v1/changes?since=1").json()["restart"].endswith("/api/v1/bundle")
    assert api.get("/api/v1/changes?since=2").status_code == 200


def test_no_draft_is_in_any_of_it(publish, api):
    line = make.service("Line")
    publish(line)
    edit(line, summary="Unpublished canary.")
    make.service("Another canary.")

    [part] = api.get("/api/v1/bundle").json()["parts"]
    for address in ("/api/v1/bundle", part["url"], "/api/v1/changes", "/api/v1/recalls"):
        assert "canary" not in api.get(address).text


def test_above_two_megabytes_a_bundle_is_split_by_kind(publish, api, monkeypatch):
    publish(make.service("Line"), make.topic("Topic"))
    monkeypatch.setattr("partners.statement.LARGEST", 1000)
    parts = api.get("/api/v1/bundle").json()["parts"]
    entries = [entry for part in parts for entry in api.get(part["url"]).json()["entries"]]

    assert {part["kind"] for part in parts} == {"service", "organisation", "topic", "notice"}
    assert contents(entries) == api.get("/api/v1/bundle").json()["contents"]
