"""The files of trust as they are served, and a client of TUF that keeps a copy by them."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from helpapi_matcher.mirror import Mirror
from tuf.api.exceptions import BadVersionNumberError, DownloadHTTPError, ExpiredMetadataError, RepositoryError
from tuf.api.metadata import Metadata, Root
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from partners import statement
from partners.trust import roots
from publishing import keeper
from tests import factories as make

HOST = "https://help.example.org"


class Asking(FetcherInterface):
    """Asks our own views, and may alter what they answer on the way."""

    def __init__(self, api):
        self.api, self.asked, self.altered = api, [], {}

    def _fetch(self, url: str):
        path = url.removeprefix(HOST)
        self.asked.append(path)
        if path in self.altered:
            return iter([self.altered[path]])
        answer = self.api.get(path)
        if answer.status_code != 200:
            raise DownloadHTTPError("not there", answer.status_code)
        return iter([answer.content])


@pytest.fixture
def published(trusted, publish):
    return publish(make.service(slug="a-line"))


@pytest.fixture
def client(api, trusted, tmp_path):
    """A client of TUF that begins with the first root, each time as a process that has just started."""
    fetcher = Asking(api)
    folders = [tmp_path / name for name in ("metadata", "targets")]
    for folder in folders:
        folder.mkdir()

    def refreshed() -> Updater:
        fetcher.asked.clear()
        updater = Updater(
            str(folders[0]), f"{HOST}/api/v1/trust/", str(folders[1]), f"{HOST}/api/v1/", fetcher=fetcher,
            config=UpdaterConfig(prefix_targets_with_hash=False), bootstrap=trusted.first(),
        )  # fmt: skip
        updater.refresh()
        return updater

    refreshed.fetcher = fetcher
    return refreshed


def part() -> dict:
    [part] = statement.statement(keeper.current(), datetime.now(UTC))["parts"]
    return part


def fetch(updater: Updater) -> bytes:
    info = updater.get_targetinfo(part()["url"].partition("/api/v1/")[2])
    return Path(updater.download_target(info)).read_bytes()


def test_a_root_is_kept_for_ever_and_what_is_stated_is_not(api, published):
    first = api.get("/api/v1/trust/1.root.json")
    stated = api.get("/api/v1/trust/timestamp.json")

    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert stated["Cache-Control"] == "public, max-age=30, must-revalidate"
    assert api.get("/api/v1/trust/timestamp.json", headers={"If-None-Match": stated["ETag"]}).status_code == 304
    assert Metadata[Root].from_bytes(first.content).signed.version == 1


@pytest.mark.parametrize(
    "name",
    ["2.root.json", "0.root.json", "01.root.json", "root.json", "1.timestamp.json", "snapshot.json", "99.targets.json",
     "person-1.pem", "1.mirrors.json", "9999999999999999999999.root.json"],
)  # fmt: skip
def test_there_is_no_other_file(api, published, name):
    answer = api.get(f"/api/v1/trust/{name}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_nothing_is_asked_of_it_but_its_name(api, published):
    assert api.get("/api/v1/trust/1.root.json?age=15").status_code == 400
    assert api.post("/api/v1/trust/1.root.json").status_code == 405


@pytest.mark.parametrize("name", ["timestamp", "1.snapshot"])
def test_without_a_key_there_is_nothing_to_believe(api, published, settings, name):
    settings.BUNDLE_KEY = ""

    assert api.get(f"/api/v1/trust/{name}.json").status_code == 404
    assert api.get("/api/v1/bundle").json()["jws"] is None


def test_a_client_of_tuf_has_a_copy_in_five_requests(client, published):
    content = fetch(client())

    assert hashlib.sha256(content).hexdigest() == part()["sha256"]
    assert json.loads(content)["edition"] == published
    sequence = keeper.current().sequence
    assert client.fetcher.asked == [
        "/api/v1/trust/2.root.json", "/api/v1/trust/timestamp.json", f"/api/v1/trust/{sequence}.snapshot.json",
        f"/api/v1/trust/{sequence}.targets.json", part()["url"].removeprefix(HOST),
    ]  # fmt: skip


def test_where_nothing_is_new_it_asks_twice(client, published):
    fetch(client())

    client()

    assert client.fetcher.asked == ["/api/v1/trust/2.root.json", "/api/v1/trust/timestamp.json"]


def test_it_takes_what_is_new(client, published, publish):
    fetch(client())
    publish(make.service(slug="b-line"))

    assert b"b-line" in fetch(client())


def test_it_takes_no_older_one(client, published, publish, api):
    path = "/api/v1/trust/timestamp.json"
    before = api.get(path).content
    publish(make.service(slug="b-line"))
    client()

    client.fetcher.altered[path] = before
    with pytest.raises(BadVersionNumberError):
        client()


def test_it_takes_none_that_has_expired(client, published, api):
    path = "/api/v1/trust/timestamp.json"
    client.fetcher.altered[path] = api.get(path).content

    with time_machine.travel(datetime.now(UTC) + timedelta(days=8)), pytest.raises(ExpiredMetadataError):
        client()


@pytest.mark.parametrize("name", ["timestamp.json", "{n}.snapshot.json", "{n}.targets.json", "2.root.json"])
def test_it_takes_none_that_was_tampered_with(client, published, api, trusted, settings, name):
    first = roots.read(trusted.first())
    second = roots.draft(first, trusted.now)
    for one in trusted.people:
        roots.sign(second, one, first)
    roots.write(settings.TRUST_FOLDER, second)
    path = f"/api/v1/trust/{name.format(n=keeper.current().sequence)}"
    client.fetcher.altered[path] = (
        api.get(path).content.replace(b'"expires":"2', b'"expires":"3').replace(b'"expires": "2', b'"expires": "3')
    )

    with pytest.raises(RepositoryError):
        client()


def test_it_takes_no_bundle_that_was_tampered_with(client, published, api):
    updater, path = client(), part()["url"].removeprefix(HOST)
    client.fetcher.altered[path] = api.get(path).content.replace(b"a-line", b"b-line")

    with pytest.raises(RepositoryError):
        fetch(updater)


def test_it_follows_the_next_root_to_the_next_key(client, published, trusted, settings):
    client()
    first = roots.read(trusted.first())
    second = roots.draft(first, trusted.now)
    [old] = second.signed.roles["timestamp"].keyids
    roots.remove(second.signed, old)
    roots.add(second.signed, online=[trusted.other.public_key])
    for one in trusted.people:
        roots.sign(second, one, first)
    roots.write(settings.TRUST_FOLDER, second)
    settings.BUNDLE_KEY = trusted.other_key

    assert b"a-line" in fetch(client())
    assert "/api/v1/trust/2.root.json" in client.fetcher.asked


@pytest.mark.django_db(transaction=True)
def test_our_own_reader_reads_the_same_server(live_server, trusted, publish, tmp_path):
    publish(make.service(slug="a-line"))
    mirror = Mirror(live_server.url, tmp_path / "copy", trusted.first())
    assert vars(mirror.update()) == {"state": "fresh", "edition": keeper.current().number, "refusal": None}

    publish(make.service(slug="b-line"))

    assert mirror.update().edition == keeper.current().number
    assert {"a-line", "b-line"} <= {entry["slug"] for entry in mirror.bundle["entries"]}
    assert mirror.update_recalls().refusal is None
